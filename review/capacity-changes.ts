import type { NodePool } from "../components/cluster/contract";
import { capacityOf, capacityWarnings, type PodGroup, show } from "../plan/capacity";
import { operatorPods } from "../plan/operator-pods";
import { platformPods } from "../plan/platform-pods";
import { applicationPods } from "../plan/pods";
import type { StoredPlan } from "./stored-plan";
import { type TopicChange, topicChanges } from "./topics";

/** What pods ask for against what nodes have, before and after. */
export interface CapacityChanges {
  /** Sums, whether they differ or not. */
  readonly sums: readonly TopicChange[];
  /** Pods that come, go, or ask for something else. */
  readonly pods: readonly TopicChange[];
  /** What doesn't fit in the head and did in the base, as sentences. */
  readonly warnings: readonly string[];
}

interface Asked {
  readonly pods: readonly PodGroup[];
  readonly pools: readonly NodePool[];
}

function askedOf({ outputs, resources }: StoredPlan): Asked {
  const shared = outputs["shared"] as { readonly nodePools?: readonly NodePool[] } | undefined;
  return {
    pods: [...platformPods(resources), ...operatorPods(resources), ...applicationPods(resources)],
    pools: shared?.nodePools ?? [],
  };
}

function sums({ pods, pools }: Asked): ReadonlyMap<string, string> {
  const { least, most, limits, offeredAtMin, offeredAtMax } = capacityOf(pods, pools);
  return new Map([
    ["requests, fewest pods", show(least)],
    ["requests, most pods", show(most)],
    ["limits, most pods", show(limits)],
    ...(pools.length === 0
      ? []
      : ([
          ["nodes at least", `${offeredAtMin.nodes}: ${show(offeredAtMin)}`],
          ["nodes at most", `${offeredAtMax.nodes}: ${show(offeredAtMax)}`],
        ] as const)),
  ]);
}

function podLines({ pods }: Asked): ReadonlyMap<string, string> {
  return new Map(
    pods.map(({ everyNode, limits, max, min, name, requests }) => {
      const count = everyNode === true ? "every node" : min === max ? `${min} ×` : `${min} to ${max} ×`;
      return [name, `${count} ${show(requests)} (limits ${show(limits)})`];
    }),
  );
}

/** Requests and capacity of two plans. */
export function capacityChanges(base: StoredPlan, head: StoredPlan): CapacityChanges {
  const [before, after] = [askedOf(base), askedOf(head)];
  const warned = new Set(capacityWarnings(capacityOf(before.pods, before.pools)));
  const [beforeSums, afterSums] = [sums(before), sums(after)];
  const subjects = [...new Set([...beforeSums.keys(), ...afterSums.keys()])];
  return {
    sums: subjects.map((subject) => ({ subject, before: beforeSums.get(subject), after: afterSums.get(subject) })),
    pods: topicChanges(podLines(before), podLines(after)),
    warnings: capacityWarnings(capacityOf(after.pods, after.pools)).filter((sentence) => !warned.has(sentence)),
  };
}
