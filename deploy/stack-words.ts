import type { EngineFlags } from "./open-engine";

/** What a command's line needs to mean the same stack, such as ` --env prod`; empty where nothing was chosen. */
export function stackWords({ cluster, config, env, rehearse }: EngineFlags): string {
  return [
    ...(env === undefined ? [] : [` --env ${env}`]),
    ...(cluster === undefined ? [] : [` --cluster ${cluster}`]),
    ...(config === undefined ? [] : [` --config ${config}`]),
    ...(rehearse === true ? [" --rehearse"] : []),
  ].join("");
}
