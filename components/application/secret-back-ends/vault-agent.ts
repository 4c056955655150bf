import type { types } from "@pulumi/kubernetes";
import { inNamespace, tcp } from "../../network-policy-parts";
import type { VaultFacts } from "../../platform/contract";
import type { Workload } from "../contract";
import { defaultUser } from "../pod-security";
import type { SecretBackEnd, SecretVersions } from "../secret-back-end";
import type { SecretSource } from "../secrets";
import { fileKey, secretsPath } from "../volumes";
import { vaultAudience } from "./external-secrets";
import { entryOf } from "./secret-objects";
import { leafParts, renderedText, secretsBehind, type TextPart } from "./secret-text";
import { versionAnnotations } from "./secret-versions";

/** What Vault's agent may use, in a pod and before it starts. */
export const agentResources = {
  cpu: { request: "25m", limit: "250m" },
  memory: { request: "64Mi", limit: "128Mi" },
  disk: { request: "16Mi", limit: "64Mi" },
} as const;

/** The volume with the token by which a pod says to Vault who it is. */
const tokenVolume = "vault-token";

/** The volume for secrets that lie at paths of their own. */
const filesVolume = "vault-files";

/** Where the agent sees that volume: below the one directory that it writes to. */
const filesDirectory = "files";

/** The file with assignments of variables. */
const environmentFile = "environment";

/** What a pod has because Vault's agent writes its secrets. */
export interface VaultPod {
  readonly annotations: Readonly<Record<string, string>>;
  readonly volumes: readonly types.input.core.v1.Volume[];
  /** Files at paths of their own. */
  readonly mounts: readonly types.input.core.v1.VolumeMount[];
  /** What a container's command begins with, so that it has its secrets as environment variables. */
  readonly commandPrefix: readonly string[];
  readonly egress: types.input.networking.v1.NetworkPolicyEgressRule;
}

/** What {@link vaultPod} takes. */
export interface VaultPodArgs {
  readonly name: string;
  readonly workload: Workload;
  readonly backEnd: Extract<SecretBackEnd, { readonly kind: "vault" }>;
  readonly facts: VaultFacts;
  readonly sources: Readonly<Record<string, SecretSource>>;
  readonly versions: SecretVersions;
  /** Secrets that the stack's state holds, which come otherwise. */
  readonly held: ReadonlySet<string>;
}

/** A file that the agent writes. */
interface AgentFile {
  /** Ends the annotations that are about it. */
  readonly id: string;
  /** Path below {@link secretsPath}. */
  readonly path: string;
  readonly template: string;
}

const annotation = (key: string): string => `vault.hashicorp.com/${key}`;

/** A template of the agent: a text with values of the entry in it, each piped through `filter`. */
function template(path: string, parts: readonly TextPart[], filter = ""): string {
  const text = renderedText(parts, (name) => `{{ .Data.data.${name}${filter} }}`);
  return `{{ with secret "${path}" }}${text}{{ end }}`;
}

/** In a shell nothing between single quotes means anything but the single quote itself. */
const shellQuoted = ` | replaceAll "'" "'\\\\''"`;

function assignments(names: readonly string[], { backEnd, sources }: VaultPodArgs): string {
  const parts = names.flatMap((name): readonly TextPart[] => [
    `export ${name}='`,
    ...leafParts(entryOf(name), sources).map((part) =>
      typeof part === "string" ? part.replaceAll("'", "'\\''") : part,
    ),
    "'\n",
  ]);
  return template(backEnd.path, parts, shellQuoted);
}

function filesOf(args: VaultPodArgs, names: readonly string[]): readonly AgentFile[] {
  const { backEnd, held, sources, workload } = args;
  const own =
    workload.secretsAs === "files"
      ? names.map((name) => ({
          id: name,
          path: name,
          template: template(backEnd.path, leafParts(entryOf(name), sources)),
        }))
      : names.length === 0
        ? []
        : [{ id: environmentFile, path: environmentFile, template: assignments(names, args) }];
  const elsewhere = Object.entries(workload.files ?? {}).flatMap(([path, file], index) =>
    "secret" in file && !held.has(file.secret)
      ? [
          {
            id: `file-${String(index)}`,
            path: `${filesDirectory}/${fileKey(path)}`,
            template: template(backEnd.path, leafParts(entryOf(file.secret), sources)),
          },
        ]
      : [],
  );
  return [...own, ...elsewhere];
}

/** Annotations about one file: readable by the pod's own user alone, and none rather than one with a gap. */
function fileAnnotations({ id, path, template: contents }: AgentFile, entry: string): Record<string, string> {
  return {
    [annotation(`agent-inject-secret-${id}`)]: entry,
    [annotation(`agent-inject-template-${id}`)]: contents,
    [annotation(`agent-inject-file-${id}`)]: path,
    [annotation(`agent-inject-perms-${id}`)]: "0400",
    [annotation(`error-on-missing-key-${id}`)]: "true",
  };
}

/** The agent also mounts the volume of files that lie elsewhere. */
function mountPatch(): Record<string, string> {
  const patch = JSON.stringify([
    {
      op: "add",
      path: "/volumeMounts/-",
      value: { name: filesVolume, mountPath: `${secretsPath}/${filesDirectory}` },
    },
  ]);
  return { [annotation("agent-init-json-patch")]: patch, [annotation("agent-json-patch")]: patch };
}

function podAnnotations(args: VaultPodArgs, files: readonly AgentFile[], stays: boolean): Record<string, string> {
  const { backEnd, facts, name, workload } = args;
  const user = String(workload.user ?? defaultUser);
  const { cpu, memory, disk } = agentResources;
  return {
    [annotation("agent-inject")]: "true",
    [annotation("agent-inject-containers")]: name,
    [annotation("agent-init-first")]: "true",
    ...(stays ? {} : { [annotation("agent-pre-populate-only")]: "true" }),
    [annotation("service")]: facts.address,
    [annotation("role")]: backEnd.role,
    [annotation("agent-service-account-token-volume-name")]: tokenVolume,
    [annotation("agent-run-as-user")]: user,
    [annotation("agent-run-as-group")]: user,
    [annotation("agent-requests-cpu")]: cpu.request,
    [annotation("agent-limits-cpu")]: cpu.limit,
    [annotation("agent-requests-mem")]: memory.request,
    [annotation("agent-limits-mem")]: memory.limit,
    [annotation("agent-requests-ephemeral")]: disk.request,
    [annotation("agent-limits-ephemeral")]: disk.limit,
    [annotation("secret-volume-path")]: secretsPath,
    ...Object.fromEntries(files.flatMap((file) => Object.entries(fileAnnotations(file, backEnd.path)))),
  };
}

/**
 * The part of a pod that lets Vault's agent write its secrets; undefined for a workload that has none in Vault. The
 * agent stays beside the container where secrets are files, which it renews; variables can't change, and a job would
 * never end, so there it only comes first.
 *
 * @see https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations
 */
export function vaultPod(args: VaultPodArgs): VaultPod | undefined {
  const { facts, held, sources, versions, workload } = args;
  const names = (workload.secrets ?? []).filter((name) => !held.has(name));
  const files = filesOf(args, names);
  if (files.length === 0) return undefined;
  const elsewhere = Object.entries(workload.files ?? {}).flatMap(([path, file]) =>
    "secret" in file && !held.has(file.secret) ? [{ path, secret: file.secret }] : [],
  );
  const variables = workload.secretsAs !== "files" && names.length > 0;
  const used = [...names, ...elsewhere.map(({ secret }) => secret)];
  const behind = [...new Set(used.flatMap((name) => secretsBehind(entryOf(name), sources)))];
  const stays = workload.kind !== "scheduled" && !variables;
  return {
    annotations: {
      ...podAnnotations(args, files, stays),
      ...(elsewhere.length === 0 ? {} : mountPatch()),
      ...versionAnnotations(behind, versions, sources),
    },
    volumes: [
      {
        name: tokenVolume,
        projected: {
          sources: [{ serviceAccountToken: { audience: vaultAudience, expirationSeconds: 3600, path: "token" } }],
        },
      },
      ...(elsewhere.length === 0 ? [] : [{ name: filesVolume, emptyDir: { medium: "Memory", sizeLimit: "1Mi" } }]),
    ],
    mounts: elsewhere.map(({ path }) => ({
      name: filesVolume,
      mountPath: path,
      subPath: fileKey(path),
      readOnly: true,
    })),
    commandPrefix: variables ? ["/bin/sh", "-ec", `. ${secretsPath}/${environmentFile}; exec "$@"`, "sh"] : [],
    egress: {
      to: [
        {
          namespaceSelector: inNamespace(facts.namespace),
          podSelector: { matchLabels: { ...facts.podLabels } },
        },
      ],
      ports: tcp(facts.port),
    },
  };
}
