import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { ClusterHandle } from "../cluster/contract";
import type { Environment } from "../environment";
import type { Challenge, DnsAccess, DnsSettings } from "./dns/contract";
import type { TracingFacts, TracingSettings } from "./tracing/contract";

/** The address of the cluster's load balancer. */
export interface LoadBalancer {
  /** Clouds answer with one or the other: DigitalOcean and Google with an `ip`, AWS with a `hostname`. */
  readonly kind: "ip" | "hostname";
  readonly value: string;
}

/** What an application asks of a route, in terms that any ingress controller can serve. */
export interface RouteSettings {
  /**
   * Connections stay open for long (WebSocket, server-sent events): read and send timeouts in seconds.
   * @default 60, the controller's own
   */
  readonly timeoutSeconds?: number;
  /** Send a client back to the same pod. @default false */
  readonly sessionAffinity?: boolean;
  /** Answers are streamed: the controller must not buffer them. @default false */
  readonly streaming?: boolean;
  /** Largest request body, e.g. `8m`. @default the controller's own, 1m */
  readonly maxBodySize?: string;
  /** Requests per minute that one client address may make. @default no limit */
  readonly requestsPerMinute?: number;
  /** Requests per second that one client address may make, five times as many in a burst. @default no limit */
  readonly requestsPerSecond?: number;
  /** Response headers, such as `secureHeaders`; names that `allowedHeaders` lists. @default the controller's own */
  readonly headers?: Readonly<Record<string, string>>;
  /** Redirect `www.` in front of the host to the host itself; both are on the certificate. @default false */
  readonly redirectFromWww?: boolean;
  /** Redirect plain HTTP to HTTPS. @default true when the route has TLS */
  readonly redirectToHttps?: boolean;
}

/** The controllers that can serve Ingress objects. */
export type IngressControllerName = "nginx";

/** What is known of the ingress controller that serves this cluster; plain data, so that another stack can use it. */
export interface IngressFacts {
  readonly controller: IngressControllerName;
  readonly className: string;
  /** Where its pods run: network policies let traffic in from there. */
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

/** What is known of Dapr; plain data. */
export interface DaprFacts {
  readonly namespace: string;
  readonly mtls: boolean;
}

/** What is known of the operator of PostgreSQL, CloudNativePG; plain data. */
export interface PostgresFacts {
  readonly namespace: string;
  /** Labels of the operator's pods: network policies let them look after instances. */
  readonly operatorLabels: Readonly<Record<string, string>>;
}

/** What is known of monitoring; plain data. */
export interface MonitoringFacts {
  readonly namespace: string;
  /** Labels of the Prometheus pods: network policies let them scrape. */
  readonly prometheusLabels: Readonly<Record<string, string>>;
  /** The label (and its value) by which Grafana's sidecar finds dashboards. */
  readonly dashboardLabel: { readonly name: string; readonly value: string };
}

/** What is known of Vault; plain data. */
export interface VaultFacts {
  /** Where it answers, e.g. `http://vault.vault.svc:8200`. */
  readonly address: string;
  readonly namespace: string;
  /** Labels of the servers' pods: network policies let agents ask them. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly port: number;
}

/** What a platform offers to applications: plain data, exported by the stack that owns it, usable by any other. */
export interface PlatformFacts {
  readonly ingress?: IngressFacts;
  /** Names of the ClusterIssuers, by what they are for. */
  readonly issuers?: { readonly staging: string; readonly production: string };
  readonly dapr?: DaprFacts;
  readonly monitoring?: MonitoringFacts;
  readonly tracing?: TracingFacts;
  readonly postgres?: PostgresFacts;
  /** There where External Secrets runs. */
  readonly externalSecrets?: { readonly namespace: string };
  /** There where Sealed Secrets runs. */
  readonly sealedSecrets?: { readonly namespace: string };
  readonly vault?: VaultFacts;
  /** There where Kyverno runs; it reads Secrets of this namespace only. */
  readonly kyverno?: { readonly namespace: string };
  /** There where Argo CD runs, and the service account by which it changes objects. */
  readonly argoCd?: { readonly namespace: string; readonly account: string };
  /** There where the platform may write into DNS zones. */
  readonly dns?: {
    /** Domains of the zones. */
    readonly zones: readonly string[];
    /** Whether a record is written for every host in them. */
    readonly records: boolean;
    /** Whether challenges for hosts in them are answered by records, as those of wildcards have to be. */
    readonly challenges: boolean;
  };
  /** Whether container logs are collected. */
  readonly logs: boolean;
  /** Whether HorizontalPodAutoscalers get their figures. */
  readonly metrics: boolean;
}

/** What an application has to wait for, by what it uses; empty where another stack owns the platform. */
export interface PlatformGates {
  /** Before pods with a Dapr sidecar: the injector must answer, or they would start without one. */
  readonly dapr: readonly Resource[];
  /** Before ServiceMonitors and PrometheusRules: their definitions. */
  readonly monitoringTypes: readonly Resource[];
  /** Before PostgreSQL clusters: their definition, and the operator's admission webhook. */
  readonly postgres: readonly Resource[];
  /** Before ExternalSecrets and their stores: the definitions, and the operator's admission webhook. */
  readonly externalSecrets: readonly Resource[];
  /** Before SealedSecrets: their definition. */
  readonly sealedSecrets: readonly Resource[];
  /** Before pods whose secrets Vault's agent writes: the injector, without which they would start without them. */
  readonly vault: readonly Resource[];
  /** Before policies of Kyverno: their definitions, and the webhook that checks them. */
  readonly kyverno: readonly Resource[];
  /** Before Applications and AppProjects of Argo CD: their definitions. */
  readonly argoCd: readonly Resource[];
  /** Before Ingresses: the controller's admission webhook. */
  readonly ingress: readonly Resource[];
}

/** The platform as applications see it. */
export interface PlatformHandle {
  readonly facts: PlatformFacts;
  readonly gates: PlatformGates;
  /** Undefined where nothing gives the cluster an address. */
  readonly loadBalancer: Output<LoadBalancer | undefined>;
  readonly grafana?: { readonly url: Output<string>; readonly adminPassword: Output<string> };
  /** One sentence each: what a person should know about this platform, shown once by the program. */
  readonly notices: readonly string[];
  /** What stays in the cluster after destroy, on purpose. */
  readonly kept: readonly string[];
}

/** Where charts and images come from, for sites that mirror them. */
export interface Mirrors {
  /** An http(s) or `oci://` repository, or a local directory of packaged charts `<name>-<version>.tgz`. */
  readonly charts?: string;
  /** A registry prefix that replaces the registry host of every image, e.g. `registry.internal/mirror`. */
  readonly images?: string;
}

/** The add-ons that the platform can install. */
export const addOnNames = [
  "prometheus-operator-crds",
  "ingress-nginx",
  "cert-manager",
  "dapr",
  "kube-prometheus-stack",
  "loki",
  "alloy",
  "metrics-server",
  "cluster-autoscaler",
  "cloudnative-pg",
  "external-dns",
  "external-secrets",
  "sealed-secrets",
  "vault",
  "kyverno",
  "argo-cd",
  "tempo",
  "opentelemetry-collector",
] as const;

/** One of the {@link addOnNames}. */
export type AddOnName = (typeof addOnNames)[number];

/** The resolved settings of a platform: environment defaults with the stack's differences applied. */
export interface PlatformSettings {
  readonly environment: Environment;
  readonly mirrors: Mirrors;
  readonly ingress: {
    readonly enabled: boolean;
    readonly replicas: number;
    /** Idle connections that each worker of the controller keeps open to pods. @default the controller's own, 320 */
    readonly upstreamKeepalive?: number;
    /**
     * Seconds of silence after which the controller gives up a connection to a pod, for routes that don't say.
     * @default the controller's own, 60
     */
    readonly timeoutSeconds?: number;
  };
  readonly certificates: {
    readonly enabled: boolean;
    /** Where Let's Encrypt writes to about expiring certificates. */
    readonly email: string;
    /** Which issuer routes use. */
    readonly issuer: "staging" | "production";
    /** How Let's Encrypt is shown that hosts in the DNS zones are ours; other hosts always by HTTP. */
    readonly challenge: Challenge;
  };
  /** The provider of the DNS zones that hosts are in. @default records are made by hand */
  readonly dns?: DnsSettings;
  readonly dapr: { readonly enabled: boolean; readonly ha: boolean; readonly mtls: boolean };
  readonly monitoring: {
    readonly enabled: boolean;
    /** How long Prometheus keeps samples, e.g. `30d`. */
    readonly retention: string;
    /** Volume of Prometheus, e.g. `20Gi`. */
    readonly storage: string;
    /** Volume of Alertmanager, e.g. `5Gi`. */
    readonly alertmanagerStorage: string;
    /** Slack channel of alerts, e.g. `#alerts-production`; the webhook address is a secret. */
    readonly slackChannel?: string;
    /** Host of Grafana; without one it is reached by `kubectl port-forward`. */
    readonly grafanaHost?: string;
  };
  /** CloudNativePG, which runs PostgreSQL in the cluster. */
  readonly postgresOperator: { readonly enabled: boolean };
  /** External Secrets, which copies secrets from a store outside of the cluster. */
  readonly externalSecrets: { readonly enabled: boolean };
  /** Sealed Secrets, which decrypts what only it can. */
  readonly sealedSecrets: { readonly enabled: boolean };
  /** HashiCorp Vault in the cluster, with the injector of its agent. */
  readonly vault: {
    readonly enabled: boolean;
    /** Three servers with integrated storage instead of one with files. */
    readonly ha: boolean;
    /** Volume of each server, e.g. `10Gi`. */
    readonly storage: string;
  };
  /** Kyverno, which verifies the signatures of images. */
  readonly kyverno: { readonly enabled: boolean };
  /** Argo CD, which keeps namespaces in step with repositories. */
  readonly argoCd: { readonly enabled: boolean };
  readonly logs: {
    readonly enabled: boolean;
    /** Volume of Loki, e.g. `20Gi`. */
    readonly storage: string;
    /** How long Loki keeps logs, in hours, e.g. `336h`. */
    readonly retention: string;
  };
  readonly tracing: TracingSettings;
}

/** Arguments of the platform layer. */
export interface PlatformArgs {
  readonly cluster: ClusterHandle;
  readonly settings: PlatformSettings;
  /** Slack's incoming webhook address; secret. Required when a Slack channel is set. */
  readonly slackWebhook?: Input<string>;
  /** Required when `settings.dns` is set. */
  readonly dns?: PlatformDns;
  /** What gives External Secrets' pods the right to read the application's store. @default they have it otherwise */
  readonly secretStoreIdentity?: Resource;
}

/** How the platform gets at the DNS zones of its settings. */
export interface PlatformDns {
  readonly access: DnsAccess;
  /** What tells the records of this platform from those of any other, for ever: made of project, system and stack. */
  readonly owner: string;
}
