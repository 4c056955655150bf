import type { ChartValues } from "../chart-values";

/** The Secret with Slack's incoming webhook, and the key in it. */
export const slackSecret = { name: "alertmanager-slack", key: "webhook" } as const;

/** Where Alertmanager finds the webhook: a mounted file, so that its address is in no configuration. */
const slackWebhookFile = `/etc/alertmanager/secrets/${slackSecret.name}/${slackSecret.key}`;

/**
 * Alertmanager's values for sending alerts to a Slack channel. Lists replace the chart's own, so the receiver "null"
 * is named again: the chart's default routes send the always-firing Watchdog there, and Alertmanager refuses a
 * configuration whose receivers are not all defined.
 *
 * @param channel e.g. `#alerts-production`
 */
export function slackAlerts(channel: string): ChartValues {
  return {
    alertmanagerSpec: { secrets: [slackSecret.name] },
    config: {
      global: { slack_api_url_file: slackWebhookFile },
      route: { receiver: "slack", group_by: ["namespace", "alertname"] },
      receivers: [
        { name: "null" },
        {
          name: "slack",
          slack_configs: [
            {
              channel,
              send_resolved: true,
              title:
                '{{ .Status | toUpper }}{{ if eq .Status "firing" }} ({{ .Alerts.Firing | len }}){{ end }}: {{ .CommonLabels.alertname }}',
              text: "{{ range .Alerts }}*{{ .Labels.severity }}* {{ .Annotations.summary }}\n{{ .Annotations.description }}\n{{ end }}",
            },
          ],
        },
      ],
    },
  };
}
