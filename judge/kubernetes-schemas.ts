import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { UsageError } from "../components/errors";
import { cacheDirectory } from "../rehearsal/control-plane/directories";
import { builtKubernetesVersion } from "../rehearsal/control-plane/modules";

type Json = Readonly<Record<string, unknown>>;

/** Kubernetes's own description of its API, as its Go module carries it. */
interface ApiDescription {
  readonly definitions: Readonly<Record<string, Json>>;
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const prefix = "#/definitions/";

/** Where kubeconform looks for a kind below a folder of schemas. */
export const schemaPattern = "{{ .ResourceKind }}{{ .KindSuffix }}.json";

function fileOf({ group, version, kind }: GroupVersionKind): string {
  const parts = [kind, ...(group === "" ? [] : [group.split(".")[0] ?? ""]), version];
  return `${parts.join("-").toLowerCase()}.json`;
}

/** What a definition refers to. */
function references(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "$ref" && typeof inner === "string" ? [inner.slice(prefix.length)] : references(inner),
  );
}

/** A definition that refuses fields it doesn't have, and takes `80` as well as `"http"` where the API does. */
function strict(definition: Json): Json {
  if (definition["format"] === "int-or-string") return { type: ["integer", "string"] };
  const { "x-kubernetes-group-version-kind": _kinds, ...rest } = definition;
  return "properties" in rest && !("additionalProperties" in rest) ? { ...rest, additionalProperties: false } : rest;
}

/** Every definition that one needs, itself among them. */
function closure(name: string, definitions: ApiDescription["definitions"]): Readonly<Record<string, Json>> {
  const found: Record<string, Json> = {};
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const definition = definitions[next];
    if (definition === undefined || Object.hasOwn(found, next)) continue;
    found[next] = strict(definition);
    open.push(...references(definition));
  }
  return found;
}

/** A JSON schema for every kind of an API description, by the name of its file. */
export function strictSchemas({ definitions }: ApiDescription): Readonly<Record<string, Json>> {
  const schemas: Record<string, Json> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const kinds = (definition["x-kubernetes-group-version-kind"] ?? []) as readonly GroupVersionKind[];
    for (const kind of kinds)
      schemas[fileOf(kind)] = { $ref: `${prefix}${name}`, definitions: closure(name, definitions) };
  }
  return schemas;
}

/** The folder of Kubernetes's Go module, downloaded where it is missing. */
async function kubernetesModule(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("go", ["mod", "download", "-json", "k8s.io/kubernetes"], {
      cwd: resolve(__dirname, "../rehearsal/control-plane"),
      env: { ...process.env, GOWORK: "off", GOFLAGS: "" },
    });
    return (JSON.parse(stdout) as { readonly Dir: string }).Dir;
  } catch (error) {
    throw new UsageError(`Kubernetes's schemas can't be had: ${String(error).split("\n")[0] ?? ""}`);
  }
}

/**
 * The folder of strict schemas of the Kubernetes that rehearsals run, made once.
 *
 * @throws UsageError where there is neither Go nor a way to its modules
 */
export async function kubernetesSchemas(): Promise<string> {
  const target = join(cacheDirectory(), "programs", `kubernetes-schemas-${builtKubernetesVersion()}`);
  if (existsSync(target)) return target;
  const file = join(await kubernetesModule(), "api/openapi-spec/swagger.json");
  const description = JSON.parse(readFileSync(file, "utf8")) as ApiDescription;
  mkdirSync(join(cacheDirectory(), "programs"), { recursive: true });
  const unfinished = mkdtempSync(`${target}.`);
  for (const [name, schema] of Object.entries(strictSchemas(description)))
    writeFileSync(join(unfinished, name), JSON.stringify(schema));
  try {
    renameSync(unfinished, target);
  } catch (error) {
    // Somebody else was faster.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
