import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { AdmissionregistrationV1Api, KubeConfig } from "@kubernetes/client-node";
import { UsageError } from "../../components/errors";
import type { ClusterClient } from "../../rehearsal/control-plane/api";
import { clientOf } from "../../rehearsal/control-plane/api";
import type { ControlPlane } from "../../rehearsal/control-plane/contract";
import { startControlPlane } from "../../rehearsal/control-plane/control-plane";
import { processesOf } from "../../rehearsal/control-plane/processes";
import { waitForWorkloads } from "../../rehearsal/control-plane/readiness";
import { deployment, eventually, quiet, specOf, template } from "./control-plane-fixtures";

describe("a control plane for rehearsals", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);

  const namespace = "default";
  let plane: ControlPlane;
  let client: ClusterClient;
  let admission: AdmissionregistrationV1Api;

  before(async () => {
    plane = await startControlPlane(specOf("test"), quiet);
    client = clientOf(plane.kubeconfig);
    const config = new KubeConfig();
    config.loadFromString(plane.kubeconfig);
    admission = config.makeApiClient(AdmissionregistrationV1Api);
  });

  after(async () => {
    await plane.stop();
  });

  it("names the Kubernetes release that it was built from", () => {
    assert.match(plane.kubernetesVersion, /^v1\.36\.\d+$/);
  });

  it("listens on the loopback address alone", async () => {
    const listening = execFileSync("ss", ["-ltnpH"], { encoding: "utf8" }).split("\n");
    const pids = (await processesOf(plane.directory)).map((one) => one.pid);
    const ours = listening.filter((line) => pids.some((pid) => line.includes(`pid=${pid},`)));
    assert.ok(ours.length >= 6, `six ports or more are ours:\n${listening.join("\n")}`);
    for (const line of ours) assert.match(line.split(/\s+/)[3] ?? "", /^127\.0\.0\.1:\d+$/);
  });

  it("hands out credentials that are its own, in a file for nobody else", () => {
    assert.equal(plane.environment["KUBECONFIG"], plane.kubeconfigPath);
    assert.ok(plane.kubeconfigPath.startsWith(plane.directory));
    assert.match(plane.kubeconfig, /client-key-data: /);
    assert.doesNotMatch(plane.kubeconfig, /client-key: /);
  });

  it("starts pools at their minimum, with zones in turn", async () => {
    const nodes = (await client.core.listNode()).items;
    const zones = nodes.map((node) => [node.metadata?.name, node.metadata?.labels?.["topology.kubernetes.io/zone"]]);
    assert.deepEqual(zones, [
      ["workers-1", "a"],
      ["workers-2", "b"],
    ]);
  });

  it("admits as a real API server does: Pod Security refuses a privileged pod", async () => {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    await client.core.createNamespace({ body: { metadata: { name: "strict", labels } } });
    const refused = client.core.createNamespacedPod({
      namespace: "strict",
      body: {
        metadata: { name: "root" },
        spec: { containers: [{ name: "main", image: "x", securityContext: { privileged: true } }] },
      },
    });
    await assert.rejects(refused, /violates PodSecurity/);
  });

  it("doesn't ask the webhooks of charts, whose pods are simulated", async () => {
    await admission.createValidatingWebhookConfiguration({
      body: {
        metadata: { name: "unreachable" },
        webhooks: [
          {
            name: "unreachable.example.invalid",
            admissionReviewVersions: ["v1"],
            sideEffects: "None",
            failurePolicy: "Fail",
            clientConfig: { service: { namespace, name: "nobody" } },
            rules: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["configmaps"], operations: ["CREATE"] }],
          },
        ],
      },
    });
    await client.core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "admitted" } } });
  });

  it("has room for the Services of a large platform", async () => {
    const service = await client.core.readNamespacedService({ namespace, name: "kubernetes" });
    assert.equal(service.spec?.clusterIP, "10.96.0.1");
  });

  it("runs a StatefulSet with claims of both binding modes, volumes in the zone of its node", async () => {
    const claim = (name: string, storageClassName: string) => ({
      metadata: { name },
      spec: { accessModes: ["ReadWriteOnce"], storageClassName, resources: { requests: { storage: "5Gi" } } },
    });
    await client.apps.createNamespacedStatefulSet({
      namespace,
      body: {
        metadata: { name: "store" },
        spec: {
          serviceName: "store",
          replicas: 2,
          selector: { matchLabels: { app: "store" } },
          template: template("store", "100m"),
          volumeClaimTemplates: [claim("data", "zonal"), claim("log", "block")],
        },
      },
    });
    const report = await waitForWorkloads(client, { timeoutSeconds: 30, namespaces: [namespace] }, quiet);
    assert.deepEqual(report.notReady, []);
    const pod = await client.core.readNamespacedPod({ namespace, name: "store-0" });
    const node = await client.core.readNode({ name: pod.spec?.nodeName ?? "" });
    const bound = await client.core.readNamespacedPersistentVolumeClaim({ namespace, name: "data-store-0" });
    const volume = await client.core.readPersistentVolume({ name: bound.spec?.volumeName ?? "" });
    assert.equal(volume.spec?.capacity?.["storage"], "5Gi");
    assert.deepEqual(volume.spec.nodeAffinity?.required?.nodeSelectorTerms[0]?.matchExpressions?.[0]?.values, [
      node.metadata?.labels?.["topology.kubernetes.io/zone"],
    ]);
  });

  it("deletes a volume with its claim", async () => {
    const name = "log-store-1";
    const bound = await client.core.readNamespacedPersistentVolumeClaim({ namespace, name });
    await client.apps.deleteNamespacedStatefulSet({ namespace, name: "store" });
    await client.core.deleteNamespacedPersistentVolumeClaim({ namespace, name });
    await eventually("the volume is gone", async () => {
      const volumes = (await client.core.listPersistentVolume()).items;
      return volumes.every((volume) => volume.metadata?.name !== bound.spec?.volumeName);
    });
  });

  it("leaves a claim of a wrong class Pending, and says why", async () => {
    await client.core.createNamespace({ body: { metadata: { name: "wrong" } } });
    await client.core.createNamespacedPersistentVolumeClaim({
      namespace: "wrong",
      body: {
        metadata: { name: "data" },
        spec: { accessModes: ["ReadWriteOnce"], storageClassName: "blok", resources: { requests: { storage: "1Gi" } } },
      },
    });
    const body = deployment("lost", 1, "100m");
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
    if (body.spec?.template.spec !== undefined) Object.assign(body.spec.template.spec, { volumes });
    await client.apps.createNamespacedDeployment({ namespace: "wrong", body });
    const options = { timeoutSeconds: 30, stillSeconds: 3, namespaces: ["wrong"] };
    const report = await waitForWorkloads(client, options, quiet);
    assert.equal(report.ready, false);
    assert.match(report.notReady.map((one) => one.reasons.join()).join(), /storageclass.* "blok" not found/);
    await client.core.deleteNamespace({ name: "wrong" });
  });

  it("gives a load balancer an address, and the same to an Ingress", async () => {
    await client.core.createNamespacedService({
      namespace,
      body: {
        metadata: { name: "front" },
        spec: { type: "LoadBalancer", ports: [{ port: 80 }], selector: { app: "front" } },
      },
    });
    await client.networking.createIngressClass({
      body: { metadata: { name: "nginx" }, spec: { controller: "k8s.io/ingress-nginx" } },
    });
    await client.networking.createNamespacedIngress({
      namespace,
      body: {
        metadata: { name: "web" },
        spec: { ingressClassName: "nginx", defaultBackend: { service: { name: "front", port: { number: 80 } } } },
      },
    });
    await eventually("both have the same address", async () => {
      const service = await client.core.readNamespacedService({ namespace, name: "front" });
      const ingress = await client.networking.readNamespacedIngress({ namespace, name: "web" });
      const address = service.status?.loadBalancer?.ingress?.[0]?.ip;
      return /^203\.0\.113\.\d+$/.test(address ?? "") && ingress.status?.loadBalancer?.ingress?.[0]?.ip === address;
    });
  });

  it("completes a Job, and fails one that is to crash", async () => {
    const job = (name: string, annotations: Record<string, string>) => {
      const pod = template(name, "10m", { annotations });
      if (pod.spec !== undefined) pod.spec.restartPolicy = "Never";
      return { metadata: { name }, spec: { template: pod, backoffLimit: 0 } };
    };
    await client.batch.createNamespacedJob({ namespace, body: job("good", {}) });
    await client.batch.createNamespacedJob({
      namespace,
      body: job("bad", { "rehearsal.rootstock.dev/crash": "true" }),
    });
    const report = await waitForWorkloads(client, { timeoutSeconds: 30, namespaces: [namespace] }, quiet);
    assert.deepEqual(
      report.notReady.map((one) => `${one.kind} ${one.name}`),
      ["Job bad"],
    );
    await client.batch.deleteNamespacedJob({ namespace, name: "bad", propagationPolicy: "Background" });
  });

  it("runs init containers, sidecars and readiness gates", async () => {
    await client.core.createNamespacedPod({
      namespace,
      body: {
        metadata: { name: "rich" },
        spec: {
          initContainers: [
            { name: "first", image: "x" },
            { name: "sidecar", image: "x", restartPolicy: "Always" },
          ],
          containers: [{ name: "main", image: "x" }],
          readinessGates: [{ conditionType: "example.invalid/gate" }],
        },
      },
    });
    await eventually("the pod is ready", async () => {
      const { status } = await client.core.readNamespacedPod({ namespace, name: "rich" });
      const states = status?.initContainerStatuses?.map(
        (one) => Object.keys(one.state ?? {}).filter((key) => one.state?.[key as "running"] !== undefined)[0],
      );
      const gate = status?.conditions?.find((one) => one.type === "example.invalid/gate");
      const isReady = status?.conditions?.some((one) => one.type === "Ready" && one.status === "True");
      return isReady === true && gate?.status === "True" && states?.join() === "terminated,running";
    });
  });

  it("tells of a rollout that can't become ready, and of one that crashes", async () => {
    await client.core.createNamespace({ body: { metadata: { name: "failing" } } });
    const body = (name: string, annotation: string) =>
      deployment(name, 1, "10m", { [`rehearsal.rootstock.dev/${annotation}`]: "true" });
    await client.apps.createNamespacedDeployment({ namespace: "failing", body: body("stuck", "never-ready") });
    await client.apps.createNamespacedDeployment({ namespace: "failing", body: body("crashing", "crash") });
    const options = { timeoutSeconds: 30, stillSeconds: 3, namespaces: ["failing"] };
    const { notReady } = await waitForWorkloads(client, options, quiet);
    const reasons = Object.fromEntries(notReady.map((one) => [one.name, one.reasons.join()]));
    assert.match(reasons["crashing"] ?? "", /container main: CrashLoopBackOff/);
    assert.match(reasons["stuck"] ?? "", /containers with unready status/);
    await client.core.deleteNamespace({ name: "failing" });
  });

  it("tells of pods that a quota refuses", async () => {
    await client.core.createNamespace({ body: { metadata: { name: "tight" } } });
    await client.core.createNamespacedResourceQuota({
      namespace: "tight",
      body: { metadata: { name: "tight" }, spec: { hard: { "requests.cpu": "50m" } } },
    });
    await eventually("the quota counts", async () => {
      const quota = await client.core.readNamespacedResourceQuota({ namespace: "tight", name: "tight" });
      return quota.status?.used !== undefined;
    });
    await client.apps.createNamespacedDeployment({ namespace: "tight", body: deployment("greedy", 1, "100m") });
    const options = { timeoutSeconds: 30, stillSeconds: 3, namespaces: ["tight"] };
    const report = await waitForWorkloads(client, options, quiet);
    assert.match(report.notReady[0]?.reasons.join() ?? "", /exceeded quota: tight/);
    await client.core.deleteNamespace({ name: "tight" });
  });

  it("grows a pool while pods are pending, up to its maximum, and names what is left over", async () => {
    await eventually("what ran before is gone", async () => {
      const pods = (await client.core.listPodForAllNamespaces()).items;
      return pods.every((pod) => ["good", "rich"].some((name) => pod.metadata?.name?.startsWith(name)));
    });
    await client.apps.createNamespacedDeployment({ namespace, body: deployment("hungry", 8, "900m") });
    const grown = await waitForWorkloads(client, { timeoutSeconds: 60, namespaces: [namespace] }, quiet);
    assert.deepEqual(grown.notReady, []);
    assert.deepEqual(
      (await plane.capacity()).pools.map((one) => one.nodes),
      [4, 0],
    );
    await client.apps.createNamespacedDeployment({ namespace, body: deployment("giant", 1, "20") });
    const options = { timeoutSeconds: 60, stillSeconds: 4, namespaces: [namespace] };
    const { notReady, placement } = await waitForWorkloads(client, options, quiet);
    assert.deepEqual(
      notReady.map((one) => one.name),
      ["giant"],
    );
    assert.match(notReady[0]?.reasons.join() ?? "", /0\/4 nodes are available: 4 Insufficient cpu/);
    assert.match((await plane.capacity()).unplaced[0]?.reason ?? "", /asks for 20000m CPU .* no node of any pool/);
    assert.equal(placement.flatMap((node) => node.pods).filter((one) => one.name.startsWith("hungry-")).length, 8);
    for (const node of placement) assert.ok(node.requested.cpu <= node.allocatable.cpu);
  });

  it("refuses a second one of the same name while the first is in use", async () => {
    await assert.rejects(startControlPlane(specOf("test"), quiet), UsageError);
  });

  it("leaves neither a process nor a directory when it is stopped", async () => {
    await plane.stop();
    assert.deepEqual(await processesOf(plane.directory), []);
    assert.equal(existsSync(plane.directory), false);
    await plane.stop();
  });
});
