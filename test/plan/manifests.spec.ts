import assert from "node:assert/strict";
import { apiextensions, core, helm } from "@pulumi/kubernetes";
import { secret } from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { parse } from "yaml";
import { planFiles } from "../../plan/manifests";
import { plan } from "../../plan/plan";
import { recordProgram } from "../support/deploy";

/** Files of a program by path. */
async function filesOf(program: () => void): Promise<Readonly<Record<string, string>>> {
  const { registrations } = await recordProgram(() => {
    program();
    return Promise.resolve({});
  });
  return Object.fromEntries(planFiles(registrations, {}).map(({ path, text }) => [path, text]));
}

describe("files of a plan", () => {
  it("stand in the object's namespace, by kind and name, in one form", async () => {
    const files = await filesOf(() => {
      new core.v1.Service("web", {
        metadata: { name: "web-name", namespace: "shop" },
        spec: { ports: [{ port: 80, name: "b" }] },
      });
      new core.v1.Namespace("shop", { metadata: { name: "shop" } });
      new core.v1.ConfigMap("auto", { metadata: { namespace: "shop" }, data: { z: "1", a: "line\nline\n" } });
      new apiextensions.CustomResource("mine", {
        apiVersion: "example.com/v1",
        kind: "WideThing",
        metadata: { name: "thing" },
      });
    });
    const names = Object.keys(files);
    assert.deepEqual(
      names.filter((path) => !path.includes("auto")),
      ["_cluster/namespace-shop.yaml", "_cluster/widething-thing.yaml", "plan.json", "shop/service-web-name.yaml"],
    );
    const [auto = ""] = names.filter((path) => path.includes("auto"));
    assert.match(auto, /^shop\/configmap-auto-[0-9a-f]{7}\.yaml$/);
    assert.equal(
      files["shop/service-web-name.yaml"],
      "apiVersion: v1\nkind: Service\nmetadata:\n  name: web-name\n  namespace: shop\nspec:\n  ports:\n    - name: b\n      port: 80\n",
    );
    assert.deepEqual((parse(files[auto] ?? "") as { data: object }).data, { a: "line\nline\n", z: "1" });
  });

  it("show nothing of Secrets, marked or not, in a form that an API server takes", async () => {
    const files = await filesOf(() => {
      const { result } = new RandomPassword("password", { length: 24 });
      new core.v1.Secret("plain", {
        metadata: { name: "plain", namespace: "n" },
        stringData: { user: "adalovelace", password: result },
      });
      new core.v1.Secret("encoded", {
        metadata: { name: "encoded", namespace: "n" },
        data: { key: "YWRhbG92ZWxhY2U=" },
      });
      new core.v1.Secret("pull", {
        metadata: { name: "pull", namespace: "n" },
        type: "kubernetes.io/dockerconfigjson",
        stringData: { ".dockerconfigjson": secret('{"auths":{"r":{"auth":"YWRhbG92ZWxhY2U="}}}') },
      });
      new core.v1.Secret("encoded-pull", {
        metadata: { name: "encoded-pull", namespace: "n" },
        type: "kubernetes.io/dockerconfigjson",
        data: { ".dockerconfigjson": "YWRhbG92ZWxhY2U=" },
      });
      new core.v1.ConfigMap("mixed", {
        metadata: { name: "mixed", namespace: "n" },
        data: { open: "yes", hidden: secret("adalovelace") },
      });
    });
    const object = (name: string) =>
      parse(files[`n/${name}.yaml`] ?? "") as { data?: Record<string, string>; stringData?: Record<string, string> };
    assert.deepEqual(object("secret-plain").stringData, { user: "[secret]", password: "[secret]" });
    assert.equal(Buffer.from(object("secret-encoded").data?.["key"] ?? "", "base64").toString(), "[secret]");
    assert.deepEqual(object("secret-pull").stringData, { ".dockerconfigjson": '{"auths":{}}' });
    assert.equal(
      Buffer.from(object("secret-encoded-pull").data?.[".dockerconfigjson"] ?? "", "base64").toString(),
      '{"auths":{}}',
    );
    assert.deepEqual(object("configmap-mixed").data, { open: "yes", hidden: "[secret]" });
    for (const [path, text] of Object.entries(files)) assert.doesNotMatch(text, /adalovelace|YWRhbG92ZWxhY2U/, path);
  });

  it("show a release's values below its chart, version and repository", async () => {
    const files = await filesOf(() => {
      new helm.v3.Release("logical", {
        name: "release",
        chart: "chart",
        version: "1.2.3",
        namespace: "ns",
        repositoryOpts: { repo: "https://charts.example.com" },
        values: { b: { token: secret("adalovelace") }, a: [1] },
      });
      new helm.v3.Release("oci", { name: "oci", chart: "oci://registry.example.com/chart", values: {} });
    });
    assert.equal(
      files["_charts/release.values.yaml"],
      '# chart: chart\n# version: 1.2.3\n# repository: https://charts.example.com\n# namespace: ns\na:\n  - 1\nb:\n  token: "[secret]"\n',
    );
    assert.match(
      files["_charts/oci.values.yaml"] ?? "",
      /^# chart: oci:\/\/registry\.example\.com\/chart\n# version: \(in the chart's file name\)\n# repository: \(in the chart's reference\)\n# namespace: default\n\{\}\n$/,
    );
  });

  it("are refused when two resources make the same object", async () => {
    const twice = filesOf(() => {
      for (const name of ["one", "two"]) new core.v1.ConfigMap(name, { metadata: { name: "same", namespace: "n" } });
    });
    await assert.rejects(twice, {
      name: "UsageError",
      message:
        /ConfigMap::one and .*ConfigMap::two both make n\/configmap-same\.yaml; give one of them another name\.$/,
    });
  });
});

describe("plan.json", () => {
  it("tells every resource with what it depends on, the outputs, and the other files", async () => {
    const { run } = await plan({ env: "prod" });
    const files = planFiles(run.registrations, run.outputs);
    const { text } = files.find(({ path }) => path === "plan.json") ?? { text: "{}" };
    const {
      resources,
      outputs,
      files: listed,
    } = JSON.parse(text) as {
      resources: {
        urn: string;
        type: string;
        name: string;
        custom: boolean;
        provider: string;
        parent: string;
        dependencies: string[];
        protect: boolean;
        inputs: object;
      }[];
      outputs: Record<string, unknown>;
      files: string[];
    };
    assert.deepEqual(
      listed,
      files.map(({ path }) => path).filter((path) => path !== "plan.json"),
    );
    assert.equal(resources.length, run.registrations.length);
    const urns = resources.map(({ urn }) => urn);
    assert.deepEqual(urns, [...urns].sort());
    assert.equal(new Set(urns).size, urns.length);
    for (const { urn, dependencies, parent, provider, type, custom } of resources) {
      for (const dependency of dependencies) assert.ok(urns.includes(dependency), `${urn} depends on ${dependency}`);
      if (parent !== "") assert.ok(urns.includes(parent), `${urn} has the parent ${parent}`);
      if (custom && type.startsWith("kubernetes:"))
        assert.ok(urns.includes(provider.slice(0, provider.lastIndexOf("::"))), `${urn} has the provider ${provider}`);
    }
    assert.deepEqual(Object.keys(outputs).sort(), [
      "adminPasswords",
      "clusterName",
      "dnsRecords",
      "grafanaUrl",
      "kept",
      "kubeconfig",
      "loadBalancer",
      "monthlyCost",
      "namespace",
      "shared",
      "urls",
    ]);
    assert.equal(outputs["kubeconfig"], "[secret]");
    assert.deepEqual(outputs["adminPasswords"], { grafana: "[secret]" });
    assert.equal((outputs["urls"] as Record<string, string>)["frontend"], "https://todo.example.com/");
    assert.deepEqual(outputs["loadBalancer"], { kind: "ip", value: "203.0.113.10" });
    const backend = resources.find(({ type, name }) => type.endsWith(":Deployment") && name === "backend");
    assert.ok(
      backend?.dependencies.some((urn) => urn.endsWith("::dapr")),
      "pods with a sidecar wait for Dapr",
    );
  });
});
