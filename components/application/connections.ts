/** A service outside of the cluster: reached on the internet, never inside private ranges. */
export interface Internet {
  readonly internet: string;
  readonly ports: readonly number[];
}

/** A workload called by way of Dapr: sidecar to sidecar. */
export interface Invocation {
  readonly invoke: string;
}

/** Whom a workload talks to: a workload of the application by its name, by way of Dapr, or something outside. */
export type Connection = string | Internet | Invocation;

/** A connection to `what`, outside of the cluster, on `ports`. */
export function internet(what: string, ...ports: readonly number[]): Internet {
  return { internet: what, ports };
}

/** Address ranges that "the internet" leaves out: private networks, the cloud's metadata service, loopback. */
export const privateRanges = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
] as const;
