import type { Environment } from "../../components/environment";
import { alertNames, all, input, names, nginx, values } from "./plan-parts";
import { dig } from "./recording";
import { type Requirement, rows } from "./requirements";

const every: readonly Environment[] = ["dev", "staging", "prod"];
const dev: readonly Environment[] = ["dev"];
const clouds: readonly Environment[] = ["staging", "prod"];
const prod: readonly Environment[] = ["prod"];

const app = "juniper-canopy";
const host: Readonly<Record<Environment, string>> = {
  dev: "juniper-dev.example.com",
  staging: "juniper-staging.example.com",
  prod: "juniper.example.com",
};

/** The rows of the Juniper Canopy plan on clusters, namespaces and platform. */
export const juniperCanopyPlatform: readonly Requirement[] = [
  ...rows("4.1.3 minikube", dev, [
    [
      "start --cpus=4 --memory=8192 --driver=docker",
      (made) =>
        ["--cpus=4", "--memory=8192", "--driver=docker"].map((flag) =>
          made.all("Command").some(({ inputs }) => JSON.stringify(inputs).includes(flag)),
        ),
      [true, true, true],
    ],
    [
      "addons enable metrics-server",
      (made) => made.all("Command").some(({ inputs }) => JSON.stringify(inputs).includes("metrics-server")),
      true,
    ],
    [
      "addons enable ingress",
      names("Release"),
      ["alloy", "cert-manager", "ingress-nginx", "kube-prometheus-stack", "loki", "prometheus-operator-crds"],
      "The platform's own ingress-nginx, as in the cloud; the add-on would take its ports.",
    ],
  ]),
  ...rows("4.1.3 EKS", clouds, [
    [
      "us-east-1, 3 × t3.medium, 2 to 5, a managed node group",
      (made) => {
        const group = made.all("NodeGroup")[0]?.inputs;
        return [
          dig(group, "instanceTypes"),
          dig(group, "scalingConfig", "desiredSize"),
          dig(group, "scalingConfig", "minSize"),
          dig(group, "scalingConfig", "maxSize"),
        ];
      },
      [["t3.medium"], 3, 2, 5],
    ],
    [
      "region us-east-1",
      (made) =>
        JSON.stringify(made.all("Subnet").map(({ inputs }) => dig(inputs, "availabilityZone"))).includes("us-east-1"),
      true,
    ],
  ]),
  ...rows("4.1.3 EKS", prod, [
    [
      "--name juniper-canopy",
      (made) => made.all("Cluster").map(({ inputs }) => dig(inputs, "name")),
      ["juniper-canopy-prod"],
      "One cluster for each environment, so the environment is in the name.",
    ],
  ]),
  ...rows("4.1.2 cluster requirements", clouds, [
    [
      "Kubernetes 1.30+",
      (made) => made.all("Cluster").every(({ inputs }) => Number(String(dig(inputs, "version")).split(".")[1]) >= 30),
      true,
    ],
    [
      "2 cores and 4 GB a node, 2 nodes at least",
      (made) => dig(made.all("NodeGroup")[0]?.inputs, "instanceTypes"),
      ["t3.medium"],
    ],
    [
      "a storage class on SSD",
      (made) => made.all("StorageClass").some(({ inputs }) => dig(inputs, "parameters", "type") === "gp3"),
      true,
    ],
  ]),
  ...every.flatMap((environment) =>
    rows(
      "4.2 namespaces",
      [environment],
      [["a namespace of its own", (made) => made.names("Namespace").includes(`juniper-${environment}`), true]],
    ),
  ),
  ...rows("4.2 quota", prod, [
    [
      "10 and 20 CPU, 20Gi and 40Gi, 50 pods, 10 claims",
      input("ResourceQuota", "quota", "spec", "hard"),
      {
        "requests.cpu": "10",
        "requests.memory": "20Gi",
        "limits.cpu": "20",
        "limits.memory": "40Gi",
        pods: "50",
        persistentvolumeclaims: "10",
      },
    ],
  ]),
  ...rows("4.2 quota", ["dev", "staging"], [["none outside of production", names("ResourceQuota"), []]]),
  ...rows("4.3.1 ingress-nginx", every, [
    [
      "proxy-read-timeout and proxy-send-timeout 3600",
      all(nginx(app, "proxy-read-timeout"), nginx(app, "proxy-send-timeout")),
      ["3600", "3600"],
      "On the route that needs them, not for every route of the cluster.",
    ],
    [
      "upstream-keepalive-connections 32",
      values("ingress-nginx", "controller", "config", "upstream-keepalive-connections"),
      "32",
    ],
    [
      "helm install in a namespace of its own",
      values("ingress-nginx", "controller", "ingressClassResource", "name"),
      "nginx",
    ],
  ]),
  ...rows("4.3.2 cert-manager", every, [
    [
      "ClusterIssuer letsencrypt-prod over HTTP-01",
      input("ClusterIssuer", "letsencrypt-prod", "spec", "acme", "server"),
      "https://acme-v02.api.letsencrypt.org/directory",
    ],
    [
      "solvers by ingress class nginx",
      input("ClusterIssuer", "letsencrypt-prod", "spec", "acme", "solvers"),
      [{ http01: { ingress: { ingressClassName: "nginx" } } }],
      "ingressClassName is what the class field became.",
    ],
    [
      "v1.14.0",
      (made) => Number(String(made.input("Release", "cert-manager", "version")).split(".")[1]) >= 21,
      true,
      "1.14 is past its end.",
    ],
  ]),
  ...every.flatMap((environment) =>
    rows(
      "4.4.4, 5.3 ingress",
      [environment],
      [
        ["host", input("Ingress", app, "spec", "rules", 0, "host"), host[environment]],
        ["TLS for that host", input("Ingress", app, "spec", "tls", 0, "hosts"), [host[environment]]],
      ],
    ),
  ),
  ...rows("4.4.4 ingress", every, [
    ["className nginx", input("Ingress", app, "spec", "ingressClassName"), "nginx"],
    [
      "/, /ws and /dashboard to juniper-canopy 8050",
      input("Ingress", app, "spec", "rules", 0, "http", "paths"),
      [{ path: "/", pathType: "Prefix", backend: { service: { name: app, port: { number: 8050 } } } }],
    ],
    ["ssl-redirect", nginx(app, "ssl-redirect"), "true"],
    [
      "websocket-services, proxy-http-version 1.1, upstream-vhost",
      all(nginx(app, "websocket-services"), nginx(app, "proxy-http-version"), nginx(app, "upstream-vhost")),
      [undefined, undefined, undefined],
      "The first two do nothing: upgrades and HTTP/1.1 are the controller's own. The third breaks hosts.",
    ],
  ]),
  ...rows("4.4.4 certificate", clouds, [
    [
      "cert-manager.io/cluster-issuer: letsencrypt-prod",
      input("Ingress", app, "metadata", "annotations", "cert-manager.io/cluster-issuer"),
      "letsencrypt-prod",
    ],
  ]),
  ...rows("4.4.4 certificate", dev, [
    [
      "cert-manager.io/cluster-issuer: letsencrypt-prod",
      input("Ingress", app, "metadata", "annotations", "cert-manager.io/cluster-issuer"),
      "letsencrypt-staging",
      "Development tries; production's limits are for production.",
    ],
  ]),
  ...rows("Phase 5 GitOps", prod, [
    [
      "Argo CD",
      all(
        (made) => made.names("Release").includes("argo-cd"),
        input("Application", "git", "spec", "source", "path"),
        input("Application", "git", "spec", "destination", "namespace"),
      ),
      [true, "deploy/prod", "juniper-prod"],
      "Beside what the program makes; the plan names no folder.",
    ],
  ]),
  ...rows("Risks: WebSocket drops", every, [["session affinity", nginx(app, "affinity"), "cookie"]]),
  ...rows("Phase 4 monitoring", every, [
    ["Prometheus and Grafana", (made) => made.names("Release").includes("kube-prometheus-stack"), true],
    ["Loki", (made) => made.names("Release").includes("loki"), true],
    [
      "prometheus.io/scrape of port 8050",
      all(
        input("ServiceMonitor", app, "spec", "endpoints"),
        input("Deployment", app, "spec", "template", "metadata", "annotations", "prometheus.io/scrape"),
      ),
      [[{ port: "http", path: "/metrics", interval: "30s" }], undefined],
      "The operator reads ServiceMonitors; /api/health is no page of metrics.",
    ],
    [
      "alerts on resource exhaustion, certificates, crashes (risks, 4.6)",
      alertNames,
      [
        "AutoscalerAtMaximum",
        "CertificateExpiring",
        "HighErrorRate",
        "MemoryNearlyFull",
        "PodCrashLooping",
        "PodsUnavailable",
        "QuotaNearlyFull",
        "VolumeNearlyFull",
      ],
    ],
    ["dashboards", (made) => made.names("ConfigMap").includes("dashboard-juniper-canopy-red"), true],
  ]),
];
