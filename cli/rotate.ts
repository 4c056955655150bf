import { basename } from "node:path";
import { UsageError } from "../components/errors";
import type { Engine } from "../deploy/contract";
import { openEngine } from "../deploy/open-engine";
import { type Rotated, rotate, rotationStack } from "../deploy/rotate";
import { rotationFindings, type SecretFinding } from "../deploy/rotation-check";
import { dayOf, warningDays } from "../deploy/secret-age";
import { stackSecrets } from "../deploy/stack-secrets";
import { stackWords } from "../deploy/stack-words";
import { type DeployFlags, engineCommand } from "./deploy-command";
import { exitCode } from "./exit-code";
import { interruptible } from "./interruption";
import { statusLine } from "./status-line";

interface RotateFlags extends DeployFlags {
  readonly due?: boolean;
  readonly check?: boolean;
  readonly finish?: boolean;
  readonly changed?: boolean;
  readonly atOnce?: boolean;
  readonly record?: string | true;
  readonly dryRun?: boolean;
}

const examples = `
Examples:
  rootstock rotate --check --env prod           fails from 14 days before a secret's day on
  rootstock rotate REDIS_PASSWORD --env prod    a new password; the former one is accepted until the rotation ends
  rootstock rotate --finish --env prod          the present values alone are accepted from now on
  rootstock rotate JWT_SECRET_KEY --at-once     one that has leaked: the former value is accepted no longer
  rootstock rotate STRIPE_KEY --changed         you have changed the value; restart what uses it
  rootstock rotate --due --dry-run --json       what would be rotated, as data
  rootstock rotate --record 2026-11-21          write down the day of secrets that have none
`;

/** @throws UsageError for what is no day */
function recordDay(record: string | true, today: string): string {
  if (record === true) return today;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(record) && !Number.isNaN(Date.parse(`${record}T00:00:00Z`));
  if (isDay && dayOf(new Date(`${record}T00:00:00Z`)) === record && record <= today) return record;
  throw new UsageError(`--record is "${record}"; write a day that has come, such as ${today}.`);
}

function tell(lines: readonly string[]): void {
  if (lines.length > 0) console.log(lines.join("\n"));
}

async function check(flags: RotateFlags, today: string): Promise<void> {
  const { config, path, stack } = await rotationStack(flags);
  const secrets = stackSecrets(config, stack, today);
  const file = basename(path);
  const findings: readonly SecretFinding[] = rotationFindings(secrets, file, stackWords(flags));
  if (flags.json === true) console.log(JSON.stringify({ stack, file, today, findings }, null, 2));
  else if (findings.length === 0) console.log(`${file}: no secret is due within ${String(warningDays)} days.`);
  else tell(findings.map(({ sentence }) => sentence));
  if (findings.length > 0) process.exitCode = exitCode.found;
}

function rotatedLines(rotated: Rotated, flags: RotateFlags): readonly string[] {
  const { byHand, deployed, file, resumed, rotations, versions } = rotated;
  const would = flags.dryRun === true;
  const dated = flags.record === undefined ? [] : Object.entries(versions);
  return [
    ...dated.map(([name, { rotated: day }]) => `${name}: ${would ? "would be" : "is"} dated ${day} in ${file}`),
    ...resumed.map((name) => `${name}: an earlier rotation of today wasn't deployed to its end; gone on with`),
    ...rotations.map(({ from, name, previous, to }) =>
      from === to
        ? `${name}: ${would ? "would accept" : "accepts"} the value of version ${String(to)} alone`
        : `${name}: version ${String(from)} -> ${String(to)}${previous ? `; the value before is accepted as well until the next rotation, or rootstock rotate ${name} --finish${stackWords(flags)}` : ""}`,
    ),
    ...byHand.flatMap(({ change, keepsPrevious, name }) =>
      change.by === "rootstock"
        ? []
        : [
            `${name}: a person must change ${change.where} first:`,
            ...(keepsPrevious && flags.atOnce !== true
              ? [`  put the present value into ${change.where.replaceAll(name, `${name}_PREVIOUS`)}`]
              : []),
            `  ${change.command}`,
            `  rootstock rotate ${name} --changed${stackWords(flags)}`,
          ],
    ),
    ...(deployed === undefined ? [] : deployed.failures.map(({ what, why }) => `${what} isn't ready: ${why}`)),
    ...(deployed !== undefined && deployed.failures.length === 0 ? ["Deployed; all workloads are ready."] : []),
  ];
}

function json({ byHand, deployed, file, resumed, rotations, stack, versions }: Rotated, flags: RotateFlags): string {
  const counts = Object.groupBy(deployed?.steps ?? [], ({ do: kind }) => kind);
  return JSON.stringify(
    {
      stack,
      file,
      dryRun: flags.dryRun === true,
      rotated: rotations,
      versions,
      resumed,
      byHand: byHand.map(({ change, name }) => ({ name, ...change })),
      ...(deployed === undefined
        ? {}
        : {
            steps: Object.fromEntries(Object.entries(counts).map(([kind, steps]) => [kind, steps.length])),
            failures: deployed.failures,
          }),
    },
    null,
    2,
  );
}

/** Rotates, with an engine that `open` opens. */
export async function runRotate(
  names: readonly string[],
  flags: RotateFlags,
  open: () => Promise<Engine> = () => openEngine(flags),
  today: string = dayOf(new Date()),
): Promise<void> {
  if (flags.check === true) return check(flags, today);
  const status = statusLine();
  const rotated = await rotate({
    flags,
    request: {
      names,
      due: flags.due === true,
      changed: flags.changed === true,
      atOnce: flags.atOnce === true,
      finish: flags.finish === true,
      ...(flags.record === undefined ? {} : { record: recordDay(flags.record, today) }),
    },
    today,
    dryRun: flags.dryRun === true,
    open,
    progress: status.show,
  }).finally(status.clear);
  const lines = rotatedLines(rotated, flags);
  if (flags.json === true) console.log(json(rotated, flags));
  else tell(lines.length === 0 ? [`${rotated.file}: nothing is due.`] : lines);
  if ((rotated.deployed?.failures ?? []).length > 0) process.exitCode = exitCode.failed;
  else if (rotated.byHand.length > 0) process.exitCode = exitCode.found;
}

/** The command, for `rootstock` as well. */
export const command = engineCommand(
  "rotate",
  "Gives secrets new values, restarts what uses them without downtime, and dates it in the stack's file.",
)
  .argument("[names...]", "secrets, such as REDIS_PASSWORD")
  .option("--due", "all secrets whose day has come")
  .option("--check", "change nothing; fail from 14 days before a secret's day on")
  .option("--finish", "accept the present values alone from now on; of all secrets, or of those named")
  .option("--changed", "a person has changed the value; date it, and restart what uses it")
  .option("--at-once", "don't accept the former value meanwhile, because it has leaked")
  .option("--record [day]", "write down the day of secrets that have none (default: today), and deploy nothing")
  .option("--dry-run", "say what would be done, and do nothing")
  .addHelpText("after", examples)
  .action((names: readonly string[], flags: RotateFlags) =>
    interruptible((signal) => runRotate(names, flags, () => openEngine(flags, signal))),
  );
