import * as pulumi from "@pulumi/pulumi";

/** A resource as the program asked for it. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URN and id of the provider. */
  readonly provider: string;
  readonly parent: string;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /** Names of the resources that must exist first, whether by an input or by `dependsOn`. */
  readonly needs: readonly string[];
}

/** What clouds answer, as far as this layer reads it, by resource type. */
const answers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "digitalocean:index/kubernetesCluster:KubernetesCluster": {
    endpoint: "https://doks.example",
    kubeConfigs: [{ clusterCaCertificate: "Y2E=", token: "expires-in-7-days" }],
  },
  "digitalocean:index/vpc:Vpc": { ipRange: "10.10.0.0/16" },
  "aws:eks/cluster:Cluster": {
    arn: "arn:aws:eks:us-east-1:123456789012:cluster/todo-dev",
    endpoint: "https://eks.example",
    certificateAuthority: { data: "Y2E=" },
  },
  "aws:ec2/launchTemplate:LaunchTemplate": { latestVersion: 1 },
  "aws:iam/role:Role": { arn: "arn:aws:iam::123456789012:role/any" },
  "aws:kms/key:Key": { arn: "arn:aws:kms:us-east-1:123456789012:key/any" },
  "gcp:container/cluster:Cluster": { endpoint: "192.0.2.1", masterAuth: { clusterCaCertificate: "Y2E=" } },
  "gcp:compute/network:Network": { project: "example-project" },
  "gcp:serviceaccount/account:Account": { project: "example-project", email: "nodes@example-project.iam" },
  "command:local:Command": { stdout: "apiVersion: v1" },
};

/** The part of the engine's request that mocks don't hand on. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getProtect(): boolean;
  getIgnorechangesList(): string[];
  getDeletebeforereplace(): boolean;
  getDependenciesList(): string[];
}

type Register = (request: Request, callback: (error: unknown, response: unknown) => void) => unknown;

/** Everything that was registered since {@link record}; read it after {@link settle}. */
export class Recorder {
  readonly resources: Recorded[] = [];
  /** The stacks that were referred to. */
  readonly references: string[] = [];

  /** The resources whose type ends so, in the order of their names. */
  of(type: string): Recorded[] {
    return this.resources.filter((resource) => resource.type.endsWith(type)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The only resource whose type ends so. */
  one(type: string): Recorded {
    const [only, ...more] = this.of(type);
    if (only === undefined || more.length > 0) {
      throw new Error(
        `expected one ${type}, got ${String(this.of(type).length)}; recorded: ${this.names().join(", ")}`,
      );
    }
    return only;
  }

  /** The resource of a name, among those whose type ends so. */
  named(name: string, type = ""): Recorded {
    const found = this.of(type).find((resource) => resource.name === name);
    if (found === undefined) throw new Error(`no ${type} ${name}; recorded: ${this.names().join(", ")}`);
    return found;
  }

  /** `type name` of all, in order; components and providers, too. */
  names(): string[] {
    return this.resources.map(({ type, name }) => `${type} ${name}`).sort();
  }
}

const stackReference = "pulumi:pulumi:StackReference";

/** What another stack exports. */
export interface StackOutputs {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly secretOutputNames: readonly string[];
}

/** Starts recording: a fresh program under Pulumi's mocks. */
export async function record(other: StackOutputs = { outputs: {}, secretOutputNames: [] }): Promise<Recorder> {
  const recorder = new Recorder();
  const inputs = new Map<string, Readonly<Record<string, unknown>>>();
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        const given = args.inputs as Record<string, unknown>;
        inputs.set(`${args.type} ${args.name}`, given);
        if (args.type === stackReference) recorder.references.push(String(given["name"]));
        const answer = args.type === stackReference ? other : answers[args.type];
        return { id: `${args.name}-id`, state: { name: args.name, ...given, ...answer } };
      },
      call: () => ({}),
    },
    "rootstock",
    "dev",
    false,
    "organization",
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as { registerResource: Register };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) =>
    register(request, (error, response) => {
      recorder.resources.push({
        type: request.getType(),
        name: request.getName(),
        inputs: inputs.get(`${request.getType()} ${request.getName()}`) ?? {},
        provider: request.getProvider(),
        parent: nameOf(request.getParent()),
        protect: request.getProtect(),
        ignoreChanges: request.getIgnorechangesList(),
        deleteBeforeReplace: request.getDeletebeforereplace(),
        needs: request.getDependenciesList().map(nameOf),
      });
      callback(error, response);
    });
  return recorder;
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** Waits until everything registered so far is settled, and ends the program. */
export async function settle(): Promise<void> {
  await pulumi.runtime.disconnect();
}

/** The value of an Output. */
export function outputValue<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    // eslint-disable-next-line no-restricted-syntax -- the promise is how a test waits for this very apply
    output.apply((value) => {
      resolve(value);
    });
  });
}

/** A secret as it goes to the engine, unwrapped. */
export function revealed(value: unknown): unknown {
  const wrapped = value as { readonly value?: unknown } | undefined;
  return typeof value === "object" && value !== null && "value" in value ? wrapped?.value : value;
}

/** A program that is run once for each set of arguments, however many tests look at it. */
export function once<Args extends readonly unknown[], Result>(
  run: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  const results = new Map<string, Promise<Result>>();
  return (...args) => {
    const key = JSON.stringify(args);
    const result = results.get(key) ?? run(...args);
    results.set(key, result);
    return result;
  };
}
