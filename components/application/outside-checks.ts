import { cidrProblem } from "../cluster/cidr";
import type { Application } from "./contract";
import { connectionsOf } from "./flows";

function portErrors(name: string, what: string, ports: readonly number[]): readonly string[] {
  if (ports.length === 0) return [`Workload ${name} connects to ${what} on no port; name the ports.`];
  return ports
    .filter((port) => !(Number.isInteger(port) && port >= 1 && port <= 65535))
    .map(
      (port) =>
        `Workload ${name} connects to ${what} on port ${String(port)}; it must be a whole number from 1 to 65535.`,
    );
}

function rangeErrors(name: string, what: string, cidrs: readonly string[]): readonly string[] {
  if (cidrs.length === 0) {
    return [`Workload ${name} connects to ${what} in no range of addresses; name them, such as 10.20.0.0/24.`];
  }
  return cidrs.flatMap((cidr) => {
    const problem = cidrProblem(cidr, `Workload ${name}'s connection to ${what}`);
    if (problem !== undefined) return [problem];
    return cidr.endsWith("/0")
      ? [
          `Workload ${name} connects to ${what} in ${cidr}, which is everything; name its own ranges, or use internet("${what}", …).`,
        ]
      : [];
  });
}

/** Connections out of the cluster that name no place, or every place, as sentences. */
export function outsideErrors(application: Application): readonly string[] {
  const errors = Object.entries(application.workloads).flatMap(([name, workload]) =>
    connectionsOf(application, name, workload).flatMap((connection) => {
      if (typeof connection === "string" || "invoke" in connection || "kubernetes" in connection) return [];
      if ("internet" in connection) return portErrors(name, connection.internet, connection.ports);
      const { cidrs, network, ports } = connection;
      return [...rangeErrors(name, network, cidrs), ...portErrors(name, network, ports)];
    }),
  );
  return [...new Set(errors)];
}
