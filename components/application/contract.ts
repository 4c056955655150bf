import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import type { RouteSettings } from "../platform/contract";
import type { Bytes, Cpu } from "../quantities";
import type { AlertGroup } from "./alerts";
import type { Connection } from "./connections";
import type { DaprApplication, DaprSidecar } from "./dapr";
import type { SecretSource } from "./secrets";

/** CPU, memory and scratch disk of a container: what is reserved and what is the most. */
export interface Resources {
  readonly cpu: { readonly request: Cpu; readonly limit: Cpu };
  readonly memory: { readonly request: Bytes; readonly limit: Bytes };
  /** Scratch disk: logs and emptyDirs. @default 64Mi requested, 512Mi at most */
  readonly disk?: { readonly request: Bytes; readonly limit: Bytes };
}

/** How the kubelet asks a container whether it is well. */
export type Probe =
  | { readonly path: string; readonly port?: number }
  | { readonly tcp: true }
  | { readonly command: readonly string[] };

/** The three questions; timings are the same for all and generous enough for a slow start. */
export interface Probes {
  /** Takes traffic? */
  readonly readiness: Probe;
  /** Must be restarted? @default a connection to the port */
  readonly liveness?: Probe;
  /** How long a start may take, in seconds; liveness is asked only afterwards. @default 120 */
  readonly startSeconds?: number;
  /** Seconds between two questions. @default 10 */
  readonly periodSeconds?: number;
  /** Seconds until a question counts as unanswered. @default 3 */
  readonly timeoutSeconds?: number;
  /** Unanswered readiness questions until traffic stops. @default 3 */
  readonly failures?: number;
}

/** One step rule of an autoscaler. */
export interface ScalingRule {
  /** How long the figure must hold, in seconds. */
  readonly stabilizationSeconds: number;
  /** Pods per step. */
  readonly pods: number;
  /** Seconds between steps. */
  readonly everySeconds: number;
}

/** A number of pods that follows the load; excludes a fixed number by its type. */
export interface Autoscaling {
  readonly min: number;
  readonly max: number;
  /** Target use of the CPU request, in percent. */
  readonly cpuPercent?: number;
  /** Target use of the memory request, in percent. */
  readonly memoryPercent?: number;
  /** @default 60 s stable, then 2 pods a minute */
  readonly scaleUp?: ScalingRule;
  /** @default 300 s stable, then 1 pod every 2 minutes */
  readonly scaleDown?: ScalingRule;
}

/** A file in a container, from the text of a secret or from plain text. */
export type FileSource = { readonly secret: string } | { readonly text: string };

/** A volume of a StatefulSet's pod, kept when the pod goes. */
export interface Storage {
  readonly mountPath: string;
  readonly size: Bytes;
}

/** What an application may do with the Kubernetes API; nothing unless listed. */
export interface Permission {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** What workloads of every kind have. */
export interface WorkloadBase {
  /** Full reference: `registry/repository:tag` or `registry/repository@sha256:…`. */
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly resources: Resources;
  /** Plain settings, as environment variables. */
  readonly config?: Readonly<Record<string, string>>;
  /** Names of the application's secrets that arrive as environment variables of the same name. */
  readonly secrets?: readonly string[];
  /** Files by absolute path. */
  readonly files?: Readonly<Record<string, FileSource>>;
  /** Directories that may be written to; all else is read-only. @default ["/tmp"] */
  readonly writable?: readonly string[];
  /** Whom it talks to; whatever isn't listed is refused by network policy. */
  readonly connectsTo?: readonly Connection[];
  /** @default none, and no service-account token */
  readonly permissions?: readonly Permission[];
  /** User id of the process; 0 is refused. @default 10001 */
  readonly user?: number;
  /** Seconds to finish requests after being told to stop. @default 30 */
  readonly stopSeconds?: number;
}

/** What serves requests. */
export interface ServingBase extends WorkloadBase {
  /** The port it listens on; it gets a Service of its own name. */
  readonly port: number;
  readonly probes: Probes;
  /** Prometheus scrapes this path of the port. @default not scraped */
  readonly metrics?: { readonly path: string; readonly intervalSeconds?: number };
  /** @default no sidecar */
  readonly dapr?: DaprSidecar;
}

/** Interchangeable pods: a Deployment. */
export interface DeploymentWorkload extends ServingBase {
  readonly kind: "deployment";
  /** A fixed number of pods, or an autoscaler; never both. */
  readonly scale: number | Autoscaling;
  /** Pods that must stay during node maintenance. @default all but one, where there are two or more */
  readonly minAvailable?: number;
}

/** Pods with names and volumes of their own: a StatefulSet. */
export interface StatefulWorkload extends ServingBase {
  readonly kind: "stateful";
  readonly replicas: number;
  readonly storage: Storage;
}

/** Runs to its end on a schedule: a CronJob. */
export interface ScheduledWorkload extends WorkloadBase {
  readonly kind: "scheduled";
  /** Cron expression. */
  readonly schedule: string;
  /** @default Etc/UTC */
  readonly timeZone?: string;
  /** The longest a run may take, in seconds. @default 3600 */
  readonly deadlineSeconds?: number;
}

/** What an application is made of. */
export type Workload = DeploymentWorkload | StatefulWorkload | ScheduledWorkload;

/** A host and path that lead to a workload. */
export interface Route extends RouteSettings {
  readonly host: string;
  /** Everything below it. */
  readonly path: string;
  /** Name of the workload. */
  readonly to: string;
}

/** Limits of the namespace as a whole. */
export interface Quota {
  readonly cpu: { readonly requests: Cpu; readonly limits: Cpu };
  readonly memory: { readonly requests: Bytes; readonly limits: Bytes };
  readonly pods: number;
  readonly volumes?: number;
}

/** A team's application: plain data, nothing Kubernetes-shaped that a component could know. */
export interface Application {
  readonly name: string;
  readonly namespace: string;
  readonly workloads: Readonly<Record<string, Workload>>;
  readonly secrets?: Readonly<Record<string, SecretSource>>;
  readonly routes?: readonly Route[];
  /** Which Let's Encrypt issuer signs the routes' certificates; `none` for plain HTTP. @default production */
  readonly tls?: "production" | "staging" | "none";
  readonly dapr?: DaprApplication;
  readonly alerts?: readonly AlertGroup[];
  readonly dashboards?: Readonly<Record<string, Dashboard>>;
  /** The private registry's address and the names of the secrets that open it. */
  readonly pullFrom?: { readonly registry: string; readonly username: string; readonly password: string };
  /** @default none */
  readonly quota?: Quota;
  /** ServiceMonitors are made for workloads with metrics. @default true */
  readonly monitored?: boolean;
}
