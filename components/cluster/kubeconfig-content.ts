import { parse, stringify } from "yaml";
import { UsageError } from "../errors";
import { nearest } from "../nearest";

/** A kubeconfig, as far as it matters here. */
interface Kubeconfig {
  readonly contexts: readonly Named[];
  readonly clusters: readonly Named[];
  readonly users: readonly Named[];
  readonly current: string | undefined;
}

type Entry = Readonly<Record<string, unknown>>;

interface Named {
  readonly name: string;
  readonly entry: Entry;
}

/** The keys of a kubeconfig that name a file, and those that hold its content instead. */
const files: Readonly<Record<string, string>> = {
  "certificate-authority": "certificate-authority-data",
  "client-certificate": "client-certificate-data",
  "client-key": "client-key-data",
};

/**
 * The part of a kubeconfig that one context needs, with the files it names put into it: what is stored in the state
 * then works on any machine, and gives away no other cluster's credentials.
 *
 * @param text content of the kubeconfig
 * @param context the context to keep; undefined takes the current one
 * @param readFile reads a file that the kubeconfig names, relative to it
 * @throws UsageError when the text is no kubeconfig, or hasn't got the context
 */
export function isolateContext(
  text: string,
  context: string | undefined,
  readFile: (path: string) => Uint8Array,
): string {
  const kubeconfig = read(text);
  const name = context ?? kubeconfig.current;
  const chosen = kubeconfig.contexts.find((known) => known.name === name);
  if (name === undefined || chosen === undefined) throw noContext(name, kubeconfig);
  const cluster = kubeconfig.clusters.find((known) => known.name === chosen.entry["cluster"]);
  const user = kubeconfig.users.find((known) => known.name === chosen.entry["user"]);
  if (cluster === undefined) {
    throw new UsageError(
      `The kubeconfig's context "${name}" names the cluster "${String(chosen.entry["cluster"])}", which isn't in it; choose another context by cluster.context.`,
    );
  }
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    contexts: [{ name, context: chosen.entry }],
    clusters: [{ name: cluster.name, cluster: inline(cluster.entry, readFile) }],
    users: user === undefined ? [] : [{ name: user.name, user: inline(user.entry, readFile) }],
  });
}

function inline(entry: Entry, readFile: (path: string) => Uint8Array): Entry {
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]) => {
      const dataKey = files[key];
      return dataKey !== undefined && typeof value === "string"
        ? [dataKey, Buffer.from(readFile(value)).toString("base64")]
        : [key, value];
    }),
  );
}

function noContext(name: string | undefined, { contexts }: Kubeconfig): UsageError {
  const names = contexts.map((known) => known.name);
  const list = names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`;
  if (name === undefined) {
    return new UsageError(`The kubeconfig has no current context; choose one by cluster.context. ${list}`);
  }
  const near = nearest(name, names);
  const hint = near === undefined ? "" : `Did you mean ${near}? `;
  return new UsageError(`cluster.context is "${name}", which the kubeconfig doesn't have. ${hint}${list}`);
}

function read(text: string): Kubeconfig {
  const parsed = tryParse(text);
  if (!isEntry(parsed)) {
    throw new UsageError(
      "The kubeconfig is no YAML object; give the content of a file such as ~/.kube/config, or name one by cluster.path.",
    );
  }
  const current = parsed["current-context"];
  return {
    contexts: named(parsed["contexts"], "context"),
    clusters: named(parsed["clusters"], "cluster"),
    users: named(parsed["users"], "user"),
    current: typeof current === "string" && current !== "" ? current : undefined,
  };
}

function tryParse(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function named(list: unknown, key: string): Named[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    if (!isEntry(item)) return [];
    const name = item["name"];
    const entry = item[key];
    return typeof name === "string" && isEntry(entry) ? [{ name, entry }] : [];
  });
}

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
