import { createHash } from "node:crypto";
import { secret } from "@pulumi/pulumi";
import { cloudAnswer, cloudCall } from "./cloud-answers";
import type { Answerer, ResourceAnswer, ResourceRequest } from "./registration";

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
}

/** Whether a type is a Kubernetes object, and not a provider or a chart. */
export function isKubernetesObject(type: string): boolean {
  return type.startsWith("kubernetes:") && !type.startsWith("kubernetes:helm.sh/");
}

/** Whether a type is a Helm release. */
export function isRelease(type: string): boolean {
  return type === "kubernetes:helm.sh/v3:Release";
}

/** Seven hex digits that are the same for the same text, where the engine would draw them at random. */
function stableSuffix(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 7);
}

/** Bytes that are the same for the same text: a stand-in for what the random provider would make. */
function stableBytes(text: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < length; block += 1) {
    blocks.push(
      createHash("sha256")
        .update(`stand-in ${text} ${String(block)}`)
        .digest(),
    );
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** An object's metadata with the name that the provider would give it, where the program gives none. */
export function namedMetadata(
  request: ResourceRequest,
  suffixOf: (request: ResourceRequest) => string,
): Metadata & { readonly name: string } {
  const metadata = (request.inputs["metadata"] ?? {}) as Metadata;
  return { ...metadata, name: metadata.name ?? `${request.name}-${suffixOf(request)}` };
}

/** What a random value is drawn for: its resource, and its keepers, with which it is drawn anew. */
function drawKey({ inputs: { keepers }, urn }: ResourceRequest): string {
  return keepers === undefined ? urn : `${urn} ${JSON.stringify(keepers)}`;
}

/** What the random provider answers, from bytes that `bytesFor` yields. */
export function randomAnswer(
  request: ResourceRequest,
  bytesFor: (length: number) => Buffer,
): ResourceAnswer | undefined {
  const length = Number(request.inputs["length"] ?? request.inputs["byteLength"] ?? 16);
  switch (request.type) {
    case "random:index/randomBytes:RandomBytes": {
      const bytes = bytesFor(length);
      return { id: "none", extra: { base64: secret(bytes.toString("base64")), hex: secret(bytes.toString("hex")) } };
    }
    case "random:index/randomPassword:RandomPassword": {
      const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
      const result = [...bytesFor(length)].map((byte) => alphabet[byte % alphabet.length]).join("");
      return { id: "none", extra: { result: secret(result), bcryptHash: secret("$2a$10$standin") } };
    }
    case "random:index/randomId:RandomId":
      return { id: request.name, extra: { hex: bytesFor(length).toString("hex") } };
    default:
      return undefined;
  }
}

function releaseAnswer(request: ResourceRequest): ResourceAnswer {
  const { inputs } = request;
  const name = typeof inputs["name"] === "string" ? inputs["name"] : `${request.name}-${stableSuffix(request.urn)}`;
  const namespace = typeof inputs["namespace"] === "string" ? inputs["namespace"] : "default";
  return {
    id: `${namespace}/${name}`,
    extra: {
      name,
      status: {
        name,
        namespace,
        status: "deployed",
        revision: 1,
        version: inputs["version"] ?? "",
        chart: inputs["chart"] ?? "",
      },
    },
  };
}

/** Addresses for documentation (RFC 5737) stand in for those of a cloud. */
const loadBalancerStatus = {
  ip: { loadBalancer: { ingress: [{ ip: "203.0.113.10" }] } },
  hostname: { loadBalancer: { ingress: [{ hostname: "rootstock.elb.invalid" }] } },
  none: { loadBalancer: {} },
} as const;

/** What another stack's outputs are answered with. */
export type OwnerOutputs = Readonly<Record<string, unknown>>;

/** Answers everything with typical outputs, the same for the same program: for the plan. */
export class TypicalAnswers implements Answerer {
  /**
   * @param loadBalancer how the cluster's load balancers show their address
   * @param owners outputs of other stacks by the stack's name, secrets in clear
   */
  constructor(
    private readonly loadBalancer: keyof typeof loadBalancerStatus,
    private readonly owners: Readonly<Record<string, OwnerOutputs>> = {},
  ) {}

  resource(request: ResourceRequest): ResourceAnswer {
    const { type, name, urn } = request;
    if (!request.custom) return { id: "" };
    if (type === "pulumi:pulumi:StackReference") return this.#stackReference(request);
    if (type.startsWith("pulumi:providers:")) return { id: `provider-${stableSuffix(urn)}` };
    if (isRelease(type)) return releaseAnswer(request);
    if (isKubernetesObject(type)) return this.#object(request);
    return (
      randomAnswer(request, (length) => stableBytes(drawKey(request), length)) ??
      cloudAnswer(request) ?? { id: `${name}-${stableSuffix(urn)}` }
    );
  }

  call(token: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return cloudCall(token, inputs);
  }

  #object(request: ResourceRequest): ResourceAnswer {
    if (request.readId !== undefined) {
      const [namespace = "", name = ""] = request.readId.split("/");
      return {
        id: request.readId,
        extra: { metadata: { namespace, name }, status: loadBalancerStatus[this.loadBalancer] },
      };
    }
    const metadata = namedMetadata(request, ({ urn }) => stableSuffix(urn));
    return {
      id: metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`,
      extra: { metadata },
    };
  }

  #stackReference(request: ResourceRequest): ResourceAnswer {
    const name = request.inputs["name"];
    const reference = typeof name === "string" ? name : request.name;
    const outputs = this.owners[reference.split("/").at(-1) ?? reference];
    if (outputs === undefined) return { id: reference, extra: { name: reference, outputs: {}, secretOutputNames: [] } };
    return { id: reference, extra: { name: reference, outputs, secretOutputNames: ["kubeconfig", "adminPasswords"] } };
  }
}
