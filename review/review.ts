import type { Finding } from "../policy/contract";
import { type CapacityChanges, capacityChanges } from "./capacity-changes";
import { withCarried } from "./carried";
import { type ChartChange, chartChanges } from "./charts";
import { type CostChanges, costChanges } from "./cost-changes";
import { exposureChanges } from "./exposure";
import { type Flow, flowKey, flowsOf } from "./flows";
import { type ImageChange, imageChanges } from "./images";
import { isMade, matched } from "./matching";
import { bySeverity, type Fate, type ObjectChange, objectChange } from "./object-change";
import { type Restart, restarts } from "./restarts";
import { roleChanges } from "./roles";
import { servingChanges } from "./serving";
import type { StoredPlan } from "./stored-plan";
import type { TopicChange } from "./topics";

/** A flow, and whether it comes, goes or stays. */
export interface FlowChange extends Flow {
  readonly state: "added" | "removed" | "kept";
}

/** What a reviewer has to know of a change: everything that two plans have differently. */
export interface Review {
  readonly baseStack: string;
  readonly headStack: string;
  readonly resources: { readonly base: number; readonly head: number };
  /** The worst first. */
  readonly objects: readonly ObjectChange[];
  readonly restarts: readonly Restart[];
  readonly images: readonly ImageChange[];
  readonly charts: readonly ChartChange[];
  readonly exposure: readonly TopicChange[];
  /** Services that lead to other workloads. */
  readonly serving: readonly TopicChange[];
  /** All flows of both plans. */
  readonly flows: readonly FlowChange[];
  readonly roles: readonly TopicChange[];
  readonly capacity: CapacityChanges;
  /** Undefined where a plan lacks it. */
  readonly cost: CostChanges | undefined;
  /** Findings of policies that the head has and the base hasn't, and the other way round. */
  readonly findings: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly warnings: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** What can't be compared, as sentences. */
  readonly notices: readonly string[];
}

const sentenceOf = ({ enforcement, message, object, rule }: Finding): string =>
  `${object}: ${message} (${rule}, ${enforcement})`;

function flowChanges(base: StoredPlan, head: StoredPlan): readonly FlowChange[] {
  const [before, after] = [base, head].map((plan) => new Map(flowsOf(plan).map((flow) => [flowKey(flow), flow])));
  if (before === undefined || after === undefined) return [];
  return [...new Map([...before, ...after])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, flow]) => ({ ...flow, state: !before.has(key) ? "added" : after.has(key) ? "kept" : "removed" }));
}

/** Sentences that come and go; none where a plan doesn't know its own. */
function comparedSentences(
  base: readonly string[] | undefined,
  head: readonly string[] | undefined,
): Review["warnings"] {
  if (base === undefined || head === undefined) return { added: [], removed: [] };
  return {
    added: head.filter((sentence) => !base.includes(sentence)),
    removed: base.filter((sentence) => !head.includes(sentence)),
  };
}

function noticesOf(base: StoredPlan, head: StoredPlan): readonly string[] {
  return [
    ...base.lacking.map((sentence) => `The plan of the base: ${sentence}`),
    ...head.lacking.map((sentence) => `The plan of the head: ${sentence}`),
    ...(base.stack === head.stack || base.resources.length === 0 || head.resources.length === 0
      ? []
      : [
          `The base is stack ${base.stack} and the head stack ${head.stack}: what the stacks are meant to have differently is shown as a change.`,
        ]),
  ];
}

/** Compares two plans. */
export function reviewOf(base: StoredPlan, head: StoredPlan): Review {
  const pairs = matched(base.resources, head.resources);
  const changes = pairs.flatMap((pair) => objectChange(pair) ?? []);
  const objects = [...withCarried(changes, base.resources)].sort(bySeverity);
  return {
    baseStack: base.stack,
    headStack: head.stack,
    resources: { base: base.resources.filter(isMade).length, head: head.resources.filter(isMade).length },
    objects,
    restarts: restarts(pairs, objects),
    images: imageChanges(base, head),
    charts: chartChanges(base, head),
    exposure: exposureChanges(base, head),
    serving: servingChanges(base, head),
    flows: flowChanges(base, head),
    roles: roleChanges(base, head),
    capacity: capacityChanges(base, head),
    cost: costChanges(base, head),
    findings: comparedSentences(base.findings?.map(sentenceOf), head.findings?.map(sentenceOf)),
    warnings: comparedSentences(base.warnings, head.warnings),
    notices: noticesOf(base, head),
  };
}

/** How many resources have a fate. */
export function countOf({ objects }: Review, fate: Fate): number {
  return objects.filter((change) => change.fate === fate).length;
}

/** Whether the plans are the same in everything that a reviewer reads. */
export function isEmpty({ objects, warnings, findings }: Review): boolean {
  return [objects, warnings.added, warnings.removed, findings.added, findings.removed].every(
    ({ length }) => length === 0,
  );
}
