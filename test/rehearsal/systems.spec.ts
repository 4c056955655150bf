import assert from "node:assert/strict";
import { parse } from "yaml";
import { environments } from "../../components/environment";
import { objectOf, planFiles } from "../../plan/manifests";
import type { ObjectReference } from "../../rehearsal/objects";
import { rehearsalReport } from "../../rehearsal/report";
import { systemNames } from "../../stacks/systems";
import { dig } from "../support/recording";
import { secretsNamedBy } from "../support/secrets-named";
import { rehearseOnce } from "./rehearse-once";

describe("rehearsals of the other systems on a real control plane", function () {
  this.timeout(600_000);

  for (const system of systemNames.filter((name) => name !== "todo")) {
    for (const env of environments) {
      it(`${system} in ${env}: every object is admitted, every pod placed, or named with the pool that would do`, () =>
        rehearseOnce({ system, env }, async (result, rehearsal) => {
          const unplaced = result.capacity?.unplaced ?? [];
          const report = rehearsalReport(result);
          if (unplaced.length === 0) assert.deepEqual(result.workloads.notReady, []);
          else {
            // A plan whose nodes are too few is a finding: the scheduler's words, and what would do.
            for (const { message } of unplaced) assert.match(message, /nodes are available/);
            assert.match(report, /the smallest that fits: /);
          }
          const namespace = String(result.stacks.at(-1)?.run.outputs["namespace"]);
          const live = await rehearsal.session.cluster.read({
            apiVersion: "v1",
            kind: "Namespace",
            metadata: { name: namespace },
          });
          assert.equal(dig(live, "metadata", "labels", "pod-security.kubernetes.io/enforce"), "restricted");
          const objects = rehearsal.plans
            .flatMap(({ run }) => planFiles(run.registrations, run.outputs))
            .filter(({ path }) => path.endsWith(".yaml") && !path.startsWith("_charts/"))
            .map(({ text }) => parse(text) as ObjectReference);
          assert.ok(objects.length > 20, String(objects.length));
          for (const object of objects) await rehearsal.session.cluster.apply(object, { dryRun: true });
          // Simulated kubelets start pods without their Secrets; real ones wait.
          const made = result.stacks.flatMap(({ run }) => run.registrations.flatMap((one) => objectOf(one) ?? []));
          for (const reference of made.flatMap(secretsNamedBy))
            assert.ok(await rehearsal.session.cluster.read(reference), JSON.stringify(reference));
        }));
    }
  }
});
