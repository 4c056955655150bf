import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { previewMarks } from "../components/application/preview-environment";
import { unanswered } from "../rehearsal/objects";
import { retried } from "../rehearsal/passing";
import type { FoundPreview } from "./preview-environment";

/** The previews whose namespaces a cluster has: a machine that sweeps needn't have their files. */
export async function previewsIn(kubeconfig: string): Promise<readonly FoundPreview[]> {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  try {
    const { items } = await retried(() => core.listNamespace({ labelSelector: previewMarks.pullRequest }));
    return items.flatMap(({ metadata }) => {
      const pullRequest = Number(metadata?.labels?.[previewMarks.pullRequest]);
      const expires = Date.parse(metadata?.annotations?.[previewMarks.expires] ?? "");
      return Number.isInteger(pullRequest) && pullRequest > 0
        ? [
            {
              pullRequest,
              expires: Number.isNaN(expires) ? undefined : expires,
              ...(metadata?.name === undefined ? {} : { namespace: metadata.name }),
            },
          ]
        : [];
    });
  } catch (error) {
    throw unanswered("the cluster's previews could not be listed", error);
  }
}
