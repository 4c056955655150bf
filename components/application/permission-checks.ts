import { apiServerPorts } from "../network-policy-parts";
import type { Connection } from "./connections";
import type { Application } from "./contract";
import { connectionsOf } from "./flows";

/** Whether Kubernetes' API may be at the other end: it is meant, or it listens on the ports of places outside. */
function mayLeadToApiServer(connection: Connection): boolean {
  if (typeof connection === "string" || "invoke" in connection) return false;
  return "kubernetes" in connection || connection.ports.some((port) => apiServerPorts.includes(port));
}

/** Permissions that their workload can't use, because its network policy keeps it from whoever grants them. */
export function permissionErrors(application: Application): readonly string[] {
  return Object.entries(application.workloads)
    .filter(
      ([name, workload]) =>
        (workload.permissions ?? []).length > 0 && !connectionsOf(application, name, workload).some(mayLeadToApiServer),
    )
    .map(
      ([name]) =>
        `Workload ${name} has permissions, but its network policy keeps it from Kubernetes' API; add apiServer to its connectsTo, or leave the permissions out.`,
    );
}
