import type { Registration } from "../plan/registration";
import type { FieldChange } from "./difference";
import type { Pair } from "./matching";
import type { ObjectChange } from "./object-change";
import { resourceTitle } from "./resource-title";

/** A workload whose pods are taken down and made anew, and why. */
export interface Restart {
  readonly title: string;
  readonly because: string;
}

const podTypes: readonly string[] = [
  "kubernetes:apps/v1:Deployment",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:apps/v1:DaemonSet",
];

/** What is made anew, under another name, when something that it depends on is. */
const renamed: readonly string[] = ["kubernetes:core/v1:ConfigMap", "kubernetes:core/v1:Secret"];

function inTemplate({ path }: FieldChange): boolean {
  return path[0] === "spec" && path[1] === "template";
}

/** URNs of what gets a new value or a new name: replaced ones, and Secrets and ConfigMaps that depend on them. */
function renewedUrns(resources: readonly Registration[], changes: readonly ObjectChange[]): ReadonlySet<string> {
  const renewed = new Set(changes.filter(({ fate }) => fate === "replaced").map(({ urn }) => urn));
  const drawn = (urn: string): boolean => urn.includes("random:index/");
  for (const { dependencies, type, urn } of resources)
    if (renamed.includes(type) && dependencies.some((other) => drawn(other) && renewed.has(other))) renewed.add(urn);
  return renewed;
}

/** Workloads that restart: their template changes, or a ConfigMap or Secret that they use is made anew. */
export function restarts(pairs: readonly Pair[], changes: readonly ObjectChange[]): readonly Restart[] {
  const heads = pairs.flatMap(({ base, head }) => (base === undefined || head === undefined ? [] : [head]));
  const renewed = renewedUrns(heads, changes);
  const byUrn = new Map(changes.map((change) => [change.urn, change]));
  const titles = new Map(heads.map((head) => [head.urn, resourceTitle(head)]));
  return heads
    .filter(({ type }) => podTypes.includes(type))
    .flatMap((head): readonly Restart[] => {
      const change = byUrn.get(head.urn);
      const used = head.dependencies.filter(
        (urn) => renewed.has(urn) && renamed.some((type) => urn.includes(`${type}::`)),
      );
      const reasons = [
        ...(change?.fate === "replaced" ? ["it is replaced"] : []),
        ...(change?.fields.some(inTemplate) === true ? ["its pod template changes"] : []),
        ...used.map((urn) => `${titles.get(urn) ?? urn} is made anew`),
      ];
      return reasons.length === 0 ? [] : [{ title: resourceTitle(head), because: reasons.join(", ") }];
    })
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}
