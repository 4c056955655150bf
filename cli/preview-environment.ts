import { rmSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { expired, previewFile, previewStack, timeToLive } from "../deploy/preview-environment";
import { previewFiles, writePreview } from "../deploy/preview-files";
import { projectRoot } from "../plan/program";
import { exitCode } from "./exit-code";
import { withEngine } from "./with-engine";

interface PreviewFlags {
  readonly from: string;
  readonly ttl: string;
  readonly tag?: string;
  readonly pr: number;
  readonly rehearse?: boolean;
  readonly json?: boolean;
}

function pullRequest(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError("it must be a pull request's number, such as 42.");
  return Number(text);
}

function say(json: boolean | undefined, document: object, text: string): void {
  console.log(json === true ? JSON.stringify(document) : text);
}

function create({ from, json, pr, tag, ttl }: PreviewFlags): void {
  const expires = Date.now() + timeToLive(ttl);
  const options = { pullRequest: pr, from, expires };
  const file = writePreview(projectRoot, tag === undefined ? options : { ...options, imageTag: tag });
  const until = new Date(expires).toISOString();
  say(
    json,
    { stack: previewStack(pr), file, expires: until },
    `Written: ${file}, until ${until}. Deploy it with: rootstock up --config ${previewFile(pr)}`,
  );
}

/** Destroys a preview and removes its file. @returns what couldn't be deleted */
async function destroyed(pr: number, { from, rehearse = false, ttl }: PreviewFlags): Promise<readonly string[]> {
  const file = join(projectRoot, previewFile(pr));
  // A machine that never made it has no file; the stack's state is elsewhere.
  if (!previewFiles(projectRoot).some((found) => found.pullRequest === pr))
    writePreview(projectRoot, { pullRequest: pr, from, expires: Date.now() + timeToLive(ttl) });
  const left = await withEngine({ config: file, rehearse }, (engine) =>
    engine.destroy((message) => {
      console.error(message);
    }),
  );
  if (left.length === 0) rmSync(file, { force: true });
  return left;
}

async function removeAll(pullRequests: readonly number[], flags: PreviewFlags): Promise<void> {
  const results: { readonly stack: string; readonly left: readonly string[] }[] = [];
  for (const pr of pullRequests) results.push({ stack: previewStack(pr), left: await destroyed(pr, flags) });
  const lines = results.map(({ left, stack }) =>
    left.length === 0
      ? `${stack} is gone.`
      : `${stack} is not quite gone:\n${left.map((line) => `  - ${line}`).join("\n")}`,
  );
  if (results.some(({ left }) => left.length > 0)) process.exitCode = exitCode.failed;
  say(flags.json, { removed: results }, lines.join("\n") || "No preview's time is over.");
}

async function sweep(flags: PreviewFlags): Promise<void> {
  const files = previewFiles(projectRoot);
  const { rehearse = false } = flags;
  const owner = { config: join(projectRoot, `Pulumi.${flags.from}.yaml`), rehearse };
  const kubeconfig = await withEngine(owner, (engine) => engine.kubeconfig());
  const { previewsIn } = await import("../deploy/preview-namespaces");
  const running = kubeconfig === undefined ? [] : await previewsIn(kubeconfig);
  await removeAll(expired([...files, ...running], Date.now()), flags);
}

function part(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .allowExcessArguments(false)
    .option("--from <stack>", "the stack whose settings and cluster it takes", "dev")
    .option("--ttl <time>", "how long it lives, in hours or days", "72h")
    .option("--json", "one JSON document on standard output");
}

const rehearsing = ["--rehearse", "on control planes of this machine, in place of the cloud"] as const;

/** The command, for `rootstock`. */
export const command = new Command("preview-environment")
  .description("Makes, removes and sweeps environments of pull requests.")
  .addCommand(
    part("create", "Writes the file of a pull request's environment, or has it live on.")
      .requiredOption("--pr <number>", "the pull request", pullRequest)
      .option("--tag <tag>", "image tag of all workloads (default: that of the stack it is made from)")
      .action(create),
  )
  .addCommand(
    part("remove", "Destroys the environment of a pull request, and removes its file.")
      .requiredOption("--pr <number>", "the pull request", pullRequest)
      .option(...rehearsing)
      .action((flags: PreviewFlags) => removeAll([flags.pr], flags)),
  )
  .addCommand(
    part("sweep", "Destroys the environments whose time is over.")
      .option(...rehearsing)
      .action(sweep),
  )
  .addHelpText(
    "after",
    `
Examples:
  rootstock preview-environment create --pr 42 --tag v1.4.0-abc1234 --ttl 72h
  rootstock up --config Pulumi.pr-42.yaml
  rootstock preview-environment remove --pr 42
  rootstock preview-environment sweep

Exit codes: 0 done; 1 something could not be deleted, and is named.
`,
  );
