import type { Context, PlannedObject, Rule, Violation } from "../contract";
import { namespaceOf, ofKind, specOf } from "../objects";
import { podsOf } from "../pods";
import { inWords, type LabelSelector, type Labels, selects, selectsAll } from "../selectors";

/** The selectors of objects that stand for pods of their namespace; Services have theirs without `matchLabels`. */
function selectorOf(object: PlannedObject): LabelSelector | undefined {
  const spec = specOf<{ readonly selector: LabelSelector; readonly podSelector: LabelSelector }>(object);
  switch (object.kind) {
    case "Service": {
      const selector = spec.selector as Labels | undefined;
      return selector === undefined ? undefined : { matchLabels: selector };
    }
    case "PodDisruptionBudget":
      return spec.selector;
    case "NetworkPolicy":
      // An empty one means the whole namespace, whatever runs there.
      return spec.podSelector === undefined || selectsAll(spec.podSelector) ? undefined : spec.podSelector;
    default:
      return undefined;
  }
}

function unmatched(context: Context): readonly Violation[] {
  const pods = podsOf(context);
  return context.objects.flatMap((object) => {
    const selector = selectorOf(object);
    const namespace = namespaceOf(object);
    if (selector === undefined) return [];
    const found = [...pods, ...context.given.pods].some(
      (pod) => pod.namespace === namespace && selects(selector, pod.labels),
    );
    return found
      ? []
      : [
          {
            object,
            message: `selects ${inWords(selector)}, and no pod of ${namespace} has these labels; name those of a pod.`,
          },
        ];
  });
}

/** Workloads whose selector isn't that of their own pods: the API server refuses them. */
function notTheirOwn(context: Context): readonly Violation[] {
  return podsOf(context).flatMap(({ owner, labels }) => {
    const { selector } = specOf<{ readonly selector: LabelSelector }>(owner);
    return selector === undefined || selects(selector, labels)
      ? []
      : [
          {
            object: owner,
            message: `selects ${inWords(selector)}, which its own pods don't have; give both the same labels.`,
          },
        ];
  });
}

/** Monitors that find nothing to scrape. What others run is not known well enough to say. */
function monitors(context: Context): readonly Violation[] {
  const services = ofKind(context, "Service").map((object) => ({
    namespace: namespaceOf(object),
    labels: object.metadata.labels ?? {},
  }));
  const targets = { ServiceMonitor: services, PodMonitor: podsOf(context) };
  return (["ServiceMonitor", "PodMonitor"] as const).flatMap((kind) =>
    ofKind(context, kind).flatMap((object) => {
      const own = namespaceOf(object);
      const { selector = {}, namespaceSelector } = specOf<{
        readonly selector: LabelSelector;
        readonly namespaceSelector: { readonly any?: boolean; readonly matchNames?: readonly string[] };
      }>(object);
      const namespaces = namespaceSelector?.matchNames ?? [own];
      if (namespaceSelector?.any === true || namespaces.some((name) => context.given.namespaces.includes(name)))
        return [];
      const found = targets[kind].some(
        ({ namespace, labels }) => namespaces.includes(namespace) && selects(selector, labels),
      );
      return found
        ? []
        : [
            {
              object,
              message: `selects ${inWords(selector)}, and nothing in ${namespaces.join(", ")} has these labels, so nothing is scraped.`,
            },
          ];
    }),
  );
}

/** Autoscalers of what isn't there. */
function scalers(context: Context): readonly Violation[] {
  return ofKind(context, "HorizontalPodAutoscaler").flatMap((object) => {
    const { scaleTargetRef } = specOf<{ readonly scaleTargetRef: { readonly kind: string; readonly name: string } }>(
      object,
    );
    const found = context.objects.some(
      (other) =>
        other.kind === scaleTargetRef?.kind &&
        other.metadata.name === scaleTargetRef.name &&
        namespaceOf(other) === namespaceOf(object),
    );
    return found
      ? []
      : [
          {
            object,
            message: `scales ${scaleTargetRef?.kind ?? "nothing"} ${scaleTargetRef?.name ?? ""}, which doesn't exist; name a workload.`,
          },
        ];
  });
}

/** Every selector has to match a pod. */
export const selectorMatchesPod: Rule = {
  name: "selector-matches-pod",
  reason:
    "A Service, budget, policy, monitor or autoscaler that selects nothing is admitted without a word and does nothing: requests fail, and pods that it should protect are open.",
  check: (context) => [...unmatched(context), ...notTheirOwn(context), ...monitors(context), ...scalers(context)],
};
