import { strict as assert } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { UsageError } from "../../components/errors";
import { provisionCluster, qualifyReference } from "../../stacks/cluster";
import { type ClusterConfig, clusterSchema, resolveCluster } from "../../stacks/config/cluster-schema";
import { kubeconfigPath, readKubeconfig } from "../../stacks/kubeconfig-file";
import { outputValue, record, settle } from "../components/cluster/recorder";

const context = { environment: "dev", system: "todo", stackName: "dev" } as const;

const config = (cluster: Record<string, unknown>): ClusterConfig => resolveCluster(clusterSchema.parse(cluster), "dev");

describe("provisionCluster", function () {
  this.timeout(20_000);

  const kinds = {
    doks: "rootstock:cluster:Doks todo-dev",
    eks: "rootstock:cluster:Eks todo-dev",
    gke: "rootstock:cluster:Gke todo-dev",
    minikube: "rootstock:cluster:Minikube todo-dev",
    kubeconfig: "rootstock:cluster:Kubeconfig existing",
  } as const;
  for (const [kind, component] of Object.entries(kinds)) {
    it(`makes a ${kind}, named after system and environment`, async () => {
      const recorder = await record();
      const { handle, owner } = await provisionCluster(config({ kind }), { ...context, kubeconfig: "content" });
      const name = await outputValue(handle.name);
      await settle();
      assert.ok(recorder.names().includes(component), recorder.names().join());
      assert.deepEqual([handle.kind, name, owner], [kind, "todo-dev", undefined]);
    });
  }

  it("names a cluster as its stack does", async () => {
    const recorder = await record();
    const { handle } = await provisionCluster(config({ kind: "doks", name: "hackathon-todo" }), context);
    const name = await outputValue(handle.name);
    await settle();
    assert.equal(name, "hackathon-todo");
    assert.ok(recorder.names().includes("rootstock:cluster:Doks hackathon-todo"));
  });

  it("sets the region of AWS and the project of Google by explicit providers", async () => {
    const aws = await record();
    await provisionCluster(config({ kind: "eks", region: "eu-west-1" }), context);
    await settle();
    assert.equal(aws.one("pulumi:providers:aws").inputs["region"], "eu-west-1");
    const gcp = await record();
    await provisionCluster(config({ kind: "gke", project: "example-project", location: "us-east1" }), context);
    await settle();
    assert.deepEqual(gcp.one("pulumi:providers:gcp").inputs, { region: "us-east1", project: "example-project" });
  });

  it("finds the cluster of another stack by its full name, and tells who owns it", async () => {
    const recorder = await record({
      outputs: {
        kubeconfig: "k",
        shared: {
          kind: "doks",
          name: "hackathon-todo",
          identifier: "id",
          storageClass: "do-block-storage",
          storageClasses: [],
          capabilities: { loadBalancer: "ip", metricsServer: true, networkPolicy: true, nodeAutoscaling: true },
          nodePools: [],
          platform: { logs: true, metrics: true },
        },
      },
      secretOutputNames: ["kubeconfig"],
    });
    const { handle, owner } = await provisionCluster(config({ kind: "stack", reference: "staging" }), context);
    await settle();
    assert.equal(handle.kind, "stack");
    assert.equal(owner?.name, "hackathon-todo");
    assert.deepEqual(recorder.references, ["organization/rootstock/staging"]);
  });

  it("loads the package of a cloud for its own kind only", function () {
    // A program of its own, which loads a whole cloud.
    this.timeout(120_000);
    const program = `
      const { clusterSchema, resolveCluster } = require("./stacks/config/cluster-schema");
      const { provisionCluster } = require("./stacks/cluster");
      const pulumi = require("@pulumi/pulumi");
      const mocks = { newResource: ({ name, inputs }) => ({ id: name, state: { ...inputs, endpoint: "", kubeConfigs: [] } }), call: () => ({}) };
      pulumi.runtime.setMocks(mocks).then(async () => {
        await provisionCluster(resolveCluster(clusterSchema.parse({ kind: "doks" }), "dev"), { environment: "dev", system: "s", stackName: "s" });
        const loaded = Object.keys(require.cache).map((path) => /@pulumi.(aws|gcp|command|digitalocean)./.exec(path)?.[1]);
        process.stdout.write([...new Set(loaded.filter(Boolean))].join());
      });`;
    const root = join(__dirname, "../..");
    const loaded = execFileSync(process.execPath, ["--import", "tsx", "-e", program], { cwd: root, encoding: "utf8" });
    assert.equal(loaded, "digitalocean");
  });
});

describe("qualifyReference", () => {
  it("takes what is left out from the current stack", () => {
    assert.equal(qualifyReference("staging", "acme", "rootstock"), "acme/rootstock/staging");
    assert.equal(qualifyReference("base/staging", "acme", "rootstock"), "acme/base/staging");
    assert.equal(qualifyReference("other/base/staging", "acme", "rootstock"), "other/base/staging");
  });
});

describe("the kubeconfig of an existing cluster", () => {
  it("is where kubectl would look, unless the stack names it", () => {
    assert.equal(kubeconfigPath(undefined, {}, "/home/me"), "/home/me/.kube/config");
    assert.equal(kubeconfigPath(undefined, { KUBECONFIG: "" }, "/home/me"), "/home/me/.kube/config");
    assert.equal(kubeconfigPath(undefined, { KUBECONFIG: ":/a:/b" }, "/home/me"), "/a");
    assert.equal(kubeconfigPath("/c", { KUBECONFIG: "/a" }, "/home/me"), "/c");
    assert.equal(kubeconfigPath("~/k3s.yaml", {}, "/home/me"), "/home/me/k3s.yaml");
  });

  it("is read with the files beside it", () => {
    const files: Readonly<Record<string, string>> = {
      "/etc/k3s/config":
        "{current-context: c, contexts: [{name: c, context: {cluster: c, user: u}}], clusters: [{name: c, cluster: {certificate-authority: ca.crt}}], users: []}",
      "/etc/k3s/ca.crt": "certificate",
    };
    const read: string[] = [];
    const content = readKubeconfig({ path: "/etc/k3s/config" }, (path) => {
      read.push(path);
      return Buffer.from(files[path] ?? "");
    });
    assert.deepEqual(read, ["/etc/k3s/config", "/etc/k3s/ca.crt"]);
    assert.match(content, new RegExp(Buffer.from("certificate").toString("base64")));
  });

  it("is refused when it can't be read, naming the setting and the secret", () => {
    const unreadable = () => {
      throw new Error("ENOENT");
    };
    assert.throws(
      () => readKubeconfig({ path: "/gone" }, unreadable),
      new UsageError(
        "cluster.path is \"/gone\", which can't be read; name the kubeconfig of an existing cluster, or give its content as a secret: pulumi config set --secret --path 'secrets.KUBECONFIG'.",
      ),
    );
  });
});
