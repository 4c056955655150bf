import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { parseQuantity } from "../../quantities";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { platformNamespace } from "../namespace";
import { restrictedContainer, restrictedPod } from "../restricted";
import type { TracingSettings } from "../tracing/contract";
import { closeNamespace, tempoPolicy } from "../tracing/network-policies";
import { otlpGrpc, tempoHost, tempoHttp } from "../tracing/places";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link Tempo}. */
export interface TempoArgs extends AddOnContext, Pick<TracingSettings, "retentionDays" | "storage"> {
  /** The definition of ServiceMonitors, where one is to be made. @default no ServiceMonitor */
  readonly monitoringTypes?: Resource;
}

/** Where Grafana asks for traces, inside the cluster. */
export const tempoAddress = `http://${tempoHost}:${String(tempoHttp)}`;

/** The chart mounts the volume here. */
const volume = "/var/tempo";

/** Four fifths of the memory limit, in bytes: where Go begins to collect garbage in earnest. */
const memoryGoal = Math.floor(parseQuantity(footprints.tempo.limits.memory) * 0.8);

/**
 * Tempo's configuration: one process, traces by OTLP alone, blocks on the volume.
 *
 * The chart's own can't leave out Jaeger's receivers; and it passes the text through its template engine, so it must
 * not contain two opening braces in a row.
 */
function tempoConfig(retentionDays: number): string {
  const config = {
    multitenancy_enabled: false,
    usage_report: { reporting_enabled: false },
    server: { http_listen_port: tempoHttp, log_level: "warn" },
    distributor: {
      receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${String(otlpGrpc)}` } } } },
    },
    compactor: { compaction: { block_retention: `${String(retentionDays * 24)}h` } },
    storage: {
      trace: { backend: "local", local: { path: `${volume}/traces` }, wal: { path: `${volume}/wal` } },
    },
    // Nothing but time limits what is kept, so what comes in is limited: a runaway pod must not fill the volume.
    overrides: { defaults: { ingestion: { rate_limit_bytes: 1_000_000, burst_size_bytes: 4_000_000 } } },
  };
  return JSON.stringify(config, undefined, 2);
}

/** What doesn't depend on the stack. */
const tempoDefaults: ChartValues = {
  replicas: 1,
  tempo: {
    resources: footprints.tempo,
    securityContext: restrictedContainer,
    // A gigabyte of ballast is more than the limit; Go is told the limit instead.
    memBallastSizeMbs: 0,
    extraEnv: [{ name: "GOMEMLIMIT", value: String(memoryGoal) }],
    // Reading back a long write-ahead log after a crash takes more than the chart's minute.
    livenessProbe: { failureThreshold: 30 },
  },
  securityContext: restrictedPod(10001),
  serviceAccount: { automountServiceAccountToken: false },
};

/** Values of the chart for a stack. */
function tempoValues({ cluster, monitoringTypes, retentionDays, storage }: TempoArgs): ChartValues {
  return mergeValues(tempoDefaults, {
    config: tempoConfig(retentionDays),
    persistence: { enabled: true, size: storage, storageClassName: cluster.storageClass },
    serviceMonitor: { enabled: monitoringTypes !== undefined },
  });
}

/**
 * Tempo: traces of all applications, kept for a while and searched from Grafana.
 *
 * @example
 * new Tempo("tempo", { cluster, environment, mirrors, retentionDays: 14, storage: "10Gi" });
 */
export class Tempo extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: TempoArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:Tempo", name, {}, opts);
    const { cluster, environment, mirrors, monitoringTypes } = args;
    const namespace = platformNamespace({ chart: charts.tempo, environment, cluster, parent: this }).metadata.name;
    const place = { parent: this, provider: cluster.provider };
    closeNamespace("tempo", namespace, tempoPolicy(monitoringTypes !== undefined), place);
    this.release = chartRelease({
      addOn: "tempo",
      cluster,
      mirrors,
      namespace,
      values: tempoValues(args),
      after: monitoringTypes === undefined ? [] : [monitoringTypes],
      parent: this,
    });
    this.registerOutputs({});
  }
}
