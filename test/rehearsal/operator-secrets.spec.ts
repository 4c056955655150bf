import assert from "node:assert/strict";
import { objectOf } from "../../plan/manifests";
import type { ClusterObjects, ObjectReference } from "../../rehearsal/objects";
import { actSecretOperators, type OperatorSecret, operatorSecret } from "../../rehearsal/operator-secrets";
import { deploy } from "../support/deploy";
import type { Recording } from "../support/recording";
import { backEnds, secretive } from "../support/secret-back-ends";

/** The Secrets that operators would make of what a program registers, by name without digest. */
function madeOf({ registrations }: Recording): Readonly<Record<string, OperatorSecret>> {
  const secrets = registrations.flatMap((registration) => {
    const object = objectOf(registration);
    return (object === undefined ? undefined : operatorSecret(object)) ?? [];
  });
  return Object.fromEntries(secrets.map((secret) => [secret.metadata.name.replace(/-[0-9a-f]{8}$/, ""), secret]));
}

const textOf = (secret: OperatorSecret | undefined, key: string): string =>
  Buffer.from(secret?.data[key] ?? "", "base64").toString();

describe("Secrets that operators would make", () => {
  for (const kind of ["external-secrets", "sealed-secrets"] as const) {
    it(`have the keys and types of ${kind}, and stand-ins for values`, async () => {
      const made = madeOf(await deploy(secretive, { secretBackEnd: backEnds[kind] }));
      assert.deepEqual(Object.keys(made).sort(), [
        "files-secrets",
        "nightly-secrets",
        "pull-secret",
        "web-secret-files",
        "web-secrets",
      ]);
      assert.equal(textOf(made["web-secrets"], "API_KEY"), "stand-in");
      assert.equal(textOf(made["web-secrets"], "URL"), "https://:stand-in@api");
      const pull = made["pull-secret"];
      assert.equal(pull?.type, "kubernetes.io/dockerconfigjson");
      assert.deepEqual(JSON.parse(textOf(pull, ".dockerconfigjson")), {
        auths: { "registry.example.com": { username: "stand-in", password: "stand-in" } },
      });
      for (const { data } of Object.values(made))
        for (const text of Object.values(data)) assert.doesNotMatch(Buffer.from(text, "base64").toString(), /\{\{/);
    });
  }

  it("are none where the program makes them, or Vault's agent writes", async () => {
    for (const kind of ["state", "vault"] as const)
      assert.deepEqual(madeOf(await deploy(secretive, { secretBackEnd: backEnds[kind] })), {}, kind);
  });

  it("belong to the objects that they are made of", async () => {
    const { registrations } = await deploy(secretive, { secretBackEnd: backEnds["sealed-secrets"] });
    const applied: ObjectReference[] = [];
    const cluster: Pick<ClusterObjects, "apply" | "read"> = {
      read: ({ metadata }) => Promise.resolve({ metadata: { ...metadata, uid: `uid of ${metadata.name}` } }),
      apply: (object) => {
        applied.push(object);
        return Promise.resolve({ live: {}, change: "created" });
      },
    };
    const names = await actSecretOperators(cluster, registrations);
    assert.equal(names.length, 5);
    for (const { metadata } of applied as { metadata: { name: string; ownerReferences?: unknown } }[]) {
      assert.ok(names.includes(`shop-ns/${metadata.name}`));
      assert.deepEqual(metadata.ownerReferences, [
        {
          apiVersion: "bitnami.com/v1alpha1",
          kind: "SealedSecret",
          name: metadata.name,
          uid: `uid of ${metadata.name}`,
          controller: true,
          blockOwnerDeletion: true,
        },
      ]);
    }
  });
});
