import { dig } from "../support/recording";

/** An object that a fault may change. */
export type Changeable = Record<string, unknown> & {
  kind: string;
  metadata: { name: string; namespace?: string; [key: string]: unknown };
};

/** One fault, in the plan of a system in production. */
export interface Fault {
  /** What went wrong, in words. */
  readonly fault: string;
  readonly rule: string;
  /** @default todo */
  readonly system?: string;
  readonly kind: string;
  readonly name: string;
  readonly change: (object: Changeable, all: Changeable[]) => unknown;
  /** What the rule says. */
  readonly says: RegExp;
}

/** What stands at a path, to be changed. */
export function at(object: unknown, ...path: readonly (string | number)[]): Record<string, unknown> {
  const found = dig(object, ...path);
  if (typeof found !== "object" || found === null) throw new Error(`there is nothing at ${path.join(".")}`);
  return found as Record<string, unknown>;
}

/** The spec of the pods that an object makes. */
export const pod = (object: Changeable): Record<string, unknown> =>
  object.kind === "CronJob"
    ? at(object, "spec", "jobTemplate", "spec", "template", "spec")
    : at(object, "spec", "template", "spec");

/** Their first container. */
export const container = (object: Changeable): Record<string, unknown> => at(pod(object), "containers", 0);

/** The workload that most faults are seeded in. */
export const backend = { kind: "Deployment", name: "backend" } as const;
