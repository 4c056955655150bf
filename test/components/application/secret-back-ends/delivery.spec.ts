import assert from "node:assert/strict";
import fc from "fast-check";
import type { SecretVersions } from "../../../../components/application/secret-back-end";
import { heldInBackEnd } from "../../../../components/application/secret-back-ends/state-held";
import { composed, generated, supplied } from "../../../../components/application/secrets";
import { application, service } from "../../../support/applications";
import { soundApplication } from "../../../support/arbitrary-application";
import { deploy } from "../../../support/deploy";
import { dig, type Recording } from "../../../support/recording";
import { backEnds, secretive } from "../../../support/secret-back-ends";

const made = new Map<keyof typeof backEnds, Recording>();

before(async () => {
  for (const kind of Object.keys(backEnds) as (keyof typeof backEnds)[])
    made.set(kind, await deploy(secretive, { secretBackEnd: backEnds[kind] }));
});

function of(kind: keyof typeof backEnds): Recording {
  return made.get(kind) ?? assert.fail(`${kind} wasn't deployed`);
}

/** Names of objects without what is derived from their contents. */
function withoutDigests(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/-[0-9a-f]{7,8}"/g, '"')) as unknown;
}

describe("Secrets of the same application in different back ends", () => {
  it("are named alike wherever pods refer to them: Deployments, CronJobs, pull Secrets", () => {
    for (const kind of ["external-secrets", "sealed-secrets"] as const) {
      for (const [type, name] of [
        ["Deployment", "web"],
        ["Deployment", "files"],
        ["Deployment", "plain"],
        ["CronJob", "nightly"],
      ] as const) {
        assert.deepEqual(
          withoutDigests(of(kind).input(type, name)),
          withoutDigests(of("state").input(type, name)),
          `${kind}: ${type} ${name}`,
        );
      }
    }
  });

  it("leave workloads without secrets as they are, and everybody's policies, but for the way to Vault", () => {
    for (const kind of ["external-secrets", "sealed-secrets", "vault"] as const)
      assert.deepEqual(
        withoutDigests(of(kind).input("Deployment", "plain")),
        withoutDigests(of("state").input("Deployment", "plain")),
        kind,
      );
    assert.deepEqual(
      of("sealed-secrets").input("NetworkPolicy", "web", "spec"),
      of("state").input("NetworkPolicy", "web", "spec"),
    );
    assert.deepEqual(
      of("vault").input("NetworkPolicy", "plain", "spec"),
      of("state").input("NetworkPolicy", "plain", "spec"),
    );
  });

  it("are generated in the state only where the state holds them", () => {
    assert.deepEqual(of("state").names("RandomBytes"), ["token"]);
    for (const kind of ["external-secrets", "sealed-secrets", "vault"] as const)
      assert.deepEqual(of(kind).names("RandomBytes"), [], kind);
    assert.deepEqual(of("external-secrets").names("Secret"), []);
    assert.deepEqual(of("sealed-secrets").names("Secret"), []);
    assert.deepEqual(of("vault").names("Secret"), ["pull-secret"]);
  });

  it("need the platform's add-on", async () => {
    for (const kind of ["external-secrets", "sealed-secrets", "vault"] as const) {
      const facts = { logs: true, metrics: true };
      await assert.rejects(deploy(secretive, { facts, secretBackEnd: backEnds[kind] }), {
        name: "UsageError",
        message: new RegExp(
          `^Application shop has its secrets in ${kind}, which the platform doesn't have; set platform\\.`,
        ),
      });
    }
  });
});

describe("versions of secrets", () => {
  const versions: SecretVersions = { TOKEN: { version: 2, rotated: "2026-11-20" } };

  it("are shown on every Secret, with the day of the last change", () => {
    assert.deepEqual(of("state").input("Secret", "web-secrets", "metadata", "annotations"), {
      "rootstock.dev/version.API_KEY": "1",
      "rootstock.dev/last-rotated.API_KEY": "never",
      "rootstock.dev/version.TOKEN": "1",
      "rootstock.dev/last-rotated.TOKEN": "never",
      "rootstock.dev/version.URL": "1",
      "rootstock.dev/last-rotated.URL": "never",
    });
  });

  it("make a generated value anew, and only that", async () => {
    const next = await deploy(secretive, { secretVersions: versions });
    assert.equal(of("state").input("RandomBytes", "token", "keepers"), undefined);
    assert.deepEqual(next.input("RandomBytes", "token", "keepers"), { version: "2" });
    assert.equal(
      next.input("Secret", "web-secrets", "metadata", "annotations", "rootstock.dev/last-rotated.TOKEN"),
      "2026-11-20",
    );
  });

  it("roll the pods that use the secret, and no others", async () => {
    for (const kind of ["external-secrets", "sealed-secrets", "vault"] as const) {
      const next = await deploy(secretive, { secretBackEnd: backEnds[kind], secretVersions: versions });
      const template = (recording: Recording, name: string): unknown =>
        recording.input("Deployment", name, "spec", "template");
      for (const name of ["web", "files"])
        assert.notDeepEqual(template(next, name), template(of(kind), name), `${kind}: ${name}`);
      assert.deepEqual(template(next, "plain"), template(of(kind), "plain"), kind);
      assert.deepEqual(next.input("CronJob", "nightly"), of(kind).input("CronJob", "nightly"), kind);
    }
  });

  it("are refused for what is no secret", async () => {
    await assert.rejects(deploy(secretive, { secretVersions: { TOKN: { version: 2, rotated: "2026-11-20" } } }), {
      name: "UsageError",
      message:
        /secretVersions\.TOKN is of no secret of shop \(did you mean TOKEN\?\); declared are API_KEY, TOKEN, URL/,
    });
  });
});

describe("secrets that the program makes itself", () => {
  const connected = application({
    secrets: { DATABASE_URL: { from: "store", store: "db", template: "{{password}}" }, API_KEY: supplied("key", "k") },
    stores: { db: { kind: "redis", place: "external", image: "redis:8", size: "1Gi" } },
    workloads: { web: service({ secrets: ["DATABASE_URL", "API_KEY"] }) },
  });

  it("stay in the state beside a back end that can't have them", async () => {
    const recording = await deploy(connected, {
      secretBackEnd: backEnds["external-secrets"],
      supplied: { DB_URL: "rediss://:secret@redis.example.com:6379/0" },
    });
    assert.deepEqual(recording.input("Secret", "web-secrets-state", "stringData"), { DATABASE_URL: "secret" });
    assert.deepEqual(recording.input("ExternalSecret", "web-secrets", "spec", "data", 0, "secretKey"), "API_KEY");
    const sources = recording.input("Deployment", "web", "spec", "template", "spec", "containers", 0, "envFrom");
    assert.deepEqual(
      (sources as readonly unknown[]).map((source) => withoutDigests(dig(source, "secretRef", "name"))),
      ["web-secrets", "web-secrets-state"],
    );
  });

  it("can't be composed with what is elsewhere", async () => {
    const torn = { ...connected, secrets: { ...connected.secrets, BOTH: composed("{{DATABASE_URL}} {{API_KEY}}") } };
    await assert.rejects(deploy(torn, { secretBackEnd: backEnds.vault }), {
      name: "UsageError",
      message:
        /Secret BOTH is composed of DATABASE_URL, which the stack's state holds, and of others that secretBackEnd vault holds/,
    });
  });

  it("are those that only Kubernetes Secrets bring, where Vault is the back end: of a database's owner", async () => {
    const database = application({
      secrets: { KEY: generated(32) },
      stores: {
        db: {
          kind: "postgres",
          place: "cluster",
          version: 16,
          image: "ghcr.io/cloudnative-pg/postgresql:16.10",
          toolsImage: "postgres:16.10-alpine",
          database: "shop",
          instances: 1,
          size: "1Gi",
          resources: service().resources,
        },
      },
      workloads: { web: service({ command: ["/app"], secrets: ["KEY"] }) },
    });
    const recording = await deploy(database, { secretBackEnd: backEnds.vault });
    assert.deepEqual(recording.names("Secret"), ["db-owner", "db-second"]);
    assert.deepEqual(recording.names("RandomBytes"), ["db-password"]);
  });
});

describe("Secrets of any application", () => {
  const kinds = ["Deployment", "StatefulSet", "CronJob", "Service", "ServiceAccount", "NetworkPolicy"] as const;
  const objects = (recording: Recording): unknown =>
    withoutDigests(kinds.map((kind) => recording.all(kind).map(({ inputs, name }) => [kind, name, inputs])));

  it("change no workload by where they live, but for the identity that reads a store", async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(soundApplication, async (any) => {
        const usual = await deploy(any);
        const sealed = Object.fromEntries(
          heldInBackEnd(any, { kind: "sealed-secrets", sealed: {} }).map((name) => [name, `Ag${name}`]),
        );
        const elsewhere = await deploy(any, { secretBackEnd: { kind: "sealed-secrets", sealed } });
        assert.deepEqual(objects(elsewhere), objects(usual));
        assert.deepEqual([elsewhere.names("Secret"), elsewhere.names("RandomBytes")], [[], []]);
        assert.deepEqual(elsewhere.names("SealedSecret"), usual.names("Secret"));
        const external = await deploy(any, { secretBackEnd: backEnds["external-secrets"] });
        assert.deepEqual(external.names("ExternalSecret"), usual.names("Secret"));
        for (const kind of ["Deployment", "StatefulSet", "CronJob"] as const)
          for (const name of usual.names(kind))
            assert.deepEqual(withoutDigests(external.input(kind, name)), withoutDigests(usual.input(kind, name)));
      }),
      { numRuns: 12 },
    );
  });
});
