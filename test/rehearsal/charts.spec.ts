import { strict as assert } from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, parseAllDocuments, stringify } from "yaml";
import { addOnNames } from "../../components/platform/contract";
import { charts } from "../../components/platform/versions";
import { findBinaries } from "../../rehearsal/control-plane/binaries";
import { at, platformOf, type Variant } from "../components/platform/platform-program";

const directory = resolve(__dirname, "../../rehearsal/charts");

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: unknown;
}

interface Container {
  readonly name: string;
  readonly resources?: { readonly requests?: object; readonly limits?: object };
  readonly securityContext?: unknown;
}

describe("stand-in charts", function () {
  this.timeout(600_000);
  let helm = "";

  before(async () => {
    const binaries = await findBinaries({ metricsServer: false }, () => undefined);
    helm = binaries.helm ?? assert.fail("no helm client");
  });

  /** A stand-in's objects with the values that the program sets of the real chart, changed by `change`. */
  async function render(
    addOn: (typeof addOnNames)[number],
    variant: Variant,
    change?: (values: Record<string, unknown>) => void,
  ): Promise<readonly Manifest[]> {
    const { the } = await platformOf(variant);
    const values = structuredClone(at(the(`Release ${addOn}`).inputs, "values")) as Record<string, unknown>;
    change?.(values);
    const { namespace, release } = charts[addOn];
    const printed = execFileSync(
      helm,
      [
        "template",
        release,
        join(directory, addOn),
        "--namespace",
        namespace,
        "--include-crds",
        "--kube-version",
        "1.36.3",
        "--values",
        "-",
      ],
      { input: stringify(values), encoding: "utf8", stdio: ["pipe", "pipe", "pipe"], maxBuffer: 64 * 2 ** 20 },
    );
    return parseAllDocuments(printed).flatMap((document) => {
      const manifest = document.toJS() as Manifest | null;
      return manifest === null ? [] : [manifest];
    });
  }

  /** A platform that has an add-on, where the usual one doesn't. */
  const having: Partial<Record<(typeof addOnNames)[number], Variant>> = {
    "cluster-autoscaler": { kind: "eks", capabilities: { loadBalancer: "hostname", nodeAutoscaling: false } },
    "cloudnative-pg": { uses: { postgresOperator: true } },
    "external-dns": {
      overrides: { dns: { provider: "cloudflare" } },
      secrets: { DNS_CLOUDFLARE_TOKEN: "stand-in-token" },
    },
    "external-secrets": { uses: { externalSecrets: true } },
    "sealed-secrets": { uses: { sealedSecrets: true } },
    vault: { uses: { vault: true } },
    tempo: { uses: { tracing: true } },
    "opentelemetry-collector": { uses: { tracing: true } },
    "argo-cd": { uses: { argoCd: true } },
    kyverno: { uses: { kyverno: true } },
  };

  it("are there for every chart of the table, at its version, and say what they are", () => {
    assert.deepEqual(readdirSync(directory).sort(), [...addOnNames].sort());
    for (const name of addOnNames) {
      const chart = parse(readFileSync(join(directory, name, "Chart.yaml"), "utf8")) as Readonly<
        Record<string, string>
      >;
      assert.deepEqual(
        [chart["name"], chart["version"], chart["appVersion"]],
        [name, charts[name].version, charts[name].appVersion],
      );
      assert.match(chart["description"] ?? "", /^Rehearsal stand-in/);
    }
  });

  it("give every container requests and limits, and pass their namespace's Pod Security", async () => {
    for (const name of addOnNames) {
      const { podSecurity } = charts[name] as { readonly podSecurity?: string };
      const pods = (await render(name, having[name] ?? {})).filter(
        ({ spec }) => at(spec, "template.spec") !== undefined,
      );
      for (const { kind, metadata, spec } of pods) {
        for (const container of at(spec, "template.spec.containers") as readonly Container[]) {
          const where = `${name}: ${kind} ${metadata.name}, ${container.name}`;
          for (const path of ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"]) {
            assert.ok(at(container.resources, path) !== undefined, `${where} lacks ${path}`);
          }
          if (podSecurity !== "restricted") continue;
          const context = container.securityContext;
          assert.deepEqual(
            ["allowPrivilegeEscalation", "runAsNonRoot", "capabilities.drop", "seccompProfile.type"].map((path) =>
              at(context, path),
            ),
            [false, true, ["ALL"], "RuntimeDefault"],
            where,
          );
        }
      }
    }
  });

  it("have the workloads and Services of the real charts", async () => {
    const names = async (name: (typeof addOnNames)[number], kinds: readonly string[]) =>
      (await render(name, {}))
        .filter(({ kind, metadata }) => kinds.includes(kind) && metadata.annotations?.["helm.sh/hook"] === undefined)
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .sort();
    const workloads = ["Deployment", "StatefulSet", "DaemonSet"];
    assert.deepEqual(await names("dapr", workloads), [
      "Deployment dapr-operator",
      "Deployment dapr-sentry",
      "Deployment dapr-sidecar-injector",
      "StatefulSet dapr-placement-server",
      "StatefulSet dapr-scheduler-server",
    ]);
    assert.deepEqual(await names("kube-prometheus-stack", [...workloads, "Prometheus", "Alertmanager"]), [
      "Alertmanager monitoring-kube-prometheus-alertmanager",
      "DaemonSet monitoring-prometheus-node-exporter",
      "Deployment monitoring-grafana",
      "Deployment monitoring-kube-prometheus-operator",
      "Deployment monitoring-kube-state-metrics",
      "Prometheus monitoring-kube-prometheus-prometheus",
    ]);
    assert.deepEqual(await names("ingress-nginx", ["Service", "IngressClass", "PodDisruptionBudget"]), [
      "IngressClass nginx",
      "PodDisruptionBudget ingress-nginx-controller",
      "Service ingress-nginx-controller",
      "Service ingress-nginx-controller-admission",
      "Service ingress-nginx-controller-metrics",
    ]);
    assert.deepEqual(await names("loki", ["Service", "StatefulSet"]), [
      "Service loki",
      "Service loki-headless",
      "Service loki-memberlist",
      "StatefulSet loki",
    ]);
  });

  it("have the operator, the definition and the webhook's Service of CloudNativePG", async () => {
    const made = await render("cloudnative-pg", { uses: { postgresOperator: true } });
    assert.deepEqual(
      made
        .filter(({ kind }) => ["Deployment", "Service", "CustomResourceDefinition", "PodMonitor"].includes(kind))
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .sort(),
      [
        "CustomResourceDefinition clusters.postgresql.cnpg.io",
        "Deployment cloudnative-pg",
        "PodMonitor cloudnative-pg",
        "Service cnpg-webhook-service",
      ],
    );
  });

  it("have the programs and the definitions of what holds or brings secrets", async () => {
    const kinds = ["Deployment", "StatefulSet", "Service", "CustomResourceDefinition", "PodDisruptionBudget"];
    const names = async (name: (typeof addOnNames)[number], environment: "dev" | "prod") =>
      (await render(name, { ...having[name], environment }))
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .sort();
    assert.deepEqual(await names("external-secrets", "prod"), [
      "CustomResourceDefinition externalsecrets.external-secrets.io",
      "CustomResourceDefinition secretstores.external-secrets.io",
      "Deployment external-secrets",
      "Deployment external-secrets-cert-controller",
      "Deployment external-secrets-webhook",
      "Service external-secrets-cert-controller-metrics",
      "Service external-secrets-metrics",
      "Service external-secrets-webhook",
      "Service external-secrets-webhook-metrics",
    ]);
    assert.deepEqual(await names("sealed-secrets", "prod"), [
      "CustomResourceDefinition sealedsecrets.bitnami.com",
      "Deployment sealed-secrets-controller",
      "Service sealed-secrets-controller",
      "Service sealed-secrets-controller-metrics",
    ]);
    const single = ["Deployment vault-agent-injector", "Service vault", "Service vault-agent-injector-svc"];
    assert.deepEqual(await names("vault", "dev"), [...single, "Service vault-internal", "StatefulSet vault"]);
    assert.deepEqual(await names("vault", "prod"), [
      "Deployment vault-agent-injector",
      "PodDisruptionBudget vault",
      "Service vault",
      "Service vault-active",
      "Service vault-agent-injector-svc",
      "Service vault-internal",
      "Service vault-standby",
      "StatefulSet vault",
    ]);
  });

  it("have what takes and keeps traces", async () => {
    const kinds = ["Deployment", "StatefulSet", "Service", "ServiceMonitor"];
    const names = async (name: "tempo" | "opentelemetry-collector"): Promise<readonly string[]> =>
      (await render(name, having[name] ?? {}))
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .sort();
    assert.deepEqual(await names("tempo"), ["Service tempo", "ServiceMonitor tempo", "StatefulSet tempo"]);
    const collector = "opentelemetry-collector";
    assert.deepEqual(
      await names(collector),
      ["Deployment", "Service", "ServiceMonitor"].map((kind) => `${kind} ${collector}`),
    );
    const service = (await render(collector, having[collector] ?? {})).find(({ kind }) => kind === "Service");
    assert.deepEqual(
      (at(service?.spec, "ports") as readonly { readonly port: number }[]).map(({ port }) => port).sort(),
      [4317, 4318, 8888],
    );
  });

  it("read the values: replicas, volumes and classes follow the stack", async () => {
    const of = async (name: (typeof addOnNames)[number], variant: Variant, kind: string, object: string) =>
      (await render(name, variant)).find(({ kind: its, metadata }) => its === kind && metadata.name === object)?.spec;
    const dev: Variant = { environment: "dev" };
    assert.equal(at(await of("ingress-nginx", {}, "Deployment", "ingress-nginx-controller"), "replicas"), 2);
    assert.equal(at(await of("ingress-nginx", dev, "Deployment", "ingress-nginx-controller"), "replicas"), 1);
    const scheduler = await of("dapr", {}, "StatefulSet", "dapr-scheduler-server");
    assert.equal(at(scheduler, "volumeClaimTemplates.0.spec.storageClassName"), "fast");
    assert.equal(at(scheduler, "volumeClaimTemplates.0.spec.resources.requests.storage"), "4Gi");
    assert.equal(at(await of("dapr", dev, "StatefulSet", "dapr-scheduler-server"), "volumeClaimTemplates"), undefined);
    assert.equal(
      at(await of("loki", {}, "StatefulSet", "loki"), "volumeClaimTemplates.0.spec.resources.requests.storage"),
      "20Gi",
    );
    const prometheus = await of("kube-prometheus-stack", {}, "Prometheus", "monitoring-kube-prometheus-prometheus");
    assert.deepEqual(
      [at(prometheus, "retention"), at(prometheus, "retentionSize"), at(prometheus, "serviceMonitorSelector")],
      ["30d", "17408MB", {}],
    );
  });

  it("refuse what the real charts refuse", async () => {
    const refusal = async (
      name: (typeof addOnNames)[number],
      change: (values: Record<string, unknown>) => void,
    ): Promise<string> => {
      const error: unknown = await render(name, {}, change).then(
        () => assert.fail("was accepted"),
        (reason: unknown) => reason,
      );
      return String((error as { readonly stderr?: unknown }).stderr ?? error);
    };
    assert.match(
      await refusal("cert-manager", (values) => Object.assign(values, { replicas: 2 })),
      /additional properties 'replicas' not allowed/,
    );
    assert.match(
      await refusal("loki", (values) => Object.assign(values, { read: { replicas: 3 } })),
      /more than zero replicas configured/,
    );
    assert.match(
      await refusal("kube-prometheus-stack", (values) =>
        Object.assign(values, { alertmanager: { config: { receivers: [{ name: "slack" }] } } }),
      ),
      /undefined receiver "null" used in route/,
    );
  });

  it("pass helm's own lint", async () => {
    for (const name of addOnNames) {
      const { the } = await platformOf(having[name]);
      const values = stringify(at(the(`Release ${name}`).inputs, "values"));
      const { status, stdout } = spawnSync(helm, ["lint", join(directory, name), "--values", "-"], {
        input: values,
        encoding: "utf8",
      });
      assert.equal(status, 0, `${name}: ${stdout}`);
    }
  });
});
