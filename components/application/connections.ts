/** A service outside of the cluster: reached on the internet, never inside private ranges. */
export interface Internet {
  readonly internet: string;
  readonly ports: readonly number[];
}

/** A workload called by way of Dapr: sidecar to sidecar. */
export interface Invocation {
  readonly invoke: string;
}

/** Something on a private network beside the cluster: a data centre, a peered network, a database of the cloud. */
export interface PrivateNetwork {
  readonly network: string;
  /** Address ranges, e.g. `10.20.0.0/24`. */
  readonly cidrs: readonly string[];
  readonly ports: readonly number[];
}

/** Kubernetes' own API, wherever it listens. */
export interface ApiServer {
  readonly kubernetes: "api";
}

/** A connection to Kubernetes' API; what may be asked there is said by `permissions`. */
export const apiServer: ApiServer = { kubernetes: "api" };

/**
 * Whom a workload talks to: a workload or a store of the application by its name, a workload by way of Dapr,
 * something outside, or Kubernetes' API.
 */
export type Connection = string | Internet | PrivateNetwork | Invocation | ApiServer;

/** A connection to `what`, on a private network outside of the cluster, in `cidrs` on `ports`. */
export function privateNetwork(what: string, cidrs: readonly string[], ...ports: readonly number[]): PrivateNetwork {
  return { network: what, cidrs, ports };
}

/** A connection to `what`, outside of the cluster, on `ports`. */
export function internet(what: string, ...ports: readonly number[]): Internet {
  return { internet: what, ports };
}

/** Whether a connection is to Kubernetes' API. */
export function isApiServer(connection: Connection): connection is ApiServer {
  return typeof connection !== "string" && "kubernetes" in connection;
}

/** Address ranges that "the internet" leaves out: private networks, the cloud's metadata service, loopback. */
export const privateRanges = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
] as const;
