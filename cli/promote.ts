import { Command } from "commander";
import { UsageError } from "../components/errors";
import type { Engine } from "../deploy/contract";
import { promotionPlan, refuseBackwards } from "../deploy/release-plans";
import { changeReport } from "../deploy/release-report";
import { type ReleaseSession, releaseSession } from "../deploy/release-session";
import { type Flags, stackFile } from "../plan/stack-file";
import { type CarryOutFlags, carryOut, stackNamed, withCarryOutOptions } from "./carry-out";
import { withDeployOptions } from "./deploy-command";
import { interruptible } from "./interruption";
import { withEngine } from "./with-engine";

interface PromoteFlags extends CarryOutFlags {
  readonly from: string;
  readonly to: string;
  readonly fileOnly?: boolean;
}

function refuseOtherSystem(source: ReleaseSession, target: ReleaseSession): void {
  if (source.system === target.system) return;
  throw new UsageError(
    `${source.standing.file} is about ${source.system}, and ${target.standing.file} about ${target.system}; versions are promoted within one system.`,
  );
}

/** Writes the versions for a pull request. */
function writeFileOnly(target: ReleaseSession, plan: ReturnType<typeof promotionPlan>, json: boolean): void {
  const { file, stack } = target.standing;
  target.write(plan.wanted);
  const { changes, message, wanted } = plan;
  if (json) console.log(JSON.stringify({ stack, command: "promote", message, changes, wanted, result: "written" }));
  else console.log(`${changeReport(plan, stack)}\n\n${file} says these versions; nothing was deployed.`);
}

async function promote(
  source: ReleaseSession,
  engine: Engine,
  to: Flags,
  flags: PromoteFlags,
  signal: AbortSignal,
): Promise<void> {
  const target = await releaseSession(engine, stackFile(to).file);
  refuseBackwards(source.environment, target.environment);
  refuseOtherSystem(source, target);
  const plan = promotionPlan(source.standing, target.standing, flags.anyway);
  const loose = await target.withoutDigest(plan.wanted);
  if (loose.length > 0) {
    const pin = `rootstock pin ${"config" in stackNamed(flags.from) ? "--config" : "--env"} ${flags.from}`;
    console.error(
      `Warning: ${loose.join(", ")} ${loose.length === 1 ? "has" : "have"} no digest, so ${target.standing.stack} may get another image than ${source.standing.stack} runs under the same tag; record them by ${pin}, then deploy and promote that.`,
    );
  }
  if (flags.fileOnly === true) {
    writeFileOnly(target, plan, flags.json === true);
    return;
  }
  await carryOut(target, plan, flags, signal);
}

/** The command, for `rootstock`. */
export const command = withCarryOutOptions(
  withDeployOptions(
    new Command("promote")
      .description("Deploys to one environment exactly what runs in an earlier one, and writes it to its file.")
      .requiredOption("--from <env>", "where the versions run: an environment, or a stack's file")
      .requiredOption("--to <env>", "where they are to run: a later environment, or its stack's file")
      .option("--file-only", "write the file alone, for a pull request; deploy nothing")
      .allowExcessArguments(false),
  ),
)
  .addHelpText(
    "after",
    `
Examples:
  rootstock promote --from staging --to prod --confirm=prod
  rootstock promote --from staging --to prod --file-only     for a pull request
  rootstock promote --from dev --to staging --rehearse       on control planes of this machine

Exit codes: 0 it runs; 1 it failed; 3 it failed, and what ran before runs again; 130 interrupted.
`,
  )
  .action((flags: PromoteFlags) =>
    interruptible(async (signal) => {
      const { charts, kubeconfig, rehearse } = flags;
      const shared = {
        ...(charts === undefined ? {} : { charts }),
        ...(kubeconfig === undefined ? {} : { kubeconfig }),
        ...(rehearse === undefined ? {} : { rehearse }),
      };
      const [from, to] = [stackNamed(flags.from), stackNamed(flags.to)];
      const source = await withEngine(
        { ...shared, ...from },
        (engine) => releaseSession(engine, stackFile(from).file),
        signal,
      );
      await withEngine({ ...shared, ...to }, (engine) => promote(source, engine, to, flags, signal), signal);
    }),
  );
