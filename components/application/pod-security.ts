import type { types } from "@pulumi/kubernetes";

/** The user that containers run as unless told otherwise: above 10000, so that it is nobody on the node. */
export const defaultUser = 10001;

/** Pod Security "restricted", for the pod. */
export function podSecurityContext(user: number): types.input.core.v1.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** Pod Security "restricted", for each container, with a read-only root. */
export const containerSecurityContext: types.input.core.v1.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};

/** Labels that make the API server refuse whatever isn't "restricted". */
export const restrictedNamespaceLabels: Readonly<Record<string, string>> = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/audit": "restricted",
  "pod-security.kubernetes.io/warn": "restricted",
};
