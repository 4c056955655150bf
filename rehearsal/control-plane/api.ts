import {
  AppsV1Api,
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  NetworkingV1Api,
  PatchStrategy,
  StorageV1Api,
  setHeaderOptions,
  VersionApi,
} from "@kubernetes/client-node";

/** The parts of a cluster's API that a rehearsal looks at. */
export interface ClusterClient {
  readonly apps: AppsV1Api;
  readonly batch: BatchV1Api;
  readonly core: CoreV1Api;
  readonly networking: NetworkingV1Api;
  readonly storage: StorageV1Api;
  readonly version: VersionApi;
}

/** Clients for the cluster of a kubeconfig, given as text. */
export function clientOf(kubeconfig: string): ClusterClient {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  return {
    apps: config.makeApiClient(AppsV1Api),
    batch: config.makeApiClient(BatchV1Api),
    core: config.makeApiClient(CoreV1Api),
    networking: config.makeApiClient(NetworkingV1Api),
    storage: config.makeApiClient(StorageV1Api),
    version: config.makeApiClient(VersionApi),
  };
}

/** Makes a patch a merge of what changes. */
export const asMergePatch = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

/** Whether an error is the API server's answer with this status code. */
function isStatus(error: unknown, code: number): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** Does something that may have been done already. */
export async function unlessThere(action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    if (!isStatus(error, 409)) throw error;
  }
}

/** Deletes something that may be gone already. */
export async function unlessGone(action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
  }
}
