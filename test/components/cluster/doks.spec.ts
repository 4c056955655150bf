import { strict as assert } from "node:assert/strict";
import { isSecret } from "@pulumi/pulumi";
import { DoksCluster } from "../../../components/cluster/doks";
import type { Environment } from "../../../components/environment";
import { once, outputValue, record, revealed, settle } from "./recorder";
import { resolved } from "./resolved";

const clusterType = "digitalocean:index/kubernetesCluster:KubernetesCluster";

const create = once(async (environment: Environment, given: Readonly<Record<string, unknown>> = {}) => {
  const recorder = await record();
  const { handle } = new DoksCluster("todo", resolved("doks", environment, given));
  const kubeconfig = await outputValue(handle.kubeconfig);
  const secret = await isSecret(handle.kubeconfig);
  await settle();
  return { recorder, handle, kubeconfig, secret };
});

describe("DoksCluster", function () {
  this.timeout(20_000);

  it("is Todo's cluster: a VPC, a cluster, a provider", async () => {
    const { recorder } = await create("dev");
    assert.deepEqual(recorder.names(), [
      `${clusterType} todo-cluster`,
      "digitalocean:index/vpc:Vpc todo-vpc",
      "pulumi:providers:kubernetes todo",
      "rootstock:cluster:Doks todo",
    ]);
    assert.deepEqual(recorder.one("Vpc").inputs, { region: "nyc1" });
    assert.deepEqual(recorder.one(clusterType).inputs, {
      name: "todo-dev",
      region: "nyc1",
      version: "latest",
      vpcUuid: "todo-vpc-id",
      ha: false,
      autoUpgrade: true,
      surgeUpgrade: true,
      maintenancePolicy: { day: "sunday", startTime: "04:00" },
      destroyAllAssociatedResources: true,
      nodePool: {
        name: "default",
        size: "s-2vcpu-4gb",
        nodeCount: 3,
        autoScale: true,
        minNodes: 3,
        maxNodes: 5,
        labels: { "rootstock.dev/node-pool": "default" },
      },
    });
    assert.equal(recorder.one(clusterType).protect, false);
  });

  it("in production has a control plane of three, is protected, and leaves volumes behind", async () => {
    const { recorder, handle } = await create("prod");
    const cluster = recorder.one(clusterType);
    assert.equal(cluster.inputs["ha"], true);
    assert.equal(cluster.inputs["destroyAllAssociatedResources"], false);
    assert.equal(cluster.protect, true);
    assert.equal(handle.storageClass, "do-block-storage-retain");
  });

  it("in production keeps volumes even when its protection is taken off", async () => {
    const { recorder } = await create("prod", { protect: false });
    assert.equal(recorder.one(clusterType).protect, false);
    assert.equal(recorder.one(clusterType).inputs["destroyAllAssociatedResources"], false);
  });

  it("leaves version and number of nodes to the cloud, once created", async () => {
    const { recorder } = await create("dev");
    assert.deepEqual(recorder.one(clusterType).ignoreChanges, ["version", "nodePool.nodeCount"]);
  });

  it("follows an exact version, without automatic upgrades", async () => {
    const { recorder } = await create("dev", { version: "1.34.1-do.2", nodePool: { min: 2, max: 2 } });
    const { inputs, ignoreChanges } = recorder.one(clusterType);
    assert.deepEqual(ignoreChanges, []);
    assert.equal(inputs["autoUpgrade"], false);
    assert.deepEqual(inputs["nodePool"], {
      name: "default",
      size: "s-2vcpu-4gb",
      nodeCount: 2,
      autoScale: false,
      labels: { "rootstock.dev/node-pool": "default" },
    });
  });

  it("takes the VPC's addresses when they are given", async () => {
    const { recorder } = await create("dev", { vpcCidr: "10.20.0.0/20" });
    assert.deepEqual(recorder.one("Vpc").inputs, { region: "nyc1", ipRange: "10.20.0.0/20" });
  });

  it("is reached through doctl, never by the token that dies", async () => {
    const { recorder, kubeconfig, secret } = await create("dev");
    assert.equal(secret, true);
    assert.ok(!kubeconfig.includes("expires-in-7-days"));
    assert.deepEqual(JSON.parse(kubeconfig), {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        { name: "todo-dev", cluster: { server: "https://doks.example", "certificate-authority-data": "Y2E=" } },
      ],
      contexts: [{ name: "todo-dev", context: { cluster: "todo-dev", user: "todo-dev" } }],
      "current-context": "todo-dev",
      users: [
        {
          name: "todo-dev",
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "doctl",
              args: ["kubernetes", "cluster", "kubeconfig", "exec-credential", "--version=v1beta1", "todo-cluster-id"],
              interactiveMode: "Never",
              provideClusterInfo: false,
              installHint:
                "Install doctl (https://docs.digitalocean.com/reference/doctl/how-to/install/) and run: doctl auth init",
            },
          },
        },
      ],
    });
    const provider = recorder.one("pulumi:providers:kubernetes");
    assert.equal(provider.inputs["clusterIdentifier"], "todo-cluster-id");
    assert.equal(revealed(provider.inputs["kubeconfig"]), kubeconfig);
    assert.equal(provider.parent, "todo");
  });

  it("tells the layers above what it can", async () => {
    const { handle } = await create("dev");
    assert.deepEqual(handle.capabilities, {
      loadBalancer: "ip",
      metricsServer: false,
      networkPolicy: true,
      nodeAutoscaling: true,
    });
    assert.equal(handle.storageClass, "do-block-storage");
    assert.deepEqual(
      handle.storageClasses.filter(({ isDefault }) => isDefault).map(({ name }) => name),
      ["do-block-storage"],
    );
    assert.deepEqual(
      handle.nodePools.map(({ size, min, max, region }) => ({ size, min, max, region })),
      [{ size: "s-2vcpu-4gb", min: 3, max: 5, region: "nyc1" }],
    );
    assert.equal(await outputValue(handle.identifier), "todo-cluster-id");
  });
});
