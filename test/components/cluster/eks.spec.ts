import { strict as assert } from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { EksCluster } from "../../../components/cluster/eks";
import { autoscalerPolicy } from "../../../components/cluster/eks-roles";
import type { Environment } from "../../../components/environment";
import { once, outputValue, record, revealed, settle } from "./recorder";
import { resolved } from "./resolved";

const create = once(async (environment: Environment, given: Readonly<Record<string, unknown>> = {}) => {
  const recorder = await record();
  const settings = resolved("eks", environment, given);
  const provider = new aws.Provider("aws", { region: settings.region });
  const { handle } = new EksCluster("todo", settings, { providers: { aws: provider } });
  const kubeconfig = await outputValue(handle.kubeconfig);
  await settle();
  return { recorder, handle, kubeconfig };
});

describe("EksCluster", function () {
  this.timeout(20_000);

  it("uses the given AWS provider for everything of AWS", async () => {
    const { recorder } = await create("dev");
    const clouds = recorder.resources.filter(({ type }) => type.startsWith("aws:"));
    assert.ok(clouds.length > 30);
    for (const { name, provider } of clouds) assert.match(provider, /pulumi:providers:aws::aws::aws-id$/, name);
  });

  describe("network", () => {
    it("has a tagged public and private subnet in each of two zones", async () => {
      const { recorder } = await create("dev");
      assert.deepEqual(
        recorder
          .of("subnet:Subnet")
          .map(({ name, inputs }) => [name, inputs["availabilityZone"], inputs["cidrBlock"], inputs["tags"]]),
        [
          [
            "todo-private-0",
            "us-east-1a",
            "10.0.0.0/18",
            {
              Name: "todo-dev-private-us-east-1a",
              "kubernetes.io/role/internal-elb": "1",
              "kubernetes.io/cluster/todo-dev": "shared",
            },
          ],
          [
            "todo-private-1",
            "us-east-1b",
            "10.0.64.0/18",
            {
              Name: "todo-dev-private-us-east-1b",
              "kubernetes.io/role/internal-elb": "1",
              "kubernetes.io/cluster/todo-dev": "shared",
            },
          ],
          [
            "todo-public-0",
            "us-east-1a",
            "10.0.192.0/22",
            {
              Name: "todo-dev-public-us-east-1a",
              "kubernetes.io/role/elb": "1",
              "kubernetes.io/cluster/todo-dev": "shared",
            },
          ],
          [
            "todo-public-1",
            "us-east-1b",
            "10.0.196.0/22",
            {
              Name: "todo-dev-public-us-east-1b",
              "kubernetes.io/role/elb": "1",
              "kubernetes.io/cluster/todo-dev": "shared",
            },
          ],
        ],
      );
    });

    it("outside production shares one NAT gateway", async () => {
      const { recorder } = await create("dev");
      assert.deepEqual(
        recorder.of("NatGateway").map(({ inputs }) => inputs["subnetId"]),
        ["todo-public-0-id"],
      );
      assert.deepEqual(
        recorder
          .of("RouteTableAssociation")
          .filter(({ name }) => name.includes("private"))
          .map(({ inputs }) => inputs["routeTableId"]),
        ["todo-private-0-routes-id", "todo-private-0-routes-id"],
      );
    });

    it("in production has three zones, each with its own NAT gateway", async () => {
      const { recorder } = await create("prod");
      assert.deepEqual(
        recorder.of("NatGateway").map(({ inputs }) => inputs["subnetId"]),
        ["todo-public-0-id", "todo-public-1-id", "todo-public-2-id"],
      );
      assert.deepEqual(
        recorder
          .of("RouteTableAssociation")
          .filter(({ name }) => name.includes("private"))
          .map(({ inputs }) => [inputs["subnetId"], inputs["routeTableId"]]),
        [0, 1, 2].map((zone) => [`todo-private-${String(zone)}-id`, `todo-private-${String(zone)}-routes-id`]),
      );
    });

    it("leads private subnets to NAT and public ones to the internet gateway", async () => {
      const { recorder } = await create("dev");
      assert.deepEqual(
        recorder
          .of("route:Route")
          .map(({ name, inputs }) => ({ name, to: inputs["natGatewayId"] ?? inputs["gatewayId"] })),
        [
          { name: "todo-private-0-default", to: "todo-nat-0-gateway-id" },
          { name: "todo-public-default", to: "todo-internet-id" },
        ],
      );
      assert.ok(recorder.one("NatGateway").needs.includes("todo-public-default"));
    });
  });

  describe("control plane", () => {
    it("encrypts secrets, keeps logs, admits by entries, and brings no add-ons of its own", async () => {
      const { recorder } = await create("dev");
      assert.deepEqual(recorder.one("eks/cluster:Cluster").inputs, {
        name: "todo-dev",
        version: "1.35",
        roleArn: "arn:aws:iam::123456789012:role/any",
        vpcConfig: {
          subnetIds: ["todo-private-0-id", "todo-private-1-id", "todo-public-0-id", "todo-public-1-id"],
          endpointPrivateAccess: true,
          endpointPublicAccess: true,
          publicAccessCidrs: ["0.0.0.0/0"],
        },
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
        bootstrapSelfManagedAddons: false,
        deletionProtection: false,
        enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        encryptionConfig: {
          provider: { keyArn: "arn:aws:kms:us-east-1:123456789012:key/any" },
          resources: ["secrets"],
        },
        upgradePolicy: { supportType: "STANDARD" },
      });
      assert.deepEqual(recorder.one("LogGroup").inputs, { name: "/aws/eks/todo-dev/cluster", retentionInDays: 14 });
      assert.equal(recorder.one("kms/key:Key").inputs["enableKeyRotation"], true);
      const { needs } = recorder.one("eks/cluster:Cluster");
      assert.ok(needs.includes("todo-logs") && needs.includes("todo-control-plane-AmazonEKSClusterPolicy"));
    });

    it("in production is protected, by Pulumi and by AWS, and so is its key", async () => {
      const { recorder } = await create("prod");
      const cluster = recorder.one("eks/cluster:Cluster");
      const key = recorder.one("kms/key:Key");
      assert.deepEqual([cluster.protect, cluster.inputs["deletionProtection"]], [true, true]);
      assert.deepEqual([key.protect, key.inputs["deletionWindowInDays"]], [true, 30]);
      assert.equal(recorder.one("LogGroup").inputs["retentionInDays"], 90);
    });

    it("can be closed to the internet", async () => {
      const { recorder } = await create("dev", { publicAccess: [] });
      const { vpcConfig } = recorder.one("eks/cluster:Cluster").inputs as { vpcConfig: Record<string, unknown> };
      assert.equal(vpcConfig["endpointPublicAccess"], false);
      assert.equal("publicAccessCidrs" in vpcConfig, false);
    });

    it("admits administrators by entries that outlive what is in the cluster", async () => {
      const arn = "arn:aws:iam::123456789012:role/ci";
      const { recorder, handle } = await create("dev", { admins: [arn] });
      assert.deepEqual(recorder.one("AccessEntry").inputs, { clusterName: "todo-dev", principalArn: arn });
      assert.deepEqual(recorder.one("AccessPolicyAssociation").inputs, {
        clusterName: "todo-dev",
        principalArn: arn,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster" },
      });
      const urns = await Promise.all(handle.accessNeeds.map((resource) => outputValue(resource.urn)));
      assert.deepEqual(
        urns.map((urn) => urn.slice(urn.lastIndexOf("::") + 2)),
        ["todo-vpc-cni", "todo-admin-0", "todo-admin-0-policy"],
      );
      assert.ok(recorder.one("StorageClass").needs.includes("todo-admin-0-policy"));
    });
  });

  describe("nodes", () => {
    it("are Juniper's: two to five t3.medium, begun with three, then the autoscaler's", async () => {
      const { recorder, handle } = await create("dev");
      const nodes = recorder.one("NodeGroup");
      assert.deepEqual(nodes.inputs, {
        clusterName: "todo-dev",
        nodeRoleArn: "arn:aws:iam::123456789012:role/any",
        subnetIds: ["todo-private-0-id", "todo-private-1-id"],
        amiType: "AL2023_x86_64_STANDARD",
        instanceTypes: ["t3.medium"],
        launchTemplate: { id: "todo-nodes-template-id", version: "1" },
        scalingConfig: { desiredSize: 3, minSize: 2, maxSize: 5 },
        updateConfig: { maxUnavailable: 1 },
        labels: { "rootstock.dev/node-pool": "default" },
      });
      assert.deepEqual(nodes.ignoreChanges, ["scalingConfig.desiredSize"]);
      assert.deepEqual(
        handle.nodePools.map(({ zones }) => zones),
        [["us-east-1a", "us-east-1b"]],
      );
    });

    it("join when grants, network and the way to the internet are there", async () => {
      const { needs } = (await create("dev")).recorder.one("NodeGroup");
      for (const need of [
        "todo-vpc-cni",
        "todo-eks-pod-identity-agent",
        "todo-private-0-default",
        "todo-private-1-association",
        "todo-nodes-AmazonEKSWorkerNodePolicy",
      ]) {
        assert.ok(needs.includes(need), need);
      }
      assert.ok(!needs.includes("todo-coredns"));
    });

    it("have encrypted disks and give their role to no pod", async () => {
      const { inputs } = (await create("dev", { nodePool: { disk: 80 } })).recorder.one("LaunchTemplate");
      assert.deepEqual(inputs["metadataOptions"], {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      });
      assert.deepEqual(inputs["blockDeviceMappings"], [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: 80, encrypted: "true", deleteOnTermination: "true" },
        },
      ]);
    });
  });

  describe("add-ons", () => {
    it("are these six, and those that need nodes wait for them", async () => {
      const { recorder } = await create("dev");
      assert.deepEqual(
        recorder.of("eks/addon:Addon").map(({ inputs, needs }) => [inputs["addonName"], needs.includes("todo-nodes")]),
        [
          ["aws-ebs-csi-driver", true],
          ["coredns", true],
          ["eks-pod-identity-agent", false],
          ["kube-proxy", false],
          ["metrics-server", true],
          ["vpc-cni", false],
        ],
      );
    });

    it("enforce network policies, and get their roles by Pod Identity", async () => {
      const { recorder } = await create("dev");
      const cni = recorder.named("todo-vpc-cni", "Addon").inputs;
      assert.deepEqual(JSON.parse(String(cni["configurationValues"])), { enableNetworkPolicy: "true" });
      assert.deepEqual(cni["podIdentityAssociations"], [
        { serviceAccount: "aws-node", roleArn: "arn:aws:iam::123456789012:role/any" },
      ]);
      const csi = recorder.named("todo-aws-ebs-csi-driver", "Addon");
      assert.deepEqual(csi.inputs["podIdentityAssociations"], [
        { serviceAccount: "ebs-csi-controller-sa", roleArn: "arn:aws:iam::123456789012:role/any" },
      ]);
      assert.ok(csi.needs.includes("todo-ebs-csi-role") && csi.needs.includes("todo-ebs-csi-AmazonEBSCSIDriverPolicy"));
    });

    it("leave a role for the cluster autoscaler, bounded to this cluster", async () => {
      const { recorder } = await create("dev");
      const identity = recorder.one("PodIdentityAssociation");
      assert.deepEqual(identity.inputs, {
        clusterName: "todo-dev",
        namespace: "kube-system",
        serviceAccount: "cluster-autoscaler",
        roleArn: "arn:aws:iam::123456789012:role/any",
      });
      assert.ok(identity.needs.includes("todo-autoscaler-role"));
      assert.equal(recorder.one("RolePolicy").inputs["policy"], autoscalerPolicy("todo-dev"));
    });
  });

  describe("storage", () => {
    it("is an encrypted gp3 class, the default", async () => {
      const { recorder, handle } = await create("dev");
      assert.deepEqual(recorder.one("StorageClass").inputs, {
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: { name: "gp3", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: "ebs.csi.aws.com",
        volumeBindingMode: "WaitForFirstConsumer",
        reclaimPolicy: "Delete",
        allowVolumeExpansion: true,
        parameters: { type: "gp3", encrypted: "true" },
      });
      assert.equal(handle.storageClass, "gp3");
      assert.match(recorder.one("StorageClass").provider, /pulumi:providers:kubernetes::todo::todo-id$/);
    });

    it("in production has a class that keeps volumes, for data", async () => {
      const { recorder, handle } = await create("prod");
      assert.deepEqual(
        recorder
          .of("StorageClass")
          .map(({ inputs }) => [(inputs["metadata"] as { name: string }).name, inputs["reclaimPolicy"]]),
        [
          ["gp3", "Delete"],
          ["gp3-retain", "Retain"],
        ],
      );
      assert.equal(handle.storageClass, "gp3-retain");
    });
  });

  it("is reached through the AWS CLI, without a profile", async () => {
    const { recorder, kubeconfig } = await create("dev");
    const { users, clusters } = JSON.parse(kubeconfig) as {
      users: { user: { exec: { command: string; args: string[] } } }[];
      clusters: { cluster: unknown }[];
    };
    assert.equal(users[0]?.user.exec.command, "aws");
    assert.deepEqual(users[0].user.exec.args, [
      "eks",
      "get-token",
      "--cluster-name",
      "todo-dev",
      "--region",
      "us-east-1",
      "--output",
      "json",
    ]);
    assert.deepEqual(clusters[0]?.cluster, { server: "https://eks.example", "certificate-authority-data": "Y2E=" });
    assert.ok(!kubeconfig.includes("PROFILE"));
    const provider = recorder.one("pulumi:providers:kubernetes").inputs;
    assert.equal(provider["clusterIdentifier"], "arn:aws:eks:us-east-1:123456789012:cluster/todo-dev");
    assert.equal(revealed(provider["kubeconfig"]), kubeconfig);
  });

  it("tells the layers above what it can", async () => {
    const { handle } = await create("dev");
    assert.deepEqual(handle.capabilities, {
      loadBalancer: "hostname",
      metricsServer: true,
      networkPolicy: true,
      nodeAutoscaling: false,
    });
    assert.equal(handle.aws?.region, "us-east-1");
    assert.deepEqual(
      await Promise.all(
        handle.podsNeed.map((resource) => outputValue(resource.urn).then((urn) => urn.split("::").at(-1))),
      ),
      ["todo-nodes"],
    );
  });
});
