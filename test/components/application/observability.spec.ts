import assert from "node:assert/strict";
import { redDashboard } from "../../../components/application/dashboard";
import { application, service, store } from "../../support/applications";
import { allFacts, deploy } from "../../support/deploy";

const metrics = { path: "/metrics", intervalSeconds: 15 };
const alerts = [
  {
    name: "group",
    alerts: [
      {
        name: "Down",
        when: 'up{namespace="$namespace"} == 0',
        for: "5m",
        severity: "critical",
        summary: "down in $namespace",
        description: "look at $namespace",
      },
      { name: "Slow", when: "slow > 1", for: "1m", severity: "info", summary: "slow" },
    ],
  },
] as const;

describe("monitoring of an application", () => {
  it("scrapes workloads that have metrics, once the definitions are there", async () => {
    const made = await deploy(
      application({
        workloads: { web: service({ metrics }), db: store({ metrics: { path: "/m" } }), plain: service() },
      }),
    );
    assert.deepEqual(made.names("ServiceMonitor"), ["db", "web"]);
    assert.deepEqual(made.input("ServiceMonitor", "web", "spec"), {
      namespaceSelector: { matchNames: ["shop-ns"] },
      selector: { matchLabels: { "app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop" } },
      endpoints: [{ port: "http", path: "/metrics", interval: "15s" }],
    });
    assert.equal(made.input("ServiceMonitor", "db", "spec", "endpoints", 0, "interval"), "30s");
    assert.deepEqual(
      made.needs("ServiceMonitor", "web").filter((name) => name.startsWith("gate")),
      ["gate-monitoring"],
    );
    for (const { name, type } of made.registrations.filter(
      ({ type }) => type.startsWith("kubernetes:") && !type.startsWith("kubernetes:monitoring"),
    )) {
      assert.ok(
        !made.needs(type.split(":").at(-1) ?? "", name).includes("gate-monitoring"),
        `${type} ${name} waits for monitoring`,
      );
    }
  });

  it("alerts in the application's own namespace", async () => {
    const made = await deploy(application({ alerts }));
    assert.equal(made.input("PrometheusRule", "alerts", "metadata", "name"), "shop-alerts");
    assert.deepEqual(made.input("PrometheusRule", "alerts", "spec"), {
      groups: [
        {
          name: "group",
          rules: [
            {
              alert: "Down",
              expr: 'up{namespace="shop-ns"} == 0',
              for: "5m",
              labels: { severity: "critical" },
              annotations: { summary: "down in shop-ns", description: "look at shop-ns" },
            },
            {
              alert: "Slow",
              expr: "slow > 1",
              for: "1m",
              labels: { severity: "info" },
              annotations: { summary: "slow" },
            },
          ],
        },
      ],
    });
    assert.ok(made.needs("PrometheusRule", "alerts").includes("gate-monitoring"));
  });

  it("shows dashboards to Grafana", async () => {
    const made = await deploy(application({ dashboards: { red: redDashboard("red-uid", "RED", "shop-ns") } }));
    const labels = made.input("ConfigMap", "dashboard-red", "metadata", "labels") as Record<string, string>;
    assert.equal(labels["grafana_dashboard"], "1");
    const text = made.input("ConfigMap", "dashboard-red", "data", "red.json") as string;
    const { uid, title, refresh, panels } = JSON.parse(text) as {
      uid: string;
      title: string;
      refresh: string;
      panels: { title: string; datasource: object; targets: { expr: string }[] }[];
    };
    assert.deepEqual([uid, title, refresh], ["red-uid", "RED", "30s"]);
    assert.deepEqual(
      panels.map((panel) => panel.title),
      ["Requests", "Errors", "Duration", "Memory"],
    );
    for (const panel of panels) {
      assert.deepEqual(panel.datasource, { type: "prometheus", uid: "prometheus" });
      for (const { expr } of panel.targets) assert.match(expr, /namespace="shop-ns"/, panel.title);
    }
  });

  it("makes no monitors and no alerts for an application that isn't monitored, nor without Prometheus", async () => {
    const monitored = application({
      workloads: { web: service({ metrics }) },
      alerts,
      dashboards: { red: redDashboard("u", "t", "n") },
    });
    const off = await deploy({ ...monitored, monitored: false });
    assert.deepEqual([...off.names("ServiceMonitor"), ...off.names("PrometheusRule")], []);
    const { monitoring: _monitoring, ...facts } = allFacts;
    const without = await deploy(monitored, { facts });
    assert.deepEqual(
      [...without.names("ServiceMonitor"), ...without.names("PrometheusRule"), ...without.names("ConfigMap")],
      [],
    );
  });
});
