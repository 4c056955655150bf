import assert from "node:assert/strict";
import { type Cluster, chosenBackup, keptCopies, knownBackups, runJob, whatIsLost } from "../../deploy/backups";
import type { JobRun } from "../../deploy/cluster-jobs";
import { readStack } from "../../plan/stack-file";
import { parseConfig } from "../../stacks/config/parse";
import { application } from "../support/applications";

const nightly: JobRun = {
  name: "postgres-backup-29391240",
  state: "succeeded",
  started: "2026-11-20T02:00:00.000Z",
  ended: "2026-11-20T02:03:10.000Z",
  log: [
    "dumping to ffe-20261120T020001Z.dump",
    "kept ffe-20261120T020001Z.dump, 4711 bytes",
    "removed ffe-20261020T020001Z.dump, which is older than 30 days",
  ],
};
const failed: JobRun = {
  name: "postgres-backup-29392680",
  state: "failed",
  started: "2026-11-21T02:00:00.000Z",
  reason: "Job has reached the specified backoff limit",
  log: ["dumping to ffe-20261121T020001Z.dump"],
};

async function ffe() {
  const { raw } = await readStack({ system: "ffe-backend", env: "prod" });
  return (await parseConfig(raw)).application;
}

/** A cluster that remembers two runs, and whose jobs end as told. */
async function cluster(end: JobRun = nightly): Promise<Cluster & { readonly asked: unknown[] }> {
  const asked: unknown[] = [];
  return {
    application: await ffe(),
    asked,
    jobs: {
      runs: () => Promise.resolve([failed, nightly]),
      start: (cronJob, variables) => {
        asked.push([cronJob, variables]);
        return Promise.resolve({ name: end.name, resumed: false });
      },
      finished: (name, seconds) => {
        asked.push([name, seconds]);
        return Promise.resolve(end);
      },
    },
  };
}

describe("backups that a cluster knows of", () => {
  it("are the copies that runs have kept, latest first", () => {
    const older = { ...nightly, log: ["kept ffe-20261119T020001Z.dump, 4700 bytes"] };
    assert.deepEqual(keptCopies([failed, older, nightly]), [
      { file: "ffe-20261120T020001Z.dump", bytes: 4711, made: "2026-11-20T02:00:01Z" },
      { file: "ffe-20261119T020001Z.dump", bytes: 4700, made: "2026-11-19T02:00:01Z" },
    ]);
  });

  it("say what a restore takes away: since when, and from whom", async () => {
    const [known, ...others] = await knownBackups(await cluster());
    assert.ok(known !== undefined);
    assert.deepEqual(others, []);
    const writing =
      "Running meanwhile, and writing to it: ffe-backend; what they write during the restore is lost or holds it up.";
    assert.deepEqual(whatIsLost(known, undefined), [
      "The database ffe of postgres becomes what it was in ffe-20261120T020001Z.dump (4711 bytes).",
      "Everything written since 2026-11-20T02:00:01Z is lost.",
      writing,
    ]);
    assert.deepEqual(whatIsLost(known, "ffe-20261101T020000Z.dump").slice(0, 2), [
      "The database ffe of postgres becomes what it was in ffe-20261101T020000Z.dump.",
      "Everything written since 2026-11-01T02:00:00Z is lost.",
    ]);
    assert.deepEqual(whatIsLost({ ...known, copies: [], runs: [] }, undefined).slice(0, 2), [
      "The database ffe of postgres becomes what it was in the newest copy on the volume.",
      "When that was made, the cluster doesn't know any more; everything written since is lost.",
    ]);
  });

  it("are chosen by the job's name or by what they copy", async () => {
    for (const name of [undefined, "postgres", "postgres-backup", "postgres-restore"])
      assert.equal(chosenBackup(await ffe(), name).backup, "postgres-backup");
    const some = await ffe();
    assert.throws(() => chosenBackup(some, "redis"), {
      message: '"redis" is no backup of ffe-backend; there are postgres-backup (database ffe of postgres).',
    });
    assert.throws(() => chosenBackup(application(), undefined), { message: /^shop keeps no backups here; / });
  });

  it("are made by starting the job and waiting for its end", async () => {
    const at = await cluster();
    const progress = (): void => undefined;
    const run = await runJob(at, "postgres-restore", { progress, seconds: 60, variables: { BACKUP: "a.dump" } });
    assert.deepEqual(run, { ...nightly, resumed: false });
    assert.deepEqual(at.asked, [
      ["postgres-restore", { BACKUP: "a.dump" }],
      [nightly.name, 60],
    ]);
  });
});
