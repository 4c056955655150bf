import { strict as assert } from "node:assert/strict";
import { parse } from "yaml";
import { footprints } from "../../../components/platform/footprint";
import { NetworkPolicies, type Pod, type Policy } from "../../../review/network-policies";
import { at, platformOf, type Variant } from "./platform-program";

const traced: Variant = { uses: { tracing: true } };

async function valuesOf(addOn: string, variant: Variant = {}): Promise<unknown> {
  const { the } = await platformOf({ ...traced, ...variant });
  return at(the(`Release ${addOn}`).inputs, "values");
}

/** Grafana's data sources by name. */
async function sourcesOf(variant: Variant): Promise<Readonly<Record<string, unknown>>> {
  const { the } = await platformOf(variant);
  const sources = at(the("Release kube-prometheus-stack").inputs, "values.grafana.additionalDataSources");
  return Object.fromEntries(
    ((sources ?? []) as readonly { readonly name: string }[]).map((source) => [source.name, source]),
  );
}

const restricted = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};

describe("tracing", function () {
  this.timeout(20_000);

  it("is there for those who use it, or where a stack says so", async () => {
    const names = ["opentelemetry-collector", "tempo"];
    const installed = async (variant: Variant): Promise<readonly string[]> => {
      const { of } = await platformOf(variant);
      return names.filter((name) => of("Release").some(({ label }) => label === `Release ${name}`));
    };
    assert.deepEqual(await installed({}), []);
    assert.deepEqual(await installed(traced), names);
    assert.deepEqual(await installed({ overrides: { tracing: { enabled: true } } }), names);
    assert.deepEqual(await installed({ ...traced, overrides: { tracing: { enabled: false } } }), []);
  });

  it("tells applications where traces go", async () => {
    const { platform } = await platformOf(traced);
    assert.deepEqual(platform.facts.tracing, {
      endpoint: "http://opentelemetry-collector.opentelemetry.svc:4317",
      namespace: "opentelemetry",
      podLabels: { "app.kubernetes.io/name": "opentelemetry-collector" },
      port: 4317,
    });
    assert.equal((await platformOf({})).platform.facts.tracing, undefined);
  });

  it("keeps traces on a volume for a while: two weeks in production, three days in development", async () => {
    const prod = await valuesOf("tempo");
    assert.deepEqual(at(prod, "persistence"), { enabled: true, size: "10Gi", storageClassName: "fast" });
    const kept = (values: unknown): unknown =>
      at(parse(String(at(values, "config"))), "compactor.compaction.block_retention");
    assert.equal(kept(prod), "336h");
    const dev = await valuesOf("tempo", { environment: "dev" });
    assert.deepEqual([kept(dev), at(dev, "persistence.size")], ["72h", "2Gi"]);
    const own = await valuesOf("tempo", { overrides: { tracing: { retentionDays: 30, storage: "50Gi" } } });
    assert.deepEqual([kept(own), at(own, "persistence.size")], ["720h", "50Gi"]);
    const { the } = await platformOf(traced);
    assert.equal(the("Namespace tempo").protect, true);
    assert.equal(the("Namespace opentelemetry").protect, false);
  });

  it("Tempo takes OTLP alone, limits what comes in, tells nobody, and knows its memory", async () => {
    const values = await valuesOf("tempo");
    const config = String(at(values, "config"));
    assert.ok(!config.includes("{{"), "helm's template engine would read it");
    const parsed: unknown = parse(config);
    assert.deepEqual(at(parsed, "distributor.receivers"), {
      otlp: { protocols: { grpc: { endpoint: "0.0.0.0:4317" } } },
    });
    assert.equal(at(parsed, "usage_report.reporting_enabled"), false);
    assert.equal(at(parsed, "overrides.defaults.ingestion.rate_limit_bytes"), 1_000_000);
    assert.equal(at(values, "tempo.memBallastSizeMbs"), 0);
    assert.deepEqual(at(values, "tempo.extraEnv"), [{ name: "GOMEMLIMIT", value: "644245094" }]);
  });

  it("the collector hands traces on to Tempo, and refuses them when it is short of memory", async () => {
    const values = await valuesOf("opentelemetry-collector");
    const config = at(values, "alternateConfig");
    assert.deepEqual(at(config, "service.pipelines"), {
      traces: { receivers: ["otlp"], processors: ["memory_limiter", "batch"], exporters: ["otlp_grpc"] },
    });
    assert.equal(at(config, "exporters.otlp_grpc.endpoint"), "tempo.tempo.svc:4317");
    assert.deepEqual(Object.keys(at(config, "receivers") as object), ["otlp"]);
    assert.deepEqual(
      ["jaeger-compact", "jaeger-thrift", "jaeger-grpc", "zipkin", "metrics"].map((port) =>
        at(values, `ports.${port}.enabled`),
      ),
      [false, false, false, false, true],
    );
  });

  it("has no root, no token, nothing to write on but the volume, and requests for everything", async () => {
    const [tempo, collector] = [await valuesOf("tempo"), await valuesOf("opentelemetry-collector")];
    assert.deepEqual(at(tempo, "tempo.securityContext"), restricted);
    assert.deepEqual(at(collector, "securityContext"), restricted);
    for (const pod of [at(tempo, "securityContext"), at(collector, "podSecurityContext")]) {
      assert.deepEqual([at(pod, "runAsNonRoot"), at(pod, "runAsUser"), at(pod, "fsGroup")], [true, 10001, 10001]);
    }
    for (const values of [tempo, collector])
      assert.equal(at(values, "serviceAccount.automountServiceAccountToken"), false);
    assert.deepEqual(at(tempo, "tempo.resources"), footprints.tempo);
    assert.deepEqual(at(collector, "resources"), footprints.openTelemetryCollector);
  });

  it("shows in Grafana, and leads from spans to logs and back", async () => {
    const sources = await sourcesOf(traced);
    assert.deepEqual(Object.keys(sources), ["Loki", "Tempo"]);
    assert.equal(at(sources["Tempo"], "url"), "http://tempo.tempo.svc:3200");
    assert.equal(at(sources["Tempo"], "jsonData.tracesToLogsV2.datasourceUid"), at(sources["Loki"], "uid"));
    assert.equal(at(sources["Loki"], "jsonData.derivedFields.0.datasourceUid"), at(sources["Tempo"], "uid"));
    const link = new RegExp(String(at(sources["Loki"], "jsonData.derivedFields.0.matcherRegex")));
    const id = "4bf92f3577b34da6a3ce929d0e0e4736";
    for (const line of [`{"TraceId":"${id}"}`, `trace_id=${id}`, `traceID: ${id}`]) {
      assert.equal(link.exec(line)?.[1], id, line);
    }
    const alone = await sourcesOf({ ...traced, overrides: { logs: { enabled: false } } });
    assert.deepEqual(alone, {
      Tempo: { name: "Tempo", type: "tempo", uid: "tempo", access: "proxy", url: "http://tempo.tempo.svc:3200" },
    });
    assert.equal(at((await sourcesOf({}))["Loki"], "jsonData"), undefined);
  });

  it("says so where nothing shows traces", async () => {
    const shown = async (variant: Variant): Promise<boolean> =>
      (await platformOf(variant)).platform.notices.some((notice) => notice.includes("nothing shows them"));
    assert.equal(await shown(traced), false);
    assert.equal(await shown({ ...traced, overrides: { monitoring: { enabled: false } } }), true);
  });
});

describe("network policies of tracing", function () {
  this.timeout(20_000);

  const pods: Readonly<Record<string, Pod>> = {
    application: { namespace: "shop", labels: {}, namespaceLabels: { "app.kubernetes.io/part-of": "shop" } },
    collector: { namespace: "opentelemetry", labels: { "app.kubernetes.io/name": "opentelemetry-collector" } },
    dns: { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
    grafana: { namespace: "monitoring", labels: { "app.kubernetes.io/name": "grafana" } },
    prometheus: { namespace: "monitoring", labels: { "app.kubernetes.io/name": "prometheus" } },
    stranger: { namespace: "elsewhere", labels: { "app.kubernetes.io/name": "grafana" } },
    tempo: { namespace: "tempo", labels: { "app.kubernetes.io/name": "tempo" } },
  };

  /** Who reaches whom, over every port that a policy of either names and one that none does. */
  async function matrix(variant: Variant): Promise<readonly string[]> {
    const { the } = await platformOf(variant);
    const networks = ["opentelemetry", "tempo"].map((namespace) => {
      const { metadata, spec } = the(`NetworkPolicy ${namespace}`).inputs as { metadata: unknown; spec: Policy };
      assert.equal(at(metadata, "namespace"), namespace);
      return new NetworkPolicies(namespace, [spec]);
    });
    const ports = [...new Set(networks.flatMap((network) => network.ports)), 22];
    const ends = Object.entries(pods);
    return ends
      .flatMap(([from, sender]) =>
        ends
          .filter(([to]) => to !== from && [from, to].some((end) => end === "collector" || end === "tempo"))
          .flatMap(([to, receiver]) =>
            ports
              .filter((port) => networks.every((network) => network.reaches(sender, receiver, port)))
              .map((port) => `${from} -> ${to}:${String(port)}`),
          ),
      )
      .sort();
  }

  const traces = ["application -> collector:4317", "application -> collector:4318", "collector -> dns:53"];

  it("let in applications, Prometheus and Grafana, each where it belongs, and nothing out but traces", async () => {
    assert.deepEqual(await matrix(traced), [
      ...traces,
      "collector -> tempo:4317",
      "grafana -> tempo:3200",
      "prometheus -> collector:8888",
      "prometheus -> tempo:3200",
    ]);
  });

  it("let in nobody from monitoring where there is none", async () => {
    const variant = { ...traced, overrides: { monitoring: { enabled: false } } };
    assert.deepEqual(await matrix(variant), [...traces, "collector -> tempo:4317"]);
  });
});
