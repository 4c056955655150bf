import { setTimeout as sleep } from "node:timers/promises";
import type { V1CronJob, V1Job } from "@kubernetes/client-node";
import { smokeName } from "../components/application/smoke";
import { type ClusterClient, clientOf, unlessGone } from "../rehearsal/control-plane/api";
import { jobRollout } from "../rehearsal/control-plane/rollout";
import { retried } from "../rehearsal/passing";
import type { Progress } from "./contract";

/** Milliseconds between two looks at a Job. */
const pause = 500;

/** Seconds that checks may take where their CronJob doesn't say. */
const longestRun = 120;

/** Characters of a check's last words that are told. */
const longestWords = 300;

/** What the Job's pods said last: which request was answered by what. */
async function lastWords({ core }: ClusterClient, namespace: string, job: string): Promise<string> {
  try {
    const { items } = await core.listNamespacedPod({ namespace, labelSelector: `batch.kubernetes.io/job-name=${job}` });
    const logs = await Promise.all(
      items.map((pod) => core.readNamespacedPodLog({ namespace, name: pod.metadata?.name ?? "", tailLines: 5 })),
    );
    return logs.join("\n").trim().split("\n").at(-1)?.slice(0, longestWords) ?? "";
  } catch {
    // Pods may be gone, and those of a rehearsal say nothing.
    return "";
  }
}

async function ended({ batch }: ClusterClient, namespace: string, name: string): Promise<string | undefined> {
  for (;;) {
    const rollout = jobRollout(await retried(() => batch.readNamespacedJob({ namespace, name })));
    if (rollout.state === "ready") return undefined;
    if (rollout.state === "failed") return rollout.message;
    // It ends by itself: the Job has a deadline of its own.
    await sleep(pause);
  }
}

/** A Job as the CronJob would make it, with another image. */
function jobOf({ metadata, spec }: V1CronJob, name: string, image: string): V1Job {
  const { activeDeadlineSeconds = longestRun, template } = spec.jobTemplate.spec ?? { template: {} };
  const containers = (template.spec?.containers ?? []).map((container) => Object.assign(container, { image }));
  return {
    metadata: {
      name,
      ...(metadata?.labels === undefined ? {} : { labels: metadata.labels }),
      annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
      ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name, uid: metadata?.uid ?? "", controller: true }],
    },
    // One more try, for an answer that got lost on the way.
    spec: {
      template: Object.assign(template, { spec: Object.assign(template.spec ?? {}, { containers }) }),
      backoffLimit: 1,
      activeDeadlineSeconds,
    },
  };
}

/** Whom a Job asks, and by what. */
export interface SmokeRun {
  readonly namespace: string;
  readonly workload: string;
  /** Of the Job's container. */
  readonly image: string;
}

/**
 * Carries out the smoke checks of a workload's slot that stands by: a Job in the cluster, made from the suspended
 * CronJob that the stack has for it.
 *
 * @param kubeconfig of the stack's cluster, as text
 * @returns what is wrong; undefined where every answer was the expected one
 */
export async function runSmokeJob(
  kubeconfig: string,
  { image, namespace, workload }: SmokeRun,
  progress: Progress,
): Promise<string | undefined> {
  const client = clientOf(kubeconfig);
  const { batch } = client;
  const name = smokeName(workload);
  const remove = (): Promise<void> =>
    unlessGone(batch.deleteNamespacedJob({ namespace, name, propagationPolicy: "Foreground" }));
  const cronJob = await retried(() => batch.readNamespacedCronJob({ namespace, name }));
  const body = jobOf(cronJob, name, image);
  await gone(client, namespace, name, remove);
  progress(`smoke checks of ${workload} in job ${namespace}/${name}`);
  await batch.createNamespacedJob({ namespace, body });
  try {
    const failure = await ended(client, namespace, name);
    if (failure === undefined) return undefined;
    const words = await lastWords(client, namespace, name);
    return `the smoke checks of ${workload} failed: ${words === "" ? failure : words}`;
  } finally {
    await remove();
  }
}

/** Waits until what an interrupted run left is gone: its name is taken as long as it is there. */
async function gone(
  { batch }: ClusterClient,
  namespace: string,
  name: string,
  remove: () => Promise<void>,
): Promise<void> {
  const isThere = async (): Promise<boolean> =>
    (await retried(() => batch.listNamespacedJob({ namespace, fieldSelector: `metadata.name=${name}` }))).items.length >
    0;
  while (await isThere()) {
    await remove();
    await sleep(pause);
  }
}
