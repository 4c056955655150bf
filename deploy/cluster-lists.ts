import { type OutgoingHttpHeaders, request as plainRequest } from "node:http";
import { Agent, type RequestOptions, request } from "node:https";
import { text } from "node:stream/consumers";
import { ApiException, KubeConfig } from "@kubernetes/client-node";
import { UsageError } from "../components/errors";
import { isPassing, retried } from "../rehearsal/passing";

/** Milliseconds that an API server may take for a list. */
const patience = 30_000;

/** Of which lists only names, labels and times are asked for, so that nothing of a Secret is ever read. */
const partial = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/** What could be listed, and what could not. */
export interface Lists<Key extends string> {
  readonly lists: Readonly<Record<Key, readonly unknown[]>>;
  /** Sentences. */
  readonly unseen: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

type Ask = (path: string, accept: string) => Promise<Answer>;

function configOf(kubeconfig: string): { readonly config: KubeConfig; readonly server: string } {
  const config = new KubeConfig();
  try {
    config.loadFromString(kubeconfig);
  } catch {
    throw new UsageError("The kubeconfig can't be read: it isn't the YAML of one. Name another with --kubeconfig.");
  }
  const server = config.getCurrentCluster()?.server;
  if (server !== undefined) return { config, server: server.replace(/\/$/, "") };
  throw new UsageError(
    "The kubeconfig names no cluster in its current context; choose one with kubectl config use-context.",
  );
}

function asker(kubeconfig: string): Ask {
  const { config, server } = configOf(kubeconfig);
  const isPlain = server.startsWith("http:");
  const agent = new Agent({ keepAlive: false, maxSockets: 8 });
  return async (path, accept) => {
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const headers = { ...(options.headers as OutgoingHttpHeaders | undefined), Accept: accept };
    const own = isPlain || options.agent !== undefined ? {} : { agent };
    return new Promise((done, fail) => {
      const asked = (isPlain ? plainRequest : request)(
        `${server}${path}`,
        { ...options, ...own, timeout: patience, headers },
        (response) => {
          text(response).then((body) => {
            done({ status: response.statusCode ?? 0, body });
          }, fail);
        },
      );
      asked
        .on("timeout", () => asked.destroy(new Error(`no answer in ${String(patience / 1000)} s`)))
        .on("error", fail)
        .end();
    });
  };
}

/** Asks again while the API server is busy, or only just begins to serve a kind; its last answer counts. */
async function askedPatiently(ask: Ask, path: string, accept: string): Promise<Answer> {
  try {
    return await retried(async () => {
      const answer = await ask(path, accept);
      const refusal = new ApiException(answer.status, "passing", answer, {});
      if (isPassing(refusal)) throw refusal;
      return answer;
    });
  } catch (error) {
    if (error instanceof ApiException) return { status: error.code, body: "" };
    throw error;
  }
}

async function list(
  ask: Ask,
  path: string,
  accept: string,
): Promise<{ readonly items: readonly unknown[]; readonly unseen?: string }> {
  const { body, status } = await askedPatiently(ask, path, accept);
  if (status === 200) return { items: (JSON.parse(body) as { readonly items?: readonly unknown[] }).items ?? [] };
  // A kind that the cluster doesn't know has no objects.
  if (status === 404) return { items: [] };
  const forbidden = status === 401 || status === 403;
  const why = forbidden ? "the kubeconfig's user may not list them" : `answered with ${String(status)}`;
  return { items: [], unseen: `${path.replace(/\?.*$/, "")}: ${why}.` };
}

/**
 * Lists objects of a cluster; changes nothing.
 *
 * @param kubeconfig as text
 * @param paths of the lists
 * @param metadataOnly lists of which nothing but metadata is asked for
 * @throws UsageError where the API server doesn't answer
 */
export async function listCluster<Key extends string>(
  kubeconfig: string,
  paths: Readonly<Record<Key, string>>,
  metadataOnly: readonly Key[] = [],
): Promise<Lists<Key>> {
  const ask = asker(kubeconfig);
  const names = Object.keys(paths) as unknown as readonly Key[];
  try {
    const found = await Promise.all(
      names.map(async (key) => ({
        key,
        ...(await list(ask, paths[key], metadataOnly.includes(key) ? partial : "application/json")),
      })),
    );
    return {
      lists: Object.fromEntries(found.map(({ items, key }) => [key, items])) as Lists<Key>["lists"],
      unseen: found.flatMap(({ unseen }) => unseen ?? []),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `The cluster's API server doesn't answer: ${message}. See that the cluster runs, that this machine reaches it, and that its credentials haven't expired (kubectl cluster-info).`,
    );
  }
}
