import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import type { RouteSettings } from "../platform/contract";
import type { Bytes, Cpu } from "../quantities";
import type { PeopleAccess } from "./access";
import type { AlertGroup } from "./alerts";
import type { DaprApplication } from "./dapr";
import type { GitSource } from "./git-source";
import type { PreviewEnvironment } from "./preview-environment";
import type { SecretSource } from "./secrets";
import type { TrustedSignatures } from "./signatures";
import type { Store } from "./stores/contract";
import type { Workload } from "./workload-contract";

export type * from "./workload-contract";

/** A host and path that lead to a workload. */
export interface Route extends RouteSettings {
  /** A name such as `app.example.com`, or `*.example.com` for all names below it that no other route has. */
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
  readonly services?: number;
}

/** A team's application: plain data, nothing Kubernetes-shaped that a component could know. */
export interface Application {
  readonly name: string;
  readonly namespace: string;
  readonly workloads: Readonly<Record<string, Workload>>;
  /** Databases and caches by name: in the cluster, managed by the cloud, or somebody else's. */
  readonly stores?: Readonly<Record<string, Store>>;
  readonly secrets?: Readonly<Record<string, SecretSource>>;
  /** Secrets whose value before the last rotation is accepted as well: the stack's business, no system's. @default none */
  readonly previousAccepted?: readonly string[];
  /** Secrets in an even version: whose turn it is of two roles. The stack's business, too. @default none */
  readonly evenVersions?: readonly string[];
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
  /** What groups of people, and the deployer, may do in the namespace. @default nothing */
  readonly access?: Readonly<Record<string, PeopleAccess>>;
  /** Whose signatures images must carry to run in the namespace. @default every image may run */
  readonly signatures?: TrustedSignatures;
  /** A folder of manifests that Argo CD applies beside what the program makes. @default none */
  readonly git?: GitSource;
  /** Whose preview it is. @default nobody's: an environment that stays */
  readonly preview?: PreviewEnvironment;
}
