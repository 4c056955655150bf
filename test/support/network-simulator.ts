import type { Application } from "../../components/application/contract";
import { flowsOf } from "../../components/application/flows";
import { objectLabels } from "../../components/application/labels";
import { defaultDenySpec, networkPolicySpec } from "../../components/application/network-policy";
import type { PlatformFacts } from "../../components/platform/contract";

/** A pod as network policies see it. */
export interface Pod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
}

interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly protocol: string; readonly port: number }[];
}

/** The spec of a NetworkPolicy, as far as it matters here. */
export interface Policy {
  readonly podSelector: LabelSelector;
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Pod["labels"]): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ""))
  );
}

function isPeer({ podSelector, namespaceSelector, ipBlock }: Peer, pod: Pod, own: string): boolean {
  if (ipBlock !== undefined) return false;
  const inNamespace =
    namespaceSelector === undefined
      ? pod.namespace === own
      : selects(namespaceSelector, { "kubernetes.io/metadata.name": pod.namespace });
  return inNamespace && (podSelector === undefined || selects(podSelector, pod.labels));
}

/** Kubernetes' own semantics: no peers or no ports in a rule means all of them. */
function permits(rules: readonly Rule[], side: "from" | "to", pod: Pod, port: number, own: string): boolean {
  return rules.some(
    (rule) =>
      (rule[side] === undefined || rule[side].length === 0 || rule[side].some((peer) => isPeer(peer, pod, own))) &&
      (rule.ports === undefined ||
        rule.ports.length === 0 ||
        rule.ports.some((open) => open.protocol === "TCP" && open.port === port)),
  );
}

/** A namespace's policies, asked what they let through. */
export class NetworkPolicies {
  /**
   * @param namespace the only one that has policies
   * @param policies specs of its NetworkPolicies
   */
  constructor(
    private readonly namespace: string,
    private readonly policies: readonly Policy[],
  ) {}

  /** TCP ports that any of them names. */
  get ports(): readonly number[] {
    const rules = this.policies.flatMap(({ ingress = [], egress = [] }) => [...ingress, ...egress]);
    return [...new Set(rules.flatMap((rule) => (rule.ports ?? []).map(({ port }) => port)))];
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

  /** Address ranges outside of the cluster that a pod may send to, with their ports: `0.0.0.0/0:443`. */
  outside(from: Pod): readonly string[] {
    return this.#applying("Egress", from).flatMap(({ egress = [] }) =>
      egress.flatMap(({ to = [], ports = [] }) =>
        to.flatMap(({ ipBlock }) =>
          ipBlock === undefined ? [] : ports.map(({ port }) => `${ipBlock.cidr}:${String(port)}`),
        ),
      ),
    );
  }

  #applying(direction: "Ingress" | "Egress", pod: Pod): readonly Policy[] {
    return this.policies.filter(
      ({ podSelector, policyTypes }) => policyTypes.includes(direction) && selects(podSelector, pod.labels),
    );
  }

  #opens(direction: "Ingress" | "Egress", pod: Pod, other: Pod, port: number): boolean {
    const own = this.namespace;
    if (pod.namespace !== own) return true;
    const applying = this.#applying(direction, pod);
    if (applying.length === 0) return true;
    return applying.some((policy) =>
      direction === "Ingress"
        ? permits(policy.ingress ?? [], "from", other, port, own)
        : permits(policy.egress ?? [], "to", other, port, own),
    );
  }
}

/** The policies of an application's namespace, as its description gives them. */
export class NetworkSimulator extends NetworkPolicies {
  constructor(
    private readonly application: Application,
    facts: PlatformFacts,
  ) {
    const flows = flowsOf(application);
    super(application.namespace, [
      defaultDenySpec,
      ...Object.entries(application.workloads).map(([name, workload]) =>
        networkPolicySpec(application, name, workload, facts, flows),
      ),
    ] as unknown as readonly Policy[]);
  }

  /** A pod of a workload. */
  pod(workload: string): Pod {
    return { namespace: this.application.namespace, labels: objectLabels(this.application.name, workload) };
  }
}
