/** One resource as the program registered it, and how it was answered. */
export interface Registration {
  readonly urn: string;
  /** Pulumi type token, e.g. `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** False for components, which no provider sees. */
  readonly custom: boolean;
  /** Whether it was read, not created. */
  readonly read: boolean;
  /** URN of the parent; empty for the stack itself. */
  readonly parent: string;
  /** URN of the provider; empty for components. */
  readonly provider: string;
  /** URNs, sorted. */
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Paths of inputs whose changes Pulumi ignores. Absent in plans of older versions. */
  readonly ignoreChanges?: readonly string[];
  /** Inputs on the wire, secrets marked. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** How it was answered. */
  readonly id: string;
}

/** What a monitor is asked to answer. */
export interface ResourceRequest {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** Id of an existing object that is read. */
  readonly readId?: string;
  /** URNs of what it depends on. */
  readonly dependencies: readonly string[];
  /** File and line of the program that asked for it. */
  readonly place?: string;
  /** Inputs, secrets in clear. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** How a resource is answered: its id, and the properties that its inputs don't tell. */
export interface ResourceAnswer {
  readonly id: string;
  /** Outputs in addition to the inputs, which are echoed; values may be secret Outputs. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Whoever answers the program in place of the providers. */
export interface Answerer {
  resource(request: ResourceRequest): ResourceAnswer | Promise<ResourceAnswer>;
  call(
    token: string,
    inputs: Readonly<Record<string, unknown>>,
  ): Record<string, unknown> | Promise<Record<string, unknown>>;
}
