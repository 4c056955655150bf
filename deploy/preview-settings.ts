import { isMap, isScalar, parseDocument, type YAMLMap } from "yaml";
import { UsageError } from "../components/errors";
import { isEncrypted } from "../plan/stack-yaml";
import { shown } from "../stacks/config/plain-secrets";
import { projectName } from "../stacks/config/raw";
import { kubeconfigSecret, slackWebhookSecret } from "../stacks/config/secret-needs";
import { previewStack } from "./preview-environment";
import { openedConfig } from "./settings-in-file";

/** What {@link previewText} is told. */
export interface PreviewOptions {
  readonly pullRequest: number;
  /** The stack that it is made from, whose cluster it shares unless that has another stack's itself. */
  readonly from: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
  /** Image tag of all workloads. @default that of the stack that it is made from */
  readonly imageTag?: string;
}

/** Settings that belong to one environment alone. */
const left = ["sleep", "digests", "slots"] as const;

/** Secrets that whoever owns the platform needs, and no other stack. */
const ofOwner = (name: string): boolean =>
  name === kubeconfigSecret || name === slackWebhookSecret || name.startsWith("DNS_");

/** The key of a setting in a file, which may have the project's name before it. */
function keyOf(config: YAMLMap, name: string): string {
  return config.has(`${projectName}:${name}`) || !config.has(name) ? `${projectName}:${name}` : name;
}

const keysOf = ({ items }: YAMLMap): readonly string[] =>
  items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));

/** Keeps of a map what has one of these names; one of which nothing is left goes. */
function keepOnly(parent: YAMLMap, key: string, isKept: (name: string) => boolean): void {
  const map = parent.get(key);
  if (!isMap(map)) return;
  for (const name of keysOf(map)) if (!isKept(name)) map.delete(name);
  if (map.items.length === 0) parent.delete(key);
}

/** Leaves of the platform's settings what is about an application's own objects; the rest is its owner's. */
function reducePlatform(config: YAMLMap): void {
  const key = keyOf(config, "platform");
  const platform = config.get(key);
  if (isMap(platform)) keepOnly(platform, "certificates", (name) => name === "issuer");
  keepOnly(config, key, (name) => name === "certificates" || name === "mirrors");
}

/** @throws UsageError for secrets that no other stack can read */
function refuseOwnSecrets(content: Readonly<Record<string, unknown>>, config: YAMLMap, from: string): void {
  const settings = config.toJSON() as Readonly<Record<string, unknown>>;
  const backEnd = settings[keyOf(config, "secretBackEnd")] as { readonly kind?: unknown } | undefined;
  if (backEnd?.kind === "sealed-secrets")
    throw new UsageError(
      shown(
        `Pulumi.${from}.yaml has secretBackEnd sealed-secrets: its texts are sealed for the namespace of stack ${from}, and are opened in no other. Make previews from a stack with another secretBackEnd, such as external-secrets.`,
      ),
    );
  const encrypted = Object.keys(settings).filter((key) => isEncrypted(settings[key]));
  if (encrypted.length === 0 || content["encryptionsalt"] !== undefined || content["encryptedkey"] !== undefined)
    return;
  throw new UsageError(
    shown(
      `Pulumi.${from}.yaml has secrets (${encrypted.join(", ")}) that Pulumi Cloud encrypts with the key of stack ${from} alone: a preview is a stack of its own and couldn't read them. Give ${from} a key that its previews share: pulumi stack change-secrets-provider passphrase --stack ${from} (or awskms://…, gcpkms://…, azurekeyvault://…); or keep the values in a store (secretBackEnd: external-secrets).`,
    ),
  );
}

/**
 * The file of a preview, made from another stack's: its own namespace and hosts, on the cluster of that stack. Encrypted
 * secrets are taken over as they are, with the file's own key.
 *
 * @param text the other stack's file
 * @throws UsageError for a text that can't be written anew, and for secrets that no other stack can read
 */
export function previewText(text: string, { expires, from, imageTag, pullRequest }: PreviewOptions): string {
  const document = parseDocument(text, { logLevel: "error" });
  const config = openedConfig(document);
  refuseOwnSecrets(document.toJSON() as Readonly<Record<string, unknown>>, config, from);
  reducePlatform(config);
  keepOnly(config, keyOf(config, "secrets"), (name) => !ofOwner(name));
  for (const name of left) config.delete(keyOf(config, name));
  const set = (name: string, value: unknown): void => {
    config.set(keyOf(config, name), document.createNode(value));
  };
  const domain = config.get(keyOf(config, "domain"));
  const cluster = config.get(keyOf(config, "cluster"));
  if (!isMap(cluster) || cluster.get("kind") !== "stack") set("cluster", { kind: "stack", reference: from });
  set("domain", `${previewStack(pullRequest)}.${typeof domain === "string" ? domain : "example.com"}`);
  if (imageTag !== undefined) set("imageTag", imageTag);
  set("preview", { pullRequest, expires: new Date(expires).toISOString().replace(/\.\d+Z$/, "Z") });
  return document.toString();
}

/** What encrypts the secrets of a stack's file, as `pulumi stack init` takes it; undefined for the usual of its place. */
export function secretsProviderIn(text: string): string | undefined {
  const document = parseDocument(text, { logLevel: "error" });
  const provider = document.get("secretsprovider");
  if (typeof provider === "string") return provider;
  return document.has("encryptionsalt") ? "passphrase" : undefined;
}

/** When a preview's file says that it has to be gone, in milliseconds since 1970; undefined for any other file. */
export function expiryIn(text: string): number | undefined {
  const config = parseDocument(text, { logLevel: "error" }).get("config");
  const preview = isMap(config) ? config.get(keyOf(config, "preview")) : undefined;
  const expires = isMap(preview) ? preview.get("expires") : undefined;
  const time = typeof expires === "string" ? Date.parse(expires) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
