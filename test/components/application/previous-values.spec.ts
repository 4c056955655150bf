import assert from "node:assert/strict";
import type { Application } from "../../../components/application/contract";
import { previousErrors } from "../../../components/application/previous-values";
import type { SecretVersions } from "../../../components/application/secret-back-end";
import { backEndErrors } from "../../../components/application/secret-back-ends/back-end-checks";
import { connection, generated, supplied } from "../../../components/application/secrets";
import { application, service } from "../../support/applications";
import { deploy } from "../../support/deploy";
import { dig } from "../../support/recording";

/** A service that verifies tokens and keeps sessions, and one that does neither. */
const shop: Application = application({
  secrets: { JWT_SECRET_KEY: generated(32, "base64", { keepPrevious: true }), REDIS_URL: connection("redis") },
  stores: { redis: { kind: "redis", place: "cluster", image: "redis:7.4", size: "1Gi" } },
  workloads: {
    api: service({ secrets: ["JWT_SECRET_KEY", "JWT_SECRET_KEY_PREVIOUS", "REDIS_URL"], connectsTo: ["redis"] }),
    plain: service(),
  },
});

const both: SecretVersions = {
  JWT_SECRET_KEY: { version: 2, rotated: "2026-11-21", previous: true },
  REDIS_PASSWORD: { version: 3, rotated: "2026-11-21", previous: true },
};

type Texts = Readonly<Record<string, string>>;

async function deployed(secretVersions: SecretVersions = {}) {
  const made = await deploy(shop, { secretVersions });
  const texts = (name: string): Texts => made.input("Secret", name, "stringData") as Texts;
  return {
    made,
    api: texts("api-secrets"),
    conf: texts("redis-secret-files")["etc-redis-redis.conf"] ?? assert.fail("Redis has no configuration"),
  };
}

describe("a secret of which two values are accepted", () => {
  it("is the same twice as long as there was no rotation, and after its end", async () => {
    for (const versions of [{}, { JWT_SECRET_KEY: { version: 2, rotated: "2026-11-21" } }]) {
      const { api } = await deployed(versions);
      assert.equal(api["JWT_SECRET_KEY_PREVIOUS"], api["JWT_SECRET_KEY"]);
    }
  });

  it("has two values in between, of which the former is the one that it had", async () => {
    const before = await deployed();
    const during = await deployed(both);
    assert.notEqual(during.api["JWT_SECRET_KEY"], before.api["JWT_SECRET_KEY"]);
    assert.equal(during.api["JWT_SECRET_KEY_PREVIOUS"], before.api["JWT_SECRET_KEY"]);
    assert.deepEqual(during.made.names("RandomBytes"), [
      "jwt-secret-key",
      "jwt-secret-key-v2",
      "redis-password-v2",
      "redis-password-v3",
    ]);
    const after = await deployed({ JWT_SECRET_KEY: { version: 2, rotated: "2026-11-21" } });
    assert.equal(after.api["JWT_SECRET_KEY"], during.api["JWT_SECRET_KEY"], "its end makes no third value");
  });

  it("shows one version and one day on Secrets", async () => {
    const { made } = await deployed(both);
    assert.deepEqual(made.input("Secret", "api-secrets", "metadata", "annotations"), {
      "rootstock.dev/version.JWT_SECRET_KEY": "2",
      "rootstock.dev/last-rotated.JWT_SECRET_KEY": "2026-11-21",
      "rootstock.dev/version.REDIS_PASSWORD": "3",
      "rootstock.dev/last-rotated.REDIS_PASSWORD": "2026-11-21",
      "rootstock.dev/version.REDIS_URL": "1",
      "rootstock.dev/last-rotated.REDIS_URL": "never",
    });
  });

  it("is two entries of a store elsewhere while both are accepted, and otherwise one", async () => {
    const backEnd = { kind: "external-secrets", store: { kind: "aws", region: "us-east-1" }, entry: "shop" } as const;
    const keys = async (secretVersions: SecretVersions): Promise<unknown> => {
      const made = await deploy(shop, { secretBackEnd: backEnd, secretVersions });
      const data = made.input("ExternalSecret", "api-secrets", "spec", "data") as readonly unknown[];
      return data.map((entry) => dig(entry, "remoteRef", "property"));
    };
    assert.deepEqual(await keys({}), ["JWT_SECRET_KEY", "REDIS_PASSWORD"]);
    assert.deepEqual(await keys(both), ["JWT_SECRET_KEY", "JWT_SECRET_KEY_PREVIOUS", "REDIS_PASSWORD"]);
  });

  it("must be sealed twice while both are accepted", () => {
    const sealed = { JWT_SECRET_KEY: "Ag", REDIS_PASSWORD: "Ag" };
    const accepting = { ...shop, previousAccepted: ["JWT_SECRET_KEY"] };
    assert.deepEqual(backEndErrors(shop, { kind: "sealed-secrets", sealed }), []);
    const [error, ...others] = backEndErrors(accepting, { kind: "sealed-secrets", sealed });
    assert.deepEqual(others, []);
    assert.match(error ?? "", /^secretBackEnd\.sealed\.JWT_SECRET_KEY_PREVIOUS is missing/);
  });
});

describe("a Redis in the cluster", () => {
  it("takes the new and the former password while a rotation isn't finished", async () => {
    const before = await deployed();
    assert.match(before.conf, /^requirepass [0-9a-f]{64}\n/);
    const during = await deployed({ REDIS_PASSWORD: { version: 2, rotated: "2026-11-21", previous: true } });
    const old = /^requirepass (\S+)\n/.exec(before.conf)?.[1] ?? "";
    const [, former, present = ""] =
      /^user default on >(\S+) >(\S+) ~\* &\* \+@all\nappendonly yes\n/.exec(during.conf) ?? [];
    assert.equal(former, old);
    assert.notEqual(present, old);
    assert.equal(during.api["REDIS_URL"], `redis://:${present}@redis:6379/0`, "clients come with the new one");
  });

  it("is told so before those who come with the new one, and only then", async () => {
    const dependencies = async (versions: SecretVersions): Promise<readonly string[]> =>
      (await deployed(versions)).made.one("Deployment", "api").dependencies;
    const store = /::redis$/;
    assert.deepEqual(
      (await dependencies({})).filter((urn) => store.test(urn)),
      [],
    );
    const waitsFor = (await dependencies(both)).filter((urn) => store.test(urn));
    assert.ok(
      waitsFor.some((urn) => urn.includes("StatefulSet")),
      waitsFor.join("\n"),
    );
  });
});

describe("pods whose sidecars read a secret", () => {
  const withDapr = application({
    ...shop,
    dapr: {
      samplingRate: 0,
      components: {
        statestore: {
          type: "state.redis",
          metadata: { redisPassword: { secret: "REDIS_URL" } },
          scopes: ["api"],
          connectsTo: ["redis"],
        },
      },
    },
    workloads: { api: service({ dapr: {} }), plain: service({ dapr: {} }) },
  });
  const template = (made: Awaited<ReturnType<typeof deploy>>, name: string): unknown =>
    made.input("Deployment", name, "spec", "template");

  it("are replaced with every change of it, and no others", async () => {
    const before = await deploy(withDapr);
    const after = await deploy(withDapr, { secretVersions: both });
    assert.equal(
      dig(template(before, "api"), "metadata", "annotations", "rootstock.dev/version.REDIS_PASSWORD"),
      undefined,
    );
    assert.equal(dig(template(after, "api"), "metadata", "annotations", "rootstock.dev/version.REDIS_PASSWORD"), "3");
    assert.deepEqual(template(after, "plain"), template(before, "plain"));
  });
});

describe("values before a rotation that nobody accepts", () => {
  it("are refused with the setting", () => {
    const errors = backEndErrors(
      application({ secrets: { KEY: generated(32), TOKEN: generated(32, "hex", { keepPrevious: true }) } }),
      { kind: "state" },
      {
        KEY: { version: 2, rotated: "2026-11-21", previous: true },
        TOKEN: { version: 1, rotated: "2026-11-21", previous: true },
        TOKEN_PREVIOUS: { version: 2, rotated: "2026-11-21" },
      },
    );
    assert.deepEqual(errors, [
      "secretVersions.KEY.previous is true, but nothing accepts two values of KEY; remove it.",
      "secretVersions.TOKEN.previous is true, but version 1 is the first; remove it, or count the version up.",
      "secretVersions.TOKEN_PREVIOUS is of no secret of shop; declared are KEY, TOKEN.",
    ]);
  });

  it("can't be declared by a system", () => {
    const twice = application({
      secrets: { KEY: generated(32, "hex", { keepPrevious: true }), KEY_PREVIOUS: supplied("key", "k") },
    });
    assert.deepEqual(previousErrors(twice), [
      "Secret KEY_PREVIOUS is the value of KEY before its last rotation, because of keepPrevious; take it out of the application's secrets.",
    ]);
  });
});
