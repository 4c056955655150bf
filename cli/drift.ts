import type { Engine } from "../deploy/contract";
import { driftReport } from "../deploy/drift-report";
import { besideSleep } from "../deploy/sleep-drift";
import { inSteps } from "../plan/steps";
import { parseConfig } from "../stacks/config/parse";
import { type DeployFlags, engineCommand } from "./deploy-command";
import { exitCode } from "./exit-code";
import { withEngine } from "./with-engine";

async function drift(engine: Engine, { json = false }: DeployFlags): Promise<void> {
  const quiet = json || !process.stdout.isTTY;
  const [found] = await inSteps([{ title: "Comparison", run: (progress) => engine.drift(progress) }], quiet);
  const { raw, stack } = engine.input;
  const { asleep, drift: left } = besideSleep(found, await parseConfig(raw), new Date());
  console.log(json ? JSON.stringify({ stack, drift: left, asleep }) : driftReport(stack, left, asleep));
  if (left.length > 0) process.exitCode = exitCode.found;
}

/** The command, for `rootstock`. */
export const command = engineCommand(
  "drift",
  "Says what somebody changed by hand: fields, missing objects, and what Helm releases installed.",
)
  .addHelpText(
    "after",
    `
Examples:
  rootstock drift --env prod              what was changed in production
  rootstock drift --env dev --rehearse --json | jq -r '.drift[].what'

A stack that sleeps (rootstock:sleep) has no pods at its hours: that is no drift.

Exit codes: 0 nothing was changed; 4 something was; 1 it couldn't be found out.
`,
  )
  .action((flags: DeployFlags) => withEngine(flags, (engine) => drift(engine, flags)));
