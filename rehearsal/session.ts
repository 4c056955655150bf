import { readFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import type { NodePool } from "../components/cluster/contract";
import { UsageError } from "../components/errors";
import { findBinaries } from "./control-plane/binaries";
import type { ControlPlane, ControlPlaneSpec, Progress } from "./control-plane/contract";
import { openControlPlane, removeControlPlane, startControlPlane } from "./control-plane/control-plane";
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
  size: "2 CPUs, 4 GiB",
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
  /** Stops what is under way on a cluster that was there before. */
  readonly signal?: AbortSignal;
}

async function existing(file: string, progress: Progress, signal?: AbortSignal): Promise<Session> {
  let kubeconfig: string;
  try {
    kubeconfig = readFileSync(file, "utf8");
  } catch {
    throw new UsageError(
      `--kubeconfig is ${file}, which can't be read; name the kubeconfig of a cluster that is there.`,
    );
  }
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

/** Removes the control plane when the process is told to stop, at whatever point it is. */
function stopOnSignals(name: string, stop: () => Promise<void>): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    console.error(`\n${signal}: removing the control plane ${name} …`);
    void stop().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  return () => process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
}

/** Starts a control plane, reopens a kept one, or takes the cluster that is already there. */
export async function openSession(options: SessionOptions): Promise<Session> {
  if (options.kubeconfig !== undefined) return existing(options.kubeconfig, options.progress, options.signal);
  const { name, keep, progress } = options;
  const spec = specOf(name, options.facts, options.madeStorageClasses);
  let stop = keep ? () => Promise.resolve() : () => removeControlPlane(name);
  const ignoreSignals = stopOnSignals(name, () => stop());
  const controlPlane =
    (keep ? await openControlPlane(spec, progress) : undefined) ?? (await startControlPlane(spec, progress));
  if (keep) await controlPlane.keep();
  stop = () => (keep ? controlPlane.release() : controlPlane.stop());
  return {
    kubeconfig: controlPlane.kubeconfig,
    cluster: new ClusterObjects(controlPlane.kubeconfig),
    helm: new Helm({ ...stringsOf(process.env), ...controlPlane.environment }),
    controlPlane,
    end: async () => {
      ignoreSignals();
      await stop();
    },
  };
}
