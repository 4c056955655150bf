import assert from "node:assert/strict";
import { apiServer } from "../../../components/application/connections";
import { composed, generated, supplied } from "../../../components/application/secrets";
import { secretTexts } from "../../../plan/wire";
import { application, service } from "../../support/applications";
import { deploy } from "../../support/deploy";
import { containerOf, podOf } from "../../support/pods";
import type { Recording } from "../../support/recording";

describe("settings and secrets of a pod", () => {
  const workload = service({
    config: { MODE: "fast" },
    secrets: ["API_KEY", "TOKEN"],
    files: { "/etc/app/app.conf": { secret: "CONF" }, "/etc/app/motd": { text: "hello" } },
  });
  const secrets = { API_KEY: supplied("key", "k"), TOKEN: generated(32, "hex"), CONF: composed("token={{TOKEN}}\n") };
  let made: Recording;
  before(async () => {
    made = await deploy(application({ workloads: { web: workload }, secrets }));
  });

  it("are immutable objects with a new name for every change", () => {
    for (const [kind, names] of [
      ["ConfigMap", ["web-config", "web-files"]],
      ["Secret", ["web-secret-files", "web-secrets"]],
    ] as const) {
      assert.deepEqual(made.names(kind), names);
      for (const name of names) {
        assert.equal(made.input(kind, name, "immutable"), true, name);
        assert.equal(made.input(kind, name, "metadata", "name"), undefined, name);
      }
    }
    assert.deepEqual(made.input("ConfigMap", "web-config", "data"), { MODE: "fast" });
    assert.deepEqual(made.input("ConfigMap", "web-files", "data"), { "etc-app-motd": "hello" });
  });

  it("are referred to by the names that they got", () => {
    const names = { config: made.one("ConfigMap", "web-config").id, secrets: made.one("Secret", "web-secrets").id };
    const short = (id: string): string | undefined => id.split("/")[1];
    assert.deepEqual(containerOf(made)["envFrom"], [
      { configMapRef: { name: short(names.config) } },
      { secretRef: { name: short(names.secrets) } },
    ]);
    assert.match(short(names.config) ?? "", /^web-config-[0-9a-f]{7}$/);
    assert.deepEqual(podOf(made)["volumes"], [
      { name: "writable-0", emptyDir: { sizeLimit: "512Mi" } },
      { name: "text-files", configMap: { name: short(made.one("ConfigMap", "web-files").id), defaultMode: 0o440 } },
      {
        name: "secret-files",
        secret: { secretName: short(made.one("Secret", "web-secret-files").id), defaultMode: 0o440 },
      },
    ]);
    assert.deepEqual((containerOf(made)["volumeMounts"] as object[]).slice(1), [
      { name: "secret-files", mountPath: "/etc/app/app.conf", subPath: "etc-app-app.conf", readOnly: true },
      { name: "text-files", mountPath: "/etc/app/motd", subPath: "etc-app-motd", readOnly: true },
    ]);
  });

  it("hold exactly the workload's own secrets, marked as such", () => {
    const data = made.input("Secret", "web-secrets", "stringData") as Record<string, string>;
    assert.deepEqual(Object.keys(data).sort(), ["API_KEY", "TOKEN"]);
    assert.equal(data["API_KEY"], "API_KEY-value");
    assert.match(data["TOKEN"] ?? "", /^[0-9a-f]{64}$/);
    assert.deepEqual(made.input("Secret", "web-secret-files", "stringData"), {
      "etc-app-app.conf": `token=${data["TOKEN"] ?? ""}\n`,
    });
    const marked = secretTexts(made.one("Secret", "web-secrets").inputs);
    assert.deepEqual([...marked].sort(), Object.values(data).sort());
  });

  it("make no object where there is nothing to hold", async () => {
    const empty = await deploy(application({ workloads: { web: service({ config: {}, secrets: [], files: {} }) } }));
    assert.deepEqual([...empty.names("ConfigMap"), ...empty.names("Secret")], []);
    assert.equal(containerOf(empty)["envFrom"], undefined);
  });
});

describe("the identity of a pod", () => {
  it("is an account of its own without a token", async () => {
    const made = await deploy(application());
    assert.deepEqual(made.names("ServiceAccount"), ["web"]);
    assert.equal(made.input("ServiceAccount", "web", "automountServiceAccountToken"), false);
    assert.equal(podOf(made)["automountServiceAccountToken"], false);
    assert.equal(podOf(made)["serviceAccountName"], "web");
    assert.equal(podOf(made)["enableServiceLinks"], false);
  });

  it("may do what is listed, and gets a token for that", async () => {
    const permissions = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"], resourceNames: ["leader"] }];
    const made = await deploy(
      application({ workloads: { web: service({ permissions, connectsTo: [apiServer] }), other: service() } }),
    );
    assert.deepEqual(made.names("Role"), ["web"]);
    assert.deepEqual(made.input("Role", "web", "rules"), permissions);
    assert.deepEqual(made.input("RoleBinding", "web", "roleRef"), {
      apiGroup: "rbac.authorization.k8s.io",
      kind: "Role",
      name: "web",
    });
    assert.deepEqual(made.input("RoleBinding", "web", "subjects"), [
      { kind: "ServiceAccount", name: "web", namespace: "shop-ns" },
    ]);
    assert.equal(podOf(made)["automountServiceAccountToken"], true);
    assert.equal(podOf(made, "other")["automountServiceAccountToken"], false);
  });
});
