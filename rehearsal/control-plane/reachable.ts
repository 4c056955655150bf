import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterClient } from "./api";

/** Whether the API server answers. */
export async function isReachable(client: ClusterClient): Promise<boolean> {
  return client.version.getCode().then(
    () => true,
    () => false,
  );
}

/** Whether all that the API server sets up at its start is there, and pods can get their service account. */
async function isComplete(client: ClusterClient): Promise<boolean> {
  const [accounts, maps] = await Promise.all([
    client.core.listNamespacedServiceAccount({ namespace: "default" }),
    client.core.listNamespacedConfigMap({ namespace: "default" }),
  ]);
  return (
    accounts.items.some((one) => one.metadata?.name === "default") &&
    maps.items.some((one) => one.metadata?.name === "kube-root-ca.crt")
  );
}

/** Waits until the API server and its controllers are at work. */
export async function waitForApi(client: ClusterClient, timeoutSeconds = 180): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    if (await isComplete(client).catch(() => false)) return;
    if (Date.now() > deadline) throw new Error(`the control plane isn't ready after ${timeoutSeconds} s`);
    await sleep(100);
  }
}
