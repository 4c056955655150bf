import { DashboardBuilder, type Dashboard as GrafanaDashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";

/** A Grafana dashboard, as Grafana's own typed builders make it. */
export type Dashboard = GrafanaDashboard;

/** One panel: a title, the unit of its values, and queries with their legends. */
export interface PanelSpec {
  readonly title: string;
  /** Grafana's name of the unit: `reqps`, `percentunit`, `s`, `bytes`, `short`. */
  readonly unit: string;
  /** PromQL by legend; `{{label}}` in a legend becomes the label's value. */
  readonly queries: Readonly<Record<string, string>>;
}

/** Uid of the Prometheus data source that the platform sets up. */
const prometheus = { type: "prometheus", uid: "prometheus" } as const;

/** A dashboard of time series, two panels in a row, refreshed every 30 seconds. */
export function dashboard(uid: string, title: string, panels: readonly PanelSpec[]): Dashboard {
  const builder = new DashboardBuilder(title).uid(uid).tags(["rootstock"]).refresh("30s").time({ from: "now-1h", to: "now" });
  for (const panel of panels) {
    const series = new PanelBuilder().title(panel.title).unit(panel.unit).datasource(prometheus).height(8).span(12);
    for (const [legend, query] of Object.entries(panel.queries)) {
      series.withTarget(new DataqueryBuilder().datasource(prometheus).expr(query).legendFormat(legend));
    }
    builder.withPanel(series);
  }
  return builder.build();
}

/** Rate, errors and duration of the HTTP requests in a namespace, and what its pods use. */
export function redDashboard(uid: string, title: string, namespace: string): Dashboard {
  const requests = `http_requests_total{namespace="${namespace}"}`;
  const failed = `http_requests_total{namespace="${namespace}",status=~"5.."}`;
  const seconds = `http_request_duration_seconds_bucket{namespace="${namespace}"}`;
  return dashboard(uid, title, [
    { title: "Requests", unit: "reqps", queries: { "{{service}}": `sum by (service) (rate(${requests}[5m]))` } },
    {
      title: "Errors",
      unit: "percentunit",
      queries: { "{{service}}": `sum by (service) (rate(${failed}[5m])) / sum by (service) (rate(${requests}[5m]))` },
    },
    {
      title: "Duration",
      unit: "s",
      queries: {
        "{{service}} p50": `histogram_quantile(0.5, sum by (service, le) (rate(${seconds}[5m])))`,
        "{{service}} p95": `histogram_quantile(0.95, sum by (service, le) (rate(${seconds}[5m])))`,
      },
    },
    {
      title: "Memory",
      unit: "bytes",
      queries: { "{{pod}}": `sum by (pod) (container_memory_working_set_bytes{namespace="${namespace}",container!=""})` },
    },
  ]);
}
