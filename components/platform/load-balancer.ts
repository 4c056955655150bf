import type { types } from "@pulumi/kubernetes";
import * as k8s from "@pulumi/kubernetes";
import { interpolate, type Output, output, type Resource } from "@pulumi/pulumi";
import type { LoadBalancer } from "./contract";

/** What a Service's status says of its load balancer; parts may be missing while the cloud works on it. */
export type LoadBalancerStatus =
  | { readonly loadBalancer?: { readonly ingress?: readonly Partial<types.output.core.v1.LoadBalancerIngress>[] } }
  | undefined;

/**
 * The address that a Service got: AWS answers with a hostname, others with an IP; a hostname wins when both are
 * there, because it is what the cloud wants to be called by.
 */
export function loadBalancerOf(status: LoadBalancerStatus): LoadBalancer | undefined {
  const first = status?.loadBalancer?.ingress?.[0];
  if (first?.hostname !== undefined && first.hostname !== "") {
    return { kind: "hostname", value: first.hostname };
  }
  return first?.ip !== undefined && first.ip !== "" ? { kind: "ip", value: first.ip } : undefined;
}

/** A Service of a release whose load balancer is asked for. */
export interface LoadBalancerArgs {
  readonly release: k8s.helm.v3.Release;
  readonly namespace: string;
  /** Name of the Service. */
  readonly service: string;
  readonly provider: k8s.Provider;
  readonly parent: Resource;
}

/**
 * The load balancer of a release's Service, once the release is there.
 *
 * The Service's id is derived from the release's status: an id that is known beforehand would be read during the
 * first preview, where the Service doesn't exist yet, and fail it.
 */
export function loadBalancerAddress(name: string, args: LoadBalancerArgs): Output<LoadBalancer | undefined> {
  const namespace = releaseNamespace(args.release, args.namespace);
  const service = k8s.core.v1.Service.get(name, interpolate`${namespace}/${args.service}`, {
    parent: args.parent,
    provider: args.provider,
  });
  return output(service.status).apply(loadBalancerOf);
}

/** The namespace as the installed release tells it: unknown until the release exists. */
function releaseNamespace(release: k8s.helm.v3.Release, otherwise: string): Output<string> {
  return output(release.status).apply(
    // Under mocks a release has no status.
    (status: { readonly namespace?: string } | undefined) => status?.namespace ?? otherwise,
  );
}
