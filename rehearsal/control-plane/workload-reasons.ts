import type { CoreV1Event, V1PersistentVolumeClaim, V1Pod } from "@kubernetes/client-node";
import { schedulerMessage } from "./pending-pods";

/** What is known about a namespace when a workload of it isn't ready. */
export interface Surroundings {
  readonly pods: readonly V1Pod[];
  readonly claims: readonly V1PersistentVolumeClaim[];
  readonly events: readonly CoreV1Event[];
}

/** Whether labels match a selector, as far as workloads use selectors. */
export function matches(
  selector: { readonly matchLabels?: Readonly<Record<string, string>> } | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  const wanted = Object.entries(selector?.matchLabels ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels?.[key] === value);
}

function latestMessage(events: readonly CoreV1Event[], reasons: readonly string[], named: (name: string) => boolean) {
  const time = (event: CoreV1Event): number =>
    new Date(event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? 0).getTime();
  return events
    .filter((event) => reasons.includes(event.reason ?? "") && named(event.involvedObject.name ?? ""))
    .sort((one, other) => time(other) - time(one))[0]?.message;
}

/** Why a claim has no volume, or undefined if it has one. */
export function claimReason(claim: V1PersistentVolumeClaim, events: readonly CoreV1Event[]): string | undefined {
  if (claim.status?.phase === "Bound") return undefined;
  const name = claim.metadata?.name ?? "";
  const told = latestMessage(events, ["ProvisioningFailed", "FailedBinding"], (one) => one === name);
  const storageClass = claim.spec?.storageClassName ?? "none";
  return `claim ${name} (class ${storageClass}) is ${claim.status?.phase ?? "Pending"}: ${told ?? "no volume was provisioned"}`;
}

/** Why a pod isn't ready, or undefined if it is. */
function podReason(pod: V1Pod, around: Surroundings): string | undefined {
  const condition = (type: string) => pod.status?.conditions?.find((one) => one.type === type);
  if (pod.status?.phase === "Succeeded" || condition("Ready")?.status === "True") return undefined;
  const unplaced = schedulerMessage(pod);
  if (unplaced !== undefined) {
    const volumes = (pod.spec?.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
    const claims = around.claims.filter((claim) => volumes.includes(claim.metadata?.name ?? ""));
    const reasons = claims.flatMap((claim) => claimReason(claim, around.events) ?? []);
    return [`is Pending: ${unplaced}`, ...reasons].join("; ");
  }
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  for (const { name, state } of statuses) {
    if (state?.waiting?.reason !== undefined) return `container ${name}: ${state.waiting.reason}`;
    if (state?.terminated !== undefined && state.terminated.exitCode !== 0) {
      return `container ${name} ended with exit code ${state.terminated.exitCode}`;
    }
  }
  return condition("Ready")?.message ?? `is ${pod.status?.phase ?? "Pending"}`;
}

/**
 * Why a workload isn't ready, beyond the counts: what its pods wait for, or why it gets none (a quota, Pod Security).
 * Each reason once, with the pod that it was first seen at.
 */
export function workloadReasons(
  name: string,
  selector: Parameters<typeof matches>[0],
  around: Surroundings,
): readonly string[] {
  const pods = around.pods.filter((pod) => matches(selector, pod.metadata?.labels));
  const byReason = new Map<string, string[]>();
  for (const pod of pods) {
    const reason = podReason(pod, around);
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), pod.metadata?.name ?? ""]);
  }
  // A Deployment's pods are created by its ReplicaSets, whose names begin with its own.
  const isOurs = (involved: string): boolean => involved === name || involved.startsWith(`${name}-`);
  const refused = latestMessage(around.events, ["FailedCreate"], isOurs);
  const others = (count: number): string => (count > 1 ? ` (and ${count - 1} more)` : "");
  return [
    ...[...byReason].map(([reason, names]) => `pod ${names[0] ?? ""}${others(names.length)} ${reason}`),
    ...(refused === undefined ? [] : [`pods are refused: ${refused}`]),
  ];
}
