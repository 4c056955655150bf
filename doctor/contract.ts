import type {
  CoreV1Event,
  V1Deployment,
  V1Lease,
  V1Namespace,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1Service,
  V1StorageClass,
  V2HorizontalPodAutoscaler,
} from "@kubernetes/client-node";
import type { DeploymentRecord } from "../deploy/contract";
import type { Sleeping } from "../deploy/sleeping";

/** A type of the API as it is on the wire: times are texts. */
export type OnWire<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? OnWire<Item>[]
    : T extends object
      ? { [Key in keyof T]: OnWire<T[Key]> }
      : T;

/** What every object says of itself. */
export interface ObjectMetadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
}

/** An object of which only that is asked for. */
export interface MetadataOnly {
  readonly metadata: ObjectMetadata;
}

/** cert-manager's certificates, orders and challenges, as far as they tell why there is no certificate. */
export interface CertificateObject extends MetadataOnly {
  readonly spec?: { readonly dnsName?: string; readonly dnsNames?: readonly string[]; readonly type?: string };
  readonly status?: {
    /** Of an order or a challenge: `pending`, `invalid`, `errored`, `valid`. */
    readonly state?: string;
    readonly reason?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
      readonly lastTransitionTime?: string;
    }[];
  };
}

/** What a cluster lists, by which rules judge; what couldn't be listed is empty. */
export interface Seen {
  readonly now: Date;
  readonly pods: readonly OnWire<V1Pod>[];
  readonly nodes: readonly OnWire<V1Node>[];
  readonly services: readonly OnWire<V1Service>[];
  readonly claims: readonly OnWire<V1PersistentVolumeClaim>[];
  readonly volumes: readonly OnWire<V1PersistentVolume>[];
  readonly storageClasses: readonly OnWire<V1StorageClass>[];
  readonly namespaces: readonly OnWire<V1Namespace>[];
  readonly deployments: readonly OnWire<V1Deployment>[];
  readonly autoscalers: readonly OnWire<V2HorizontalPodAutoscaler>[];
  readonly budgets: readonly OnWire<V1PodDisruptionBudget>[];
  readonly leases: readonly OnWire<V1Lease>[];
  /** Warnings alone. */
  readonly events: readonly OnWire<CoreV1Event>[];
  /** Secrets in which helm keeps its releases, without what is in them. */
  readonly releases: readonly MetadataOnly[];
  /** Definitions of custom resources. */
  readonly definitions: readonly MetadataOnly[];
  readonly certificates: readonly CertificateObject[];
  readonly orders: readonly CertificateObject[];
  readonly challenges: readonly CertificateObject[];
  /** Deployments of the stack, latest first; none where only a cluster is looked at. */
  readonly history: readonly DeploymentRecord[];
  /** Whoever carries out the stack's program; undefined where only a cluster is looked at. */
  readonly engine?: "pulumi" | "rehearsal";
  /** Deployments of the stack that have no pods now and have some by day; none where nobody sleeps. */
  readonly asleep?: Sleeping;
}

/** How bad something is: nothing goes on with it, it will get in the way, or it is only good to know. */
export const severities = ["broken", "warning", "note"] as const;

/** One of them. */
export type Severity = (typeof severities)[number];

/** Something that somebody gets stuck on. */
export interface Trouble {
  readonly severity: Severity;
  /** As people read it, e.g. `service ingress-nginx/controller`. */
  readonly what: string;
  /** In a sentence, with the cluster's own words; no secrets. */
  readonly why: string;
  /** ISO 8601. */
  readonly since?: string;
  /** Commands that show more or mend it, in order. */
  readonly run: readonly string[];
}

/** Judges what a cluster lists. */
export type Rule = (seen: Seen) => readonly Trouble[];
