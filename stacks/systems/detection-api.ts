import { apiServer, privateNetwork } from "../../components/application/connections";
import { resources } from "../../components/application/resources";
import { generated, supplied } from "../../components/application/secrets";
import { sqliteBackup, sqliteRestore } from "../../components/application/sqlite-backup";
import { defineSystem } from "./contract";
import { detectionApiAlerts } from "./detection-api-alerts";
import { detectionApiDashboards } from "./detection-api-dashboards";
import { type DetectionApiRow, detectionApiEnvironments } from "./detection-api-environments";

// The detection-api plan (phase 05) is the source of every figure here. Corrected, with what its authors meant:
// - app.db on a ReadWriteOnce volume can't be mounted by 3 to 10 pods on many nodes, in two slots: as its risk table
//   says, one pod alone writes it (detection-store), and the others write through that pod.
// - `sqlite3 app.db ".backup …"` on a volume mounted read-only fails with a write-ahead log, and nothing verified or
//   pruned the copies: a tested script does, in a job beside the pod that has the volume.
// - The autoscaler named detection-api-green, so the blue slot never scaled: each slot has its own.
// - topology.kubernetes.io/zone is no annotation of an Ingress: pods are spread over zones instead.
// - limit-rps has no figure in the plan; the service is made for 10 requests a second, so one address gets 20.
// - readOnlyRootFilesystem is false for SQLite's sake; it is true here, and the queue's directory is a volume.
// - "restricted" allows a writable root; it would not have allowed the exception that the plan claims for it.
// - Promtail is retired: Alloy ships the logs. prometheus.io annotations are ignored by the operator: a ServiceMonitor.
// - Reading Secrets through the API is not needed by the application: they are mounted.
// - The plan names no network of the TAK server, and no group of people: those are stand-ins for a site's own.

const registry = "registry.internal";
const data = "/app/data";
const queue = "/app/queue";

/** The TAK server of the site; TLS. */
const takServer = privateNetwork("TAK server", ["10.20.0.0/24"], 8089);

/** detection-api: geolocates detections and pushes them to a TAK server; hardened, released blue/green. */
export const detectionApi = defineSystem<DetectionApiRow>({
  name: "detection-api",
  environments: detectionApiEnvironments,
  clusters: (_, environment) => ({
    usual: "kubeconfig",
    settings: {
      kubeconfig: {
        storageClass: "standard",
        fastStorageClass: "fast-ssd",
        nodePools: [{ name: "nodes", cpus: 4, memory: 8192, count: environment === "prod" ? 4 : 3 }],
      },
    },
    ...(environment === "dev" ? {} : { refused: { minikube: "three nodes are the fewest that it is spread over" } }),
  }),
  platform: () => ({ logs: { retention: "336h" } }),
  secretBackEnd: (_, environment) => (environment === "dev" ? undefined : { kind: "sealed-secrets", sealed: {} }),
  application: (row, { domain, environment, image, issuer, mirrored, slots }) => {
    const name = "detection-api";
    const repository = `${registry}/${name}`;
    const releases = slots(repository, name, row.standby);
    const serving = releases.images[releases.active];
    const store = "detection-store";
    const fewest = typeof row.scale === "number" ? row.scale : row.scale.min;
    const backup = {
      of: store,
      image: image(repository, store),
      mountPath: data,
      database: `${data}/app.db`,
      size: "100Gi",
      user: 1000,
      schedule: "0 2 * * *",
      keepDays: 30,
    } as const;
    const base = {
      port: 8000,
      user: 1000,
      resources: resources(["250m", "1000m"], ["512Mi", "1Gi"], ["64Mi", "6Gi"]),
      probes: {
        startup: { path: "/health", delaySeconds: 5, periodSeconds: 5, timeoutSeconds: 3, failures: 30 },
        liveness: { path: "/health", delaySeconds: 10, periodSeconds: 30, timeoutSeconds: 5, failures: 3 },
        readiness: { path: "/ready", delaySeconds: 5, periodSeconds: 5, timeoutSeconds: 3, failures: 1 },
      },
      podFields: { POD_NAME: "name", POD_NAMESPACE: "namespace", NODE_NAME: "node" },
      metrics: { path: "/metrics" },
    } as const;
    return {
      name,
      namespace: row.namespace,
      tls: issuer,
      ...(row.quota === undefined ? {} : { quota: row.quota }),
      pullFrom: { registry, username: "REGISTRY_USERNAME", password: "REGISTRY_PASSWORD" },
      secrets: {
        JWT_SIGNING_KEY: generated(32),
        TAK_USERNAME: supplied("the TAK server's user", "stand-in-tak-user"),
        TAK_PASSWORD: supplied("the TAK server's password", "stand-in-tak-password"),
        TAK_ENDPOINT: supplied("the TAK server's address", "ssl://tak.invalid:8089", { rotateEveryDays: "never" }),
        REGISTRY_USERNAME: supplied("the user that pulls images", "stand-in-registry-user"),
        REGISTRY_PASSWORD: supplied("the registry's password", "stand-in-registry-password"),
      },
      workloads: {
        [name]: {
          ...base,
          kind: "deployment",
          image: serving,
          slots: { ...releases, smoke: { askedBy: "python", requests: [{ path: "/health" }, { path: "/ready" }] } },
          scale: row.scale,
          ...(row.minAvailable === undefined ? {} : { minAvailable: row.minAvailable }),
          before: {
            "init-queue-db": { command: ["python", "-m", "detection_api.queue", "--init", `${queue}/queue.db`] },
          },
          config: {
            ENVIRONMENT: environment,
            LOG_FORMAT: "json",
            QUEUE_DB_PATH: `${queue}/queue.db`,
            STORE_URL: `http://${store}:8000`,
          },
          secrets: ["JWT_SIGNING_KEY", "TAK_USERNAME", "TAK_PASSWORD", "TAK_ENDPOINT"],
          writable: ["/tmp", { path: queue, size: "5Gi" }],
          permissions: [
            {
              apiGroups: [""],
              resources: ["configmaps", "persistentvolumeclaims", "pods"],
              verbs: ["get", "list", "watch"],
            },
          ],
          connectsTo: [store, takServer, apiServer],
        },
        [store]: {
          ...base,
          kind: "stateful",
          image: image(repository, store),
          replicas: 1,
          storage: { mountPath: data, size: "50Gi", class: "fast" },
          config: { ENVIRONMENT: environment, LOG_FORMAT: "json", ROLE: "store", DATABASE_PATH: `${data}/app.db` },
          secrets: ["JWT_SIGNING_KEY"],
        },
        "detection-backup": { ...sqliteBackup(backup), history: { succeeded: 7, failed: 3 } },
        "detection-restore": sqliteRestore("detection-backup", backup),
      },
      ...(row.git === undefined ? {} : { git: row.git }),
      ...(row.signer === undefined
        ? {}
        : {
            signatures: {
              images: [mirrored(`${repository}*`)],
              signer: row.signer,
              // Let's Encrypt's challenges are answered by a pod of the namespace.
              onlyFrom: [`${registry}/`, "quay.io/jetstack/cert-manager-acmesolver"].map(mirrored),
            },
          }),
      access: {
        "detection-api-deployer": { may: "deploy" },
        "detection-api-operations": { may: "operate", group: "detection-operations" },
        "detection-api-readonly": { may: "read", group: "detection-engineering" },
      },
      routes: [
        {
          host: environment === "prod" ? `detection.${domain}` : `detection-${environment}.${domain}`,
          path: "/",
          to: name,
          requestsPerSecond: 20,
          redirectToHttps: true,
        },
      ],
      alerts: detectionApiAlerts(`${name}-${releases.active}`, Math.min(2, fewest)),
      dashboards: detectionApiDashboards(row.namespace),
    };
  },
});
