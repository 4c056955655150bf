import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterHandle, ClusterKind } from "../../../components/cluster/contract";
import type { Environment } from "../../../components/environment";
import type { PlatformHandle } from "../../../components/platform/contract";
import { cloudCall } from "../../../plan/cloud-answers";
import { type PlatformOverrides, resolvePlatform } from "../../../stacks/config/platform-schema";
import { platformDns } from "../../../stacks/dns";
import { type PlatformUses, usesNothing } from "../../../stacks/needs";
import { installPlatform } from "../../../stacks/platform";

/** What a test varies. */
export interface Variant {
  readonly environment?: Environment;
  readonly kind?: ClusterKind;
  readonly overrides?: PlatformOverrides;
  readonly capabilities?: Partial<ClusterHandle["capabilities"]>;
  readonly slackWebhook?: string;
  readonly uses?: Partial<PlatformUses>;
  /** Supplied secrets by name. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** A resource as the program asked for it; inputs with secrets unwrapped. */
export interface Asked {
  /** Its type's last part, and its name, e.g. `Release dapr`. */
  readonly label: string;
  readonly type: string;
  readonly inputs: unknown;
  readonly provider: string;
  readonly protect: boolean;
  /** Labels of all that must exist before, whether by an input or by `dependsOn`. */
  readonly waits: readonly string[];
}

/** A platform as the program asked for it. */
export interface PlatformProgram {
  readonly platform: PlatformHandle;
  readonly asked: readonly Asked[];
  /** Those of a kind, by name. */
  readonly of: (kind: string) => readonly Asked[];
  /** The one of a label; fails the test where there is none. */
  readonly the: (label: string) => Asked;
}

/** A cluster that is there, with one resource that its pods need and one that everything needs. */
function cluster({ capabilities, kind = "doks" }: Variant): ClusterHandle {
  const nodes = new k8s.core.v1.ConfigMap("nodes", {});
  const access = new k8s.core.v1.ConfigMap("access", {});
  return {
    kind,
    name: pulumi.output("todo"),
    identifier: pulumi.output("todo-id"),
    provider: new k8s.Provider("cluster", { kubeconfig: "{}" }),
    kubeconfig: pulumi.secret("{}"),
    storageClass: "fast",
    storageClasses: [],
    capabilities: {
      loadBalancer: "ip",
      metricsServer: false,
      networkPolicy: true,
      nodeAutoscaling: true,
      ...capabilities,
    },
    nodePools: [],
    podsNeed: [nodes],
    accessNeeds: [access],
    ...(kind === "eks" ? { aws: { region: "eu-central-1", clusterName: pulumi.output("todo-prod") } } : {}),
    ...(kind === "gke"
      ? { network: { cloud: "google", region: "us-central1", project: pulumi.output("shop-1"), networkId: "network" } }
      : {}),
  };
}

/** `urn:…::parent$kubernetes:core/v1:Secret::name` as `Secret name`. */
function labelOf(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split(":").at(-1) ?? ""} ${name}`;
}

/** The part of the engine's request that mocks don't hand on. */
interface Registration {
  getType(): string;
  getName(): string;
  getProvider(): string;
  getProtect(): boolean;
  getDependenciesList(): string[];
}

/** Every resource from now on, in a fresh program under Pulumi's mocks. */
async function recordProgram(): Promise<Asked[]> {
  const asked: Asked[] = [];
  const inputs = new Map<string, unknown>();
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        inputs.set(`${args.type} ${args.name}`, args.inputs);
        return {
          id: args.id === undefined || args.id === "" ? `${args.name}-id` : args.id,
          state: { ...named(args), ...answers[args.type] },
        };
      },
      call: ({ token, inputs }) => cloudCall(token, inputs as Readonly<Record<string, unknown>>),
    },
    "rootstock",
    "prod",
    false,
    "organization",
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource: (request: Registration, callback: (error: unknown, response: unknown) => void) => unknown;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) =>
    register(request, (error, response) => {
      const type = request.getType();
      asked.push({
        label: `${type.split(":").at(-1) ?? ""} ${request.getName()}`,
        type,
        inputs: revealed(inputs.get(`${type} ${request.getName()}`)),
        provider: request.getProvider(),
        protect: request.getProtect(),
        waits: request.getDependenciesList().map(labelOf).sort(),
      });
      callback(error, response);
    });
  return asked;
}

/** What the cluster answers of an existing Service. */
const answers: Readonly<Record<string, object>> = {
  "kubernetes:core/v1:Service": { status: { loadBalancer: { ingress: [{ ip: "203.0.113.7" }] } } },
  "random:index/randomPassword:RandomPassword": { result: "made-by-random" },
};

/** The state of a resource, with the name that the cluster gives an object that has none: its own with a suffix. */
function named({ inputs, name }: pulumi.runtime.MockResourceArgs): object {
  const { metadata, ...rest } = inputs as { readonly metadata?: object };
  return metadata === undefined ? rest : { ...rest, metadata: { name: `${name}-1a2b3c4`, ...metadata } };
}

/** What marks a wrapped secret, in `specialSecretSig` of the SDK's `runtime/rpc`. */
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** A value with every wrapped secret replaced by what it holds. */
function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const secret =
    entries.find(([, of]) => of === secretSignature) === undefined
      ? undefined
      : entries.find(([key]) => key === "value");
  return secret === undefined
    ? Object.fromEntries(entries.map(([key, of]) => [key, revealed(of)]))
    : revealed(secret[1]);
}

/** The value of an Output. */
export function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) =>
    output.apply((value) => {
      resolve(value);
    }),
  );
}

/** Runs the platform layer under Pulumi's mocks. */
export async function runPlatform(variant: Variant = {}): Promise<PlatformProgram> {
  const asked = await recordProgram();
  const { environment = "prod", overrides, slackWebhook, uses } = variant;
  const settings = resolvePlatform(overrides, environment, { ...usesNothing, dapr: true, ...uses });
  const handle = cluster(variant);
  const secrets = Object.fromEntries(
    Object.entries(variant.secrets ?? {}).map(([name, value]) => [name, pulumi.secret(value)]),
  );
  const context = { environment, system: "shop", stackName: "live" };
  const dns = await platformDns({ platform: settings, secrets, context }, handle);
  const platform = installPlatform(settings, handle, {
    ...(slackWebhook === undefined ? {} : { slackWebhook: pulumi.secret(slackWebhook) }),
    ...(dns === undefined ? {} : { dns }),
  });
  await known(platform.loadBalancer);
  await pulumi.runtime.disconnect();
  const of = (kind: string): Asked[] =>
    asked.filter(({ label }) => label.startsWith(`${kind} `)).sort((a, b) => (a.label < b.label ? -1 : 1));
  const the = (label: string): Asked => {
    const found = asked.find((one) => one.label === label);
    if (found === undefined)
      throw new Error(
        `no ${label}; there are ${asked
          .map((one) => one.label)
          .sort()
          .join(", ")}`,
      );
    return found;
  };
  return { platform, asked, of, the };
}

/** A program that is run once for each variant, however many tests look at it. */
const programs = new Map<string, Promise<PlatformProgram>>();

/** {@link runPlatform}, once for each variant. */
export function platformOf(variant: Variant = {}): Promise<PlatformProgram> {
  const key = JSON.stringify(variant);
  const program = programs.get(key) ?? runPlatform(variant);
  programs.set(key, program);
  return program;
}

/** A value at a dotted path of what a release sets; undefined where nothing is set. */
export function at(values: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined,
      values,
    );
}
