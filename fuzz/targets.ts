import { campaign, type Outcome } from "./campaign";
import { ConfigTaker, configCase } from "./config-target";
import { applications, takeApplication } from "./system-target";

/** What a campaign may attack. */
export const targetNames = ["config", "system"] as const;

/** Name of one of them. */
export type TargetName = (typeof targetNames)[number];

/** How long and by which chance a target is attacked. */
export interface Volume {
  readonly cases: number;
  readonly seed: number;
}

/** The targets; what has to be written goes below `directory`. */
export function targets(
  directory: string,
): Readonly<Record<TargetName, (volume: Volume) => Promise<Outcome<unknown>>>> {
  const config = new ConfigTaker(directory);
  return {
    config: (volume) => campaign({ name: "config", inputs: configCase, take: (input) => config.take(input) }, volume),
    system: async (volume) => campaign({ name: "system", inputs: await applications(), take: takeApplication }, volume),
  };
}
