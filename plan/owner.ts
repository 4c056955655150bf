import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { projectRoot } from "./program";
import type { Flags, StackInput } from "./stack-file";

/** The stack that owns a shared cluster, as it can be planned or rehearsed here. */
export interface OwnerStack {
  /** Name of the owner's stack. */
  readonly stack: string;
  readonly flags: Flags;
}

/**
 * The owner of the cluster that a stack shares; undefined where the cluster is the stack's own. An owner without a
 * file, beside the stack's own or in the project, is taken to be production on the default cluster.
 * A system that was asked for instead of the file's own is asked of the owner, too.
 */
export function ownerFlags(input: StackInput): OwnerStack | undefined {
  const cluster = JSON.parse(input.raw.values["rootstock:cluster"] ?? "{}") as {
    readonly kind?: string;
    readonly reference?: string;
  };
  if (cluster.kind !== "stack" || cluster.reference === undefined) return undefined;
  const stack = cluster.reference.split("/").at(-1) ?? cluster.reference;
  const places = [...(input.directory === undefined ? [] : [input.directory]), projectRoot];
  const files = places.map((place) => resolve(place, `Pulumi.${stack}.yaml`));
  const file = stack === input.stack ? undefined : files.find((one) => existsSync(one));
  return {
    stack,
    flags: {
      ...(file !== undefined ? { config: file } : { env: "prod", cluster: "doks" }),
      ...(input.system === undefined ? {} : { system: input.system }),
    },
  };
}
