import { once } from "node:events";
import { delimiter, dirname } from "node:path";
import type { NodePool } from "../components/cluster/contract";
import { UsageError } from "../components/errors";
import { kubeconfigOfFlag } from "../plan/kubeconfig-flag";
import { findBinaries } from "./control-plane/binaries";
import type { ControlPlane, ControlPlaneSpec, Progress } from "./control-plane/contract";
import { openControlPlane, removeControlPlane, startControlPlane } from "./control-plane/control-plane";
import { distinctName } from "./distinct-name";
import { Helm } from "./helm";
import { ClusterObjects } from "./objects";
import type { ClusterFacts } from "./rehearse";

/** Where a rehearsal takes place, and how it ends. */
export interface Session {
  readonly kubeconfig: string;
  readonly cluster: ClusterObjects;
  readonly helm: Helm;
  /** Undefined on a cluster that was there before. */
  readonly controlPlane: ControlPlane | undefined;
  /** Ends it: removes the control plane, or leaves it for the next run if it is to be kept. */
  end(): Promise<void>;
}

/** Nodes that are assumed where a stack says nothing of its cluster's nodes. */
const assumedPool: NodePool = {
  name: "assumed",
  // The value of a node's label.
  size: "2-cpu-4-gib",
  shape: { cpu: "2", memory: "4Gi", ephemeralStorage: "50Gi", allocatable: { cpu: "1900m", memory: "3Gi", pods: 110 } },
  min: 3,
  max: 6,
  zones: ["zone-a"],
  region: "local",
  labels: {},
};

/** Node pools that a cluster is rehearsed with. */
export function poolsOf(facts: ClusterFacts): readonly NodePool[] {
  return facts.nodePools.length === 0 ? [assumedPool] : facts.nodePools;
}

function specOf(name: string, facts: ClusterFacts, made: readonly string[]): ControlPlaneSpec {
  return {
    name,
    pools: poolsOf(facts),
    storageClasses: facts.storageClasses.filter((storageClass) => !made.includes(storageClass.name)),
    loadBalancer: { kind: facts.capabilities.loadBalancer },
    metricsServer: facts.capabilities.metricsServer,
  };
}

/** Name of the control plane that is kept for a stack. */
export function keptControlPlane(stack: string): string {
  return `rehearsal-${distinctName(stack, 30)}`;
}

/** What {@link openSession} is told. */
export interface SessionOptions {
  /** Names the control plane. */
  readonly name: string;
  readonly facts: ClusterFacts;
  /** Storage classes that the program makes by itself. */
  readonly madeStorageClasses: readonly string[];
  readonly keep: boolean;
  /** File of a cluster that is already there. */
  readonly kubeconfig?: string;
  readonly progress: Progress;
  /**
   * Stops what is under way; whoever gives it ends the process. Without it, a control plane that isn't to be kept is
   * removed when the process is told to stop, and the process ends.
   */
  readonly signal?: AbortSignal;
}

async function existing(file: string, progress: Progress, signal?: AbortSignal): Promise<Session> {
  const kubeconfig = kubeconfigOfFlag(file);
  const { helm } = await findBinaries({ metricsServer: false }, progress);
  const found = helm === undefined ? [] : [dirname(helm)];
  const path = [...found, process.env["PATH"] ?? ""].join(delimiter);
  return {
    kubeconfig,
    cluster: new ClusterObjects(kubeconfig),
    helm: new Helm({ ...stringsOf(process.env), PATH: path, KUBECONFIG: file }, signal),
    controlPlane: undefined,
    end: () => Promise.resolve(),
  };
}

function stringsOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Removes the control plane, or leaves one that is kept, when the process is told to stop, at whatever point it is. */
function stopOnSignals(what: string, stop: () => Promise<void>): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    console.error(`\n${signal}: ${what} …`);
    void stop().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  return () => process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
}

/** Starts something, unless it is to stop before that is there: then it is removed. */
async function unlessAborted(
  name: string,
  signal: AbortSignal | undefined,
  start: () => Promise<ControlPlane>,
): Promise<ControlPlane> {
  if (signal === undefined) return start();
  const interruption = new UsageError("Interrupted before there was a control plane; nothing is left of it.");
  if (signal.aborted) throw interruption;
  const starting = start();
  const aborted = once(signal, "abort").then(() => undefined);
  const started = await Promise.race([starting, aborted]);
  if (started !== undefined) return started;
  // What is under way fails once its directory is gone.
  starting.catch(() => undefined);
  await removeControlPlane(name);
  throw interruption;
}

function sessionOn(controlPlane: ControlPlane, end: () => Promise<void>, signal?: AbortSignal): Session {
  return {
    kubeconfig: controlPlane.kubeconfig,
    cluster: new ClusterObjects(controlPlane.kubeconfig),
    helm: new Helm({ ...stringsOf(process.env), ...controlPlane.environment }, signal),
    controlPlane,
    end,
  };
}

/** Starts a control plane, reopens a kept one, or takes the cluster that is already there. */
export async function openSession(options: SessionOptions): Promise<Session> {
  if (options.kubeconfig !== undefined) return existing(options.kubeconfig, options.progress, options.signal);
  const { name, keep, progress, signal } = options;
  const spec = specOf(name, options.facts, options.madeStorageClasses);
  let stop = keep ? () => Promise.resolve() : () => removeControlPlane(name);
  const ignoreSignals =
    signal === undefined
      ? stopOnSignals(`${keep ? "leaving" : "removing"} the control plane ${name}`, () => stop())
      : () => undefined;
  const controlPlane =
    (keep ? await openControlPlane(spec, progress) : undefined) ??
    (await unlessAborted(name, signal, () => startControlPlane(spec, progress)));
  if (keep) await controlPlane.keep();
  stop = () => (keep ? controlPlane.release() : controlPlane.stop());
  const end = async (): Promise<void> => {
    ignoreSignals();
    await stop();
  };
  return sessionOn(controlPlane, end, signal);
}

/** Reopens what an earlier run kept, or takes the cluster that is already there; undefined where there is neither. */
export async function openKeptSession({
  kubeconfig,
  name,
  progress,
  signal,
}: Pick<SessionOptions, "kubeconfig" | "name" | "progress" | "signal">): Promise<Session | undefined> {
  if (kubeconfig !== undefined) return existing(kubeconfig, progress, signal);
  const controlPlane = await openControlPlane({ name }, progress);
  return controlPlane === undefined ? undefined : sessionOn(controlPlane, () => controlPlane.release(), signal);
}
