import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AdmissionServer } from "../../fuzz/admission";
import { describeOutcome } from "../../fuzz/report";
import { targets } from "../../fuzz/targets";
import type { Registration } from "../../plan/registration";
import { service } from "../support/applications";
import { deploy } from "../support/deploy";
import { freshName } from "./rehearse-once";

describe("what is accepted", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);
  let server: AdmissionServer;
  let directory: string;
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "rootstock-admission-"));
    server = await AdmissionServer.start(freshName());
  });
  after(async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  for (const name of ["config", "system"] as const) {
    it(`as ${name} gives objects that the API server admits, and pods that Pod Security does`, async () => {
      const admit = { inputs: 12, server };
      const outcome = await targets(directory)[name]({ cases: 150, seed: 6, admit });
      assert.deepEqual(outcome.admitted?.findings, [], describeOutcome(outcome));
      assert.ok(outcome.admitted.asked > 200, describeOutcome(outcome));
    });
  }

  /** A sound plan, with something else in each of its Deployments. */
  async function refusals(change: (spec: Record<string, unknown>) => void): Promise<readonly string[]> {
    const { registrations } = await deploy({ name: "a", namespace: "a", workloads: { web: service() }, routes: [] });
    const broken = structuredClone(registrations) as Registration[];
    for (const { inputs, type } of broken)
      if (type.endsWith(":Deployment")) change((inputs as { spec: Record<string, unknown> }).spec);
    return server.refusals(broken);
  }

  it("would be seen to be refused: fields that no API server knows, and pods that aren't restricted", async () => {
    assert.deepEqual(await refusals(() => undefined), []);
    const [negative = ""] = await refusals((spec) => {
      spec["revisionHistoryLimit"] = -1;
    });
    assert.match(negative, /^The API server refused deployment .*revisionHistoryLimit/);
    const [unsafe = ""] = await refusals((spec) => {
      const { spec: pod } = spec["template"] as { readonly spec: Record<string, unknown> };
      pod["hostNetwork"] = true;
    });
    assert.match(unsafe, /^The API server refused pod .*violates PodSecurity "restricted:latest": host namespaces/);
  });
});
