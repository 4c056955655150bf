import { strict as assert } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { type ClusterConfig, clusterSchema, resolveCluster } from "../../stacks/config/cluster-schema";
import { type Probe, preflight, requirements } from "../../stacks/preflight";
import { machineProbe } from "../../stacks/preflight-probe";

interface Machine {
  /** Beginnings of command lines that succeed. */
  readonly commands?: readonly string[];
  readonly files?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** A machine that has what is listed, and nothing else. */
const machine = ({ commands = [], files = [], variables = {} }: Machine): Probe => ({
  succeeds: (command, args) =>
    Promise.resolve(commands.some((known) => `${[command, ...args].join(" ")} `.startsWith(`${known} `))),
  hasFile: (path) => Promise.resolve(files.includes(path)),
  variable: (name) => variables[name],
});

const config = (kind: string, given = {}): ClusterConfig =>
  resolveCluster(clusterSchema.parse({ kind, ...given }), "dev");

const missing = async (kind: string, has: Machine, given = {}) =>
  (await preflight(config(kind, given), machine(has))).missing.map(({ name }) => name);

const login = "login of Pulumi";

describe("preflight", () => {
  const bare: Readonly<Record<string, readonly string[]>> = {
    doks: ["pulumi", login, "DIGITALOCEAN_TOKEN or DIGITALOCEAN_ACCESS_TOKEN", "doctl", "login of doctl"],
    eks: ["pulumi", login, "aws", "credentials of AWS"],
    gke: [
      "pulumi",
      login,
      "gke-gcloud-auth-plugin",
      "application default credentials of Google Cloud",
      "cluster.project",
    ],
    minikube: ["pulumi", login, "minikube", "kubectl", "docker"],
    kubeconfig: ["pulumi", login, "a kubeconfig"],
    stack: ["pulumi", login],
  };
  for (const [kind, names] of Object.entries(bare)) {
    it(`names all that a bare machine lacks for ${kind}, at once`, async () => {
      assert.deepEqual(await missing(kind, {}, kind === "stack" ? { reference: "staging" } : {}), names);
    });
  }

  const equipped: Readonly<Record<string, Machine>> = {
    doks: { commands: ["pulumi", "doctl version"], variables: { DIGITALOCEAN_ACCESS_TOKEN: "t" } },
    eks: { commands: ["pulumi", "aws"] },
    gke: {
      commands: ["pulumi", "gke-gcloud-auth-plugin"],
      files: ["/key.json"],
      variables: { GOOGLE_APPLICATION_CREDENTIALS: "/key.json", GOOGLE_PROJECT: "p" },
    },
    minikube: { commands: ["pulumi", "minikube", "kubectl", "docker info"] },
    kubeconfig: { commands: ["pulumi"], files: [join(homedir(), ".kube", "config")] },
  };
  for (const [kind, has] of Object.entries(equipped)) {
    it(`lets an equipped machine pass for ${kind}`, async () => {
      assert.deepEqual(await missing(kind, has), []);
    });
  }

  it("knows that doctl doesn't read the token of Pulumi's provider", async () => {
    const has = { commands: ["pulumi", "doctl version"], variables: { DIGITALOCEAN_TOKEN: "t" } };
    assert.deepEqual(await missing("doks", has), ["login of doctl"]);
    assert.deepEqual(await missing("doks", { ...has, commands: ["pulumi", "doctl"] }), []);
  });

  it("refuses a key file of Google's that isn't there, whatever gcloud says", async () => {
    const has = {
      commands: ["pulumi", "gke-gcloud-auth-plugin", "gcloud"],
      variables: { GOOGLE_APPLICATION_CREDENTIALS: "/gone", GOOGLE_PROJECT: "p" },
    };
    assert.deepEqual(await missing("gke", has), ["application default credentials of Google Cloud"]);
    assert.deepEqual(await missing("gke", { ...has, variables: { GOOGLE_PROJECT: "p" } }), []);
  });

  it("takes the project from the configuration", async () => {
    const has = { commands: ["pulumi", "gke-gcloud-auth-plugin", "gcloud"] };
    assert.deepEqual(await missing("gke", has, { project: "example-project" }), []);
  });

  it("asks for the driver that minikube uses", async () => {
    const has = { commands: ["pulumi", "minikube", "kubectl"] };
    assert.deepEqual(await missing("minikube", has, { driver: "podman" }), ["podman"]);
    assert.deepEqual(await missing("minikube", has, { driver: "kvm2" }), []);
  });

  it("looks for the kubeconfig where the program does", async () => {
    const has = { commands: ["pulumi"], files: ["/etc/k3s.yaml"] };
    assert.deepEqual(await missing("kubeconfig", has), ["a kubeconfig"]);
    assert.deepEqual(await missing("kubeconfig", has, { path: "/etc/k3s.yaml" }), []);
    assert.deepEqual(await missing("kubeconfig", { ...has, variables: { KUBECONFIG: "/etc/k3s.yaml" } }), []);
  });

  it("needs no file when the kubeconfig is a secret", async () => {
    const report = await preflight(config("kubeconfig"), machine({ commands: ["pulumi"] }), { kubeconfig: true });
    assert.deepEqual(report.missing, []);
  });

  it("accepts a token of Pulumi's or a backend instead of a login", async () => {
    const has = { commands: ["pulumi version", "aws"] };
    assert.deepEqual(await missing("eks", has), [login]);
    for (const name of ["PULUMI_ACCESS_TOKEN", "PULUMI_BACKEND_URL"]) {
      assert.deepEqual(await missing("eks", { ...has, variables: { [name]: "x" } }), []);
    }
  });

  it("says each with what it is for and the command that mends it", async () => {
    const { message } = await preflight(config("eks"), machine({ commands: ["pulumi", "aws --version"] }));
    assert.equal(
      message,
      [
        "On a cluster of kind eks, pulumi up would fail here:",
        "  - credentials of AWS is missing, or isn't accepted; it is needed to create the cluster. To mend it: aws configure sso, or export AWS_PROFILE=…",
        "Useful, but not needed:",
        "  - helm isn't on PATH, or doesn't run; it helps to look into releases, and package charts for a mirror; Pulumi brings its own. To mend it: see https://helm.sh/docs/intro/install/",
        "  - kubectl isn't on PATH, or doesn't run; it helps to look into the cluster. To mend it: see https://kubernetes.io/docs/tasks/tools/",
      ].join("\n"),
    );
  });

  it("says nothing when nothing lacks", async () => {
    const report = await preflight(config("eks"), machine({ commands: ["pulumi", "aws", "helm", "kubectl"] }));
    assert.deepEqual(report, { missing: [], advised: [] });
  });

  it("wants helm from nobody", () => {
    for (const kind of Object.keys(equipped)) {
      const helm = requirements(config(kind), { kubeconfig: false }).find(({ name }) => name === "helm");
      assert.equal(helm?.optional, true);
    }
  });
});

describe("machineProbe", () => {
  it("runs programs, and takes a missing or a failing one for what it is", async () => {
    assert.equal(await machineProbe.succeeds(process.execPath, ["--version"]), true);
    assert.equal(await machineProbe.succeeds(process.execPath, ["-e", "process.exit(3)"]), false);
    assert.equal(await machineProbe.succeeds("rootstock-no-such-program", []), false);
  });

  it("looks for files", async () => {
    const directory = mkdtempSync(join(tmpdir(), "probe-"));
    writeFileSync(join(directory, "there"), "");
    assert.equal(await machineProbe.hasFile(join(directory, "there")), true);
    assert.equal(await machineProbe.hasFile(join(directory, "gone")), false);
    rmSync(directory, { recursive: true });
  });

  it("takes an empty variable for none", () => {
    process.env["ROOTSTOCK_PROBE"] = "";
    assert.equal(machineProbe.variable("ROOTSTOCK_PROBE"), undefined);
    process.env["ROOTSTOCK_PROBE"] = "x";
    assert.equal(machineProbe.variable("ROOTSTOCK_PROBE"), "x");
    delete process.env["ROOTSTOCK_PROBE"];
  });
});
