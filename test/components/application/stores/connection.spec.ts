import assert from "node:assert/strict";
import fc from "fast-check";
import { sqliteBackup, sqliteRestore } from "../../../../components/application/sqlite-backup";
import {
  connectionText,
  parseStoreUrl,
  type StoreConnection,
} from "../../../../components/application/stores/connection";

const text = fc.string({ minLength: 1, unit: "grapheme" }).filter((value) => value.isWellFormed());

const connections: fc.Arbitrary<StoreConnection> = fc.record({
  kind: fc.constantFrom("redis", "postgres"),
  host: fc.domain(),
  port: fc.integer({ min: 1, max: 65535 }).filter((port) => port !== 80 && port !== 443),
  database: fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/),
  user: text,
  password: text,
  tls: fc.boolean(),
});

describe("a store's URL", () => {
  it("says all that is known of a connection, whatever its password is", () => {
    fc.assert(
      fc.property(connections, (connection) => {
        assert.deepEqual(parseStoreUrl(connection.kind, connectionText(connection, {})), { ...connection });
      }),
    );
  });

  it("is none in another protocol, without a host, or where it is no URL", () => {
    for (const url of ["redis://cache", "https://db.example.com", "postgresql:///shop", "db:5432", ""])
      assert.equal(parseStoreUrl("postgres", url), undefined, url);
  });
});

describe("backups of SQLite, as workloads", () => {
  const args = {
    of: "api",
    image: "registry.internal/api:1",
    mountPath: "/app/data",
    database: "/app/data/app.db",
    size: "5Gi",
  } as const;

  it("copy every night from the volume of the workload to one of their own", () => {
    const { command, config, schedule, sharedVolumes, storage } = sqliteBackup(args);
    assert.deepEqual(
      { command, config, schedule, sharedVolumes, storage },
      {
        command: ["sh", "/scripts/sqlite-backup.sh"],
        config: { DATABASE_FILE: "/app/data/app.db", BACKUP_DIRECTORY: "/backups", KEEP_DAYS: "30" },
        schedule: "0 2 * * *",
        sharedVolumes: [{ of: "api", mountPath: "/app/data" }],
        storage: { mountPath: "/backups", size: "5Gi" },
      },
    );
  });

  it("come back on demand, from that volume", () => {
    const { schedule, sharedVolumes, storage } = sqliteRestore("api-backup", args);
    assert.deepEqual(
      { schedule, sharedVolumes, storage },
      {
        schedule: "on demand",
        sharedVolumes: [
          { of: "api", mountPath: "/app/data" },
          { of: "api-backup", mountPath: "/backups" },
        ],
        storage: undefined,
      },
    );
  });
});
