import { at, backend, type Changeable, container, type Fault, pod } from "./fault";

const policy = { kind: "NetworkPolicy", name: "backend" } as const;
const detectionApi = "detection-api";

/** Faults of references and selectors: what only rules on wiring see. */
export const wiringFaults: readonly Fault[] = [
  {
    rule: "selector-matches-pod",
    fault: "a Service selects a label that no pod has",
    kind: "Service",
    name: "backend",
    change: (object) => (at(object, "spec", "selector")["app.kubernetes.io/name"] = "back-end"),
    says: /selects .*name=back-end.*, and no pod of production has these labels/,
  },
  {
    rule: "selector-matches-pod",
    fault: "a budget protects nobody",
    kind: "PodDisruptionBudget",
    name: "backend",
    change: (object) => (at(object, "spec", "selector", "matchLabels")["app.kubernetes.io/part-of"] = "to-do"),
    says: /no pod of production has these labels/,
  },
  {
    rule: "selector-matches-pod",
    fault: "a Deployment's pods lost a label",
    ...backend,
    change: (object) => (at(object, "spec", "template", "metadata", "labels")["app.kubernetes.io/part-of"] = undefined),
    says: /which its own pods don't have/,
  },
  {
    rule: "selector-matches-pod",
    fault: "a ServiceMonitor looks for a Service of another name",
    kind: "ServiceMonitor",
    name: "backend",
    change: (object) => (at(object, "spec", "selector", "matchLabels")["app.kubernetes.io/name"] = "api"),
    says: /so nothing is scraped/,
  },
  {
    rule: "selector-matches-pod",
    fault: "an autoscaler scales what isn't there",
    kind: "HorizontalPodAutoscaler",
    name: "backend",
    change: (object) => (at(object, "spec", "scaleTargetRef")["name"] = "api"),
    says: /scales Deployment api, which doesn't exist/,
  },
  {
    rule: "peer-is-another-pod",
    fault: "a NetworkPolicy lets in a pod that doesn't exist",
    ...policy,
    change: (object) =>
      (at(object, "spec", "ingress", 0, "from", 0, "podSelector", "matchLabels")["app.kubernetes.io/name"] = "fronted"),
    says: /lets pods with .*name=fronted.* through, and there is no such pod/,
  },
  {
    rule: "peer-is-another-pod",
    fault: "a NetworkPolicy lets in nobody but its own pod",
    ...policy,
    change: (object) =>
      (at(object, "spec", "ingress", 0, "from", 0, "podSelector", "matchLabels")["app.kubernetes.io/name"] = "backend"),
    says: /nobody but the pod itself/,
  },
  {
    rule: "peer-is-another-pod",
    fault: "a NetworkPolicy means the ingress controller of another namespace",
    ...policy,
    change: (object) =>
      (at(object, "spec", "ingress", 1, "from", 0, "namespaceSelector", "matchLabels")["kubernetes.io/metadata.name"] =
        "ingress"),
    says: /there is no such pod/,
  },
  {
    rule: "ingress-names-its-peers",
    fault: "an ingress rule lost its from",
    ...policy,
    change: (object) => (at(object, "spec", "ingress", 0)["from"] = undefined),
    says: /lets everybody in on port 8000/,
  },
  {
    rule: "ingress-names-its-peers",
    fault: "an ingress rule names the whole world",
    ...policy,
    change: (object) => (at(object, "spec", "ingress", 0)["from"] = [{ ipBlock: { cidr: "0.0.0.0/0" } }]),
    says: /lets everybody in/,
  },
  {
    rule: "ingress-names-its-peers",
    fault: "an ingress rule names every namespace",
    ...policy,
    change: (object) => (at(object, "spec", "ingress", 0)["from"] = [{ namespaceSelector: {} }]),
    says: /lets everybody in/,
  },
  {
    rule: "open-port-is-served",
    fault: "a NetworkPolicy opens a port where nobody listens",
    ...policy,
    change: (object) => (at(object, "spec", "ingress", 0, "ports", 0)["port"] = 8080),
    says: /on port 8080, where none of its pods listens/,
  },
  {
    rule: "backend-exists",
    fault: "an Ingress leads to a Service that isn't there",
    kind: "Ingress",
    name: "todo",
    change: (object) => (at(object, "spec", "rules", 0, "http", "paths", 0, "backend", "service")["name"] = "web"),
    says: /to the Service web, which doesn't exist/,
  },
  {
    rule: "backend-exists",
    fault: "an Ingress leads to another port",
    kind: "Ingress",
    name: "todo",
    change: (object) =>
      (at(object, "spec", "rules", 0, "http", "paths", 0, "backend", "service", "port")["number"] = 81),
    says: /to port 81 of the Service/,
  },
  {
    rule: "backend-exists",
    fault: "a Service leads to a port where nobody listens",
    kind: "Service",
    name: "backend",
    change: (object) => (at(object, "spec", "ports", 0)["targetPort"] = 9999),
    says: /leads to port 9999 of Deployment backend/,
  },
  {
    rule: "backend-exists",
    fault: "a StatefulSet's Service has another name",
    kind: "StatefulSet",
    name: "redis",
    change: (object) => (at(object, "spec")["serviceName"] = "cache"),
    says: /from the Service cache, which doesn't exist/,
  },
  {
    rule: "config-exists",
    fault: "a pod reads a ConfigMap that isn't there",
    ...backend,
    change: (object) => (at(container(object), "envFrom", 0, "configMapRef")["name"] = "settings"),
    says: /names the ConfigMap settings, which doesn't exist in production/,
  },
  {
    rule: "config-exists",
    fault: "Dapr's component wants a key that its Secret lacks",
    kind: "Component",
    name: "statestore",
    change: (object) => (at(object, "spec", "metadata", 0, "secretKeyRef")["key"] = "REDIS_HOST"),
    says: /names the key REDIS_HOST of the Secret statestore-secrets/,
  },
  {
    rule: "config-exists",
    fault: "nobody makes the certificate of an Ingress",
    kind: "Ingress",
    name: "todo",
    change: (object: Changeable, all: Changeable[]): void => {
      for (const ingress of [object, ...all.filter(({ kind }) => kind === "Ingress")])
        at(ingress, "metadata")["annotations"] = {};
    },
    says: /names the Secret .*tls, which doesn't exist/,
  },
  {
    rule: "account-exists",
    fault: "a pod runs as nobody",
    ...backend,
    change: (object) => (pod(object)["serviceAccountName"] = "robot"),
    says: /runs as the ServiceAccount robot, which doesn't exist/,
  },
  {
    rule: "account-exists",
    system: detectionApi,
    fault: "a binding grants a role that isn't there",
    kind: "RoleBinding",
    name: "detection-api",
    change: (object) => (at(object, "roleRef")["name"] = "detection"),
    says: /grants the Role detection, which doesn't exist/,
  },
  {
    rule: "account-exists",
    system: detectionApi,
    fault: "a binding means an account that isn't there",
    kind: "RoleBinding",
    name: "detection-api-deployer",
    change: (object) => (at(object, "subjects", 0)["name"] = "deployer"),
    says: /to the ServiceAccount deployer, which doesn't exist/,
  },
  {
    rule: "storage-exists",
    system: detectionApi,
    fault: "a volume is of a class of another cloud",
    kind: "PersistentVolumeClaim",
    name: "detection-backup",
    change: (object) => (at(object, "spec")["storageClassName"] = "gp2"),
    says: /wants the storage class gp2; the cluster has fast-ssd, standard/,
  },
  {
    rule: "storage-exists",
    system: detectionApi,
    fault: "a pod mounts a claim that isn't there",
    kind: "CronJob",
    name: "detection-backup",
    change: (object: Changeable): void => {
      for (const volume of pod(object)["volumes"] as Record<string, unknown>[])
        if ("persistentVolumeClaim" in volume) volume["persistentVolumeClaim"] = { claimName: "data" };
    },
    says: /mounts the claim data, which doesn't exist/,
  },
  {
    rule: "ingress-is-served",
    fault: "an Ingress asks an issuer that isn't there",
    kind: "Ingress",
    name: "todo",
    change: (object) => (at(object, "metadata", "annotations")["cert-manager.io/cluster-issuer"] = "letsencrypt"),
    says: /asks the ClusterIssuer letsencrypt/,
  },
  {
    rule: "ingress-is-served",
    fault: "an Ingress is of a class that nobody serves",
    kind: "Ingress",
    name: "todo",
    change: (object) => (at(object, "spec")["ingressClassName"] = "traefik"),
    says: /of the ingress class traefik, which no controller serves/,
  },
  {
    rule: "one-workload-per-path",
    fault: "two routes are on one host and path",
    kind: "Ingress",
    name: "todo",
    change: (object: Changeable, all: Changeable[]): void => {
      const copy = structuredClone(object);
      copy.metadata.name = "copy";
      all.push(copy);
    },
    says: /serves todo\.example\.com.*, and so does Ingress production\/todo/,
  },
  {
    rule: "namespace-exists",
    fault: "nobody makes the namespace",
    kind: "Namespace",
    name: "production",
    change: (object, all) => all.splice(all.indexOf(object), 1),
    says: /is in the namespace production, which doesn't exist/,
  },
  {
    rule: "kind-is-defined",
    fault: "nothing defines a kind",
    kind: "ServiceMonitor",
    name: "backend",
    change: (object) => (object["apiVersion"] = "monitoring.example.com/v1"),
    says: /nothing in the platform defines this kind/,
  },
];
