import { strict as assert } from "node:assert/strict";
import { footprints } from "../../../components/platform/footprint";
import { at, platformOf, type Variant } from "./platform-program";

/** Paths in a chart's values and what is set there. */
type Settings = Readonly<Record<string, unknown>>;

/** Asserts what a release sets; every path fails by itself. */
async function sets(addOn: string, expected: Settings, variant: Variant = {}): Promise<void> {
  const { the } = await platformOf(variant);
  const values = at(the(`Release ${addOn}`).inputs, "values");
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((path) => [path, at(values, path)])), expected);
}

const dev: Variant = { environment: "dev" };

describe("what is set of each chart", function () {
  this.timeout(20_000);

  it("ingress-nginx: two replicas apart from each other, metrics, no snippets, sane TLS", async () => {
    await sets("ingress-nginx", {
      "controller.replicaCount": 2,
      "controller.metrics": { enabled: true, serviceMonitor: { enabled: true } },
      "controller.allowSnippetAnnotations": false,
      "controller.enableAnnotationValidations": true,
      "controller.config.annotations-risk-level": "Medium",
      "controller.config.hsts": "true",
      // Exactly what secureHeaders and a few more are called: the controller compares letter by letter.
      "controller.config.global-allowed-response-headers":
        "Strict-Transport-Security,X-Frame-Options,X-Content-Type-Options,Content-Security-Policy,Referrer-Policy," +
        "Permissions-Policy,Cross-Origin-Opener-Policy,Cross-Origin-Embedder-Policy,Cross-Origin-Resource-Policy," +
        "Cache-Control,X-Robots-Tag",
      "controller.config.limit-req-status-code": "429",
      "controller.config.ssl-protocols": "TLSv1.2 TLSv1.3",
      "controller.ingressClassResource.name": "nginx",
      "controller.resources": footprints.ingressController,
      "controller.admissionWebhooks.createSecretJob.resources": footprints.webhookCertificates,
      "controller.admissionWebhooks.patchWebhookJob.resources": footprints.webhookCertificates,
      "controller.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution.0.podAffinityTerm.topologyKey":
        "kubernetes.io/hostname",
      "controller.topologySpreadConstraints.0.topologyKey": "topology.kubernetes.io/zone",
    });
    await sets("ingress-nginx", { "controller.replicaCount": 1 }, dev);
  });

  it("ingress-nginx: connections to pods as the stack wants them, or the controller's own", async () => {
    const keys = ["upstream-keepalive-connections", "proxy-read-timeout", "proxy-send-timeout"];
    const config = (...values: readonly (string | undefined)[]): Settings =>
      Object.fromEntries(keys.map((key, index) => [`controller.config.${key}`, values[index]]));
    await sets("ingress-nginx", config());
    await sets("ingress-nginx", config("32"), { overrides: { ingress: { upstreamKeepalive: 32 } } });
    await sets("ingress-nginx", config(undefined, "3600", "3600"), {
      overrides: { ingress: { timeoutSeconds: 3600 } },
    });
    // What a stack sets comes on top of what no stack decides.
    await sets(
      "ingress-nginx",
      { ...config("32", "120", "120"), "controller.config.annotations-risk-level": "Medium" },
      { overrides: { ingress: { upstreamKeepalive: 32, timeoutSeconds: 120 } } },
    );
  });

  it("ingress-nginx: the load balancer that each cloud has", async () => {
    await sets("ingress-nginx", {
      "controller.service": {
        type: "LoadBalancer",
        externalTrafficPolicy: "Local",
        annotations: {
          "service.beta.kubernetes.io/do-loadbalancer-size-unit": "1",
          "service.beta.kubernetes.io/do-loadbalancer-protocol": "tcp",
        },
      },
    });
    const eks: Variant = { kind: "eks", capabilities: { loadBalancer: "hostname" } };
    await sets(
      "ingress-nginx",
      {
        "controller.service.annotations": {
          "service.beta.kubernetes.io/aws-load-balancer-type": "nlb",
          "service.beta.kubernetes.io/aws-load-balancer-cross-zone-load-balancing-enabled": "true",
        },
      },
      eks,
    );
    await sets(
      "ingress-nginx",
      { "controller.service": { type: "LoadBalancer", externalTrafficPolicy: "Local", annotations: {} } },
      { kind: "gke" },
    );
  });

  it("cert-manager: definitions with the release, kept in production only; leases in its own namespace", async () => {
    await sets("cert-manager", {
      crds: { enabled: true, keep: true },
      "global.leaderElection.namespace": "cert-manager",
      "prometheus.servicemonitor.enabled": true,
      "startupapicheck.enabled": true,
      resources: footprints.certManager,
      "webhook.resources": footprints.certManagerWebhook,
      "cainjector.resources": footprints.certManagerInjector,
      "startupapicheck.resources": footprints.certManagerCheck,
    });
    await sets("cert-manager", { "crds.keep": false }, dev);
  });

  it("cert-manager: an issuer for each service of Let's Encrypt, challenged through the ingress controller", async () => {
    const { the } = await platformOf({ overrides: { certificates: { email: "ops@example.com" } } });
    assert.deepEqual(at(the("ClusterIssuer letsencrypt-prod").inputs, "spec.acme"), {
      server: "https://acme-v02.api.letsencrypt.org/directory",
      email: "ops@example.com",
      privateKeySecretRef: { name: "letsencrypt-prod-account-key" },
      solvers: [{ http01: { ingress: { ingressClassName: "nginx" } } }],
    });
    const { the: without } = await platformOf({});
    assert.deepEqual(at(without("ClusterIssuer letsencrypt-staging").inputs, "spec.acme"), {
      server: "https://acme-staging-v02.api.letsencrypt.org/directory",
      privateKeySecretRef: { name: "letsencrypt-staging-account-key" },
      solvers: [{ http01: { ingress: { ingressClassName: "nginx" } } }],
    });
  });

  it("dapr: highly available with mTLS and named volumes; in memory and alone in development", async () => {
    await sets("dapr", {
      "global.ha.enabled": true,
      "global.mtls.enabled": true,
      "global.seccompProfile": "RuntimeDefault",
      "global.logAsJson": true,
      "dapr_scheduler.cluster": { inMemoryStorage: false, storageClassName: "fast", storageSize: "4Gi" },
      "dapr_placement.cluster.forceInMemoryLog": true,
      "dapr_sidecar_injector.sidecarDropALLCapabilities": true,
      "dapr_sidecar_injector.sidecarRunAsNonRoot": true,
      "dapr_sidecar_injector.sidecarReadOnlyRootFilesystem": true,
      "dapr_operator.watchInterval": "5m",
      "dapr_rbac.secretReader.enabled": false,
      "dapr_operator.resources": footprints.daprOperator,
      "dapr_sentry.resources": footprints.daprSentry,
      "dapr_placement.resources": footprints.daprPlacement,
      "dapr_scheduler.resources": footprints.daprScheduler,
      "dapr_sidecar_injector.resources": footprints.daprInjector,
    });
    await sets("dapr", { "global.ha.enabled": false, "dapr_scheduler.cluster": { inMemoryStorage: true } }, dev);
    await sets("dapr", { "global.mtls.enabled": false }, { overrides: { dapr: { mtls: false } } });
  });

  it("dapr: monitors of the control plane and of the sidecars in every namespace", async () => {
    const { the } = await platformOf({});
    assert.deepEqual(at(the("PodMonitor dapr-control-plane").inputs, "spec"), {
      selector: { matchLabels: { "app.kubernetes.io/part-of": "dapr" } },
      podMetricsEndpoints: [{ port: "metrics", path: "/", interval: "30s" }],
    });
    assert.deepEqual(at(the("PodMonitor dapr-sidecars").inputs, "spec"), {
      namespaceSelector: { any: true },
      selector: { matchLabels: { "dapr.io/metrics-enabled": "true" } },
      podMetricsEndpoints: [{ port: "dapr-metrics", path: "/", interval: "30s" }],
    });
  });

  it("kube-prometheus-stack: 30 days on 20Gi that never run full, Alertmanager on 5Gi", async () => {
    const volume = (storage: string) => ({
      volumeClaimTemplate: {
        spec: { storageClassName: "fast", accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } },
      },
    });
    await sets("kube-prometheus-stack", {
      "crds.enabled": false,
      "prometheus.prometheusSpec.retention": "30d",
      "prometheus.prometheusSpec.retentionSize": "17408MB",
      "prometheus.prometheusSpec.storageSpec": volume("20Gi"),
      "alertmanager.alertmanagerSpec.storage": volume("5Gi"),
    });
    await sets(
      "kube-prometheus-stack",
      {
        "prometheus.prometheusSpec.retention": "7d",
        "prometheus.prometheusSpec.retentionSize": "4352MB",
        "prometheus.prometheusSpec.storageSpec": volume("5Gi"),
        "alertmanager.alertmanagerSpec.storage": volume("1Gi"),
        "alertmanager.config": undefined,
      },
      dev,
    );
  });

  it("kube-prometheus-stack: sees monitors and rules of every application", async () => {
    const selectors = ["serviceMonitor", "podMonitor", "rule", "probe", "scrapeConfig"];
    await sets(
      "kube-prometheus-stack",
      Object.fromEntries(
        selectors.map((kind) => [`prometheus.prometheusSpec.${kind}SelectorNilUsesHelmValues`, false]),
      ),
    );
  });

  it("kube-prometheus-stack: neither scrapes nor alerts on what a managed control plane hides", async () => {
    const hidden = ["kubeEtcd", "kubeScheduler", "kubeControllerManager", "kubeProxy"];
    const rules = [
      "etcd",
      "kubeSchedulerAlerting",
      "kubeSchedulerRecording",
      "kubeControllerManager",
      "kubeProxy",
      "windows",
    ];
    await sets("kube-prometheus-stack", {
      ...Object.fromEntries(hidden.map((part) => [`${part}.enabled`, false])),
      "defaultRules.rules": Object.fromEntries(rules.map((rule) => [rule, false])),
      "coreDns.enabled": true,
    });
    await sets("kube-prometheus-stack", { "coreDns.enabled": false }, { kind: "gke" });
  });

  it("kube-prometheus-stack: the kubelets' Service lies where it goes with the release", async () => {
    await sets("kube-prometheus-stack", {
      "prometheusOperator.kubeletService.namespace": "monitoring",
      "kubelet.namespace": "monitoring",
    });
  });

  it("kube-prometheus-stack: Grafana with its administrator from a Secret, dashboards from everywhere, logs from Loki", async () => {
    await sets("kube-prometheus-stack", {
      "grafana.admin": { existingSecret: "grafana-admin", userKey: "admin-user", passwordKey: "admin-password" },
      "grafana.sidecar.dashboards": { label: "grafana_dashboard", labelValue: "1", searchNamespace: "ALL" },
      "grafana.additionalDataSources": [
        { name: "Loki", type: "loki", uid: "loki", access: "proxy", url: "http://loki.loki.svc.cluster.local:3100" },
      ],
      "grafana.testFramework.enabled": false,
    });
    await sets(
      "kube-prometheus-stack",
      { "grafana.additionalDataSources": undefined },
      { overrides: { logs: { enabled: false } } },
    );
    const { the } = await platformOf({});
    assert.deepEqual(at(the("Secret grafana-admin").inputs, "stringData"), {
      "admin-user": "admin",
      "admin-password": "made-by-random",
    });
  });

  it("kube-prometheus-stack: requests and limits of every program, sidecar and job", async () => {
    await sets("kube-prometheus-stack", {
      "prometheusOperator.resources": footprints.prometheusOperator,
      "prometheusOperator.prometheusConfigReloader.resources": footprints.configReloader,
      "prometheusOperator.admissionWebhooks.patch.resources": footprints.webhookCertificates,
      "kube-state-metrics.resources": footprints.kubeStateMetrics,
      "prometheus-node-exporter.resources": footprints.nodeExporter,
      "prometheus.prometheusSpec.resources": footprints.prometheus,
      "alertmanager.alertmanagerSpec.resources": footprints.alertmanager,
      "grafana.resources": footprints.grafana,
      "grafana.sidecar.resources": footprints.grafanaSidecar,
    });
  });

  it("loki: one process on 20Gi that deletes what is too old, and none of the chart's companions", async () => {
    await sets("loki", {
      deploymentMode: "Monolithic",
      "loki.auth_enabled": false,
      "loki.commonConfig.replication_factor": 1,
      "loki.storage.type": "filesystem",
      "loki.schemaConfig.configs.0.schema": "v13",
      "loki.schemaConfig.configs.0.object_store": "filesystem",
      "loki.limits_config.retention_period": "336h",
      "loki.limits_config.ingestion_rate_mb": 4,
      "loki.compactor": { retention_enabled: true, delete_request_store: "filesystem" },
      "loki.analytics.reporting_enabled": false,
      "singleBinary.replicas": 1,
      "singleBinary.persistence": { enabled: true, size: "20Gi", storageClass: "fast" },
      "singleBinary.resources": footprints.loki,
      "monitoring.serviceMonitor.enabled": true,
      ...Object.fromEntries(["read", "write", "backend"].map((part) => [`${part}.replicas`, 0])),
      ...Object.fromEntries(
        ["chunksCache", "resultsCache", "lokiCanary", "test", "gateway", "sidecar.rules"].map((part) => [
          `${part}.enabled`,
          false,
        ]),
      ),
    });
    await sets("loki", { "singleBinary.persistence.size": "5Gi", "loki.limits_config.retention_period": "72h" }, dev);
  });

  it("alloy: reads the log files of its node as root that may do nothing else", async () => {
    await sets("alloy", {
      "controller.type": "daemonset",
      "controller.tolerations": [{ operator: "Exists" }],
      "alloy.mounts.varlog": true,
      "alloy.storagePath": "/var/lib/alloy",
      "alloy.enableReporting": false,
      "alloy.securityContext": {
        runAsUser: 0,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      },
      "alloy.resources": footprints.alloy,
      "configReloader.resources": footprints.alloyReloader,
      "crds.create": false,
      "serviceMonitor.enabled": true,
    });
    const { the } = await platformOf({});
    const pipeline = String(at(the("Release alloy").inputs, "values.alloy.configMap.content"));
    assert.match(pipeline, /url = "http:\/\/loki\.loki\.svc\.cluster\.local:3100\/loki\/api\/v1\/push"/);
    assert.match(pipeline, /replacement {3}= "\/var\/log\/pods\/\*\$1\/\*\.log"/);
    assert.match(pipeline, /field = "spec\.nodeName=" \+ sys\.env\("HOSTNAME"\)/);
    assert.doesNotMatch(pipeline, /\{\{/, "the chart would take it for a template");
    assert.equal(pipeline.split("{").length, pipeline.split("}").length);
  });

  it("metrics-server: trusts unsigned kubelets on minikube only", async () => {
    await sets("metrics-server", {
      args: [],
      resources: footprints.metricsServer,
      "serviceMonitor.enabled": true,
      "metrics.enabled": true,
    });
    await sets("metrics-server", { args: ["--kubelet-insecure-tls"] }, { kind: "minikube" });
  });

  it("cluster-autoscaler: finds its groups by the cluster's name and may do little else", async () => {
    await sets(
      "cluster-autoscaler",
      {
        cloudProvider: "aws",
        fullnameOverride: "cluster-autoscaler",
        resources: footprints.clusterAutoscaler,
        "extraArgs.expander": "least-waste",
        "containerSecurityContext.capabilities": { drop: ["ALL"] },
        "securityContext.runAsNonRoot": true,
      },
      { kind: "eks", capabilities: { nodeAutoscaling: false } },
    );
  });
});
