import type { Engine } from "../deploy/contract";
import { addresses } from "../deploy/outputs-text";
import type { Rollout } from "../deploy/rollout";
import { rollOut } from "../deploy/rollout";
import { describeSteps, rolloutReport, stepCounts } from "../deploy/rollout-report";
import { versionsOf } from "../deploy/versions";
import { inSteps } from "../plan/steps";
import { deployCommand } from "./deploy-command";
import { exitCode } from "./exit-code";
import { interruptible } from "./interruption";
import { refuseManyStacks, stackCount, type UpAllFlags, upAll } from "./up-all";
import { withEngine } from "./with-engine";

interface UpFlags extends UpAllFlags {
  /** Many stacks at once. @default false */
  readonly all?: boolean;
  /** False for `--no-return`. */
  readonly return: boolean;
  readonly takeBack?: boolean;
}

const exitCodes = { succeeded: exitCode.done, returned: exitCode.returned, failed: exitCode.failed } as const;

/** What scripts are told. */
function document(engine: Engine, rollout: Rollout): object {
  const { input } = engine;
  return {
    stack: input.stack,
    result: rollout.result,
    wanted: versionsOf(input),
    failures: rollout.result === "succeeded" ? [] : rollout.failures,
    ...(rollout.result === "returned" ? { runs: rollout.to.versions, returnedTo: rollout.to.number } : {}),
    ...(rollout.result === "failed"
      ? {}
      : { steps: stepCounts(rollout.deployed.steps), outputs: rollout.deployed.outputs }),
    message: rolloutReport(input, rollout),
  };
}

async function up(engine: Engine, flags: UpFlags, signal: AbortSignal): Promise<void> {
  const { json = false, message = "", timeout } = flags;
  const takeBack = flags.takeBack === true ? { takeBack: true } : {};
  const options = { command: "up", message, signal, mayReturn: flags.return, ...takeBack } as const;
  const [, rollout] = await inSteps(
    [
      {
        title: "Preview",
        run: async (progress) => progress(describeSteps(await engine.preview(progress))),
      },
      {
        title: "Deployment",
        run: (progress) =>
          rollOut(engine, engine.input, { ...options, progress, ...(timeout === undefined ? {} : { timeout }) }),
      },
    ],
    json,
  );
  process.exitCode = exitCodes[rollout.result];
  if (json) console.log(JSON.stringify(document(engine, rollout)));
  else if (rollout.result === "succeeded")
    console.log([`\n${rolloutReport(engine.input, rollout)}`, ...addresses(rollout.deployed.outputs)].join("\n"));
  else console.error(`\n${rolloutReport(engine.input, rollout)}`);
}

async function upOne(flags: UpFlags, signal: AbortSignal): Promise<void> {
  refuseManyStacks(flags);
  await withEngine(flags, (engine) => up(engine, flags, signal), signal);
}

/** The command, for `rootstock`. */
export const command = deployCommand(
  "up",
  "Deploys a stack, waits until it is ready, and returns to what ran before if it isn't.",
)
  .option("--no-return", "leave a rollout that failed as it is, to look at")
  .option("--take-back", "look into the cluster first, and put back what somebody changed by hand; see rootstock drift")
  .option("--all", "every stack that has a file in the project, in waves; when one fails, no other one is begun")
  .option("--stacks <names>", "with --all: these stacks, with commas between them")
  .option("--canary <stack>", "with --all: the stack that goes first, alone (default: the one nearest to development)")
  .option("--wave <count>", "with --all: most stacks in a wave (default: 4)", stackCount("--wave"))
  .option("--parallel <count>", "with --all: most stacks side by side (default: a wave)", stackCount("--parallel"))
  .addHelpText(
    "after",
    `
Examples:
  rootstock up --env dev                      deploy what Pulumi.dev.yaml says
  rootstock up --env dev --rehearse           the same, on a control plane of this machine
  rootstock up --env prod --message "v1.4.0"  say why, for rootstock history
  rootstock up --env dev --no-return          look at a rollout that fails
  rootstock up --env prod --take-back         what rootstock drift told is as the stack says again
  rootstock up --all --wave 8                 a canary, then the other stacks by eights

Exit codes: 0 it is ready; 1 it failed; 3 it failed, and the last good version runs again; 130 interrupted.
`,
  )
  .action((flags: UpFlags) =>
    interruptible(
      (signal) => (flags.all === true ? upAll(flags, signal) : upOne(flags, signal)),
      "Run the same command again: it goes on from there. rootstock history shows what was begun.",
    ),
  );
