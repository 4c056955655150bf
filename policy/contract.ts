import type { Environment } from "../components/environment";

/** A Kubernetes object as it will be asked for, secrets hidden. */
export interface PlannedObject extends Readonly<Record<string, unknown>> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** CPU in cores and memory in bytes. */
export interface Amounts {
  readonly cpu: number;
  readonly memory: number;
}

/** A pod that others run; what they don't tell, nobody can check. */
export interface GivenPod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What is there without being among the objects: made by the cluster, by charts, or by another stack. */
export interface Given {
  readonly pods: readonly GivenPod[];
  /** Namespaces whose content is others': what is named there is taken to exist. */
  readonly namespaces: readonly string[];
  /** Kinds that custom resource definitions add, `<kind>.<group>`. */
  readonly kinds: readonly string[];
  readonly storageClasses: readonly string[];
  readonly clusterIssuers: readonly string[];
  readonly ingressClasses: readonly string[];
  /** What the nodes offer at their most; absent where the nodes are somebody else's. */
  readonly nodesAtMost?: Amounts;
  /** What the pods of others request at their most. */
  readonly requestedByOthers: Amounts;
}

/** All that a rule looks at. */
export interface Context {
  readonly environment: Environment;
  readonly objects: readonly PlannedObject[];
  readonly given: Given;
}

/** What a rule has against an object: one sentence that says what is wrong and what mends it. */
export interface Violation {
  readonly object: PlannedObject;
  readonly message: string;
}

/** Whether a finding stops a plan, or is only told. */
export type Enforcement = "mandatory" | "advisory";

/** A rule: pure, so that the plan and a policy pack can run the same one. */
export interface Rule {
  /** The name of its file. */
  readonly name: string;
  /** What goes wrong without it. */
  readonly reason: string;
  /** Where it is not mandatory. @default mandatory everywhere */
  readonly enforcement?: Readonly<Partial<Record<Environment, Enforcement>>>;
  readonly check: (context: Context) => readonly Violation[];
}

/** A violation as it is reported. */
export interface Finding {
  readonly rule: string;
  readonly enforcement: Enforcement;
  /** `<Kind> <namespace>/<name>` */
  readonly object: string;
  readonly message: string;
}
