// The types of Grafana's SDK, without its builders: loading those costs more than planning a small application.
import type { Dashboard as GrafanaDashboard, Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Dataquery } from "@grafana/grafana-foundation-sdk/prometheus";

/** A Grafana dashboard: what Grafana's own typed builders make, or a plain object of their type. */
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

function query(legendFormat: string, expr: string): Dataquery {
  return { expr, datasource: prometheus, legendFormat, _implementsDataqueryVariant: () => undefined };
}

/** Size of a panel on Grafana's grid of 24 columns. */
const panelSize = { h: 8, w: 12 } as const;

function panel({ title, unit, queries }: PanelSpec, index: number): Panel {
  return {
    type: "timeseries",
    transparent: false,
    repeatDirection: "h",
    options: {
      legend: { displayMode: "list", placement: "bottom", showLegend: true, calcs: [] },
      tooltip: { mode: "single", sort: "asc" },
    },
    fieldConfig: { defaults: { custom: {}, unit }, overrides: [] },
    title,
    datasource: prometheus,
    gridPos: { ...panelSize, x: (index % 2) * panelSize.w, y: Math.floor(index / 2) * panelSize.h },
    targets: Object.entries(queries).map(([legend, expr]) => query(legend, expr)),
  };
}

/** A dashboard of time series, two panels in a row, refreshed every 30 seconds. */
export function dashboard(uid: string, title: string, panels: readonly PanelSpec[]): Dashboard {
  return {
    timezone: "browser",
    editable: true,
    fiscalYearStartMonth: 0,
    schemaVersion: 42,
    templating: {},
    annotations: {},
    title,
    uid,
    tags: ["rootstock"],
    refresh: "30s",
    time: { from: "now-1h", to: "now" },
    panels: panels.map(panel),
  };
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
      queries: {
        "{{pod}}": `sum by (pod) (container_memory_working_set_bytes{namespace="${namespace}",container!=""})`,
      },
    },
  ]);
}
