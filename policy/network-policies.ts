import type { Context, PlannedObject } from "./contract";
import { namespaceOf, ofKind, specOf } from "./objects";
import { type PlannedPod, podsOf } from "./pods";
import { type LabelSelector, type Labels, selects } from "./selectors";

/** Who may send or receive. */
export interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string };
}

/** A rule of a NetworkPolicy. */
export interface PolicyRule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly {
    readonly protocol?: string;
    readonly port?: number | string;
    readonly endPort?: number;
  }[];
}

/** A NetworkPolicy, and the planned pods that it selects. */
export interface Policy {
  readonly object: PlannedObject;
  readonly namespace: string;
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
  readonly selected: readonly PlannedPod[];
}

/** All NetworkPolicies. */
export function policiesOf(context: Context): readonly Policy[] {
  const pods = podsOf(context);
  return ofKind(context, "NetworkPolicy").map((object) => {
    const namespace = namespaceOf(object);
    const {
      podSelector = {},
      ingress = [],
      egress = [],
    } = specOf<{
      readonly podSelector: LabelSelector;
      readonly ingress: readonly PolicyRule[];
      readonly egress: readonly PolicyRule[];
    }>(object);
    const selected = pods.filter((pod) => pod.namespace === namespace && selects(podSelector, pod.labels));
    return { object, namespace, ingress, egress, selected };
  });
}

/** Labels of a namespace, as the API server adds to them. */
function namespaceLabels(context: Context, name: string): Labels {
  const planned = ofKind(context, "Namespace").find(({ metadata }) => metadata.name === name);
  return { ...planned?.metadata.labels, "kubernetes.io/metadata.name": name };
}

/** Whether a peer, in a policy of a namespace, is a pod. */
export function isPeer(
  context: Context,
  { podSelector, namespaceSelector }: Peer,
  pod: { readonly namespace: string; readonly labels: Labels },
  own: string,
): boolean {
  const inNamespace =
    namespaceSelector === undefined
      ? pod.namespace === own
      : selects(namespaceSelector, namespaceLabels(context, pod.namespace));
  return inNamespace && (podSelector === undefined || selects(podSelector, pod.labels));
}
