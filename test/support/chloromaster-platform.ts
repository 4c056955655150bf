import type { Environment } from "../../components/environment";
import { alertNames, all, container, input, names, nginx, values } from "./plan-parts";
import { dig, type Recording } from "./recording";
import { type Requirement, rows } from "./requirements";

const every: readonly Environment[] = ["dev", "staging", "prod"];
const dev: readonly Environment[] = ["dev"];
const outside: readonly Environment[] = ["dev", "staging"];
const clouds: readonly Environment[] = ["staging", "prod"];
const prod: readonly Environment[] = ["prod"];

const host: Readonly<Record<Environment, string>> = {
  dev: "dev.example.com",
  staging: "staging.example.com",
  prod: "example.com",
};

/** Paths of all Ingresses with the Service and port that they lead to. */
function paths(made: Recording): readonly unknown[] {
  return made
    .names("Ingress")
    .flatMap((name) => made.input("Ingress", name, "spec", "rules", 0, "http", "paths") as readonly unknown[])
    .map((path) => [
      dig(path, "path"),
      dig(path, "backend", "service", "name"),
      dig(path, "backend", "service", "port", "number"),
    ])
    .sort();
}

/** What all Ingresses have under an annotation of ingress-nginx. */
const everywhere =
  (key: string) =>
  (made: Recording): readonly unknown[] => [...new Set(made.names("Ingress").map((name) => nginx(name, key)(made)))];

/** A variable that the backend's container has by itself. */
const variable =
  (name: string) =>
  (made: Recording): unknown => {
    const found = container("backend", "env")(made) as readonly { readonly name: string; readonly value?: string }[];
    return found.find((one) => one.name === name)?.value;
  };

/** The rows of the ChloroMaster plan on clusters, routes, certificates and platform. */
export const chloromasterPlatform: readonly Requirement[] = [
  ...rows("Phase 2 A minikube", dev, [
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
      (made) => made.names("Release").includes("ingress-nginx"),
      true,
      "The platform's own ingress-nginx, as in the cloud; the add-on would take its ports.",
    ],
    [
      "chloromaster.local",
      (made) => made.input("Ingress", "chloromaster", "spec", "rules", 0, "host"),
      "dev.example.com",
      "Development is a host of the stack's domain.",
    ],
  ]),
  ...rows("Costs: GKE", clouds, [
    [
      "3 × e2-standard-2",
      (made) => {
        const pool = made.all("NodePool")[0]?.inputs;
        return [dig(pool, "nodeConfig", "machineType"), dig(pool, "initialNodeCount")];
      },
      ["e2-standard-2", 3],
    ],
    ["a managed load balancer", values("ingress-nginx", "controller", "service", "type"), "LoadBalancer"],
  ]),
  ...rows("Phase 3 deploy", prod, [
    ["namespace chloromaster", (made) => made.names("Namespace").includes("chloromaster"), true],
  ]),
  ...every.flatMap((environment) =>
    rows(
      "Phase 2 D ingress",
      [environment],
      [
        [
          "chloromaster.com",
          (made) => [
            ...new Set(made.names("Ingress").map((name) => made.input("Ingress", name, "spec", "rules", 0, "host"))),
          ],
          [host[environment]],
          "The stack's domain: set domain to chloromaster.com.",
        ],
        [
          "www.chloromaster.com on the certificate",
          (made) => made.input("Ingress", "chloromaster", "spec", "tls", 0, "hosts"),
          [host[environment], `www.${host[environment]}`],
        ],
        [
          "www.chloromaster.com answers",
          everywhere("from-to-www-redirect"),
          ["true"],
          "By a redirect to the apex; the plan's rules had no such host.",
        ],
      ],
    ),
  ),
  ...rows("Phase 2 D ingress", every, [
    [
      "/api to backend 5000, / to frontend 80",
      paths,
      [
        ["/", "frontend", 8080],
        ["/api", "backend", 5000],
      ],
      "Port 80 is for root: nginx-unprivileged listens on 8080.",
    ],
    ["ingressClassName nginx", input("Ingress", "chloromaster", "spec", "ingressClassName"), "nginx"],
    ["ssl-redirect", everywhere("ssl-redirect"), ["true"]],
    ["force-ssl-redirect", everywhere("force-ssl-redirect"), ["true"]],
    [
      "07-nginx-deployment",
      (made) => made.names("Deployment").filter((name) => name.includes("nginx")),
      [],
      "The ingress controller is the reverse proxy.",
    ],
    [
      "API rate limiting (nginx)",
      nginx("chloromaster", "limit-rpm"),
      "300",
      "The plan has no figure: 300 a minute for each client, on /api.",
    ],
  ]),
  ...rows("Phase 2 D certificates", clouds, [
    [
      "ClusterIssuer letsencrypt-prod over HTTP-01",
      input("ClusterIssuer", "letsencrypt-prod", "spec", "acme", "solvers"),
      [
        {
          selector: { dnsZones: ["example.com"] },
          dns01: { cloudDNS: { project: "stand-in", hostedZoneName: "example-com" } },
        },
        { http01: { ingress: { ingressClassName: "nginx" } } },
      ],
      "DNS-01 for hosts of the domain, so that certificates are there before the hosts lead to the cluster; HTTP-01 for others.",
    ],
  ]),
  ...rows("Architecture: DNS", dev, [
    ["chloromaster.local needs none", (made) => made.names("Release").includes("external-dns"), false],
  ]),
  ...rows("Architecture: DNS", clouds, [
    [
      "Route 53",
      all(
        values("external-dns", "provider", "name"),
        values("external-dns", "domainFilters"),
        values("external-dns", "extraArgs", "zone-id-filter"),
      ),
      ["google", ["example.com"], ["example-com"]],
      "Cloud DNS, the DNS of the plan's cluster; on eks it is Route 53, on doks DigitalOcean. Cloudflare is one setting.",
    ],
    ["to the load balancer", values("external-dns", "sources"), ["ingress"]],
    [
      "by a right to this zone alone",
      (made) =>
        made.all("DnsManagedZoneIamMember").map(({ inputs }) => [dig(inputs, "managedZone"), dig(inputs, "role")]),
      [
        ["example-com", "roles/dns.admin"],
        ["example-com", "roles/dns.admin"],
      ],
      "The plan doesn't say who writes records: external-dns and cert-manager, by Workload Identity.",
    ],
    ["nothing is left to a person", (made) => made.outputs["dnsRecords"], [], "external-dns writes all records."],
  ]),
  ...rows("Phase 2 D certificates", dev, [
    [
      "ClusterIssuer letsencrypt-prod over HTTP-01",
      all(
        input("ClusterIssuer", "letsencrypt-prod", "spec", "acme", "server"),
        input("ClusterIssuer", "letsencrypt-prod", "spec", "acme", "solvers", 0, "http01", "ingress"),
      ),
      ["https://acme-v02.api.letsencrypt.org/directory", { ingressClassName: "nginx" }],
      "ingressClassName is what the class field became.",
    ],
  ]),
  ...rows("Phase 2 D certificates", every, [
    [
      "https://acme-v02.api.letsencrypt.org/directory",
      input("ClusterIssuer", "letsencrypt-prod", "spec", "acme", "server"),
      "https://acme-v02.api.letsencrypt.org/directory",
    ],
    [
      "pitfall 6: the staging issuer first",
      input("ClusterIssuer", "letsencrypt-staging", "spec", "acme", "server"),
      "https://acme-staging-v02.api.letsencrypt.org/directory",
    ],
    [
      "cert-manager v1.14.0",
      (made) => Number(String(made.input("Release", "cert-manager", "version")).split(".")[1]) >= 21,
      true,
      "1.14 is past its end.",
    ],
    [
      "admin@chloromaster.com",
      input("ClusterIssuer", "letsencrypt-prod", "spec", "acme", "email"),
      undefined,
      "platform.certificates.email of the stack; the plan says itself to change it.",
    ],
  ]),
  ...rows("Phase 2 D certificates", outside, [
    [
      "pitfall 6: outside of production by the staging issuer",
      input("Ingress", "chloromaster", "metadata", "annotations", "cert-manager.io/cluster-issuer"),
      "letsencrypt-staging",
    ],
  ]),
  ...rows("Phase 2 D certificates", prod, [
    [
      "cert-manager.io/cluster-issuer: letsencrypt-prod",
      input("Ingress", "chloromaster", "metadata", "annotations", "cert-manager.io/cluster-issuer"),
      "letsencrypt-prod",
    ],
  ]),
  ...rows("Architecture: observability", every, [
    ["Prometheus and Grafana", (made) => made.names("Release").includes("kube-prometheus-stack"), true],
    ["Loki", (made) => made.names("Release").includes("loki"), true],
    [
      "Jaeger",
      all(
        (made) => ["opentelemetry-collector", "tempo"].every((name) => made.names("Release").includes(name)),
        (made) =>
          JSON.stringify(values("kube-prometheus-stack", "grafana", "additionalDataSources")(made)).includes(
            '"type":"tempo"',
          ),
      ),
      [true, true],
      "Version 1 of Jaeger is past its end: OpenTelemetry's collector, Tempo, and Grafana to look at them.",
    ],
    [
      "distributed tracing (OpenTelemetry)",
      all(
        variable("OTEL_EXPORTER_OTLP_ENDPOINT"),
        variable("OTEL_EXPORTER_OTLP_PROTOCOL"),
        variable("OTEL_SERVICE_NAME"),
        (made) =>
          JSON.stringify(made.input("NetworkPolicy", "backend", "spec", "egress")).includes(
            '"kubernetes.io/metadata.name":"opentelemetry"',
          ),
      ),
      ["http://opentelemetry-collector.opentelemetry.svc:4317", "grpc", "backend", true],
      "Of the backend: the frontend is files, and runs in browsers.",
    ],
    [
      "alerting configured",
      alertNames,
      [
        "AutoscalerAtMaximum",
        "CertificateExpiring",
        "HighErrorRate",
        "MemoryNearlyFull",
        "PodCrashLooping",
        "PodsUnavailable",
        "SlowAnswers",
        "VolumeNearlyFull",
      ],
    ],
    ["dashboards", (made) => made.names("ConfigMap").includes("dashboard-chloromaster-red"), true],
  ]),
  ...rows("12-network-policy", every, [
    ["closed by default", input("NetworkPolicy", "default-deny", "spec", "policyTypes"), ["Ingress", "Egress"]],
    [
      "one for each workload",
      (made) =>
        ["backend", "frontend", "redis"].every((name) => names("NetworkPolicy")(made)?.toString().includes(name)),
      true,
    ],
  ]),
];
