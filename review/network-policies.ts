/** A pod as network policies see it. */
export interface Pod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the namespace beside its name. @default none */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
}

interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** Whom a rule is about: pods by their labels and their namespace's, or addresses. */
export interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string };
}

interface PolicyPort {
  /** @default TCP */
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly PolicyPort[];
}

/** The spec of a NetworkPolicy, as far as it matters here. */
export interface Policy {
  readonly podSelector: LabelSelector;
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

function meets(labels: Pod["labels"], key: string, operator: string, values: readonly string[]): boolean {
  switch (operator) {
    case "In":
      return values.includes(labels[key] ?? "");
    case "NotIn":
      return !values.includes(labels[key] ?? "");
    case "Exists":
      return Object.hasOwn(labels, key);
    default:
      return !Object.hasOwn(labels, key);
  }
}

function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Pod["labels"]): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => meets(labels, key, operator, values))
  );
}

function isPeer({ podSelector, namespaceSelector, ipBlock }: Peer, pod: Pod, own: string): boolean {
  if (ipBlock !== undefined) return false;
  const inNamespace =
    namespaceSelector === undefined
      ? pod.namespace === own
      : selects(namespaceSelector, { ...pod.namespaceLabels, "kubernetes.io/metadata.name": pod.namespace });
  return inNamespace && (podSelector === undefined || selects(podSelector, pod.labels));
}

function opensPort({ ports = [] }: Rule, port: number, protocol: string): boolean {
  return (
    ports.length === 0 ||
    ports.some(
      (open) =>
        (open.protocol ?? "TCP") === protocol &&
        (open.port === undefined ||
          open.port === port ||
          (typeof open.port === "number" && open.endPort !== undefined && open.port <= port && port <= open.endPort)),
    )
  );
}

/** Kubernetes' own semantics: no peers or no ports in a rule means all of them. */
function permits(rules: readonly Rule[], side: "from" | "to", pod: Pod, port: number, own: string): boolean {
  return rules.some(
    (rule) =>
      (rule[side] === undefined || rule[side].length === 0 || rule[side].some((peer) => isPeer(peer, pod, own))) &&
      opensPort(rule, port, "TCP"),
  );
}

/** A namespace's policies, asked what they let through over TCP. */
export class NetworkPolicies {
  /**
   * @param namespace the only one that has these policies
   * @param policies specs of its NetworkPolicies
   */
  constructor(
    readonly namespace: string,
    private readonly policies: readonly Policy[],
  ) {}

  /** TCP ports that any of them names. */
  get ports(): readonly number[] {
    const rules = this.policies.flatMap(({ ingress = [], egress = [] }) => [...ingress, ...egress]);
    return [
      ...new Set(
        rules.flatMap(({ ports = [] }) => ports.flatMap(({ port }) => (typeof port === "number" ? [port] : []))),
      ),
    ];
  }

  /** Everybody whom any rule names. */
  get peers(): readonly Peer[] {
    const rules = this.policies.flatMap(({ ingress = [], egress = [] }) => [...ingress, ...egress]);
    return rules.flatMap(({ from = [], to = [] }) => [...from, ...to]);
  }

  /** Whether one pod reaches a TCP port of another; pods of other namespaces are not restricted themselves. */
  reaches(from: Pod, to: Pod, port: number): boolean {
    return this.sends(from, to, port) && this.receives(from, to, port);
  }

  /** Whether a pod may send to a TCP port of another, whatever the other thinks of it. */
  sends(from: Pod, to: Pod, port: number): boolean {
    return this.#opens("Egress", from, to, port);
  }

  /** Whether a pod may receive from another on a TCP port, whatever the other may send. */
  receives(from: Pod, to: Pod, port: number): boolean {
    return this.#opens("Ingress", to, from, port);
  }

  /** Whether any policy says where a pod may send to; one that none restricts reaches every address. */
  restrictsSending(from: Pod): boolean {
    return this.#applying("Egress", from).length > 0;
  }

  /** Address ranges outside of the cluster that a pod may send to, with their ports: `0.0.0.0/0:443`. */
  outside(from: Pod): readonly string[] {
    return this.#applying("Egress", from).flatMap(({ egress = [] }) =>
      egress.flatMap(({ to = [], ports = [] }) =>
        to.flatMap(({ ipBlock }) =>
          ipBlock === undefined
            ? []
            : (ports.length === 0 ? ["any"] : ports.map(({ port }) => String(port ?? "any"))).map(
                (port) => `${ipBlock.cidr}:${port}`,
              ),
        ),
      ),
    );
  }

  #applying(direction: "Ingress" | "Egress", pod: Pod): readonly Policy[] {
    if (pod.namespace !== this.namespace) return [];
    return this.policies.filter(
      ({ podSelector, policyTypes }) => policyTypes.includes(direction) && selects(podSelector, pod.labels),
    );
  }

  #opens(direction: "Ingress" | "Egress", pod: Pod, other: Pod, port: number): boolean {
    const own = this.namespace;
    const applying = this.#applying(direction, pod);
    if (applying.length === 0) return true;
    return applying.some((policy) =>
      direction === "Ingress"
        ? permits(policy.ingress ?? [], "from", other, port, own)
        : permits(policy.egress ?? [], "to", other, port, own),
    );
  }
}
