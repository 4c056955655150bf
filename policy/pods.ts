import type { Context, PlannedObject } from "./contract";
import { groupOf, namespaceOf, specOf } from "./objects";
import type { Labels } from "./selectors";

/** A probe, as far as rules look at it. */
export interface Probe {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly failureThreshold?: number;
  readonly httpGet?: { readonly port: number | string };
  readonly tcpSocket?: { readonly port: number | string };
}

/** The security context of a container or a pod. */
export interface SecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly privileged?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  readonly seccompProfile?: { readonly type?: string };
  readonly procMount?: string;
  readonly seLinuxOptions?: object;
  readonly sysctls?: readonly { readonly name: string }[];
}

/** A reference by name that may be left open. */
export interface NameReference {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
}

/** A container, as far as rules look at it. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly hostPort?: number }[];
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly securityContext?: SecurityContext;
  readonly env?: readonly {
    readonly name: string;
    readonly valueFrom?: { readonly configMapKeyRef?: NameReference; readonly secretKeyRef?: NameReference };
  }[];
  readonly envFrom?: readonly { readonly configMapRef?: NameReference; readonly secretRef?: NameReference }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly restartPolicy?: string;
}

/** A volume: its name, and one member that says what it is. */
export interface Volume extends Readonly<Record<string, unknown>> {
  readonly name: string;
}

/** The spec of a pod, as far as rules look at it. */
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: readonly NameReference[];
  readonly priorityClassName?: string;
  readonly securityContext?: SecurityContext;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly affinity?: Readonly<Record<string, unknown>>;
  readonly topologySpreadConstraints?: readonly unknown[];
}

/** Pods of one kind, and the object that makes them. */
export interface PlannedPod {
  readonly owner: PlannedObject;
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** Absent where an operator writes it. */
  readonly spec?: PodSpec;
  /** Ports beyond those of the containers, which somebody adds later. */
  readonly addedPorts: readonly number[];
}

interface Template {
  readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec?: PodSpec;
}

/** Where Dapr's sidecar listens: to other sidecars, and to Prometheus. */
const daprPorts: readonly number[] = [50002, 9090];

/** Where an instance of CloudNativePG listens: PostgreSQL, its manager, its metrics. */
const postgresPorts: readonly number[] = [5432, 8000, 9187];

/** The template of an object that makes pods of the built-in kinds. */
function templateOf(object: PlannedObject): Template | undefined {
  if (object.kind === "Pod") return { metadata: object.metadata, ...(object as unknown as Template) };
  const spec = specOf<{ readonly template: Template; readonly jobTemplate: { readonly spec?: PlannedObject } }>(object);
  if (object.kind === "CronJob")
    return (spec.jobTemplate?.spec as { readonly template?: Template } | undefined)?.template;
  return ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"].includes(object.kind)
    ? spec.template
    : undefined;
}

/** Whether an object is a PostgreSQL that CloudNativePG runs. */
export function isPostgres(object: PlannedObject): boolean {
  return object.kind === "Cluster" && groupOf(object) === "postgresql.cnpg.io";
}

function postgresPod(owner: PlannedObject): PlannedPod {
  const { inheritedMetadata } = specOf<{ readonly inheritedMetadata: { readonly labels?: Labels } }>(owner);
  return {
    owner,
    namespace: namespaceOf(owner),
    labels: {
      ...inheritedMetadata?.labels,
      "cnpg.io/cluster": owner.metadata.name,
      "cnpg.io/podRole": "instance",
    },
    annotations: {},
    addedPorts: postgresPorts,
  };
}

/** All pods that the objects make. */
export function podsOf({ objects }: Pick<Context, "objects">): readonly PlannedPod[] {
  return objects.flatMap((owner): readonly PlannedPod[] => {
    if (isPostgres(owner)) return [postgresPod(owner)];
    const template = templateOf(owner);
    if (template?.spec === undefined) return [];
    const annotations = template.metadata?.annotations ?? {};
    return [
      {
        owner,
        namespace: namespaceOf(owner),
        labels: template.metadata?.labels ?? {},
        annotations,
        spec: template.spec,
        addedPorts: annotations["dapr.io/enabled"] === "true" ? daprPorts : [],
      },
    ];
  });
}

/** All containers of a pod. */
export function containersOf({ spec }: PlannedPod): readonly Container[] {
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
}

/** Whether a pod listens on a port, by number or by name. */
export function listens(pod: PlannedPod, port: number | string): boolean {
  if (typeof port === "number" && pod.addedPorts.includes(port)) return true;
  return (pod.spec?.containers ?? []).some(({ ports = [] }) =>
    ports.some(({ name, containerPort }) => port === containerPort || port === name),
  );
}
