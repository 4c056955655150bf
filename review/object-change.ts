import { isKubernetesObject, isRelease } from "../plan/answers";
import type { Registration } from "../plan/registration";
import { layerOf } from "../plan/report";
import { difference, type FieldChange, showPath } from "./difference";
import type { Pair } from "./matching";
import { isIgnored, replacingChanges } from "./replacing-fields";
import { namedResource, resourceTitle } from "./resource-title";
import { lossOf } from "./what-is-lost";

/** What happens to a resource. */
export type Fate = "added" | "changed" | "replaced" | "deleted";

/**
 * How bad that is: data or what others stand on is lost, something that serves is gone for a while, or nothing of the
 * sort.
 */
export type Severity = "loss" | "outage" | "routine";

/** A resource that the two plans have differently. */
export interface ObjectChange {
  readonly fate: Fate;
  readonly severity: Severity;
  /** e.g. `Deployment production/backend` */
  readonly title: string;
  readonly kind: string;
  readonly layer: string;
  /** URN, in the head where it is there. */
  readonly urn: string;
  readonly fields: readonly FieldChange[];
  /** Why it is replaced, what is lost, what protects it: sentences. */
  readonly notes: readonly string[];
}

/** Kinds that answer somebody while they are there; one that is replaced under a name of its own is gone for a while. */
const serving: readonly string[] = ["DaemonSet", "Deployment", "Ingress", "Service", "NodeGroup", "NodePool"];

/** Whether Pulumi makes up the name, so that it can make the new one before it deletes the old one. */
function isAutoNamed({ inputs, type }: Registration): boolean {
  const named = isKubernetesObject(type) ? (inputs["metadata"] as { readonly name?: unknown } | undefined) : inputs;
  return typeof named?.["name"] !== "string";
}

function severityOf(fate: Fate, resource: Registration): Severity {
  if (fate === "added" || fate === "changed") return "routine";
  if (resource.retainOnDelete && fate === "deleted") return "routine";
  if (lossOf(resource) !== undefined) return "loss";
  if (isRelease(resource.type)) return "outage";
  const { kind } = namedResource(resource);
  if (serving.includes(kind)) return fate === "deleted" || !isAutoNamed(resource) ? "outage" : "routine";
  return "routine";
}

function replacementNotes({ moved }: Pair, reasons: readonly FieldChange[]): readonly string[] {
  const fields = reasons.map(({ path }) => showPath(path));
  return [
    ...(moved === true
      ? [
          "Its URN changed, so Pulumi takes it for another resource: the old one is deleted, the new one made. The option aliases keeps it.",
        ]
      : []),
    ...(fields.length === 0
      ? []
      : [
          `${fields.length === 1 ? "A field" : "Fields"} that can't be changed in place: ${fields.slice(0, 4).join(", ")}${fields.length > 4 ? ` and ${fields.length - 4} more` : ""}.`,
        ]),
  ];
}

function lossNotes(fate: Fate, resource: Registration): readonly string[] {
  if (fate !== "replaced" && fate !== "deleted") return [];
  if (resource.retainOnDelete && fate === "deleted")
    return ["It stays in place and is only forgotten by Pulumi (retainOnDelete)."];
  const loss = lossOf(resource);
  return [
    ...(loss === undefined ? [] : [loss]),
    ...(resource.protect ? ["It is protected, so pulumi up refuses this until the protection is taken off."] : []),
  ];
}

/** Changes of a resource's inputs, and of what the program says about it. */
function fieldsOf(base: Registration, head: Registration): readonly FieldChange[] {
  const inputs = difference(base.inputs, head.inputs).filter(({ path }) => !isIgnored(path, head.ignoreChanges ?? []));
  const options = (["protect", "retainOnDelete"] as const).flatMap((option): readonly FieldChange[] =>
    base[option] === head[option]
      ? []
      : [{ kind: "changed", path: [`(option) ${option}`], before: base[option], after: head[option] }],
  );
  return [...inputs, ...options];
}

function described(
  fate: Fate,
  resource: Registration,
  fields: readonly FieldChange[],
  notes: readonly string[],
): ObjectChange {
  return {
    fate,
    severity: severityOf(fate, resource),
    title: resourceTitle(resource),
    kind: namedResource(resource).kind,
    layer: layerOf(resource) ?? "stack",
    urn: resource.urn,
    fields,
    notes,
  };
}

/** What becomes of one resource, as far as its own inputs tell; undefined where it stays as it is. */
export function objectChange(pair: Pair): ObjectChange | undefined {
  const { base, head, moved } = pair;
  if (base === undefined) return head === undefined ? undefined : described("added", head, [], []);
  if (head === undefined) return described("deleted", base, [], lossNotes("deleted", base));
  const fields = fieldsOf(base, head);
  const reasons = replacingChanges(head.type, fields);
  if (moved === true || reasons.length > 0)
    return described("replaced", { ...head, protect: base.protect }, fields, [
      ...replacementNotes(pair, reasons),
      ...lossNotes("replaced", base),
    ]);
  return fields.length === 0 ? undefined : described("changed", head, fields, []);
}

const severities: readonly Severity[] = ["loss", "outage", "routine"];
const fates: readonly Fate[] = ["deleted", "replaced", "changed", "added"];

/** The worst first. */
export function bySeverity(a: ObjectChange, b: ObjectChange): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    fates.indexOf(a.fate) - fates.indexOf(b.fate) ||
    (a.title < b.title ? -1 : 1)
  );
}
