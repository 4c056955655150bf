import { Command } from "commander";
import { addresses } from "../deploy/outputs-text";
import { type FoundPreview, previewStack, pullRequestNumber, timeToLive } from "../deploy/preview-environment";
import { writePreview } from "../deploy/preview-files";
import { type PreviewPlaceFlags, previewPlace } from "../deploy/preview-place";
import { createPreview, knownPreviews, type RemovedPreview, removePreview, sweepPreviews } from "../deploy/previews";
import { rolloutReport } from "../deploy/rollout-report";
import { wholeSeconds } from "../plan/command";
import { inSteps } from "../plan/steps";
import { table } from "../plan/table";
import { exitCode } from "./exit-code";
import { interruptible } from "./interruption";

interface PreviewFlags extends PreviewPlaceFlags {
  /** Milliseconds. @default 72 hours */
  readonly ttl?: number;
  readonly tag?: string;
  readonly pr: number;
  readonly message?: string;
  readonly writeOnly?: boolean;
  readonly json?: boolean;
}

const usualTtl = timeToLive("72h");

function say(json: boolean | undefined, document: object, text: string): void {
  console.log(json === true ? JSON.stringify(document) : text);
}

/** Does one thing, lively on a terminal. @returns what came of it */
async function inStep<Result>(
  title: string,
  json: boolean | undefined,
  action: (progress: (message: string) => void) => Promise<Result>,
): Promise<Result> {
  const results: Result[] = [];
  const run = async (progress: (message: string) => void): Promise<void> => {
    results.push(await action(progress));
  };
  await inSteps([{ title, run }], json);
  return results[0] as Result;
}

function tellCreated(
  { engine, file, rollout, stack }: Awaited<ReturnType<typeof createPreview>>,
  until: string,
  json: boolean | undefined,
): void {
  const { input } = engine;
  const outputs = rollout.result === "failed" ? {} : rollout.deployed.outputs;
  const text = [rolloutReport(input, rollout), ...addresses(outputs), `It lives until ${until}.`].join("\n");
  const codes = { succeeded: exitCode.done, returned: exitCode.returned, failed: exitCode.failed } as const;
  process.exitCode = codes[rollout.result];
  const failures = rollout.result === "succeeded" ? [] : rollout.failures;
  if (json !== true && failures.length > 0) console.error(text);
  else say(json, { stack, file, expires: until, result: rollout.result, failures, urls: outputs["urls"] ?? {} }, text);
}

async function create({ message = "", tag, ...flags }: PreviewFlags, signal: AbortSignal): Promise<void> {
  const { json, pr, timeout, ttl = usualTtl } = flags;
  const expires = Date.now() + ttl;
  const until = new Date(expires).toISOString();
  const place = await previewPlace(flags, signal);
  const wishes = { pullRequest: pr, expires, ...(tag === undefined ? {} : { imageTag: tag }) };
  if (flags.writeOnly === true) {
    const file = writePreview(place.base, wishes);
    say(json, { stack: previewStack(pr), file, expires: until }, `Written: ${file}, until ${until}.`);
    return;
  }
  const created = await inStep(`Preview ${previewStack(pr)}`, json, (progress) =>
    createPreview(place, wishes, { message, progress, signal, ...(timeout === undefined ? {} : { timeout }) }),
  );
  tellCreated(created, until, json);
}

function tellRemoved(removed: readonly RemovedPreview[], json: boolean | undefined): void {
  const lines = removed.map(({ found, left, stack }) =>
    left.length === 0
      ? `${stack} ${found ? "is gone" : "isn't there"}.`
      : `${stack} is not quite gone; run the same command again once this is mended:\n${left.map((line) => `  - ${line}`).join("\n")}`,
  );
  if (removed.some(({ left }) => left.length > 0)) process.exitCode = exitCode.failed;
  say(json, { removed }, lines.join("\n") || "No preview's time is over.");
}

async function remove(flags: PreviewFlags, signal: AbortSignal): Promise<void> {
  const place = await previewPlace(flags, signal);
  const title = `Removal of ${previewStack(flags.pr)}`;
  tellRemoved([await inStep(title, flags.json, (progress) => removePreview(place, flags.pr, progress))], flags.json);
}

async function sweep({ json, ttl = usualTtl, ...flags }: PreviewFlags, signal: AbortSignal): Promise<void> {
  const place = await previewPlace(flags, signal);
  const only = (flags as { readonly pr?: number }).pr;
  const removed = await inStep("Sweep", json, (progress) =>
    sweepPreviews(place, { ttl, now: Date.now(), progress, ...(only === undefined ? {} : { only }) }),
  );
  tellRemoved(removed, json);
}

function previewRow({ expires, pullRequest }: FoundPreview, now: number): readonly [string, string] {
  if (expires === undefined) return [previewStack(pullRequest), "nobody knows until when"];
  const until = new Date(expires).toISOString();
  return [previewStack(pullRequest), expires <= now ? `over since ${until}` : `until ${until}`];
}

async function list({ json, ttl = usualTtl, ...flags }: PreviewFlags): Promise<void> {
  const known = await knownPreviews(await previewPlace(flags), ttl);
  const now = Date.now();
  const previews = known.map(({ expires, pullRequest }) => ({
    pullRequest,
    stack: previewStack(pullRequest),
    ...(expires === undefined ? {} : { expires: new Date(expires).toISOString() }),
    over: expires !== undefined && expires <= now,
  }));
  const lines = table(known.map((one) => previewRow(one, now)));
  say(json, { previews }, lines.join("\n") || "There is no preview.");
}

function part(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .allowExcessArguments(false)
    .option("--from <stack>", "the stack whose settings and cluster it takes, by name or file", "dev")
    .option("--ttl <time>", "how long it lives, in hours or days (default: 72h)", timeToLive)
    .option("--rehearse", "on the control plane of that stack on this machine, in place of the cloud")
    .option("--kubeconfig <file>", "rehearse on the cluster of this kubeconfig instead")
    .option("--charts <which>", "upstream or stand-in (a rehearsal's; default: upstream where it can be reached)")
    .option("--json", "one JSON document on standard output");
}

/** The command, for `rootstock`. */
export const command = new Command("preview-environment")
  .description("Makes, removes and sweeps environments of pull requests, each a stack on the cluster of another.")
  .addCommand(
    part("create", "Deploys the environment of a pull request, or makes it anew and has it live on.")
      .requiredOption("--pr <number>", "the pull request", pullRequestNumber)
      .option("--tag <tag>", "image tag of all workloads (default: that of the stack it is made from)")
      .option("--timeout <seconds>", "how long workloads may take to get ready", wholeSeconds("--timeout"))
      .option("--message <text>", "why, in a line, for the stack's history")
      .option("--write-only", "only the stack's file, for rootstock plan or up")
      .action((flags: PreviewFlags) => interruptible((signal) => create(flags, signal))),
  )
  .addCommand(
    part("remove", "Destroys the environment of a pull request, and its stack.")
      .requiredOption("--pr <number>", "the pull request", pullRequestNumber)
      .action((flags: PreviewFlags) => interruptible((signal) => remove(flags, signal))),
  )
  .addCommand(
    part("sweep", "Destroys the environments whose time is over.")
      .option("--pr <number>", "this one alone, if its time is over", pullRequestNumber)
      .action((flags: PreviewFlags) => interruptible((signal) => sweep(flags, signal))),
  )
  .addCommand(part("list", "Lists the environments that there are, and until when.").action(list))
  .addHelpText(
    "after",
    `
Examples:
  rootstock preview-environment create --pr 42 --tag v1.4.0-abc1234 --ttl 72h
  rootstock preview-environment list --json
  rootstock preview-environment remove --pr 42
  rootstock preview-environment sweep

Exit codes: 0 done; 1 it failed, or something is left and is named; 3 the last good version runs again; 130 interrupted.
`,
  );
