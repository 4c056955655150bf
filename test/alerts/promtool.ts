import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { cacheDirectory } from "../../rehearsal/control-plane/directories";
import { buildModule } from "../../rehearsal/control-plane/go-build";
import { toolModule } from "../../rehearsal/control-plane/modules";
import type { AlertCase, Series } from "./alert-case";

/**
 * Prometheus's own promtool, built once from its Go module and cached. Without service discovery, which rules don't
 * need, it builds in a quarter of the time.
 */
export async function buildPromtool(): Promise<string> {
  const module = toolModule(
    join(__dirname, "promtool"),
    { promtool: "github.com/prometheus/prometheus/cmd/promtool" },
    () => [],
    ["remove_all_sd"],
  );
  return join(await buildModule(module, cacheDirectory(), () => undefined), "promtool");
}

/** A test of promtool: the series, and what the alert is then. */
function test(alert: string, series: Series, firing: boolean, severity: unknown): object {
  return {
    interval: "1m",
    name: `${alert} ${firing ? "fires" : "stays silent"}`,
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: `count by (severity) (ALERTS{alertname="${alert}",alertstate="firing"})`,
        eval_time: "60m",
        exp_samples: firing ? [{ labels: `{severity="${String(severity)}"}`, value: 1 }] : [],
      },
    ],
  };
}

/** The outcome of promtool for the rules of a PrometheusRule's spec and one alert's cases. */
export async function runPromtool(
  promtool: string,
  rules: object,
  alert: string,
  severity: unknown,
  { fires, silent }: AlertCase,
): Promise<{ readonly passed: boolean; readonly output: string }> {
  const folder = mkdtempSync(join(tmpdir(), "promtool-"));
  try {
    writeFileSync(join(folder, "rules.yaml"), stringify(rules));
    writeFileSync(
      join(folder, "tests.yaml"),
      stringify({
        rule_files: ["rules.yaml"],
        evaluation_interval: "1m",
        tests: [test(alert, fires, true, severity), ...silent.map((series) => test(alert, series, false, severity))],
      }),
    );
    const run = promisify(execFile)(promtool, ["test", "rules", join(folder, "tests.yaml")]);
    return await run.then(
      ({ stdout, stderr }) => ({ passed: true, output: stdout + stderr }),
      (error: unknown) => ({ passed: false, output: String((error as { readonly stderr?: unknown }).stderr ?? error) }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
