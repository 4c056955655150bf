import assert from "node:assert/strict";
import type { ExternalStore } from "../../../../components/application/secret-back-end";
import { deploy } from "../../../support/deploy";
import type { Recording } from "../../../support/recording";
import { backEnds, secretive } from "../../../support/secret-back-ends";

function withStore(store: ExternalStore, entry = "shop/prod"): Promise<Recording> {
  return deploy(secretive, { secretBackEnd: { kind: "external-secrets", store, entry } });
}

describe("External Secrets as the back end", () => {
  let made: Recording;
  before(async () => {
    made = await deploy(secretive, { secretBackEnd: backEnds["external-secrets"] });
  });

  it("copies each Secret from one entry, every hour, composed ones by a template", () => {
    assert.deepEqual(made.names("ExternalSecret"), [
      "files-secrets",
      "nightly-secrets",
      "pull-secret",
      "web-secret-files",
      "web-secrets",
    ]);
    const annotations = {
      "rootstock.dev/version.API_KEY": "1",
      "rootstock.dev/last-rotated.API_KEY": "never",
      "rootstock.dev/version.TOKEN": "1",
      "rootstock.dev/last-rotated.TOKEN": "never",
      "rootstock.dev/version.URL": "1",
      "rootstock.dev/last-rotated.URL": "never",
    };
    assert.equal(made.input("ExternalSecret", "web-secrets", "apiVersion"), "external-secrets.io/v1");
    assert.deepEqual(made.input("ExternalSecret", "web-secrets", "metadata", "annotations"), annotations);
    assert.deepEqual(made.input("ExternalSecret", "web-secrets", "spec"), {
      refreshInterval: "1h",
      secretStoreRef: { kind: "SecretStore", name: "secret-store" },
      target: {
        creationPolicy: "Owner",
        template: {
          engineVersion: "v2",
          metadata: {
            labels: {
              "app.kubernetes.io/managed-by": "rootstock",
              "app.kubernetes.io/name": "web",
              "app.kubernetes.io/part-of": "shop",
            },
            annotations,
          },
          data: { API_KEY: "{{ .API_KEY }}", URL: "https://:{{ .TOKEN }}@api" },
        },
      },
      data: [
        { secretKey: "API_KEY", remoteRef: { key: "shop/prod", property: "API_KEY" } },
        { secretKey: "TOKEN", remoteRef: { key: "shop/prod", property: "TOKEN" } },
      ],
    });
    assert.deepEqual(made.input("ExternalSecret", "web-secret-files", "spec", "target", "template", "data"), {
      "etc-web-web.conf": "it's https://:{{ .TOKEN }}@api\n",
    });
  });

  it("makes the registry's credentials with the store's values as JSON", () => {
    const template = made.input("ExternalSecret", "pull-secret", "spec", "target", "template") as Readonly<
      Record<string, unknown>
    >;
    assert.equal(template["type"], "kubernetes.io/dockerconfigjson");
    assert.deepEqual(template["data"], {
      ".dockerconfigjson":
        '{"auths":{"registry.example.com":{"username":{{ .USER | toJson }},"password":{{ .PASSWORD | toJson }}}}}',
    });
  });

  it("waits for the operator, and each ExternalSecret for its store", () => {
    assert.ok(made.needs("SecretStore", "secret-store").includes("gate-external-secrets"));
    assert.ok(made.needs("ExternalSecret", "web-secrets").includes("secret-store"));
  });

  it("reads AWS Secrets Manager as a role of its own, or as the operator", async () => {
    const jwt = { serviceAccountRef: { name: "secret-store" } };
    assert.deepEqual(made.input("SecretStore", "secret-store", "spec", "provider"), {
      aws: { service: "SecretsManager", region: "us-east-1", auth: { jwt } },
    });
    assert.deepEqual(made.input("ServiceAccount", "secret-store", "metadata", "annotations"), {
      "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/shop-secrets",
    });
    assert.equal(made.input("ServiceAccount", "secret-store", "automountServiceAccountToken"), false);
    const plain = await withStore({ kind: "aws", region: "eu-west-1" });
    assert.deepEqual(plain.input("SecretStore", "secret-store", "spec", "provider"), {
      aws: { service: "SecretsManager", region: "eu-west-1" },
    });
  });

  it("reads Google Secret Manager by Workload Identity", async () => {
    const recording = await withStore({ kind: "gcp", project: "shop-prod" });
    assert.deepEqual(recording.input("SecretStore", "secret-store", "spec", "provider"), {
      gcpsm: { projectID: "shop-prod", auth: { workloadIdentity: { serviceAccountRef: { name: "secret-store" } } } },
    });
  });

  it("reads Vault by Kubernetes authentication, with a token that only Vault takes", async () => {
    const store = { kind: "vault", address: "https://vault.example.com:8200", role: "shop" } as const;
    const recording = await withStore(store, "secret/shop/prod");
    assert.deepEqual(recording.input("SecretStore", "secret-store", "spec", "provider"), {
      vault: {
        server: "https://vault.example.com:8200",
        path: "secret",
        version: "v2",
        auth: {
          kubernetes: {
            mountPath: "kubernetes",
            role: "shop",
            serviceAccountRef: { name: "secret-store", audiences: ["vault"] },
          },
        },
      },
    });
    assert.deepEqual(recording.input("ExternalSecret", "web-secrets", "spec", "data", 0, "remoteRef"), {
      key: "shop/prod",
      property: "API_KEY",
    });
  });
});
