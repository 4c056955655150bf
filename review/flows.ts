import { objectOf } from "../plan/manifests";
import { NetworkPolicies, type Peer, type Pod, type Policy } from "./network-policies";
import type { StoredPlan } from "./stored-plan";

/** Somebody who may talk to somebody on a port. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  /** A number, or `any`. */
  readonly port: string;
}

/** Names of everybody who has none in the plan. */
const anyone = "anyone in the cluster";
const dns = "cluster DNS";

type Json = Readonly<Record<string, unknown>>;

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as Json)[key] : undefined),
    value,
  );

const labelsAt = (object: Json, ...path: readonly string[]): Pod["labels"] =>
  (at(object, ...path) ?? {}) as Pod["labels"];

/** Pods of the program's own objects, by the name of what makes them. */
function ownPods(objects: readonly Json[], namespace: string): ReadonlyMap<string, Pod> {
  const found = new Map<string, Pod>();
  for (const object of objects) {
    if (at(object, "metadata", "namespace") !== namespace) continue;
    const name = String(at(object, "metadata", "name"));
    switch (object["kind"]) {
      case "Deployment":
      case "StatefulSet":
      case "DaemonSet":
      case "Job":
        found.set(name, { namespace, labels: labelsAt(object, "spec", "template", "metadata", "labels") });
        break;
      case "CronJob":
        found.set(name, {
          namespace,
          labels: labelsAt(object, "spec", "jobTemplate", "spec", "template", "metadata", "labels"),
        });
        break;
      case "Cluster":
        // CloudNativePG labels the pods of a cluster so; they are not in the plan.
        found.set(name, { namespace, labels: { "cnpg.io/cluster": name, "cnpg.io/podRole": "instance" } });
        break;
      default:
    }
  }
  return found;
}

/** Labels that a selector asks for: the first of several values. */
function askedLabels(selector: Peer["podSelector"]): Record<string, string> {
  const expressions = selector?.matchExpressions ?? [];
  return {
    ...selector?.matchLabels,
    ...Object.fromEntries(
      expressions.flatMap(({ key, operator, values = [] }) =>
        operator === "In" && values[0] !== undefined ? [[key, values[0]]] : operator === "Exists" ? [[key, ""]] : [],
      ),
    ),
  };
}

function peerName(namespace: string, labels: Pod["labels"]): string {
  if (namespace === "kube-system" && labels["k8s-app"] === "kube-dns") return dns;
  const name = labels["app.kubernetes.io/name"] ?? labels["app"] ?? Object.values(labels)[0];
  if (name === undefined) return namespace === "*" ? anyone : namespace;
  return namespace === "*" || namespace === name ? name : `${namespace}/${name}`;
}

/** Pods of others, of whom only policies speak: those that a rule names, and somebody whom none does. */
function strangers(peers: readonly Peer[], own: string): ReadonlyMap<string, Pod> {
  const found = new Map<string, Pod>([[anyone, { namespace: "*", labels: {} }]]);
  for (const { ipBlock, namespaceSelector, podSelector } of peers) {
    if (ipBlock !== undefined || namespaceSelector === undefined) continue;
    const namespace = askedLabels(namespaceSelector)["kubernetes.io/metadata.name"] ?? "*";
    if (namespace === own) continue;
    const labels = askedLabels(podSelector);
    found.set(peerName(namespace, labels), { namespace, labels });
  }
  return found;
}

/** A port that nobody names: whoever reaches it reaches all. */
const unnamed = 1;

/** Where a pod may send to outside of the cluster. */
function flowsOutside(
  network: NetworkPolicies,
  from: string,
  pod: Pod,
  place: (cidr: string) => string,
): readonly Flow[] {
  const ranges = network.restrictsSending(pod) ? network.outside(pod) : ["0.0.0.0/0:any"];
  return ranges.map((range) => {
    const end = range.lastIndexOf(":");
    return { from, to: place(range.slice(0, end)), port: range.slice(end + 1) };
  });
}

function openPorts(network: NetworkPolicies, from: Pod, to: Pod): readonly string[] {
  if (network.reaches(from, to, unnamed)) return ["any"];
  return network.ports.filter((port) => network.reaches(from, to, port)).map(String);
}

function flowsOfNamespace(
  objects: readonly Json[],
  namespace: string,
  place: (cidr: string) => string,
): readonly Flow[] {
  const policies = objects.filter(
    (object) => object["kind"] === "NetworkPolicy" && at(object, "metadata", "namespace") === namespace,
  );
  const network = new NetworkPolicies(
    namespace,
    policies.map((object) => object["spec"] as Policy),
  );
  const own = ownPods(objects, namespace);
  const all = [...new Map([...strangers(network.peers, namespace), ...own])];
  const pairs = all.flatMap((from) => all.map((to) => ({ from, to })));
  return [
    ...[...own].flatMap(([from, pod]) => flowsOutside(network, from, pod, place)),
    ...pairs
      .filter(({ from: [from], to: [to] }) => from !== to && (own.has(from) || own.has(to)))
      .flatMap(({ from: [from, pod], to: [to, other] }) =>
        openPorts(network, pod, other).map((port) => ({ from, to, port })),
      ),
  ];
}

/** What somebody who may be reached by anybody, or may reach anybody, may do is said once. */
function withoutImplied(flows: readonly Flow[]): readonly Flow[] {
  const known = new Set(flows.map(flowKey));
  return flows.filter(
    ({ from, to, port }) =>
      (from === anyone || to === dns || !known.has(flowKey({ from: anyone, to, port }))) &&
      (to === anyone || !known.has(flowKey({ from, to: anyone, port }))),
  );
}

/** A flow as text, the same for the same flow. */
export function flowKey({ from, to, port }: Flow): string {
  return `${from} -> ${to}:${port}`;
}

/**
 * Who may talk to whom on which TCP port, in the namespaces of a plan that have network policies, by Kubernetes' own
 * rules; sorted.
 */
export function flowsOf({ outputs, resources }: StoredPlan): readonly Flow[] {
  const objects = resources.flatMap((resource): readonly Json[] => {
    const object = objectOf(resource);
    return object === undefined ? [] : [object];
  });
  const namespaces = new Set(
    objects.filter(({ kind }) => kind === "NetworkPolicy").map((object) => String(at(object, "metadata", "namespace"))),
  );
  const network = at(outputs, "shared", "network", "cidr");
  const place = (cidr: string): string =>
    cidr === "0.0.0.0/0" || cidr === "::/0" ? "internet" : cidr === network ? "the cloud's network" : cidr;
  const flows = [...namespaces].flatMap((namespace) => flowsOfNamespace(objects, namespace, place));
  const unique = new Map(withoutImplied(flows).map((flow) => [flowKey(flow), flow]));
  return [...unique.values()].sort((a, b) => (flowKey(a) < flowKey(b) ? -1 : 1));
}
