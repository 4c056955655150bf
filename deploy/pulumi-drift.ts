import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { redacted } from "../plan/wire";
import { shown } from "../stacks/config/plain-secrets";
import type { Drift } from "./contract";
import { isManaged, resourceName } from "./resource-name";

const longest = 200;

/** The value at a path of Pulumi's, such as `spec.ports[0].port` or `data["tls.crt"]`. */
function valueAt(value: unknown, path: string): unknown {
  const steps = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, name]) => quoted ?? index ?? name ?? "",
  );
  return steps.reduce<unknown>(
    (here, step) =>
      typeof here === "object" && here !== null ? (here as Readonly<Record<string, unknown>>)[step] : undefined,
    value,
  );
}

/** A value for people. What the engine marks as secret comes from it without its content. */
function showValue(value: unknown): string {
  if (value === undefined) return "(nothing)";
  const text = JSON.stringify(value);
  if (text.includes('"ciphertext"')) return redacted;
  return shown(text.length > longest ? `${text.slice(0, longest)} …` : text);
}

function driftOf({ detailedDiff, new: next, old: before, op, type, urn }: StepEventMetadata): Drift | undefined {
  // The engine sends null, which its types don't know.
  const old = before as typeof before | null;
  if (old === undefined || old === null || !isManaged(old)) return undefined;
  const what = resourceName({ type, urn, inputs: old.inputs as Readonly<Record<string, unknown>> });
  if (op === "delete") return { what, how: "missing", fields: [] };
  const fields = Object.keys(detailedDiff ?? {}).map((path) => ({
    path,
    wanted: showValue(valueAt(old.inputs, path)),
    found: showValue(valueAt(next?.inputs, path)),
  }));
  return fields.length === 0 ? undefined : { what, how: "changed", fields };
}

/**
 * What a refresh that changes nothing finds, from its events: fields that aren't as the stack set them.
 *
 * @param counts which types of resources count. @default all
 */
export function driftIn(
  events: readonly EngineEvent[],
  counts: (type: string) => boolean = () => true,
): readonly Drift[] {
  return events.flatMap(({ resOutputsEvent }) => {
    if (resOutputsEvent === undefined || !counts(resOutputsEvent.metadata.type)) return [];
    return driftOf(resOutputsEvent.metadata) ?? [];
  });
}
