import type { Mutant } from "../contract";

const security = "components/application/pod-security.ts";
const pod = "components/application/pod.ts";
const containers = "components/application/containers.ts";
const probes = "components/application/probes.ts";
const first = ["application/pod", "application/references"];

/** What pods may do, what they get, and how they are asked. */
export const podMutants: readonly Mutant[] = [
  {
    name: "containers have no security context",
    file: containers,
    find: "    securityContext: containerSecurityContext,\n",
    replace: "",
    first,
  },
  {
    name: "pods have no security context",
    file: pod,
    find: "      securityContext: podSecurityContext(workload.user ?? defaultUser),\n",
    replace: "",
    first,
  },
  {
    name: "no seccomp profile of pods",
    file: security,
    find: '    fsGroupChangePolicy: "OnRootMismatch",\n    seccompProfile: { type: "RuntimeDefault" },\n',
    replace: '    fsGroupChangePolicy: "OnRootMismatch",\n',
    first,
  },
  {
    name: "no seccomp profile of containers",
    file: security,
    find: '  runAsNonRoot: true,\n  seccompProfile: { type: "RuntimeDefault" },\n};',
    replace: "  runAsNonRoot: true,\n};",
    first,
  },
  {
    name: "the root file system can be written",
    file: security,
    find: "readOnlyRootFilesystem: true",
    replace: "readOnlyRootFilesystem: false",
    first,
  },
  {
    name: "containers may gain privileges",
    file: security,
    find: "allowPrivilegeEscalation: false",
    replace: "allowPrivilegeEscalation: true",
    first,
  },
  {
    name: "containers keep capabilities",
    file: security,
    find: '  capabilities: { drop: ["ALL"] },\n',
    replace: "",
    first,
  },
  {
    name: "containers may run as root",
    file: security,
    find: "  privileged: false,\n  readOnlyRootFilesystem: true,\n  runAsNonRoot: true,\n",
    replace: "  privileged: false,\n  readOnlyRootFilesystem: true,\n  runAsNonRoot: false,\n",
    first,
  },
  {
    name: "the usual user is one that the node has",
    file: security,
    find: "defaultUser = 10001",
    replace: "defaultUser = 1000",
    first,
  },
  {
    name: "pods get the service account's token unasked",
    file: pod,
    find: "automountServiceAccountToken: (workload.permissions ?? []).length > 0",
    replace: "automountServiceAccountToken: true",
    first,
  },
  {
    name: "pods get the addresses of all Services as variables",
    file: pod,
    find: "      enableServiceLinks: false,\n",
    replace: "",
    first,
  },
  { name: "no limits", file: containers, find: "    limits: {", replace: "    ...{", first },
  {
    name: "no limit of scratch disk",
    file: containers,
    find: 'memory: resources.memory.limit, "ephemeral-storage": disk.limit',
    replace: "memory: resources.memory.limit",
    first,
  },
  {
    name: "requests are the limits",
    file: containers,
    find: "cpu: resources.cpu.request",
    replace: "cpu: resources.cpu.limit",
    first,
  },
  {
    name: "images are pulled only where there is none",
    file: containers,
    find: 'imagePullPolicy: "Always"',
    replace: 'imagePullPolicy: "IfNotPresent"',
    first,
  },
  {
    name: "pods stop at once, while requests still come",
    file: containers,
    find: "...(drainSeconds === 0 ? {}",
    replace: "...(drainSeconds >= 0 ? {}",
    first,
  },
  {
    name: "liveness asks what readiness asks",
    file: probes,
    find: "livenessProbe: kubernetesProbe(liveness, port",
    replace: "livenessProbe: kubernetesProbe(readiness, port",
    first,
  },
  {
    name: "a slow start is taken for a hang",
    file: probes,
    find: "failures: Math.ceil(startSeconds / startPeriod)",
    replace: "failures: 1",
    first,
  },
  {
    name: "pods aren't spread over zones",
    file: pod,
    find: '["topology.kubernetes.io/zone", hostname]',
    replace: "[hostname]",
    first,
  },
  {
    name: "pods may all be on one node",
    file: pod,
    find: "  return { ...far, affinity: { ...far.affinity, ...near } };",
    replace: "  return { topologySpreadConstraints: far.topologySpreadConstraints, affinity: near };",
    first,
  },
  {
    name: "private images have no credentials",
    file: pod,
    find: "...(references.pullSecret === undefined ? {}",
    replace: "...(references.pullSecret !== undefined ? {}",
    first,
  },
];
