import { request as plainRequest } from "node:http";
import { Agent, type RequestOptions, request } from "node:https";
import { text } from "node:stream/consumers";
import { KubeConfig } from "@kubernetes/client-node";
import { UsageError } from "../components/errors";
import { retried } from "../rehearsal/passing";
import type { Seen } from "./contract";

/** What is listed of a cluster. */
export type Listed = Omit<Seen, "now" | "history" | "engine">;

/** What could be listed, and what could not, in sentences. */
export interface Look {
  readonly listed: Listed;
  readonly unseen: readonly string[];
}

/** Where each list is. */
const paths: Readonly<Record<keyof Listed, string>> = {
  pods: "/api/v1/pods",
  nodes: "/api/v1/nodes",
  services: "/api/v1/services",
  claims: "/api/v1/persistentvolumeclaims",
  volumes: "/api/v1/persistentvolumes",
  storageClasses: "/apis/storage.k8s.io/v1/storageclasses",
  namespaces: "/api/v1/namespaces",
  deployments: "/apis/apps/v1/deployments",
  autoscalers: "/apis/autoscaling/v2/horizontalpodautoscalers",
  budgets: "/apis/policy/v1/poddisruptionbudgets",
  leases: "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases",
  events: "/api/v1/events?fieldSelector=type%3DWarning",
  releases: "/api/v1/secrets?labelSelector=owner%3Dhelm",
  definitions: "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
  certificates: "/apis/cert-manager.io/v1/certificates",
  orders: "/apis/acme.cert-manager.io/v1/orders",
  challenges: "/apis/acme.cert-manager.io/v1/challenges",
};

/** Lists of which only names, labels and times are asked for: nothing of a Secret is ever read. */
const metadataOnly: readonly string[] = ["releases", "definitions"];

/** Milliseconds that an API server may take for a list. */
const patience = 30_000;

interface Answer {
  readonly status: number;
  readonly body: string;
}

function asker(kubeconfig: string): (path: string, accept: string) => Promise<Answer> {
  const config = new KubeConfig();
  try {
    config.loadFromString(kubeconfig);
  } catch {
    throw new UsageError(
      "The kubeconfig can't be read: it is no YAML of a kubeconfig. Name another with --kubeconfig.",
    );
  }
  const server = config.getCurrentCluster()?.server;
  if (server === undefined)
    throw new UsageError(
      "The kubeconfig names no cluster in its current context; choose one with kubectl config use-context.",
    );
  const agent = new Agent({ keepAlive: false, maxSockets: 8 });
  return async (path, accept) => {
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const send = server.startsWith("http:") ? plainRequest : request;
    return new Promise((done, fail) => {
      send(
        `${server.replace(/\/$/, "")}${path}`,
        {
          ...options,
          ...(send === request && options.agent === undefined ? { agent } : {}),
          timeout: patience,
          headers: { ...options.headers, Accept: accept },
        },
        (response) => {
          text(response).then((body) => done({ status: response.statusCode ?? 0, body }), fail);
        },
      )
        .on("timeout", function (this: { destroy: (error: Error) => void }) {
          this.destroy(new Error(`no answer in ${String(patience / 1000)} s`));
        })
        .on("error", fail)
        .end();
    });
  };
}

async function list(
  ask: ReturnType<typeof asker>,
  key: string,
  path: string,
): Promise<{ readonly items: readonly unknown[]; readonly unseen?: string }> {
  const partial = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
  const { body, status } = await retried(() => ask(path, metadataOnly.includes(key) ? partial : "application/json"));
  if (status === 200) return { items: (JSON.parse(body) as { readonly items?: readonly unknown[] }).items ?? [] };
  // A kind that the cluster doesn't know has no objects.
  if (status === 404) return { items: [] };
  const why =
    status === 401 || status === 403 ? "the kubeconfig's user may not list them" : `answered with ${String(status)}`;
  return { items: [], unseen: `${key} (${path.replace(/\?.*$/, "")}): ${why}.` };
}

/**
 * Lists what the rules judge, everywhere in a cluster; changes nothing.
 *
 * @param kubeconfig as text
 * @throws UsageError where the API server doesn't answer
 */
export async function lookAt(kubeconfig: string): Promise<Look> {
  const ask = asker(kubeconfig);
  try {
    const lists = await Promise.all(
      Object.entries(paths).map(async ([key, path]) => ({ key, ...(await list(ask, key, path)) })),
    );
    const listed = Object.fromEntries(lists.map(({ items, key }) => [key, items])) as unknown as Listed;
    return { listed, unseen: lists.flatMap(({ unseen }) => unseen ?? []) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `The cluster's API server doesn't answer: ${message}. See that the cluster runs, that this machine reaches it, and that its credentials haven't expired (kubectl cluster-info).`,
    );
  }
}
