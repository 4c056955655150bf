import * as pulumi from "@pulumi/pulumi";
import type { ApplicationComponent } from "../components/application/application";
import type { ClusterHandle } from "../components/cluster/contract";
import { type SharedCluster, toShared } from "../components/cluster/shared-cluster";
import type { MonthlyCost } from "../components/cost/monthly-cost";
import type { LoadBalancer, PlatformHandle } from "../components/platform/contract";
import type { StackConfig } from "./config/parse";
import { type DnsRecord, publishedHosts, recordsByHand } from "./dns-records";
import { stackCost } from "./monthly-cost";

/** What a stack gives to people, to CI and to other stacks. Names are public. */
export interface StackOutputs {
  /** Addresses of the application by workload. */
  readonly urls: Readonly<Record<string, string>>;
  /** Address of the cluster's load balancer; DNS records point there. Absent where nothing gives the cluster one. */
  readonly loadBalancer?: pulumi.Output<LoadBalancer | undefined>;
  /** DNS records that have to be made by hand: for every host that `platform.dns` writes none for. */
  readonly dnsRecords: pulumi.Output<readonly DnsRecord[]>;
  /** Where Grafana is. Absent where the platform is another stack's, or has no monitoring. */
  readonly grafanaUrl?: pulumi.Output<string>;
  /** The application's namespace. */
  readonly namespace: pulumi.Output<string>;
  readonly clusterName: pulumi.Output<string>;
  /** Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Passwords of administrators by user interface; secret. */
  readonly adminPasswords: pulumi.Output<{ readonly grafana?: string }>;
  /** What another stack needs to deploy to this cluster (`cluster.kind: stack`). */
  readonly shared: pulumi.Output<SharedCluster>;
  /** What stays in the cluster after destroy, on purpose. */
  readonly kept: readonly string[];
  /** What the stack costs by the month at list prices, as far as its settings tell. */
  readonly monthlyCost: MonthlyCost;
}

/** The outputs of a finished stack, as a consumer sees them. */
export type StackOutputValues = pulumi.Unwrap<StackOutputs>;

/**
 * One output of another Rootstock stack, with its type: for programs that build on this one.
 *
 * @public
 */
export function outputOf<K extends keyof StackOutputValues>(
  reference: pulumi.StackReference,
  name: K,
): pulumi.Output<StackOutputValues[K]> {
  return reference.requireOutput(name) as pulumi.Output<StackOutputValues[K]>;
}

/** The outputs of this stack. */
export function collectOutputs(
  config: Pick<StackConfig, "application" | "cluster" | "environment" | "platform">,
  cluster: ClusterHandle,
  platform: PlatformHandle,
  application: ApplicationComponent,
): StackOutputs {
  const password = platform.grafana?.adminPassword;
  const { enabled, grafanaHost } = config.platform.monitoring;
  const { dns } = platform.facts;
  const zones = dns?.records === true ? dns.zones : [];
  const hosts = publishedHosts(config.application, platform.grafana !== undefined && enabled ? grafanaHost : undefined);
  return {
    urls: application.urls,
    ...(platform.facts.ingress === undefined || cluster.capabilities.loadBalancer === "none"
      ? {}
      : { loadBalancer: platform.loadBalancer }),
    dnsRecords: platform.loadBalancer.apply((address) => recordsByHand(hosts, zones, address)),
    ...(platform.grafana === undefined ? {} : { grafanaUrl: platform.grafana.url }),
    namespace: application.namespace,
    clusterName: cluster.name,
    kubeconfig: pulumi.secret(cluster.kubeconfig),
    adminPasswords: pulumi.secret(
      password === undefined ? pulumi.output({}) : password.apply((grafana) => ({ grafana })),
    ),
    shared: toShared(cluster, platform.facts),
    kept: platform.kept,
    monthlyCost: stackCost(config, cluster),
  };
}
