import type { types } from "@pulumi/kubernetes";
import type { Application, Quota } from "./contract";
import { objectLabels } from "./labels";
import { restrictedNamespaceLabels } from "./pod-security";
import { previewMarks } from "./preview-environment";

/** Name and marks of an application's namespace; a preview says whose it is, and until when. */
export function namespaceMetadata({ name, namespace, preview }: Application): types.input.meta.v1.ObjectMeta {
  const labels = { ...objectLabels(name), ...restrictedNamespaceLabels };
  if (preview === undefined) return { name: namespace, labels };
  return {
    name: namespace,
    labels: { ...labels, [previewMarks.pullRequest]: String(preview.pullRequest) },
    annotations: { [previewMarks.expires]: preview.expires },
  };
}

/** The spec of a namespace's ResourceQuota. */
export function quotaSpec(quota: Quota): types.input.core.v1.ResourceQuotaSpec {
  return {
    hard: {
      "requests.cpu": quota.cpu.requests,
      "limits.cpu": quota.cpu.limits,
      "requests.memory": quota.memory.requests,
      "limits.memory": quota.memory.limits,
      pods: String(quota.pods),
      ...(quota.services === undefined ? {} : { services: String(quota.services) }),
      ...(quota.volumes === undefined ? {} : { persistentvolumeclaims: String(quota.volumes) }),
    },
  };
}

/** What a container gets that asks for nothing, such as one that a webhook injects. */
export const limitRangeSpec: types.input.core.v1.LimitRangeSpec = {
  limits: [
    {
      type: "Container",
      defaultRequest: { cpu: "25m", memory: "64Mi", "ephemeral-storage": "16Mi" },
      default: { cpu: "250m", memory: "128Mi", "ephemeral-storage": "256Mi" },
    },
  ],
};
