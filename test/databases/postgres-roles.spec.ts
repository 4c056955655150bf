import assert from "node:assert/strict";
import type { SecretVersions } from "../../components/application/secret-back-end";
import { connection } from "../../components/application/secrets";
import { application, service, smallResources } from "../support/applications";
import { deploy } from "../support/deploy";
import { dig, type Recording } from "../support/recording";
import { PostgresServer } from "./postgres-server";
import { programsOrSkip } from "./programs";

const shop = application({
  workloads: { web: service({ connectsTo: ["database"], secrets: ["DATABASE_URL"] }) },
  secrets: { DATABASE_URL: connection("database") },
  stores: {
    database: {
      kind: "postgres",
      place: "cluster",
      version: 16,
      database: "shop",
      instances: 1,
      size: "10Gi",
      image: "ghcr.io/cloudnative-pg/postgresql:16.10",
      toolsImage: "docker.io/library/postgres:16.10",
      resources: smallResources,
    },
  },
});

/** How a client logs in. */
interface Login {
  readonly role: string;
  readonly password: string;
}

type Texts = Readonly<Record<string, string>>;

/** What the program says with the password in some version. */
async function inVersion(version: number, previous = false) {
  const versions: SecretVersions = { DATABASE_PASSWORD: { version, rotated: "2026-11-21", previous } };
  const made = await deploy(shop, { secretVersions: version === 1 ? {} : versions });
  const texts = (name: string): Texts => made.input("Secret", name, "stringData") as Texts;
  const { username, password } = new URL(texts("web-secrets")["DATABASE_URL"] ?? "");
  const login: Login = { role: username, password };
  return { made, login, credentials: [texts("database-owner"), texts("database-second")] };
}

describe("the two roles of a PostgreSQL, on a real server", function () {
  this.timeout(300_000);
  let server: PostgresServer;
  let started: PostgresServer | undefined;

  /** What the operator does: roles of the Cluster get the passwords of their Secrets. */
  const operate = (credentials: readonly Texts[]): void => {
    for (const { username = "", password = "" } of credentials)
      server.superuser(`ALTER ROLE "${username}" PASSWORD '${password}'`);
  };
  const bootstrap = (made: Recording): void => {
    const spec = made.input("Cluster", "database", "spec");
    server.superuser(...(dig(spec, "bootstrap", "initdb", "postInitApplicationSQL") as readonly string[]));
    assert.deepEqual(dig(spec, "managed", "roles", 0, "inRoles"), [dig(spec, "bootstrap", "initdb", "owner")]);
  };
  const by = ({ role, password }: Login, ...statements: readonly string[]): string =>
    server.as(role, password, ...statements);

  before(async function () {
    server = new PostgresServer(programsOrSkip(this));
    started = server;
    await server.start();
    const { made, credentials } = await inVersion(1);
    bootstrap(made);
    operate(credentials);
  });
  after(async () => {
    await started?.stop();
  });

  it("let clients of both passwords in while a rotation isn't finished, and then the present one alone", async () => {
    const first = await inVersion(1);
    assert.equal(by(first.login, "SELECT current_user"), "shop");
    let former = first.login;
    for (const version of [2, 3, 4]) {
      const during = await inVersion(version, true);
      operate(during.credentials);
      assert.notEqual(during.login.password, former.password);
      for (const login of [former, during.login]) assert.equal(by(login, "SELECT current_user"), "shop");
      const after = await inVersion(version);
      assert.deepEqual(after.login, during.login, "clients stay what they are at its end");
      operate(after.credentials);
      assert.equal(by(after.login, "SELECT current_user"), "shop");
      for (const role of ["shop", "shop_2"])
        assert.throws(() => by({ ...former, role }, "SELECT 1"), /password authentication failed/);
      former = after.login;
    }
  });

  it("let whoever comes next change what the other has made, also in a session that was reset", async () => {
    const former = await inVersion(1);
    const during = await inVersion(2, true);
    operate(during.credentials);
    by(former.login, "CREATE TABLE orders (id serial PRIMARY KEY)");
    by(during.login, "ALTER TABLE orders ADD item text", "DISCARD ALL", "CREATE TABLE lines (id serial PRIMARY KEY)");
    by(
      former.login,
      "ALTER TABLE lines ADD item text",
      "INSERT INTO lines (item) VALUES ('apple')",
      "DROP TABLE orders",
    );
    assert.equal(by(during.login, "SELECT session_user, current_user, item FROM lines"), "shop_2|shop|apple");
    assert.equal(by(during.login, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"), "shop");
    assert.throws(() => by(during.login, "CREATE ROLE other"), /permission denied/, "neither is a superuser");
  });

  it("give a value that has leaked to nobody", async () => {
    const leaked = (await inVersion(4)).login;
    const { credentials, login } = await inVersion(5);
    operate(credentials);
    assert.equal(login.role, "shop");
    for (const role of ["shop", "shop_2"])
      assert.throws(() => by({ ...leaked, role }, "SELECT 1"), /password authentication failed/);
  });
});
