import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Output, output, type Resource } from "@pulumi/pulumi";
import type { ClusterHandle } from "../../cluster/contract";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import type { LoadBalancer } from "../contract";
import { footprints } from "../footprint";
import { ingressControllers } from "../ingress-controller";
import { loadBalancerAddress } from "../load-balancer";
import { platformNamespace } from "../namespace";
import { allowedHeaders } from "../secure-headers";
import { charts } from "../versions";
import type { AddOnContext } from "./context";
import { ingressService } from "./ingress-service";

/** Arguments of {@link IngressNginx}. */
export interface IngressNginxArgs extends AddOnContext {
  /** Pods of the controller. */
  readonly replicas: number;
  /** Idle connections that each worker keeps open to pods. @default 320 */
  readonly upstreamKeepalive?: number;
  /** Seconds of silence after which a connection to a pod is given up. @default 60 */
  readonly timeoutSeconds?: number;
  /** The address that Ingresses show, for DNS records. @default that of the controller's Service */
  readonly publishedAddress?: string;
  /** The definition of ServiceMonitors, where they are to be made. @default no ServiceMonitor */
  readonly monitoringTypes?: Resource;
}

/** What stacks decide of the controller. */
type StackSettings = Pick<IngressNginxArgs, "publishedAddress" | "replicas" | "timeoutSeconds" | "upstreamKeepalive">;

/** The pods of the controller, for spreading them. */
const controllerPods = {
  matchLabels: { ...ingressControllers.nginx.podLabels, "app.kubernetes.io/instance": charts["ingress-nginx"].release },
};

/** What doesn't depend on the stack. */
const ingressNginxDefaults: ChartValues = {
  controller: {
    ingressClassResource: { name: ingressControllers.nginx.className, default: false },
    // Snippets are code in an annotation: whoever may write an Ingress could read every Secret.
    allowSnippetAnnotations: false,
    enableAnnotationValidations: true,
    config: {
      "annotations-risk-level": "Medium",
      hsts: "true",
      "hsts-max-age": "31536000",
      // Other hosts of the domain are not ours to decide upon.
      "hsts-include-subdomains": "false",
      "hsts-preload": "false",
      "server-tokens": "false",
      // Without this list a route's own headers are refused.
      "global-allowed-response-headers": allowedHeaders.join(","),
      "ssl-protocols": "TLSv1.2 TLSv1.3",
      "limit-req-status-code": "429",
      "limit-conn-status-code": "429",
    },
    metrics: { enabled: true },
    resources: footprints.ingressController,
    admissionWebhooks: {
      createSecretJob: { resources: footprints.webhookCertificates },
      patchWebhookJob: { resources: footprints.webhookCertificates },
    },
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, podAffinityTerm: { labelSelector: controllerPods, topologyKey: "kubernetes.io/hostname" } },
        ],
      },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: controllerPods,
      },
    ],
  },
};

/** What a stack sets of the controller's own configuration, which knows texts alone. */
function controllerConfig({ timeoutSeconds, upstreamKeepalive }: StackSettings): ChartValues {
  return {
    ...(upstreamKeepalive === undefined ? {} : { "upstream-keepalive-connections": String(upstreamKeepalive) }),
    ...(timeoutSeconds === undefined
      ? {}
      : { "proxy-read-timeout": String(timeoutSeconds), "proxy-send-timeout": String(timeoutSeconds) }),
  };
}

/** Values of the chart for a stack. */
function ingressNginxValues(
  cluster: Pick<ClusterHandle, "kind" | "capabilities">,
  args: StackSettings & { readonly serviceMonitor: boolean },
): ChartValues {
  return mergeValues(ingressNginxDefaults, {
    controller: {
      // The chart adds a disruption budget (one stays) as soon as there are two.
      replicaCount: args.replicas,
      config: controllerConfig(args),
      service: ingressService(cluster),
      ...(args.publishedAddress === undefined
        ? {}
        : { publishService: { enabled: false }, extraArgs: { "publish-status-address": args.publishedAddress } }),
      metrics: { serviceMonitor: { enabled: args.serviceMonitor } },
    },
  });
}

/**
 * The ingress controller ingress-nginx with the load balancer in front of it.
 *
 * @example
 * const ingress = new IngressNginx("ingress-nginx", { cluster, environment, mirrors, replicas: 2 });
 */
export class IngressNginx extends ComponentResource {
  readonly release: k8s.helm.v3.Release;
  /** Undefined where the cluster has no load balancers. */
  readonly loadBalancer: Output<LoadBalancer | undefined>;

  constructor(name: string, args: IngressNginxArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:IngressNginx", name, {}, opts);
    const { cluster, environment, mirrors, monitoringTypes } = args;
    const chart = charts["ingress-nginx"];
    const namespace = platformNamespace({ chart, environment, cluster, parent: this });
    this.release = chartRelease({
      addOn: "ingress-nginx",
      cluster,
      mirrors,
      namespace: namespace.metadata.name,
      values: ingressNginxValues(cluster, { ...args, serviceMonitor: monitoringTypes !== undefined }),
      after: monitoringTypes === undefined ? [] : [monitoringTypes],
      parent: this,
    });
    this.loadBalancer =
      cluster.capabilities.loadBalancer === "none"
        ? output(undefined)
        : loadBalancerAddress("ingress-nginx-controller", {
            release: this.release,
            namespace: chart.namespace,
            service: `${chart.release}-controller`,
            provider: cluster.provider,
            parent: this,
          });
    this.registerOutputs({ loadBalancer: this.loadBalancer });
  }
}
