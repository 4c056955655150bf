import type { ClusterSettings } from "../../../components/cluster/settings";
import type { Environment } from "../../../components/environment";
import { named } from "../../../stacks/cluster";
import { clusterSchema, resolveCluster } from "../../../stacks/config/cluster-schema";

/** The settings of a kind as a stack of an environment would have them, with what it sets itself. */
export function resolved<Kind extends ClusterSettings["kind"]>(
  kind: Kind,
  environment: Environment,
  given: Readonly<Record<string, unknown>> = {},
): Extract<ClusterSettings, { kind: Kind }> {
  const config = resolveCluster(clusterSchema.parse({ kind, ...given }), environment);
  const settings = named(config, { system: "todo", environment, stackName: environment });
  if (settings.kind !== kind) throw new Error(`${settings.kind} is not ${kind}`);
  return settings as Extract<ClusterSettings, { kind: Kind }>;
}
