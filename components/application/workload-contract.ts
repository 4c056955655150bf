import type { Bytes, Cpu } from "../quantities";
import type { Connection } from "./connections";
import type { DaprSidecar } from "./dapr";

/** CPU, memory and scratch disk of a container: what is reserved and what is the most. */
export interface Resources {
  readonly cpu: { readonly request: Cpu; readonly limit: Cpu };
  readonly memory: { readonly request: Bytes; readonly limit: Bytes };
  /** Scratch disk: logs and emptyDirs. @default 64Mi requested, 512Mi at most */
  readonly disk?: { readonly request: Bytes; readonly limit: Bytes };
}

/** When and how patiently a question is asked; what is left out follows {@link Probes}. */
export interface ProbeTimings {
  /** Seconds after the container's start until it is first asked. @default 0 */
  readonly delaySeconds?: number;
  /** Seconds between two questions. */
  readonly periodSeconds?: number;
  /** Seconds until a question counts as unanswered. */
  readonly timeoutSeconds?: number;
  /** Unanswered questions until it counts as failed. */
  readonly failures?: number;
}

/** How the kubelet asks a container whether it is well. */
export type Probe = ProbeTimings &
  (
    | { readonly path: string; readonly port?: number }
    | { readonly tcp: true; readonly port?: number }
    | { readonly command: readonly string[] }
  );

/** The three questions; the timings here are those of readiness, and generous enough for a slow start. */
export interface Probes {
  /** Takes traffic? */
  readonly readiness: Probe;
  /** Must be restarted? Asked half as often as readiness. @default a connection to the port */
  readonly liveness?: Probe;
  /** Has it started? The others are asked only afterwards. @default the readiness question, every 5 s for `startSeconds` */
  readonly startup?: Probe;
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
export type ScalingRule = {
  /** How long the figure must hold, in seconds. */
  readonly stabilizationSeconds: number;
  /** Seconds between steps. */
  readonly everySeconds: number;
} & (
  | {
      /** Pods per step. */
      readonly pods: number;
    }
  | {
      /** Share of the pods per step, in percent. */
      readonly percent: number;
    }
);

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

/** A volume that is kept when the pod goes. */
export interface Storage {
  readonly mountPath: string;
  readonly size: Bytes;
  /** `fast` where latency counts (databases), `standard` where space does. Clusters with one class have it for both. @default standard */
  readonly class?: "standard" | "fast";
}

/** A volume of another workload, seen from this one: its pods are placed on the same node. */
export interface SharedVolume {
  /** Name of the workload whose volume it is: one with `storage` and a single pod. */
  readonly of: string;
  readonly mountPath: string;
}

/** A directory that may be written to and goes with the pod; a size of its own, or that of the scratch disk. */
export type Writable = string | { readonly path: string; readonly size: Bytes };

/** What runs to its end before a workload's container starts, with the same settings, secrets, files and directories. */
export interface Preparation {
  /** @default the workload's own */
  readonly image?: string;
  readonly command: readonly string[];
  /** @default those of the workload */
  readonly resources?: Resources;
}

/** What a pod can tell a container of itself. */
export type PodField = "name" | "namespace" | "ip" | "node";

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
  /** Names of the application's secrets that the container gets. */
  readonly secrets?: readonly string[];
  /**
   * How secrets arrive: as environment variables of the same name, or as files `/run/secrets/NAME` with the variable
   * `NAME_FILE` that names the file. @default environment
   */
  readonly secretsAs?: "environment" | "files";
  /** Files by absolute path. */
  readonly files?: Readonly<Record<string, FileSource>>;
  /** Directories that may be written to; all else is read-only. @default ["/tmp"] */
  readonly writable?: readonly Writable[];
  /** Environment variables that tell the container of its pod: `{ POD_NAME: "name" }`. @default none */
  readonly podFields?: Readonly<Record<string, PodField>>;
  /** What runs first, by name, in this order. @default nothing */
  readonly before?: Readonly<Record<string, Preparation>>;
  /** Volumes of other workloads. @default none */
  readonly sharedVolumes?: readonly SharedVolume[];
  /** Whom it talks to; whatever isn't listed is refused by network policy. A store is connected to by its name. */
  readonly connectsTo?: readonly Connection[];
  /**
   * Sends traces to the platform's collector: it may connect to it, and the variables of OpenTelemetry's SDKs say where
   * (`OTEL_EXPORTER_OTLP_ENDPOINT`), how (`OTEL_EXPORTER_OTLP_PROTOCOL`, gRPC) and whose they are (`OTEL_SERVICE_NAME`,
   * `OTEL_RESOURCE_ATTRIBUTES`). @default false
   */
  readonly traces?: boolean;
  /** What it may ask Kubernetes' API, which it has to connect to as well. @default none, and no service-account token */
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
  /** Seconds between leaving the Service and being told to stop, within `stopSeconds`. @default 0 */
  readonly drainSeconds?: number;
  /** Prometheus scrapes this path of the port. @default not scraped */
  readonly metrics?: { readonly path: string; readonly intervalSeconds?: number };
  /** @default no sidecar */
  readonly dapr?: DaprSidecar;
}

/** One of the two slots of a workload that is released blue/green. */
export type Slot = "blue" | "green";

/** What the slot that stands by is asked, inside the cluster, before a release sends anybody there. */
export interface SmokeChecks {
  /** Requests to the workload's port, in order, and the status of each good answer. @default status 200 */
  readonly requests: readonly { readonly path: string; readonly status?: number }[];
  /** The program that asks. The image has it: Alpine's and Debian's have wget (which follows redirects). */
  readonly askedBy: "node" | "python" | "wget";
  /** @default the image of the slot that stands by */
  readonly image?: string;
}

/** Two sets of pods behind one Service: one serves, the other stands by for the next release or the way back. */
export interface Slots {
  readonly active: Slot;
  /** Image of each slot. */
  readonly images: Readonly<Record<Slot, string>>;
  /** Pods of the slot that stands by. */
  readonly standby: number;
  /** Asked by `rootstock release` before the switch; they need a pod that stands by. @default nothing */
  readonly smoke?: SmokeChecks;
}

/** Interchangeable pods: a Deployment. */
export interface DeploymentWorkload extends ServingBase {
  readonly kind: "deployment";
  /** A fixed number of pods, or an autoscaler; never both. */
  readonly scale: number | Autoscaling;
  /** Pods that must stay during node maintenance. @default all but one, where there are two or more */
  readonly minAvailable?: number;
  /**
   * One volume for all pods. With more than one pod the cluster needs a class of volumes that many nodes can mount
   * (`sharedStorageClass`), or a single node. @default none
   */
  readonly storage?: Storage;
  /** Blue/green: `image` is then that of the active slot. Excludes a volume and a sidecar. @default rolling updates */
  readonly slots?: Slots;
}

/** Pods with names and volumes of their own: a StatefulSet. */
export interface StatefulWorkload extends ServingBase {
  readonly kind: "stateful";
  readonly replicas: number;
  readonly storage: Storage;
}

/** Runs to its end on a schedule, or when somebody asks: a CronJob. */
export interface ScheduledWorkload extends WorkloadBase {
  readonly kind: "scheduled";
  /** Cron expression; `on demand` for one that `kubectl create job --from=cronjob/NAME` starts. */
  readonly schedule: string;
  /** @default Etc/UTC */
  readonly timeZone?: string;
  /** The longest a run may take, in seconds. @default 3600 */
  readonly deadlineSeconds?: number;
  /** Finished runs that are kept: good ones and failed ones. @default 3 of each */
  readonly history?: { readonly succeeded: number; readonly failed: number };
  /** Volume for what a run leaves, such as backups; kept. @default none */
  readonly storage?: Storage;
}

/** What an application is made of. */
export type Workload = DeploymentWorkload | StatefulWorkload | ScheduledWorkload;
