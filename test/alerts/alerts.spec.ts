import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { environments } from "../../components/environment";
import { plan } from "../../plan/plan";
import { systemNames } from "../../stacks/systems";
import { dig, Recording } from "../support/recording";
import type { AlertCases, Series } from "./alert-case";
import { chloromasterCases } from "./chloromaster";
import { detectionApiCases } from "./detection-api";
import { ffeBackendCases } from "./ffe-backend";
import { juniperCanopyCases } from "./juniper-canopy";
import { buildPromtool, runPromtool } from "./promtool";
import { todoCases } from "./todo";

/** Cases by system; every alert of a system has some. */
const casesOf: Readonly<Partial<Record<string, AlertCases>>> = {
  chloromaster: chloromasterCases,
  "detection-api": detectionApiCases,
  "ffe-backend": ffeBackendCases,
  "juniper-canopy": juniperCanopyCases,
  todo: todoCases,
};

interface Rule {
  readonly alert: string;
  readonly labels: { readonly severity: string };
}

function inNamespace(series: Series, namespace: string): Series {
  return Object.fromEntries(
    Object.entries(series).map(([name, values]) => [name.replaceAll("$namespace", namespace), values]),
  );
}

describe("alerts, by Prometheus's own promtool", function () {
  // Building it takes a few minutes, once.
  this.timeout(20 * 60_000);
  let promtool = "";
  before(async () => {
    promtool = await buildPromtool();
  });

  for (const system of systemNames) {
    it(`${system}: each fires on what it is for, and on nothing that only looks like it`, async () => {
      for (const env of environments) {
        const { run } = await plan({ system, env });
        const made = new Recording(run.registrations, run.warnings);
        for (const name of made.names("PrometheusRule")) {
          const spec = made.input("PrometheusRule", name, "spec") as { readonly groups: readonly object[] };
          const namespace = String(made.input("PrometheusRule", name, "metadata", "namespace"));
          const rules = spec.groups.flatMap((group) => dig(group, "rules") as readonly Rule[]);
          const cases = casesOf[system] ?? {};
          assert.deepEqual(rules.map(({ alert }) => alert).sort(), Object.keys(cases).sort());
          for (const { alert, labels } of rules) {
            const { fires = {}, silent = [] } = cases[alert] ?? {};
            assert.ok(silent.length > 0, `${alert} has no case in which it must stay silent`);
            const { passed, output } = await runPromtool(promtool, spec, alert, labels.severity, {
              fires: inNamespace(fires, namespace),
              silent: silent.map((series) => inNamespace(series, namespace)),
            });
            assert.ok(passed, `${alert}: ${output}`);
          }
        }
      }
    });
  }

  it("juniper-canopy in staging, asleep: none calls anybody at night, and each does by day", async () => {
    const folder = mkdtempSync(join(tmpdir(), "asleep-"));
    const config = join(folder, "Pulumi.staging.yaml");
    const settings = {
      "rootstock:system": "juniper-canopy",
      "rootstock:environment": "staging",
      "rootstock:imageTag": "v1",
      "rootstock:cluster": { kind: "kubeconfig" },
      "rootstock:sleep": { from: "20:00", until: "07:00" },
    };
    writeFileSync(config, stringify({ config: settings }));
    const { run } = await plan({ config }).finally(() => rmSync(folder, { recursive: true }));
    const made = new Recording(run.registrations, run.warnings);
    const asked = (pods: number): Series => ({
      'kube_deployment_spec_replicas{namespace="$namespace",deployment="juniper-canopy"}': `${String(pods)}x60`,
    });
    for (const name of made.names("PrometheusRule")) {
      const spec = made.input("PrometheusRule", name, "spec") as { readonly groups: readonly object[] };
      const namespace = String(made.input("PrometheusRule", name, "metadata", "namespace"));
      const rules = spec.groups.flatMap((group) => dig(group, "rules") as readonly Rule[]);
      assert.ok(rules.length > 5, String(rules.length));
      for (const { alert, labels } of rules) {
        const { fires = {} } = juniperCanopyCases[alert] ?? {};
        const { passed, output } = await runPromtool(promtool, spec, alert, labels.severity, {
          fires: inNamespace({ ...fires, ...asked(2) }, namespace),
          silent: [inNamespace({ ...fires, ...asked(0) }, namespace)],
        });
        assert.ok(passed, `${alert}: ${output}`);
      }
    }
  });

  it("can fail: a rule that never fires, and one that always does", async () => {
    const rule = (expr: string) => ({
      groups: [{ name: "g", rules: [{ alert: "A", expr, labels: { severity: "warning" } }] }],
    });
    const cases = { fires: { up: "0x60" }, silent: [{ up: "1x60" }] };
    const run = (expr: string) => runPromtool(promtool, rule(expr), "A", "warning", cases);
    assert.equal((await run("up == 0")).passed, true);
    assert.equal((await run("up == 2")).passed, false);
    assert.equal((await run("up >= 0")).passed, false);
  });
});
