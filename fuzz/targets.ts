import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { planOf } from "../plan/plan";
import type { Registration } from "../plan/registration";
import { deploy } from "../test/support/deploy";
import type { AdmissionServer } from "./admission";
import { type Admitted, admitted } from "./admitted";
import { campaign, type Outcome, type Target } from "./campaign";
import { CliSandbox } from "./cli-sandbox";
import { type CliCase, CliTaker, commandLines } from "./cli-target";
import { type ConfigCase, ConfigTaker, configCase } from "./config-target";
import { applications, type SystemCase, takeApplication } from "./system-target";

/** What a campaign may attack. */
export const targetNames = ["config", "system", "cli"] as const;

/** Name of one of them. */
export type TargetName = (typeof targetNames)[number];

/** How long and by which chance a target is attacked. */
export interface Volume {
  readonly cases: number;
  readonly seed: number;
  /** How many accepted inputs are planned and shown to a real API server. */
  readonly admit?: { readonly inputs: number; readonly server: Pick<AdmissionServer, "asked" | "refusals"> };
}

/** What came of an attack. */
export type Attacked = Outcome<unknown> & { readonly admitted?: Admitted };

async function attack<Input>(
  target: Target<Input>,
  plan: (input: Input) => Promise<readonly Registration[]>,
  { admit, ...volume }: Volume,
): Promise<Attacked> {
  const outcome = await campaign(target, { ...volume, sample: admit?.inputs ?? 0 });
  if (admit === undefined) return outcome;
  return { ...outcome, admitted: await admitted(outcome.sample, plan, admit.server) };
}

/** The targets; what has to be written goes below `directory`. */
export function targets(directory: string): Readonly<Record<TargetName, (volume: Volume) => Promise<Attacked>>> {
  const config = new ConfigTaker(directory);
  return {
    config: (volume) =>
      attack<ConfigCase>(
        { name: "config", inputs: configCase, take: (input) => config.take(input) },
        async (input) => (await planOf(await config.read(input))).run.registrations,
        volume,
      ),
    cli: async (volume) => {
      const taker = new CliTaker(new CliSandbox(mkdtempSync(join(directory, "cli-"))));
      // Whatever comes first also loads the program.
      await taker.take(["plan", "--config", "Pulumi.dev.yaml"]);
      const { admit: _, ...rest } = volume;
      return campaign<CliCase>({ name: "cli", inputs: await commandLines(), take: (line) => taker.take(line) }, rest);
    },
    system: async (volume) =>
      attack<SystemCase>(
        { name: "system", inputs: await applications(), take: takeApplication },
        async ({ application }) => (await deploy(application)).registrations,
        volume,
      ),
  };
}
