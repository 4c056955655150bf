import assert from "node:assert/strict";
import { core } from "@pulumi/kubernetes";
import { supplied } from "../../../components/application/secrets";
import { UsageError } from "../../../components/errors";
import { application, service } from "../../support/applications";
import { deploy, recordProgram } from "../../support/deploy";

describe("the namespace of an application", () => {
  it("refuses pods that aren't restricted, and outlives nothing of the cluster's access", async () => {
    const made = await deploy(application());
    assert.deepEqual(made.input("Namespace", "shop-ns", "metadata"), {
      name: "shop-ns",
      labels: {
        "app.kubernetes.io/part-of": "shop",
        "app.kubernetes.io/managed-by": "rootstock",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
      },
    });
    assert.deepEqual(made.needs("Namespace", "shop-ns"), ["access"]);
    assert.equal(made.one("Namespace", "shop-ns").protect, false);
  });

  it("gives containers that ask for nothing a small share", async () => {
    const made = await deploy(application());
    assert.deepEqual(made.input("LimitRange", "defaults", "spec"), {
      limits: [
        {
          type: "Container",
          defaultRequest: { cpu: "25m", memory: "64Mi", "ephemeral-storage": "16Mi" },
          default: { cpu: "250m", memory: "128Mi", "ephemeral-storage": "256Mi" },
        },
      ],
    });
  });

  it("has the quota that is set", async () => {
    const quota = {
      cpu: { requests: "2", limits: "8" },
      memory: { requests: "4Gi", limits: "8Gi" },
      pods: 30,
      services: 5,
      volumes: 2,
    } as const;
    const made = await deploy(application({ quota }));
    assert.deepEqual(made.input("ResourceQuota", "quota", "spec"), {
      hard: {
        "requests.cpu": "2",
        "limits.cpu": "8",
        "requests.memory": "4Gi",
        "limits.memory": "8Gi",
        pods: "30",
        services: "5",
        persistentvolumeclaims: "2",
      },
    });
    const { services: _services, volumes: _volumes, ...open } = quota;
    const without = await deploy(application({ quota: open }));
    for (const kind of ["services", "persistentvolumeclaims"])
      assert.equal(without.input("ResourceQuota", "quota", "spec", "hard", kind), undefined);
  });

  it("is in the namespace of all its objects, by the one provider", async () => {
    const made = await deploy(application());
    const provider = made.one("kubernetes", "cluster").urn;
    for (const { name, inputs, provider: used, type } of made.registrations.filter(({ urn }) =>
      urn.includes("rootstock:application"),
    )) {
      if (!type.startsWith("kubernetes:")) continue;
      assert.ok(used.startsWith(provider), `${type} ${name} has the provider ${used}`);
      const namespace = (inputs["metadata"] as { namespace?: string }).namespace;
      assert.equal(namespace, type.endsWith(":Namespace") ? undefined : "shop-ns", `${type} ${name}`);
    }
  });
});

describe("the pull secret", () => {
  it("opens the private registry to every pod", async () => {
    const made = await deploy(
      application({
        secrets: { USER: supplied("user", "u"), TOKEN: supplied("token", "t") },
        pullFrom: { registry: "ghcr.io", username: "USER", password: "TOKEN" },
      }),
    );
    assert.equal(made.input("Secret", "pull-secret", "type"), "kubernetes.io/dockerconfigjson");
    const text = made.input("Secret", "pull-secret", "stringData", ".dockerconfigjson") as string;
    assert.deepEqual(JSON.parse(text), { auths: { "ghcr.io": { username: "USER-value", password: "TOKEN-value" } } });
    const name = made.one("Secret", "pull-secret").id.split("/")[1];
    assert.deepEqual(made.input("Deployment", "web", "spec", "template", "spec", "imagePullSecrets"), [{ name }]);
  });

  it("isn't there for a public registry", async () => {
    const made = await deploy(application());
    assert.deepEqual(made.names("Secret"), []);
    assert.equal(made.input("Deployment", "web", "spec", "template", "spec", "imagePullSecrets"), undefined);
  });
});

describe("an application that can't be deployed", () => {
  it("is refused before anything is made, with every reason", async () => {
    const broken = application({
      workloads: { Web: service({ port: 0 }) },
      routes: [{ host: "x", path: "y", to: "z" }],
    });
    await assert.rejects(deploy(broken), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.equal(error.message.split("\n").length, 6, error.message);
      assert.match(error.message, /^Application shop can't be deployed:\n {2}- /);
      return true;
    });
  });

  it("is refused when nobody supplies a secret, with the command that sets it", async () => {
    const needy = application({
      workloads: { web: service({ secrets: ["KEY"] }) },
      secrets: { KEY: supplied("the key", "k") },
    });
    await assert.rejects(deploy(needy, { supplied: {} }), {
      name: "UsageError",
      message: "Secret KEY is missing (the key); set it with: pulumi config set --secret --path 'secrets.KEY'",
    });
  });
});

describe("two resources of one name", () => {
  it("are refused, as the engine would", async () => {
    const twice = recordProgram(() => {
      new core.v1.ConfigMap("same", {});
      new core.v1.ConfigMap("same", {});
      return Promise.resolve({});
    });
    await assert.rejects(twice, {
      name: "UsageError",
      message:
        "Two resources have the URN urn:pulumi:test::rootstock::kubernetes:core/v1:ConfigMap::same; the engine would refuse the second: give one of them another name.",
    });
  });
});
