// The yardstick: the same resources with the same inputs, registered with nothing but the SDK under its plain mocks.
// Argument: a file of resources.
import { readFileSync } from "node:fs";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** A resource to register. */
export interface RawResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** URN of its parent; empty for none. */
  readonly parent: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Id of an object that is read, not created. */
  readonly readId?: string;
}

type Constructor = new (name: string, inputs: object, opts: pulumi.CustomResourceOptions) => pulumi.Resource;

/** The SDK's class of a type, e.g. `k8s.apps.v1.Deployment` of `kubernetes:apps/v1:Deployment`. */
function classOf(type: string): Constructor {
  const [root = "", module = "", name = ""] = type.split(":");
  if (root === "pulumi") return k8s.Provider;
  const from: unknown = root === "random" ? random : k8s;
  const path =
    root === "random" ? [] : module.replace(/^([a-z]+)\.(k8s\.io|sh|authorization\.k8s\.io)\//, "$1/").split("/");
  const home = path.reduce((object, part) => (object as Record<string, unknown> | undefined)?.[part], from);
  const found = (home as Record<string, unknown> | undefined)?.[name];
  return (found ?? k8s.apiextensions.CustomResource) as Constructor;
}

class Component extends pulumi.ComponentResource {
  constructor(type: string, name: string, opts: pulumi.ComponentResourceOptions) {
    super(type, name, {}, opts);
    this.registerOutputs({});
  }
}

function create(
  { type, name, custom, inputs, readId }: RawResource,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  if (!custom) return new Component(type, name, opts);
  return new (classOf(type))(name, inputs, { ...opts, ...(readId === undefined ? {} : { id: readId }) });
}

/** Registers each resource once, parents and the provider first. */
function registerAll(resources: readonly RawResource[]): number {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const made = new Map<string, pulumi.Resource>();
  const make = (resource: RawResource, provider?: pulumi.ProviderResource): pulumi.Resource => {
    const known = made.get(resource.urn);
    if (known !== undefined) return known;
    const above = byUrn.get(resource.parent);
    const created = create(resource, {
      ...(above === undefined ? {} : { parent: make(above, provider) }),
      ...(provider !== undefined && resource.type.startsWith("kubernetes:") ? { provider } : {}),
    });
    made.set(resource.urn, created);
    return created;
  };
  const main = resources.find(({ type }) => type === "pulumi:providers:kubernetes");
  const provider = main === undefined ? undefined : (make(main) as k8s.Provider);
  for (const resource of resources) make(resource, provider);
  return made.size;
}

async function main(file: string): Promise<void> {
  const resources = JSON.parse(readFileSync(file, "utf8")) as readonly RawResource[];
  let answered = 0;
  await pulumi.runtime.setMocks(
    {
      newResource: ({ id, name, inputs }) => {
        answered += 1;
        return { id: id === undefined || id === "" ? name : id, state: inputs as Record<string, unknown> };
      },
      call: ({ inputs }) => inputs as Record<string, unknown>,
    },
    "rootstock",
    "raw",
  );
  await pulumi.runtime.runInPulumiStack(() => Promise.resolve({ registered: registerAll(resources) }));
  await pulumi.runtime.disconnect();
  // The stack itself is one more.
  if (answered !== resources.length + 1)
    throw new Error(`${String(answered)} resources were answered, not ${String(resources.length + 1)}.`);
}

void main(process.argv[2] ?? "");
