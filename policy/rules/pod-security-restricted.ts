import type { Rule } from "../contract";
import { type Container, containersOf, type PlannedPod, type PodSpec, podsOf } from "../pods";

/** Volumes that the level allows. */
const volumeTypes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

const profiles = ["RuntimeDefault", "Localhost"];

function podFaults({ hostNetwork, hostPID, hostIPC, volumes = [], securityContext }: PodSpec): readonly string[] {
  return [
    ...(hostNetwork === true || hostPID === true || hostIPC === true ? ["shares namespaces of its node"] : []),
    ...volumes.flatMap((volume) =>
      Object.keys(volume)
        .filter((key) => key !== "name" && !volumeTypes.includes(key))
        .map((key) => `mounts a volume of type ${key}`),
    ),
    ...((securityContext?.sysctls ?? []).length > 0 ? ["sets sysctls of its node"] : []),
    ...(securityContext?.runAsUser === 0 ? ["runs as root"] : []),
  ];
}

function containerFaults({ securityContext: pod }: PodSpec, container: Container): readonly string[] {
  const { name, ports = [], securityContext: own } = container;
  const profile = own?.seccompProfile?.type ?? pod?.seccompProfile?.type;
  const added = (own?.capabilities?.add ?? []).filter((capability) => capability !== "NET_BIND_SERVICE");
  const faults = [
    ...(own?.privileged === true ? ["is privileged"] : []),
    ...(own?.allowPrivilegeEscalation === false ? [] : ["may gain privileges (allowPrivilegeEscalation)"]),
    ...(own?.capabilities?.drop?.includes("ALL") === true ? [] : ["keeps capabilities; drop ALL"]),
    ...(added.length === 0 ? [] : [`adds the capabilities ${added.join(", ")}`]),
    ...((own?.runAsNonRoot ?? pod?.runAsNonRoot) === true && own?.runAsUser !== 0
      ? []
      : ["may run as root (runAsNonRoot)"]),
    ...(profile !== undefined && profiles.includes(profile) ? [] : ["has no seccomp profile; set RuntimeDefault"]),
    ...(own?.procMount === undefined || own.procMount === "Default" ? [] : ["sees all of /proc"]),
    ...(ports.some(({ hostPort = 0 }) => hostPort !== 0) ? ["takes a port of its node"] : []),
  ];
  return faults.map((fault) => `container ${name} ${fault}`);
}

function faultsOf(pod: PlannedPod): readonly string[] {
  const { spec } = pod;
  if (spec === undefined) return [];
  return [...podFaults(spec), ...containersOf(pod).flatMap((container) => containerFaults(spec, container))];
}

/** Every pod meets the level "restricted" of the Pod Security Standards. */
export const podSecurityRestricted: Rule = {
  name: "pod-security-restricted",
  reason:
    "A program with rights that it doesn't need is a way to the node, and the namespace, which enforces the level, refuses its pods one by one, long after the deployment.",
  check: (context) =>
    podsOf(context).flatMap((pod) => faultsOf(pod).map((fault) => ({ object: pod.owner, message: `${fault}.` }))),
};
