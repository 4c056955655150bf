import { z } from "zod";
import type { ClusterKind } from "../../components/cluster/contract";
import type { Environment } from "../../components/environment";

/** The preview of a pull request. */
export const previewSchema = z
  .strictObject({
    pullRequest: z.int().min(1).max(9_999_999).describe("Number of the pull request."),
    expires: z.iso
      .datetime({ error: "write a time in UTC such as 2026-11-24T09:00:00Z" })
      .describe("When rootstock preview-environment sweep removes it, e.g. 2026-11-24T09:00:00Z."),
  })
  .describe(
    "The preview of a pull request, as rootstock preview-environment create writes it: a namespace of its own (-pr-<number>), one pod of each workload, and a quota. Default: none.",
  );

/** A preview shares a cluster, and is never production, as sentences. */
export function unfitForPreview(environment: Environment, clusterKind: ClusterKind): readonly string[] {
  return [
    ...(environment === "prod"
      ? ["preview makes a passing environment, and environment is prod; make it from dev or staging."]
      : []),
    ...(clusterKind === "stack"
      ? []
      : [
          `preview needs the cluster of another stack, and cluster.kind is ${clusterKind}; write cluster: { kind: stack, reference: dev }.`,
        ]),
  ];
}
