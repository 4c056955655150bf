import type { Application, Workload } from "../application/contract";
import { withStores } from "../application/stores/expansion";
import { schedulerStorage } from "../platform/add-ons/dapr";
import { servers as vaultServers } from "../platform/add-ons/vault";
import type { PlatformSettings } from "../platform/contract";
import { parseQuantity } from "../quantities";

/** Volumes of one kind that a stack asks the cluster for. */
export interface PlannedVolumes {
  /** Whose they are, e.g. `loki`. */
  readonly of: string;
  readonly count: number;
  /** Of each, in GiB. */
  readonly gibibytes: number;
  /** Whether latency counts. */
  readonly fast: boolean;
}

function volumes(of: string, size: string, count = 1, fast = false): PlannedVolumes {
  return { of, count, gibibytes: parseQuantity(size) / 1024 ** 3, fast };
}

/** Volumes of the add-ons. */
export function platformVolumes({
  dapr,
  logs,
  monitoring,
  tracing,
  vault,
}: PlatformSettings): readonly PlannedVolumes[] {
  return [
    ...(monitoring.enabled
      ? [volumes("prometheus", monitoring.storage), volumes("alertmanager", monitoring.alertmanagerStorage)]
      : []),
    ...(logs.enabled ? [volumes("loki", logs.storage)] : []),
    ...(tracing.enabled ? [volumes("tempo", tracing.storage)] : []),
    ...(dapr.enabled && dapr.ha ? [volumes("dapr scheduler", schedulerStorage, 3)] : []),
    ...(vault.enabled ? [volumes("vault", vault.storage, vault.ha ? vaultServers : 1)] : []),
  ];
}

function workloadVolumes([name, workload]: readonly [string, Workload]): readonly PlannedVolumes[] {
  const { storage } = workload;
  if (storage === undefined) return [];
  const count = workload.kind === "stateful" ? workload.replicas : 1;
  return [volumes(name, storage.size, count, storage.class === "fast")];
}

/** Volumes of an application, those of its stores in the cluster and of their backups among them. */
export function applicationVolumes(application: Application): readonly PlannedVolumes[] {
  const { stores = {}, workloads } = withStores(application);
  return [
    ...Object.entries(workloads).flatMap(workloadVolumes),
    ...Object.entries(stores).flatMap(([name, store]) =>
      // Instances of PostgreSQL are on the class where latency counts.
      store.kind === "postgres" && store.place === "cluster" ? [volumes(name, store.size, store.instances, true)] : [],
    ),
  ];
}
