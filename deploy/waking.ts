import { AppsV1Api, KubeConfig } from "@kubernetes/client-node";
import type { Application } from "../components/application/contract";
import { type Sleeper, sleepersOf } from "../components/application/sleep";
import type { StackInput } from "../plan/stack-file";
import { asMergePatch } from "../rehearsal/control-plane/api";
import { unanswered } from "../rehearsal/objects";
import { retried } from "../rehearsal/passing";
import { parseConfig } from "../stacks/config/parse";
import type { Engine, Progress } from "./contract";

/** Deployments of one namespace that sleep, or are woken. */
export class Sleepers {
  readonly #apps: AppsV1Api;

  /** @param kubeconfig the cluster's kubeconfig, as text */
  constructor(
    kubeconfig: string,
    private readonly application: Application,
  ) {
    const config = new KubeConfig();
    config.loadFromString(kubeconfig);
    this.#apps = config.makeApiClient(AppsV1Api);
  }

  /** Those that are there and are asked for no pods, though they have some by day. */
  async asleep(): Promise<readonly Sleeper[]> {
    const { namespace } = this.application;
    const { items } = await this.#asked("looking for Deployments that sleep", () =>
      this.#apps.listNamespacedDeployment({ namespace }),
    );
    const none = new Set(items.filter(({ spec }) => spec?.replicas === 0).map(({ metadata }) => metadata?.name));
    return sleepersOf(this.application).filter(({ name }) => none.has(name));
  }

  /**
   * Gives those that sleep the pods that they have by day; whoever is awake stays as it is. Until the next evening, when
   * the job in the cluster scales them down again.
   *
   * @returns who slept
   */
  async wake(): Promise<readonly Sleeper[]> {
    const { namespace } = this.application;
    const asleep = await this.asleep();
    for (const { name, pods } of asleep)
      await this.#asked(`waking ${name}`, () =>
        this.#apps.patchNamespacedDeploymentScale(
          { name, namespace, body: { spec: { replicas: pods } } },
          asMergePatch,
        ),
      );
    return asleep;
  }

  async #asked<Result>(what: string, action: () => Promise<Result>): Promise<Result> {
    try {
      return await retried(action);
    } catch (error) {
      throw unanswered(what, error);
    }
  }
}

/**
 * Wakes a stack for a deployment: whether new pods get ready can't be seen where nobody is asked for any. A stack
 * without a cluster, or one that was never deployed, has nobody to wake.
 */
export async function wakeStack(
  engine: Pick<Engine, "kubeconfig">,
  input: StackInput,
  progress: Progress,
): Promise<void> {
  const kubeconfig = await engine.kubeconfig();
  if (kubeconfig === undefined) return;
  const { application } = await parseConfig(input.raw);
  const woken = await new Sleepers(kubeconfig, application).wake();
  if (woken.length > 0) progress(`woken: ${woken.map(({ name }) => name).join(", ")}`);
}
