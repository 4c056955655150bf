import type { Rule } from "../contract";
import { nameOf } from "../naming";

/** Deployments whose pods are refused, by a quota or by Pod Security, or whose rollout has stopped. */
export const rollouts: Rule = ({ deployments }) =>
  deployments.flatMap((deployment) => {
    const find = (type: string, status: string) =>
      deployment.status?.conditions?.find((one) => one.type === type && one.status === status);
    const refused = find("ReplicaFailure", "True");
    const stalled = refused ?? find("Progressing", "False");
    if (stalled === undefined) return [];
    const { name = "", namespace = "" } = deployment.metadata ?? {};
    return [
      {
        severity: "broken" as const,
        what: nameOf("deployment", deployment),
        why: `${refused === undefined ? "its rollout has stopped" : "its pods are refused"}: ${stalled.message ?? stalled.reason ?? "no reason is told"}`,
        ...(stalled.lastTransitionTime === undefined ? {} : { since: stalled.lastTransitionTime }),
        run: [`kubectl -n ${namespace} rollout status deployment ${name}`, "rootstock history", "rootstock rollback"],
      },
    ];
  });
