/** Where Alloy remembers on each node how far it has read, so that a restart neither repeats nor skips lines. */
export const alloyState = "/var/lib/alloy";

/**
 * Alloy's configuration: the log files of this node's containers, labelled with where they come from, to Loki.
 *
 * The chart passes the text through its template engine, so it must not contain two opening braces in a row.
 *
 * @param lokiAddress e.g. `http://loki.loki.svc.cluster.local:3100`
 */
export function alloyPipeline(lokiAddress: string): string {
  return `logging {
  level  = "warn"
  format = "json"
}

discovery.kubernetes "pods" {
  role = "pod"

  selectors {
    role  = "pod"
    field = "spec.nodeName=" + sys.env("HOSTNAME")
  }
}

discovery.relabel "pods" {
  targets = discovery.kubernetes.pods.targets
${[
  ["__meta_kubernetes_namespace", "namespace"],
  ["__meta_kubernetes_pod_name", "pod"],
  ["__meta_kubernetes_pod_container_name", "container"],
  ["__meta_kubernetes_pod_label_app_kubernetes_io_name", "app"],
  ["__meta_kubernetes_pod_node_name", "node"],
]
  .map(
    ([source = "", target = ""]) => `
  rule {
    source_labels = ["${source}"]
    target_label  = "${target}"
  }
`,
  )
  .join("")}
  rule {
    source_labels = ["__meta_kubernetes_pod_uid", "__meta_kubernetes_pod_container_name"]
    separator     = "/"
    replacement   = "/var/log/pods/*$1/*.log"
    target_label  = "__path__"
  }
}

local.file_match "pods" {
  path_targets = discovery.relabel.pods.output
}

loki.source.file "pods" {
  targets    = local.file_match.pods.targets
  forward_to = [loki.process.pods.receiver]
}

loki.process "pods" {
  stage.cri {}

  // One value per file: as a label it would make a stream of every restart.
  stage.label_drop {
    values = ["filename"]
  }

  forward_to = [loki.write.loki.receiver]
}

loki.write "loki" {
  endpoint {
    url = "${lokiAddress}/loki/api/v1/push"
  }
}
`;
}
