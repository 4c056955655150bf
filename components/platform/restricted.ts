import type { ChartValues } from "./chart-values";

/** The security context of a pod as Pod Security "restricted" wants it, with `user` as its user and group. */
export function restrictedPod(user: number): ChartValues {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    // Changing the owner of every file at each start takes minutes on a full volume.
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** The same of a container, which can't write anywhere but on its volumes. */
export const restrictedContainer: ChartValues = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};
