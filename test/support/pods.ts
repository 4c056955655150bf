import type { Recording } from "./recording";

/** The pod that a workload makes. */
export const podOf = (made: Recording, name = "web", kind = "Deployment"): Record<string, unknown> =>
  made.input(kind, name, "spec", "template", "spec") as Record<string, unknown>;

/** The container of the pod that a workload makes. */
export const containerOf = (made: Recording, name = "web", kind = "Deployment"): Record<string, unknown> =>
  (podOf(made, name, kind)["containers"] as Record<string, unknown>[])[0] ?? {};
