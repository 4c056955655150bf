import assert from "node:assert/strict";
import { backupJobs } from "../../../components/application/backup-jobs";
import { readStack } from "../../../plan/stack-file";
import { parseConfig } from "../../../stacks/config/parse";
import { application, service } from "../../support/applications";

async function jobsOf(system: string, env: string) {
  const { raw } = await readStack({ system, env });
  return backupJobs((await parseConfig(raw)).application);
}

describe("the backups of an application", () => {
  it("are those of its databases, and of SQLite on a volume, each with who brings it back and who writes", async () => {
    assert.deepEqual(await jobsOf("ffe-backend", "prod"), [
      {
        of: "database ffe of postgres",
        writers: ["ffe-backend"],
        backup: "postgres-backup",
        schedule: "0 2 * * *",
        keepDays: 30,
        restore: "postgres-restore",
      },
    ]);
    assert.deepEqual(await jobsOf("detection-api", "prod"), [
      {
        of: "/app/data/app.db of detection-store",
        writers: ["detection-store"],
        backup: "detection-backup",
        schedule: "0 2 * * *",
        keepDays: 30,
        restore: "detection-restore",
      },
    ]);
  });

  it("are none where nothing is kept", async () => {
    assert.deepEqual(await jobsOf("ffe-backend", "dev"), []);
    assert.deepEqual(backupJobs(application({ workloads: { web: service() } })), []);
  });
});
