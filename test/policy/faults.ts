import { at, backend, type Changeable, container, type Fault, pod } from "./fault";
import { wiringFaults } from "./wiring-faults";

/** Faults of numbers. */
const scale: readonly Fault[] = [
  {
    rule: "budget-can-be-met",
    fault: "a budget wants every pod",
    kind: "PodDisruptionBudget",
    name: "backend",
    change: (object) => (object["spec"] = { selector: at(object, "spec", "selector"), minAvailable: "100%" }),
    says: /wants 100% of \d+ pods/,
  },
  {
    rule: "budget-can-be-met",
    fault: "a budget lets none be missing",
    kind: "PodDisruptionBudget",
    name: "backend",
    change: (object) => (object["spec"] = { selector: at(object, "spec", "selector"), maxUnavailable: 0 }),
    says: /lets no pod be missing/,
  },
  {
    rule: "scaler-is-sound",
    fault: "a Deployment states its pods beside an autoscaler",
    ...backend,
    change: (object) => (at(object, "spec")["replicas"] = 2),
    says: /states 2 replicas beside the autoscaler backend/,
  },
  {
    rule: "scaler-is-sound",
    fault: "an autoscaler's least is more than its most",
    kind: "HorizontalPodAutoscaler",
    name: "backend",
    change: (object) => (at(object, "spec")["minReplicas"] = 99),
    says: /wants 99 pods at least and \d+ at most/,
  },
  {
    rule: "quota-holds-the-most",
    system: "detection-api",
    fault: "a quota is smaller than what autoscalers may ask for",
    kind: "ResourceQuota",
    name: "quota",
    change: (object) => (at(object, "spec", "hard")["limits.memory"] = "2Gi"),
    says: /allows 2Gi of limits\.memory, and .* the pods ask for/,
  },
  {
    rule: "nodes-hold-the-most",
    fault: "an autoscaler asks for more than all nodes",
    kind: "HorizontalPodAutoscaler",
    name: "backend",
    change: (object) => (at(object, "spec")["maxReplicas"] = 200),
    says: /and the nodes offer 9500m CPU/,
  },
  {
    rule: "slow-start-survives",
    fault: "the startup probe got lost",
    ...backend,
    change: (object) => (container(object)["startupProbe"] = undefined),
    says: /kills its container backend by the liveness probe \d+ s after its start/,
  },
  {
    rule: "slow-start-survives",
    fault: "the startup probe gives up at once",
    ...backend,
    change: (object) => Object.assign(at(container(object), "startupProbe"), { periodSeconds: 1, failureThreshold: 5 }),
    says: /\d+ s to start, and kills it then/,
  },
];

const own = (object: Changeable): Record<string, unknown> => at(container(object), "securityContext");

/** Faults of what a container may do. */
const rights: readonly Fault[] = [
  ...(
    [
      ["may gain privileges", "allowPrivilegeEscalation", true],
      ["is privileged", "privileged", true],
      ["keeps capabilities", "capabilities", {}],
      ["adds the capabilities SYS_ADMIN", "capabilities", { drop: ["ALL"], add: ["SYS_ADMIN"] }],
      ["may run as root", "runAsNonRoot", false],
      ["has no seccomp profile", "seccompProfile", { type: "Unconfined" }],
      ["sees all of /proc", "procMount", "Unmasked"],
    ] as const
  ).map(
    ([says, key, value]): Fault => ({
      rule: "pod-security-restricted",
      fault: `a container ${says}`,
      ...backend,
      change: (object) => (own(object)[key] = value),
      says: new RegExp(says),
    }),
  ),
  {
    rule: "pod-security-restricted",
    fault: "a pod mounts its node",
    ...backend,
    change: (object) => (pod(object)["volumes"] as unknown[]).push({ name: "node", hostPath: { path: "/" } }),
    says: /mounts a volume of type hostPath/,
  },
  {
    rule: "pod-security-restricted",
    fault: "a pod is on its node's network",
    ...backend,
    change: (object) => (pod(object)["hostNetwork"] = true),
    says: /shares namespaces of its node/,
  },
  {
    rule: "resources-are-stated",
    fault: "a limit got lost",
    ...backend,
    change: (object) => (at(container(object), "resources", "limits")["memory"] = undefined),
    says: /doesn't state limits\.memory of its container backend/,
  },
  {
    rule: "root-is-read-only",
    fault: "a container can write to its root",
    ...backend,
    change: (object) => (own(object)["readOnlyRootFilesystem"] = undefined),
    says: /can write to the root of its container backend/,
  },
  {
    rule: "no-unused-token",
    fault: "a pod mounts a token that it has no use for",
    ...backend,
    change: (object) => (pod(object)["automountServiceAccountToken"] = undefined),
    says: /no role is bound to/,
  },
  {
    rule: "image-is-versioned",
    fault: "an image is the latest",
    ...backend,
    change: (object) => (container(object)["image"] = "ghcr.io/acme/backend:latest"),
    says: /runs ghcr\.io\/acme\/backend:latest, which names no version/,
  },
  {
    rule: "image-is-versioned",
    system: "chloromaster",
    fault: "an image has no tag, and its registry a port",
    kind: "Deployment",
    name: "backend",
    change: (object) => (container(object)["image"] = "localhost:5000/backend"),
    says: /names no version/,
  },
];

/** A fault or more for every rule. */
export const faults: readonly Fault[] = [...wiringFaults, ...scale, ...rights];
