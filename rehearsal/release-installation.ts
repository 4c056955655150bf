import { type ChartRequest, type ChartSource, type Helm, HelmFailure } from "./helm";
import type { ClusterObjects } from "./objects";
import { retried } from "./passing";

/** How long helm may meet with a busy or absent API server, in milliseconds. */
const helmPatience = 90_000;

/** States in which helm refuses to touch a release, because another helm may be at work on it. */
const unfinished = "status in (pending-install,pending-upgrade,pending-rollback,uninstalling)";

/**
 * Forgets what a helm that was killed had begun: its revision, which would lock the release for good. What it made
 * carries the release's name, so the next helm takes it over. Only for who knows that no other helm is at work there.
 */
async function forgetUnfinished(cluster: ClusterObjects, { namespace, release }: ChartRequest): Promise<void> {
  const selector = `owner=helm,name=${release},${unfinished}`;
  for (const { metadata } of await cluster.list({ apiVersion: "v1", kind: "Secret" }, namespace, selector)) {
    await cluster.remove({ apiVersion: "v1", kind: "Secret", metadata: { name: metadata?.name ?? "", namespace } });
  }
}

/**
 * Installs or upgrades a release, whatever a killed helm has left of it, and again while the API server is busy.
 *
 * @throws UsageError with helm's own message
 */
export async function installRelease(
  helm: Helm,
  cluster: ClusterObjects,
  request: ChartRequest,
  source: ChartSource,
): Promise<void> {
  const passes = (error: unknown): boolean => error instanceof HelmFailure && error.reason !== "final";
  await retried(
    async () => {
      try {
        await helm.install(request, source);
      } catch (error) {
        if (error instanceof HelmFailure && error.reason !== "final") await forgetUnfinished(cluster, request);
        throw error;
      }
    },
    { passes, patience: helmPatience },
  );
}
