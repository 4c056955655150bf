import { strict as assert } from "node:assert/strict";
import { footprints } from "../../../components/platform/footprint";
import { at, platformOf, type Variant } from "./platform-program";

const everything: Variant = { uses: { externalSecrets: true, sealedSecrets: true, vault: true } };

async function valuesOf(addOn: string, variant: Variant): Promise<unknown> {
  const { the } = await platformOf({ ...everything, ...variant });
  return at(the(`Release ${addOn}`).inputs, "values");
}

describe("add-ons that hold or bring secrets", function () {
  this.timeout(20_000);

  it("are there for those who use them, or where a stack says so", async () => {
    const names = ["external-secrets", "sealed-secrets", "vault"];
    const installed = async (variant: Variant): Promise<readonly string[]> => {
      const { of } = await platformOf(variant);
      return names.filter((name) => of("Release").some(({ label }) => label === `Release ${name}`));
    };
    assert.deepEqual(await installed({}), []);
    assert.deepEqual(await installed(everything), names);
    assert.deepEqual(await installed({ overrides: { vault: { enabled: true } } }), ["vault"]);
    assert.deepEqual(await installed({ ...everything, overrides: { sealedSecrets: { enabled: false } } }), [
      "external-secrets",
      "vault",
    ]);
  });

  it("tell applications where they are, and what to wait for", async () => {
    const { platform } = await platformOf(everything);
    assert.deepEqual(
      [platform.facts.externalSecrets, platform.facts.sealedSecrets, platform.facts.vault],
      [
        { namespace: "external-secrets" },
        { namespace: "kube-system" },
        {
          address: "http://vault.vault.svc:8200",
          namespace: "vault",
          podLabels: { "app.kubernetes.io/name": "vault", component: "server" },
          port: 8200,
        },
      ],
    );
    const { externalSecrets, sealedSecrets, vault } = platform.gates;
    assert.deepEqual([externalSecrets.length, sealedSecrets.length, vault.length], [1, 1, 1]);
  });

  it("External Secrets: two of each in production, whose definitions outlive it; one in development", async () => {
    const prod = await valuesOf("external-secrets", {});
    assert.deepEqual(
      [
        at(prod, "replicaCount"),
        at(prod, "webhook.replicaCount"),
        at(prod, "leaderElect"),
        at(prod, "crds.annotations"),
      ],
      [2, 2, true, { "helm.sh/resource-policy": "keep" }],
    );
    assert.deepEqual(at(prod, "serviceMonitor"), { enabled: true, renderMode: "alwaysRender" });
    assert.deepEqual(at(prod, "certController.resources"), footprints.externalSecretsCertificates);
    const dev = await valuesOf("external-secrets", { environment: "dev" });
    assert.deepEqual([at(dev, "replicaCount"), at(dev, "crds.annotations")], [1, {}]);
  });

  it("Sealed Secrets: where kubeseal looks for it, with the image that decrypts for nobody", async () => {
    const values = await valuesOf("sealed-secrets", {});
    assert.equal(at(values, "fullnameOverride"), "sealed-secrets-controller");
    assert.equal(at(values, "image.tag"), "0.40.0");
    const { the, platform } = await platformOf(everything);
    assert.equal(at(the("Release sealed-secrets").inputs, "namespace"), "kube-system");
    assert.ok(platform.kept.some((sentence) => sentence.includes("sealedsecrets.bitnami.com/sealed-secrets-key")));
  });

  it("Vault: three servers that find each other, restricted; nobody waits until they are unsealed", async () => {
    const { the, platform } = await platformOf(everything);
    const release = the("Release vault").inputs;
    assert.deepEqual([at(release, "skipAwait"), at(release, "atomic")], [true, false]);
    const values = at(release, "values");
    assert.deepEqual(
      [
        at(values, "server.ha.replicas"),
        at(values, "server.ha.raft.setNodeId"),
        at(values, "server.standalone.enabled"),
      ],
      [3, true, false],
    );
    const config = String(at(values, "server.ha.raft.config"));
    for (const server of ["vault-0", "vault-1", "vault-2"])
      assert.ok(config.includes(`leader_api_addr = "http://${server}.vault-internal:8200"`), server);
    assert.deepEqual(at(values, "server.dataStorage"), { enabled: true, size: "10Gi", storageClass: "fast" });
    for (const part of ["injector.securityContext", "server.statefulSet.securityContext"]) {
      assert.deepEqual(at(values, `${part}.pod.seccompProfile`), { type: "RuntimeDefault" }, part);
      assert.deepEqual(at(values, `${part}.container.capabilities`), { drop: ["ALL"] }, part);
    }
    assert.equal(at(values, "injector.webhook.failurePolicy"), "Fail");
    assert.ok(
      platform.notices.some((notice) => /vault operator init.*each server.*vault operator unseal/.test(notice)),
    );
  });

  it("Vault: one server with files where it isn't to be highly available", async () => {
    const values = await valuesOf("vault", { overrides: { vault: { ha: false, storage: "2Gi" } } });
    assert.deepEqual(
      [at(values, "server.ha"), at(values, "server.standalone.enabled"), at(values, "server.dataStorage.size")],
      [{ enabled: false }, true, "2Gi"],
    );
    assert.match(String(at(values, "server.standalone.config")), /storage "file"/);
    assert.equal(at(await valuesOf("vault", { environment: "dev" }), "server.dataStorage.size"), "1Gi");
  });
});
