import { type RequestOptions, request } from "node:https";
import { UsageError } from "../errors";
import type { Definition } from "./crd-upgrade";

/** The name under which applied fields are ours. */
const fieldManager = "rootstock";

/** What the API server answered. */
interface Answer {
  readonly code: number;
  readonly body: string;
}

/**
 * Server-side apply of a definition; fields of other managers that it sets become ours.
 *
 * Sent as it is: the typed client would leave out the fields that its model names differently
 * (`x-kubernetes-preserve-unknown-fields`), and the API server refuses the rest.
 *
 * @throws UsageError with the API server's message.
 */
export async function applyDefinition(definition: Definition, kubeconfig: string): Promise<void> {
  // Loaded here because only an upgrade needs it, and it takes a while to load.
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const { name } = definition.metadata;
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}?fieldManager=${fieldManager}&force=true`;
  const server = config.getCurrentCluster()?.server ?? "";
  const options: RequestOptions = { method: "PATCH", headers: { "Content-Type": "application/apply-patch+yaml" } };
  await config.applyToHTTPSOptions(options);
  // JSON is YAML.
  const { body, code } = await send(`${server.replace(/\/+$/, "")}${path}`, options, JSON.stringify(definition));
  if (code >= 300) {
    throw new UsageError(`The API server refuses the definition ${name}: ${serverMessage(body)}`);
  }
}

function send(url: string, options: RequestOptions, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        resolve({ code: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The message in a Status, or the whole answer where it is none. */
function serverMessage(body: string): string {
  try {
    const status: unknown = JSON.parse(body);
    return typeof status === "object" && status !== null && "message" in status ? String(status.message) : body;
  } catch {
    return body;
  }
}
