import type { ApiServer, Connection, Internet, PrivateNetwork } from "./connections";
import type { Application, Workload } from "./contract";
import { daprPorts } from "./dapr";

/** A way from one workload to a port of another, whichever of its settings asked for it. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

/** Whether a workload answers requests. */
export function isServing(workload: Workload): workload is Exclude<Workload, { kind: "scheduled" }> {
  return workload.kind !== "scheduled";
}

/** Whether a workload has a Dapr sidecar. */
export function hasSidecar(workload: Workload | undefined): boolean {
  return workload !== undefined && isServing(workload) && workload.dapr !== undefined;
}

/** Connections of a workload: its own, and those that its sidecar needs for the components in whose scope it is. */
export function connectionsOf(application: Application, name: string, workload: Workload): readonly Connection[] {
  const components = Object.values(application.dapr?.components ?? {}).filter((part) => part.scopes.includes(name));
  return [...(workload.connectsTo ?? []), ...components.flatMap((part) => part.connectsTo)];
}

/** Names of the stores that a workload connects to, each once, wherever they live. */
export function connectedStores(application: Application, name: string, workload: Workload): readonly string[] {
  const stores = application.stores ?? {};
  const connections = connectionsOf(application, name, workload);
  const names = connections.filter((connection) => typeof connection === "string");
  return [...new Set(names.filter((connection) => Object.hasOwn(stores, connection)))];
}

/** A connection to another workload of the application. */
interface InnerConnection {
  readonly from: string;
  readonly to: string;
  /** By way of Dapr: sidecar to sidecar. */
  readonly invoked: boolean;
}

function isInner(connection: Connection): connection is Exclude<Connection, Internet | PrivateNetwork | ApiServer> {
  return typeof connection === "string" || "invoke" in connection;
}

/** Every declared connection between workloads, whether it leads anywhere or not. */
function innerConnections(application: Application): readonly InnerConnection[] {
  return Object.entries(application.workloads).flatMap(([from, workload]) =>
    connectionsOf(application, from, workload)
      .filter(isInner)
      .map((connection) =>
        typeof connection === "string"
          ? { from, to: connection, invoked: false }
          : { from, to: connection.invoke, invoked: true },
      ),
  );
}

/** Every way between two workloads that the application declares, each once, in stable order. */
export function flowsOf(application: Application): readonly Flow[] {
  const flows = innerConnections(application).flatMap(({ from, to, invoked }): readonly Flow[] => {
    const target = application.workloads[to];
    if (target === undefined || !isServing(target)) return [];
    return [{ from, to, port: invoked ? daprPorts.internal : target.port }];
  });
  const byKey = new Map(flows.map((flow) => [`${flow.from} ${flow.to} ${String(flow.port).padStart(5, "0")}`, flow]));
  // By code unit: the order must not depend on the machine's language.
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, flow]) => flow);
}

/** Connections that lead nowhere, as sentences. */
export function connectionErrors(application: Application): readonly string[] {
  const { stores = {}, workloads } = application;
  const serving = Object.entries(workloads).flatMap(([name, workload]) => (isServing(workload) ? [name] : []));
  return innerConnections(application).flatMap(({ from, to, invoked }) => {
    if (to === from) return [`Workload ${from} connects to itself; leave that out.`];
    if (!invoked && Object.hasOwn(stores, to)) return [];
    if (!serving.includes(to)) {
      return [
        `Workload ${from} connects to "${to}", which doesn't serve anything here; workloads that do: ${serving.join(", ") || "none"}.`,
      ];
    }
    const lonely = invoked ? [from, to].filter((end) => !hasSidecar(workloads[end])) : [];
    return lonely.map(
      (end) =>
        `Workload ${from} invokes ${to} by way of Dapr, but ${end} has no Dapr sidecar; add dapr: {} to ${end}, or connect to ${to} directly.`,
    );
  });
}
