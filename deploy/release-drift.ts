import type { InstalledRelease } from "../rehearsal/inventory";
import { ClusterObjects } from "../rehearsal/objects";
import type { Drift, Progress } from "./contract";
import { type StoredRelease, storedRelease } from "./helm-releases";
import { type DryRunCluster, liveDrift } from "./live-drift";

/** What the API server says of a definition's form is long, and nobody edits it by hand: only that it is there counts. */
function presence(cluster: ClusterObjects): DryRunCluster {
  return {
    read: (reference) => cluster.read(reference),
    apply: async (object, options) => {
      if (object.kind !== "CustomResourceDefinition") return cluster.apply(object, options);
      return { live: (await cluster.read(object)) ?? {} };
    },
  };
}

/** The latest revision that helm keeps of a release; undefined where it keeps none. */
async function latestRevision(
  cluster: ClusterObjects,
  { name, namespace }: Pick<InstalledRelease, "name" | "namespace">,
): Promise<StoredRelease | undefined> {
  const secrets = await cluster.list({ apiVersion: "v1", kind: "Secret" }, namespace, `owner=helm,name=${name}`);
  return secrets
    .map(storedRelease)
    .filter((release) => release !== undefined)
    .sort((one, other) => other.revision - one.revision)[0];
}

/**
 * What somebody has changed of what Helm installed: the objects of each release's latest revision, without hooks.
 *
 * @param kubeconfig as text
 */
export async function releaseDrift(
  kubeconfig: string,
  releases: readonly Pick<InstalledRelease, "name" | "namespace">[],
  progress: Progress,
): Promise<readonly Drift[]> {
  const found: Drift[] = [];
  for (const { name, namespace } of releases) {
    const what = `release ${namespace}/${name}`;
    // Charts leave out the namespace of what goes into their release's own.
    const cluster = new ClusterObjects(kubeconfig, namespace);
    const stored = await latestRevision(cluster, { name, namespace });
    if (stored === undefined) {
      found.push({ what, how: "missing", fields: [] });
      continue;
    }
    const objects = stored.objects.map((object) => ({ ...object, metadata: { ...object.metadata } }));
    const drifts = await liveDrift(presence(cluster), objects, (message) => {
      progress(`${what}: ${message}`);
    });
    found.push(...drifts.map((drift) => ({ ...drift, what: `${drift.what} (${what})` })));
  }
  return found;
}
