import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { platformNamespace } from "../namespace";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link Loki}. */
export interface LokiArgs extends AddOnContext {
  /** Its volume, e.g. `20Gi`. */
  readonly storage: string;
  /** How long logs are kept, e.g. `336h`. */
  readonly retention: string;
  /** The definition of ServiceMonitors, where they are to be made. @default no ServiceMonitor */
  readonly monitoringTypes?: Resource;
}

/** Where logs are sent and asked for, inside the cluster. */
export const lokiAddress = `http://${charts.loki.release}.${charts.loki.namespace}.svc.cluster.local:3100`;

const off = { enabled: false };
const none = { replicas: 0 };

/** What doesn't depend on the stack: one process with everything, on one volume. */
const lokiDefaults: ChartValues = {
  deploymentMode: "Monolithic",
  loki: {
    // One tenant; only pods of the cluster reach it.
    auth_enabled: false,
    commonConfig: { replication_factor: 1 },
    storage: { type: "filesystem" },
    schemaConfig: {
      configs: [
        {
          from: "2024-04-01",
          store: "tsdb",
          object_store: "filesystem",
          schema: "v13",
          index: { prefix: "loki_index_", period: "24h" },
        },
      ],
    },
    // Without both nothing is ever deleted.
    compactor: { retention_enabled: true, delete_request_store: "filesystem" },
    // Nothing but time limits what is kept, so what comes in is limited: a runaway pod must not fill the volume.
    limits_config: { ingestion_rate_mb: 4, ingestion_burst_size_mb: 8, per_stream_rate_limit: "2MB" },
    analytics: { reporting_enabled: false },
  },
  singleBinary: { replicas: 1, resources: footprints.loki },
  read: none,
  write: none,
  backend: none,
  // Two caches that ask for 10 GiB by default, a canary and its test, a proxy and a sidecar for rules.
  chunksCache: off,
  resultsCache: off,
  lokiCanary: off,
  test: off,
  gateway: off,
  sidecar: { rules: off },
};

/** Values of the chart for a stack. */
function lokiValues(args: {
  readonly storage: string;
  readonly storageClass: string;
  readonly retention: string;
  readonly serviceMonitor: boolean;
}): ChartValues {
  return mergeValues(lokiDefaults, {
    loki: { limits_config: { retention_period: args.retention } },
    singleBinary: { persistence: { enabled: true, size: args.storage, storageClass: args.storageClass } },
    monitoring: { serviceMonitor: { enabled: args.serviceMonitor } },
  });
}

/**
 * Loki: logs of all containers, kept for a while and searched from Grafana.
 *
 * @example
 * new Loki("loki", { cluster, environment, mirrors, storage: "20Gi", retention: "336h" });
 */
export class Loki extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: LokiArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:Loki", name, {}, opts);
    const { cluster, environment, mirrors, monitoringTypes, retention, storage } = args;
    const namespace = platformNamespace({ chart: charts.loki, environment, cluster, parent: this });
    this.release = chartRelease({
      addOn: "loki",
      cluster,
      mirrors,
      namespace: namespace.metadata.name,
      values: lokiValues({
        storage,
        storageClass: cluster.storageClass,
        retention,
        serviceMonitor: monitoringTypes !== undefined,
      }),
      after: monitoringTypes === undefined ? [] : [monitoringTypes],
      parent: this,
    });
    this.registerOutputs({});
  }
}
