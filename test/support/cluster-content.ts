import { get as httpsGet, type RequestOptions } from "node:https";
import { text } from "node:stream/consumers";
import { KubeConfig } from "@kubernetes/client-node";

interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly verbs: readonly string[] }[];
}

interface GroupList {
  readonly groups: readonly { readonly name: string; readonly preferredVersion: { readonly groupVersion: string } }[];
}

interface ItemList {
  readonly items: readonly { readonly metadata: { readonly name: string; readonly namespace?: string } }[];
}

/** Kinds whose objects come and go by themselves. */
const volatile = [
  "events",
  "leases",
  "endpoints",
  "endpointslices",
  "componentstatuses",
  "nodes",
  "pods",
  "replicasets",
  "controllerrevisions",
];

/** Everything that an API server holds, as sorted lines `resource namespace/name`. */
export async function clusterContent(kubeconfig: string): Promise<readonly string[]> {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const server = config.getCurrentCluster()?.server ?? "";
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const get = <T>(path: string): Promise<T> =>
    new Promise((done, fail) => {
      httpsGet(`${server}${path}`, options, (response) => {
        text(response).then((body) => done(JSON.parse(body) as T), fail);
      }).on("error", fail);
    });
  const { groups } = await get<GroupList>("/apis");
  const roots = ["/api/v1", ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  const lines = await Promise.all(
    roots.map(async (root) => {
      const { resources = [] } = await get<Partial<ResourceList>>(root);
      const listed = resources.filter(
        ({ name, verbs }) => verbs.includes("list") && !name.includes("/") && !volatile.includes(name),
      );
      const found = await Promise.all(
        listed.map(async ({ name }) => {
          const { items = [] } = await get<Partial<ItemList>>(`${root}/${name}`);
          return items.map(({ metadata }) => `${name} ${metadata.namespace ?? ""}/${metadata.name}`);
        }),
      );
      return found.flat();
    }),
  );
  return lines.flat().sort();
}
