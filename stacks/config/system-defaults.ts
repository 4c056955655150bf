import { clusterKinds } from "../../components/cluster/contract";
import { type Environment, environments } from "../../components/environment";
import { loadSystem, systemNames } from "../systems";
import type { SystemClusters } from "../systems/contract";

type Settings = Readonly<Record<string, unknown>>;

/** Settings with what the system says of its clusters, platform and secret back end under what the stack says. */
export interface WithSystemDefaults {
  readonly settings: Settings;
  /** Mistakes, as sentences. */
  readonly errors: readonly string[];
}

function isMap(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two maps are about the same kind of thing, as far as they say. */
function isOfKind(under: Settings, over: Settings): boolean {
  return under["kind"] === undefined || over["kind"] === undefined || under["kind"] === over["kind"];
}

/** Two sets of settings: maps of one kind entry by entry, everything else replaced by `over`. */
function merge(base: Settings, over: Settings): Settings {
  const existing = new Map(Object.entries(base));
  const laid = Object.entries(over).map(([key, value]): [string, unknown] => {
    const under = existing.get(key);
    return [key, isMap(under) && isMap(value) && isOfKind(under, value) ? merge(under, value) : value];
  });
  return Object.fromEntries([...existing, ...laid]);
}

function clusterErrors(system: string, environment: Environment, clusters: SystemClusters, kind: unknown): string[] {
  const known = clusterKinds.find((candidate) => candidate === kind);
  const reason = known === undefined ? undefined : clusters.refused?.[known];
  if (reason === undefined) return [];
  const others = clusterKinds.filter((candidate) => clusters.refused?.[candidate] === undefined);
  return [
    `cluster.kind is "${String(kind)}", on which ${system} doesn't run in ${environment}: ${reason}; choose ${others.join(", ")}.`,
  ];
}

/**
 * What a stack configures, laid over what its system says of its clusters, platform and secret back end; unchanged
 * where nobody can tell which system and environment are meant.
 */
export async function withSystemDefaults(settings: Settings): Promise<WithSystemDefaults> {
  const name = systemNames.find((candidate) => candidate === settings["system"]);
  const environment = environments.find((candidate) => candidate === settings["environment"]);
  if (name === undefined || environment === undefined) return { settings, errors: [] };
  const system = await loadSystem(name);
  const clusters = system.clusters(environment);
  const { cluster, platform = {}, secretBackEnd: own } = settings;
  const kind = isMap(cluster) ? cluster["kind"] : undefined;
  const known = clusterKinds.find((candidate) => candidate === kind);
  const backEnd = system.secretBackEnd(environment, known);
  return {
    settings: {
      ...settings,
      ...(isMap(cluster) && known !== undefined ? { cluster: merge(clusters.settings?.[known] ?? {}, cluster) } : {}),
      ...(isMap(platform) ? { platform: merge(system.platform(environment, known), platform) } : {}),
      ...(backEnd === undefined
        ? {}
        : merge({ secretBackEnd: backEnd }, own === undefined ? {} : { secretBackEnd: own })),
    },
    errors: clusterErrors(name, environment, clusters, kind),
  };
}
