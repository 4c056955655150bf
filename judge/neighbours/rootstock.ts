import type { Application } from "../../components/application/contract";
import { planOf } from "../../plan/plan";
import { readStack } from "../../plan/stack-file";
import { todo } from "../../stacks/systems/todo";
import { type PlannedManifests, writeManifests } from "../plans";
import { comparedHost, comparedServices } from "./compared";

/** What is compared as a system of Rootstock: image, port, route and what can't be guessed, all else its defaults. */
const application: Application = {
  name: "shop",
  namespace: "shop",
  workloads: Object.fromEntries(
    comparedServices.map(({ name, image, port }) => [
      name,
      {
        kind: "deployment",
        image,
        port,
        scale: 2,
        resources: { cpu: { request: "100m", limit: "500m" }, memory: { request: "128Mi", limit: "256Mi" } },
        probes: { readiness: { path: "/ready" } },
      },
    ]),
  ),
  routes: comparedServices.map(({ name }) => ({ host: comparedHost, path: `/${name}`, to: name })),
};

/** The compared application by Rootstock, on a cluster that exists, in production. */
export async function rootstock(directory: string): Promise<PlannedManifests> {
  const { describe } = todo;
  Object.assign(todo, { describe: () => application });
  try {
    const made = await planOf(await readStack({ env: "prod", cluster: "kubeconfig" }));
    return writeManifests(directory, "rootstock", made, { system: "Rootstock" });
  } finally {
    Object.assign(todo, { describe });
  }
}
