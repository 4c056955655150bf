import { strict as assert } from "node:assert/strict";
import * as gcp from "@pulumi/gcp";
import fc from "fast-check";
import { GkeCluster } from "../../../components/cluster/gke";
import { recurringWindow } from "../../../components/cluster/gke-maintenance";
import { nodeAccountId } from "../../../components/cluster/gke-nodes";
import type { Environment } from "../../../components/environment";
import { once, outputValue, record, revealed, settle } from "./recorder";
import { resolved } from "./resolved";

const create = once(async (environment: Environment, given: Readonly<Record<string, unknown>> = {}) => {
  const recorder = await record();
  const provider = new gcp.Provider("gcp", { project: "example-project" });
  const { handle } = new GkeCluster("todo", resolved("gke", environment, given), { providers: { gcp: provider } });
  const kubeconfig = await outputValue(handle.kubeconfig);
  await settle();
  return { recorder, handle, kubeconfig };
});

describe("GkeCluster", function () {
  this.timeout(20_000);

  it("outside production is a zonal cluster with Dataplane V2 and Workload Identity", async () => {
    const { recorder } = await create("dev");
    const cluster = recorder.one("container/cluster:Cluster");
    assert.deepEqual(cluster.inputs, {
      name: "todo-dev",
      location: "us-central1-a",
      network: "todo-network-id",
      subnetwork: "todo-subnetwork-id",
      networkingMode: "VPC_NATIVE",
      ipAllocationPolicy: { clusterSecondaryRangeName: "pods", servicesSecondaryRangeName: "services" },
      removeDefaultNodePool: true,
      initialNodeCount: 1,
      releaseChannel: { channel: "REGULAR" },
      maintenancePolicy: {
        recurringWindow: {
          startTime: "2026-01-04T04:00:00Z",
          endTime: "2026-01-04T16:00:00Z",
          recurrence: "FREQ=WEEKLY;BYDAY=SU",
        },
      },
      datapathProvider: "ADVANCED_DATAPATH",
      workloadIdentityConfig: { workloadPool: "example-project.svc.id.goog" },
      privateClusterConfig: {
        enablePrivateNodes: true,
        enablePrivateEndpoint: false,
        masterIpv4CidrBlock: "10.0.32.0/28",
      },
      enableShieldedNodes: true,
      deletionProtection: false,
      resourceLabels: { "managed-by": "rootstock" },
    });
    assert.equal(cluster.protect, false);
  });

  it("in production is regional, in three zones, and protected by Pulumi and by Google", async () => {
    const { recorder, handle } = await create("prod");
    const cluster = recorder.one("container/cluster:Cluster");
    const zones = ["us-central1-a", "us-central1-b", "us-central1-c"];
    assert.equal(cluster.inputs["location"], "us-central1");
    assert.deepEqual(cluster.inputs["nodeLocations"], zones);
    assert.deepEqual([cluster.protect, cluster.inputs["deletionProtection"]], [true, true]);
    assert.deepEqual(recorder.one("NodePool").inputs["nodeLocations"], zones);
    assert.equal(recorder.one("NodePool").inputs["initialNodeCount"], 1);
    assert.deepEqual(
      handle.nodePools.map((pool) => [pool.region, pool.zones]),
      [["us-central1", zones]],
    );
  });

  it("has a node pool of its own, bounded by its total, with least privilege", async () => {
    const { recorder } = await create("dev", { nodePool: { size: "e2-medium" } });
    const pool = recorder.one("NodePool");
    assert.deepEqual(pool.inputs, {
      cluster: "todo-cluster-id",
      location: "us-central1-a",
      nodeLocations: ["us-central1-a"],
      initialNodeCount: 3,
      autoscaling: { totalMinNodeCount: 2, totalMaxNodeCount: 5, locationPolicy: "BALANCED" },
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
      nodeConfig: {
        machineType: "e2-medium",
        imageType: "COS_CONTAINERD",
        diskSizeGb: 50,
        diskType: "pd-balanced",
        serviceAccount: "nodes@example-project.iam",
        oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
        labels: { "rootstock.dev/node-pool": "default" },
        metadata: { "disable-legacy-endpoints": "true" },
        shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
        workloadMetadataConfig: { mode: "GKE_METADATA" },
      },
    });
    assert.deepEqual(pool.ignoreChanges, ["initialNodeCount"]);
    for (const need of [
      "todo-nat",
      "todo-nodes-container.defaultNodeServiceAccount",
      "todo-nodes-artifactregistry.reader",
    ]) {
      assert.ok(pool.needs.includes(need), need);
    }
    assert.deepEqual(
      recorder.of("IAMMember").map(({ inputs }) => inputs),
      ["roles/artifactregistry.reader", "roles/container.defaultNodeServiceAccount"].map((role) => ({
        project: "example-project",
        role,
        member: "serviceAccount:nodes@example-project.iam",
      })),
    );
    assert.equal(recorder.one("account:Account").inputs["accountId"], "todo-dev-nodes");
  });

  it("has a network with ranges for pods and Services, and NAT for private nodes", async () => {
    const { recorder } = await create("dev");
    assert.deepEqual(recorder.one("network:Network").inputs, { autoCreateSubnetworks: false });
    assert.deepEqual(recorder.one("Subnetwork").inputs, {
      region: "us-central1",
      network: "todo-network-id",
      ipCidrRange: "10.0.0.0/20",
      privateIpGoogleAccess: true,
      secondaryIpRanges: [
        { rangeName: "pods", ipCidrRange: "10.4.0.0/14" },
        { rangeName: "services", ipCidrRange: "10.0.16.0/20" },
      ],
    });
    assert.equal(recorder.of("RouterNat").length, 1);
    assert.deepEqual(recorder.one("Firewall").inputs, {
      network: "todo-network-id",
      direction: "INGRESS",
      sourceRanges: ["10.0.32.0/28"],
      allows: [{ protocol: "tcp", ports: ["1024-65535"] }],
    });
  });

  it("with public nodes needs neither NAT nor a way in", async () => {
    const { recorder } = await create("dev", { privateNodes: false });
    assert.deepEqual(recorder.one("container/cluster:Cluster").inputs["privateClusterConfig"], {
      enablePrivateNodes: false,
      enablePrivateEndpoint: false,
    });
    assert.deepEqual([...recorder.of("RouterNat"), ...recorder.of("router:Router"), ...recorder.of("Firewall")], []);
  });

  it("uses the given Google provider for everything of Google", async () => {
    const { recorder } = await create("prod");
    const clouds = recorder.resources.filter(({ type }) => type.startsWith("gcp:"));
    assert.ok(clouds.length >= 9);
    for (const { name, provider } of clouds) assert.match(provider, /pulumi:providers:gcp::gcp::gcp-id$/, name);
  });

  it("is reached through Google's plugin, by the credentials that Pulumi uses", async () => {
    const { recorder, kubeconfig } = await create("dev");
    const { users, clusters } = JSON.parse(kubeconfig) as {
      users: { user: { exec: Record<string, unknown> } }[];
      clusters: { cluster: unknown }[];
    };
    assert.equal(users[0]?.user.exec["command"], "gke-gcloud-auth-plugin");
    assert.deepEqual(users[0].user.exec["args"], ["--use_application_default_credentials"]);
    assert.equal(users[0].user.exec["provideClusterInfo"], true);
    assert.deepEqual(clusters[0]?.cluster, { server: "https://192.0.2.1", "certificate-authority-data": "Y2E=" });
    const provider = recorder.one("pulumi:providers:kubernetes").inputs;
    assert.equal(provider["clusterIdentifier"], "todo-cluster-id");
    assert.equal(revealed(provider["kubeconfig"]), kubeconfig);
  });

  it("keeps volumes in production by a class of its own", async () => {
    const dev = await create("dev");
    assert.deepEqual(dev.recorder.of("StorageClass"), []);
    assert.deepEqual([dev.handle.storageClass, dev.handle.fastStorageClass], ["standard-rwo", "premium-rwo"]);
    const prod = await create("prod");
    assert.deepEqual(
      [prod.handle.storageClass, prod.handle.fastStorageClass],
      ["standard-rwo-retain", "premium-rwo-retain"],
    );
    const classes = prod.recorder.of("StorageClass").map(({ inputs }) => inputs);
    assert.deepEqual(
      classes.map(({ parameters, reclaimPolicy }) => `${JSON.stringify(parameters)} ${String(reclaimPolicy)}`).sort(),
      ['{"type":"pd-balanced"} Retain', '{"type":"pd-ssd"} Retain'],
    );
    const balanced = classes.find(({ parameters }) => (parameters as { type: string }).type === "pd-balanced");
    assert.deepEqual(balanced, {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name: "standard-rwo-retain",
        annotations: { "storageclass.kubernetes.io/is-default-class": "false" },
      },
      provisioner: "pd.csi.storage.gke.io",
      volumeBindingMode: "WaitForFirstConsumer",
      reclaimPolicy: "Retain",
      allowVolumeExpansion: true,
      parameters: { type: "pd-balanced" },
    });
  });

  it("tells the layers above what it can", async () => {
    const { handle } = await create("dev");
    assert.deepEqual(handle.capabilities, {
      loadBalancer: "ip",
      metricsServer: true,
      networkPolicy: true,
      nodeAutoscaling: true,
    });
    assert.deepEqual(
      await Promise.all(
        handle.podsNeed.map((resource) => outputValue(resource.urn).then((urn) => urn.split("::").at(-1))),
      ),
      ["todo-nodes"],
    );
  });
});

describe("recurringWindow", () => {
  const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

  it("on any day takes four hours daily", () => {
    assert.deepEqual(recurringWindow({ day: "any", start: "23:30" }), {
      startTime: "2026-01-04T23:30:00Z",
      endTime: "2026-01-05T03:30:00Z",
      recurrence: "FREQ=DAILY",
    });
  });

  it("begins on the day of its rule, and gives GKE 48 hours in 32 days", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...days, "any" as const),
        fc.nat({ max: 23 }),
        fc.nat({ max: 59 }),
        (day, hours, minutes) => {
          const start = `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
          const window = recurringWindow({ day, start });
          const begin = new Date(window.startTime);
          assert.ok(window.startTime.endsWith(`T${start}:00Z`));
          if (day !== "any") assert.equal(days[begin.getUTCDay()], day);
          const length = (Date.parse(window.endTime) - begin.getTime()) / 3_600_000;
          assert.ok(length * (day === "any" ? 31 : 4) >= 48);
        },
      ),
    );
  });
});

describe("nodeAccountId", () => {
  it("fits Google's limits for every cluster's name, and differs where names do", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,38}[a-z0-9]$/);
    fc.assert(
      fc.property(name, (cluster) => {
        assert.match(nodeAccountId(cluster), /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
      }),
    );
    assert.equal(nodeAccountId("todo-dev"), "todo-dev-nodes");
    assert.notEqual(
      nodeAccountId("a-very-long-name-of-a-cluster-blue"),
      nodeAccountId("a-very-long-name-of-a-cluster-green"),
    );
  });
});
