import { minutesSince } from "../age";
import type { Rule } from "../contract";

/** Minutes that a namespace may take to go. */
const usualMinutes = 3;

/** What the namespace controller says of why a namespace doesn't go, by condition. */
const telling = [
  "NamespaceDeletionDiscoveryFailure",
  "NamespaceDeletionGroupVersionParsingFailure",
  "NamespaceDeletionContentFailure",
  "NamespaceFinalizersRemaining",
  "NamespaceContentRemaining",
];

/** The command that lists whatever is still in a namespace. */
function listEverythingIn(namespace: string): string {
  return `kubectl api-resources --verbs=list --namespaced -o name | xargs -n1 kubectl -n ${namespace} get --ignore-not-found -o name`;
}

/** Namespaces that were deleted and don't go, with what holds them. */
export const namespaces: Rule = (seen) =>
  seen.namespaces.flatMap(({ metadata, status }) => {
    const { deletionTimestamp: since, name = "" } = metadata ?? {};
    if (since === undefined || minutesSince(seen, since) < usualMinutes) return [];
    const conditions = telling.flatMap(
      (type) => status?.conditions?.find((one) => one.type === type && one.status === "True") ?? [],
    );
    const unserved = conditions.some(({ type }) => type === "NamespaceDeletionDiscoveryFailure");
    const reasons = conditions.map(({ message }) => message ?? "").filter((message) => message !== "");
    return [
      {
        severity: "broken" as const,
        what: `namespace ${name}`,
        why: `it was deleted and doesn't go: ${reasons.join("; ") || "nobody says what holds it"}`,
        since,
        run: unserved ? ["kubectl get apiservices | grep False", listEverythingIn(name)] : [listEverythingIn(name)],
      },
    ];
  });
