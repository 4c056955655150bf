import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { CoreV1Api, KubeConfig, type KubernetesObject, KubernetesObjectApi } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import type { ControlPlane } from "../rehearsal/control-plane/contract";
import { type Inventory, readInventory } from "../rehearsal/inventory";
import { ClusterObjects, type ObjectReference, showReference } from "../rehearsal/objects";
import { retried } from "../rehearsal/passing";

/** What a rehearsal has put into a cluster, as the API server has it. */
export interface State {
  /** Objects that carry the rehearsal's name as their manager, by reference, with a hash of what was asked for. */
  readonly objects: ReadonlyMap<string, string>;
  /** Revisions of releases that are neither deployed nor superseded, and releases without a deployed one. */
  readonly unsettled: readonly string[];
  /** Objects of releases that aren't there. */
  readonly missing: readonly string[];
  readonly inventory: Inventory;
}

/** Names of what a rehearsal and its deployments keep for themselves. */
const books = /^rootstock-(rehearsal|deployments)\./;

function isOurs({ metadata }: KubernetesObject): boolean {
  const { managedFields = [], name = "" } = metadata ?? {};
  return !books.test(name) && managedFields.some(({ manager }) => manager === "rootstock-rehearsal");
}

/** Hash of what can be asked for: not of what the API server and controllers add. */
function contentOf(object: KubernetesObject): string {
  const { data } = object as { readonly data?: unknown };
  return createHash("sha256")
    .update(JSON.stringify(data ?? null))
    .digest("hex")
    .slice(0, 12);
}

/** What is in the cluster of a control plane for a stack. */
export async function stateOf(plane: ControlPlane, stack: string): Promise<State> {
  const config = new KubeConfig();
  config.loadFromString(plane.kubeconfig);
  const api = KubernetesObjectApi.makeApiClient(config);
  const cluster = new ClusterObjects(plane.kubeconfig);
  const inventory = await readInventory(cluster, stack);
  const kinds = new Map(
    inventory.objects.map(({ apiVersion, kind }) => [`${apiVersion}/${kind}`, { apiVersion, kind }]),
  );
  const objects = new Map<string, string>();
  for (const { apiVersion, kind } of kinds.values()) {
    const { items } = await retried(() => api.list(apiVersion, kind));
    for (const item of items.filter(isOurs))
      objects.set(showReference({ ...item, kind } as unknown as ObjectReference), contentOf(item));
  }
  const core = config.makeApiClient(CoreV1Api);
  const { items } = await retried(() => core.listSecretForAllNamespaces({ labelSelector: "owner=helm" }));
  const revisions = items.map(({ metadata }) => ({
    release: `${metadata?.namespace ?? ""}/${metadata?.labels?.["name"] ?? ""}`,
    status: metadata?.labels?.["status"] ?? "",
  }));
  const deployed = revisions.filter(({ status }) => status === "deployed").map(({ release }) => release);
  const wanted = inventory.releases.map(({ namespace, name }) => `${namespace}/${name}`);
  const unsettled = [
    ...revisions
      .filter(({ status }) => /pending|uninstalling/.test(status))
      .map((one) => `${one.release} is ${one.status}`),
    ...wanted
      .filter((release) => deployed.filter((one) => one === release).length !== 1)
      .map((one) => `${one} isn't deployed once`),
    ...deployed.filter((release) => !wanted.includes(release)).map((one) => `${one} is in no inventory`),
  ];
  const missing: string[] = [];
  for (const { namespace, name } of inventory.releases) {
    const { stdout } = await promisify(execFile)("helm", ["get", "manifest", name, "--namespace", namespace], {
      env: { ...plane.environment },
      maxBuffer: 2 ** 26,
    }).catch(() => ({ stdout: "" }));
    for (const document of parseAllDocuments(stdout)) {
      const object = document.toJS() as ObjectReference | null;
      if (object === null) continue;
      const metadata = { namespace, ...object.metadata };
      if ((await cluster.read({ ...object, metadata })) === undefined)
        missing.push(`${name}: ${showReference(object)}`);
    }
  }
  return { objects, unsettled, missing, inventory };
}

/** What of a cluster isn't as a finished run leaves it; empty when all is well. */
export function faultsOf({ inventory, missing, objects, unsettled }: State): readonly string[] {
  const wanted = inventory.objects.map(showReference);
  return [
    ...wanted.filter((reference) => !objects.has(reference)).map((reference) => `lost: ${reference}`),
    ...[...objects.keys()].filter((reference) => !wanted.includes(reference)).map((one) => `doubled or left: ${one}`),
    ...wanted
      .filter((reference, index) => wanted.indexOf(reference) !== index)
      .map((one) => `twice in the inventory: ${one}`),
    ...unsettled.map((release) => `release ${release}`),
    ...missing.map((object) => `lost of release ${object}`),
  ];
}

/** What an earlier state had and a later one of the same configuration hasn't: values that were lost. */
export function lostBetween(before: State, after: State): readonly string[] {
  return [...before.objects]
    .filter(
      ([reference, content]) => /^(secret|configmap) /.test(reference) && after.objects.get(reference) !== content,
    )
    .map(([reference]) => `lost or changed on the way: ${reference}`);
}
