import { setTimeout as sleep } from "node:timers/promises";
import { ApiException, BatchV1Api, CoreV1Api, KubeConfig, type V1CronJob, type V1Job } from "@kubernetes/client-node";
import { UsageError } from "../components/errors";
import { unanswered } from "../rehearsal/objects";
import { retried } from "../rehearsal/passing";
import type { Progress } from "./contract";

/** A run of a job in the cluster. */
export interface JobRun {
  readonly name: string;
  readonly state: "running" | "succeeded" | "failed";
  /** ISO 8601, UTC. */
  readonly started?: string;
  readonly ended?: string;
  /** Why it failed, as Kubernetes says. */
  readonly reason?: string;
  /** What its containers wrote, as far as it is still there. */
  readonly log: readonly string[];
}

/** Lines of a log that are shown. */
const lastLines = 20;

/** How often a job is looked at, in milliseconds. */
const pace = 500;

function stateOf({ status }: V1Job): Pick<JobRun, "reason" | "state"> {
  const is = (type: string) => status?.conditions?.find((one) => one.type === type && one.status === "True");
  const failed = is("Failed");
  if (failed !== undefined)
    return { state: "failed", reason: failed.message ?? failed.reason ?? "Kubernetes doesn't say why" };
  return { state: is("Complete") === undefined ? "running" : "succeeded" };
}

/** The value of a variable that a run was started with. */
function variableOf({ spec }: V1Job, variable: string): string | undefined {
  return spec?.template.spec?.containers[0]?.env?.find(({ name }) => name === variable)?.value;
}

/** A job as somebody starts it by hand: the CronJob's own, which goes with it. */
function jobFrom(cron: V1CronJob, name: string, variables: Readonly<Record<string, string>>): V1Job {
  const { metadata: { labels, name: owner = "", uid = "" } = {}, spec: cronSpec } = cron;
  const { metadata, spec } = structuredClone(cronSpec.jobTemplate);
  const env = Object.entries(variables).map(([key, value]) => ({ name: key, value }));
  for (const container of spec?.template.spec?.containers ?? []) container.env = [...(container.env ?? []), ...env];
  const ownerReferences = [{ apiVersion: "batch/v1", kind: "CronJob", name: owner, uid, controller: true }];
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      labels: { ...labels, ...metadata?.labels },
      annotations: { ...metadata?.annotations, "cronjob.kubernetes.io/instantiate": "manual" },
      ownerReferences,
    },
    ...(spec === undefined ? {} : { spec }),
  };
}

/** Jobs of one namespace that are started by hand from its CronJobs. */
export class ClusterJobs {
  readonly #batch: BatchV1Api;
  readonly #core: CoreV1Api;

  /** @param kubeconfig the cluster's kubeconfig, as text */
  constructor(
    kubeconfig: string,
    private readonly namespace: string,
  ) {
    const config = new KubeConfig();
    config.loadFromString(kubeconfig);
    this.#batch = config.makeApiClient(BatchV1Api);
    this.#core = config.makeApiClient(CoreV1Api);
  }

  /**
   * Starts a job, or goes on with one that is still running and was started with the same variables: an earlier command
   * may have been interrupted.
   *
   * @param variables that the job's container gets beside its own
   * @returns its name, and whether it was running already
   * @throws UsageError where there is no such CronJob, or it runs with other variables
   */
  async start(
    cronJob: string,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly name: string; readonly resumed: boolean }> {
    const { namespace } = this;
    const cron = await this.#asked(`${cronJob} could not be read`, () =>
      this.#batch.readNamespacedCronJob({ name: cronJob, namespace }),
    );
    if (cron === undefined)
      throw new UsageError(`The cluster has no CronJob ${namespace}/${cronJob}; deploy the stack first: rootstock up.`);
    const running = (await this.#jobsOf(cronJob)).find((job) => stateOf(job).state === "running");
    if (running !== undefined) {
      const name = running.metadata?.name ?? "";
      const same = Object.entries(variables).every(([key, value]) => variableOf(running, key) === value);
      if (same && ("BACKUP" in variables || variableOf(running, "BACKUP") === undefined))
        return { name, resumed: true };
      throw new UsageError(
        `Job ${namespace}/${name} is still running with other settings; wait for its end, or stop it with: kubectl -n ${namespace} delete job ${name}`,
      );
    }
    const stamp = new Date()
      .toISOString()
      .replaceAll(/[-:]|\.\d+/g, "")
      .toLowerCase();
    const name = `${cronJob.slice(0, 46)}-${stamp}`;
    await this.#asked(`${cronJob} could not be started`, () =>
      this.#batch.createNamespacedJob({ namespace, body: jobFrom(cron, name, variables) }),
    );
    return { name, resumed: false };
  }

  /**
   * Waits for the end of a job.
   *
   * @param seconds how long
   * @returns the run; it is `running` still where time ran out
   */
  async finished(name: string, seconds: number, progress: Progress): Promise<JobRun> {
    const until = Date.now() + seconds * 1000;
    for (;;) {
      const job = await this.#asked(`job ${name} could not be watched`, () =>
        this.#batch.readNamespacedJob({ name, namespace: this.namespace }),
      );
      if (job === undefined)
        throw new UsageError(`Job ${this.namespace}/${name} was deleted by somebody before it ended.`);
      const { active = 0, failed = 0 } = job.status ?? {};
      progress(`job ${name}: ${String(active)} running, ${String(failed)} failed`);
      if (stateOf(job).state !== "running" || Date.now() > until) return this.#run(job);
      await sleep(pace);
    }
  }

  /** Runs of a CronJob that the cluster still knows, latest first. */
  async runs(cronJob: string): Promise<readonly JobRun[]> {
    const jobs = await this.#jobsOf(cronJob);
    const runs = await Promise.all(jobs.map((job) => this.#run(job)));
    return runs.sort((a, b) => ((a.started ?? "") < (b.started ?? "") ? 1 : -1));
  }

  async #jobsOf(cronJob: string): Promise<readonly V1Job[]> {
    const list = await this.#asked(`jobs of ${cronJob} could not be listed`, () =>
      this.#batch.listNamespacedJob({ namespace: this.namespace }),
    );
    return (list?.items ?? []).filter(({ metadata }) =>
      (metadata?.ownerReferences ?? []).some(({ kind, name }) => kind === "CronJob" && name === cronJob),
    );
  }

  async #run(job: V1Job): Promise<JobRun> {
    const name = job.metadata?.name ?? "";
    const { completionTime, conditions = [], startTime } = job.status ?? {};
    const end = completionTime ?? conditions.find(({ type }) => type === "Failed")?.lastTransitionTime;
    return {
      name,
      ...stateOf(job),
      ...(startTime === undefined ? {} : { started: startTime.toISOString() }),
      ...(end === undefined ? {} : { ended: end.toISOString() }),
      log: await this.#log(name),
    };
  }

  /** What a job's pods wrote; nothing where pods or their logs are gone. */
  async #log(name: string): Promise<readonly string[]> {
    const { namespace } = this;
    try {
      const { items } = await this.#core.listNamespacedPod({ namespace, labelSelector: `job-name=${name}` });
      const logs = await Promise.all(
        items.map((pod) =>
          this.#core.readNamespacedPodLog({ name: pod.metadata?.name ?? "", namespace, tailLines: lastLines }),
        ),
      );
      return logs.flatMap((text) => text.split("\n").filter((line) => line !== ""));
    } catch {
      return [];
    }
  }

  /** Asks the API server, patiently; undefined for what isn't there. */
  async #asked<Result>(what: string, action: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await retried(action);
    } catch (error) {
      if (error instanceof ApiException && error.code === 404) return undefined;
      throw unanswered(what, error);
    }
  }
}
