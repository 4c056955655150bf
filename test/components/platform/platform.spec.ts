import { strict as assert } from "node:assert/strict";
import { at, known, platformOf, type Variant } from "./platform-program";

describe("Platform", function () {
  this.timeout(20_000);

  it("installs every add-on at its pinned version, from its own repository, waited for", async () => {
    const { of } = await platformOf({});
    const releases = of("Release").map(({ inputs }) =>
      ["name", "namespace", "chart", "version", "repositoryOpts.repo", "timeout", "atomic"].map((key) =>
        at(inputs, key),
      ),
    );
    assert.deepEqual(releases, [
      ["alloy", "alloy", "alloy", "1.11.1", "https://grafana.github.io/helm-charts", 300, true],
      ["cert-manager", "cert-manager", "oci://quay.io/jetstack/charts/cert-manager", "v1.21.1", undefined, 600, true],
      ["dapr", "dapr-system", "dapr", "1.18.3", "https://dapr.github.io/helm-charts", 600, true],
      [
        "ingress-nginx",
        "ingress-nginx",
        "ingress-nginx",
        "4.15.1",
        "https://kubernetes.github.io/ingress-nginx",
        900,
        false,
      ],
      [
        "monitoring",
        "monitoring",
        "oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack",
        "88.5.3",
        undefined,
        900,
        true,
      ],
      ["loki", "loki", "oci://ghcr.io/grafana-community/helm-charts/loki", "18.11.0", undefined, 600, true],
      [
        "metrics-server",
        "metrics-server",
        "metrics-server",
        "3.13.1",
        "https://kubernetes-sigs.github.io/metrics-server",
        300,
        true,
      ],
      [
        "prometheus-operator-crds",
        "kube-system",
        "oci://ghcr.io/prometheus-community/charts/prometheus-operator-crds",
        "31.0.1",
        undefined,
        180,
        true,
      ],
    ]);
    for (const { inputs } of of("Release")) {
      assert.deepEqual(
        ["createNamespace", "skipAwait", "cleanupOnFail"].map((key) => at(inputs, key)),
        [false, false, true],
      );
    }
  });

  it("holds each namespace to the strictest level its pods pass, and protects volumes in production", async () => {
    const levels = async (variant: Variant) =>
      (await platformOf(variant))
        .of("Namespace")
        .map(({ label, inputs, protect }) => [
          label.slice(10),
          (at(inputs, "metadata.labels") as Record<string, string>)["pod-security.kubernetes.io/enforce"],
          protect,
        ]);
    assert.deepEqual(await levels({}), [
      ["alloy", "privileged", false],
      ["cert-manager", "restricted", false],
      ["dapr-system", "restricted", true],
      ["ingress-nginx", "restricted", false],
      ["loki", "restricted", true],
      ["metrics-server", "restricted", false],
      ["monitoring", "privileged", true],
    ]);
    assert.ok((await levels({ environment: "staging" })).every(([, , protect]) => protect === false));
  });

  it("lets nothing wait for what it doesn't need", async () => {
    const { of, the } = await platformOf({});
    const always = ["ConfigMap access", "ConfigMap nodes"];
    const definitions = "Release prometheus-operator-crds";
    assert.deepEqual(Object.fromEntries(of("Release").map(({ label, waits }) => [label, waits])), {
      [definitions]: ["ConfigMap access"],
      "Release alloy": [...always, "Namespace alloy", definitions],
      "Release cert-manager": [...always, "Namespace cert-manager", definitions],
      "Release dapr": [...always, "Namespace dapr-system"],
      "Release ingress-nginx": [...always, "Namespace ingress-nginx", definitions],
      "Release kube-prometheus-stack": [...always, "Namespace monitoring", definitions, "Secret grafana-admin"],
      "Release loki": [...always, "Namespace loki", definitions],
      "Release metrics-server": [...always, "Namespace metrics-server", definitions],
    });
    assert.deepEqual(the("ClusterIssuer letsencrypt-prod").waits, ["Release cert-manager"]);
    assert.deepEqual(the("PodMonitor dapr-sidecars").waits, ["Namespace dapr-system", definitions]);
    assert.deepEqual(the("Namespace loki").waits, ["ConfigMap access"]);
  });

  it("gates applications by what they use and by nothing else", async () => {
    const { platform } = await platformOf({});
    const gate = async (of: keyof typeof platform.gates) =>
      Promise.all(platform.gates[of].map(async (resource) => (await known(resource.urn)).split("$").at(-1)));
    assert.deepEqual(await gate("dapr"), ["kubernetes:helm.sh/v3:Release::dapr"]);
    assert.deepEqual(await gate("monitoringTypes"), ["kubernetes:helm.sh/v3:Release::prometheus-operator-crds"]);
    assert.deepEqual(await gate("ingress"), ["kubernetes:helm.sh/v3:Release::ingress-nginx"]);
  });

  it("uses the cluster's provider for every Kubernetes object", async () => {
    const { asked } = await platformOf({});
    const objects = asked.filter(
      ({ label, type }) => type.startsWith("kubernetes:") && !label.startsWith("ConfigMap "),
    );
    assert.ok(objects.length > 15);
    for (const { label, provider } of objects) {
      assert.ok(provider.includes("::cluster::"), `${label} uses ${provider}`);
    }
  });

  it("tells the load balancer's address by its kind, and none where the cluster has none", async () => {
    const cloud = await platformOf({});
    assert.deepEqual(await known(cloud.platform.loadBalancer), { kind: "ip", value: "203.0.113.7" });
    const { platform, the } = await platformOf({
      kind: "minikube",
      capabilities: { loadBalancer: "none" },
      environment: "dev",
    });
    assert.equal(await known(platform.loadBalancer), undefined);
    assert.deepEqual(at(the("Release ingress-nginx").inputs, "values.controller.service"), {
      type: "NodePort",
      nodePorts: { http: 30080, https: 30443 },
    });
    assert.match(platform.notices.join("\n"), /ports 30080 \(HTTP\) and 30443 \(HTTPS\).*issues no certificates/);
  });

  it("sends alerts to Slack by a mounted secret, and says so where the webhook is missing", async () => {
    const { platform, the, of } = await platformOf({ slackWebhook: "https://hooks.slack.com/services/T/B/X" });
    const { inputs } = the("Secret alertmanager-slack");
    assert.deepEqual(at(inputs, "stringData"), { webhook: "https://hooks.slack.com/services/T/B/X" });
    const values = at(the("Release kube-prometheus-stack").inputs, "values");
    assert.deepEqual(at(values, "alertmanager.alertmanagerSpec.secrets"), ["alertmanager-slack"]);
    assert.equal(
      at(values, "alertmanager.config.global.slack_api_url_file"),
      "/etc/alertmanager/secrets/alertmanager-slack/webhook",
    );
    assert.equal(at(values, "alertmanager.config.receivers.0.name"), "null");
    assert.equal(at(values, "alertmanager.config.receivers.1.slack_configs.0.channel"), "#alerts-production");
    assert.ok(!JSON.stringify(of("Release").map(({ inputs: asked }) => asked)).includes("hooks.slack.com"));
    assert.ok(!platform.notices.some((notice) => notice.includes("SLACK_WEBHOOK_URL")));
    const silent = await platformOf({});
    assert.ok(silent.platform.notices.some((notice) => notice.includes("Alerts are not sent to #alerts-production")));
  });

  it("publishes Grafana beside the chart, which so needn't wait for the ingress controller", async () => {
    const { platform, the } = await platformOf({ overrides: { monitoring: { grafanaHost: "grafana.example.com" } } });
    assert.equal(await known(platform.grafana?.url ?? assert.fail("no Grafana")), "https://grafana.example.com");
    assert.deepEqual(the("Ingress monitoring-grafana").waits, [
      "Namespace monitoring",
      "Release ingress-nginx",
      "Release kube-prometheus-stack",
    ]);
    assert.ok(!the("Release kube-prometheus-stack").waits.includes("Release ingress-nginx"));
    assert.deepEqual(at(the("Ingress monitoring-grafana").inputs, "metadata.annotations"), {
      "nginx.ingress.kubernetes.io/ssl-redirect": "true",
      "nginx.ingress.kubernetes.io/force-ssl-redirect": "true",
      "cert-manager.io/cluster-issuer": "letsencrypt-prod",
    });
  });

  it("waits for no definitions and makes no monitors where monitoring is off", async () => {
    const { platform, the, of } = await platformOf({ overrides: { monitoring: { enabled: false } } });
    assert.equal(platform.facts.monitoring, undefined);
    assert.equal(platform.grafana, undefined);
    assert.deepEqual(platform.gates.monitoringTypes, []);
    assert.deepEqual(of("PodMonitor"), []);
    assert.deepEqual(the("Release ingress-nginx").waits, [
      "ConfigMap access",
      "ConfigMap nodes",
      "Namespace ingress-nginx",
    ]);
    const values = at(the("Release ingress-nginx").inputs, "values");
    assert.equal(at(values, "controller.metrics.serviceMonitor.enabled"), false);
  });

  it("takes charts and images from mirrors", async () => {
    const { of, the } = await platformOf({
      overrides: { charts: { mirror: "https://charts.internal" }, images: { mirror: "registry.internal/mirror" } },
    });
    for (const { inputs } of of("Release")) {
      assert.deepEqual(at(inputs, "repositoryOpts"), { repo: "https://charts.internal" });
      assert.doesNotMatch(String(at(inputs, "chart")), /\//);
    }
    const registry = (name: string, path: string) => at(the(`Release ${name}`).inputs, `values.${path}`);
    assert.equal(registry("ingress-nginx", "global.image.registry"), "registry.internal/mirror");
    assert.equal(registry("dapr", "global.registry"), "registry.internal/mirror/dapr");
    assert.equal(
      registry("metrics-server", "image.repository"),
      "registry.internal/mirror/metrics-server/metrics-server",
    );
  });

  it("adds the autoscaler of nodes on EKS only, under the account that its role is bound to", async () => {
    const { the, of } = await platformOf({
      kind: "eks",
      capabilities: { loadBalancer: "hostname", nodeAutoscaling: false, metricsServer: true },
    });
    const { inputs } = the("Release cluster-autoscaler");
    assert.equal(at(inputs, "namespace"), "kube-system");
    assert.equal(at(inputs, "values.rbac.serviceAccount.name"), "cluster-autoscaler");
    assert.equal(at(inputs, "values.autoDiscovery.clusterName"), "todo-prod");
    assert.equal(at(inputs, "values.awsRegion"), "eu-central-1");
    assert.ok(!of("Release").some(({ label }) => label === "Release metrics-server"));
  });

  it("says once that its ingress controller is retired, and names what it leaves behind", async () => {
    const { platform } = await platformOf({});
    assert.equal(platform.notices.filter((notice) => notice.includes("retired upstream")).length, 1);
    assert.equal(platform.kept.length, 2);
    assert.match(platform.kept.join(), /dapr\.io.*cert-manager\.io/s);
    const { platform: dev } = await platformOf({ environment: "dev" });
    assert.deepEqual(dev.kept.length, 1);
  });
});
