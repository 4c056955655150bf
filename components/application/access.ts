/**
 * What somebody may do in an application's namespace:
 * - `read`: see everything but the values of secrets, and logs;
 * - `operate`: that, and restart workloads, forward ports, open a shell, start a job;
 * - `deploy`: that of `read`, and change workloads, Services and settings: for pipelines.
 */
export type AccessLevel = "read" | "operate" | "deploy";

/** Who may do it: a group as the cluster's sign-in names it, or a service account made for it. */
export interface PeopleAccess {
  readonly may: AccessLevel;
  /** @default a service account of the access's own name */
  readonly group?: string;
}
