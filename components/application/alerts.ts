/** One alert of an application. */
export interface Alert {
  readonly name: string;
  /** PromQL; `$namespace` becomes the application's namespace. */
  readonly when: string;
  /** How long it must hold, e.g. `5m`. */
  readonly for: string;
  readonly severity: "info" | "warning" | "critical";
  readonly summary: string;
  /** What to do about it. */
  readonly description?: string;
}

/** Alerts that are evaluated together. */
export interface AlertGroup {
  readonly name: string;
  readonly alerts: readonly Alert[];
}

/** The spec of a PrometheusRule. */
export function prometheusRuleSpec(groups: readonly AlertGroup[], namespace: string): object {
  const inNamespace = (text: string): string => text.replaceAll("$namespace", namespace);
  return {
    groups: groups.map((group) => ({
      name: group.name,
      rules: group.alerts.map((alert) => ({
        alert: alert.name,
        expr: inNamespace(alert.when),
        for: alert.for,
        labels: { severity: alert.severity },
        annotations: {
          summary: inNamespace(alert.summary),
          ...(alert.description === undefined ? {} : { description: inNamespace(alert.description) }),
        },
      })),
    })),
  };
}
