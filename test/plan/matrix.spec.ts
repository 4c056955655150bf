import assert from "node:assert/strict";
import { parse } from "yaml";
import { clusterKinds } from "../../components/cluster/contract";
import { environments } from "../../components/environment";
import { UsageError } from "../../components/errors";
import { type PlanFile, planFiles } from "../../plan/manifests";
import { type Plan, plan } from "../../plan/plan";
import { planFindings } from "../../plan/policy";
import { report } from "../../plan/report";
import { loadSystem, systemNames } from "../../stacks/systems";
import { leaks, secretsOf } from "../support/leaks";

/** Everything that a plan shows anybody. */
function shown({ input, run, pods, pools }: Plan): readonly PlanFile[] {
  const text = report({ title: "Plan", run, pods, pools, standIns: input.standIns });
  return [...planFiles(run.registrations, run.outputs), { path: "(report)", text }];
}

/** Where an object's file belongs. */
function placeOf(object: unknown): string {
  const { kind, metadata } = object as {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
  };
  return `${metadata.namespace ?? "_cluster"}/${kind.toLowerCase()}-${metadata.name}.yaml`;
}

describe("plans of every system and environment on every kind of cluster", function () {
  this.timeout(60_000);

  for (const [row, system] of systemNames.entries()) {
    for (const env of environments) {
      for (const cluster of clusterKinds) {
        it(`${system}, ${env} on ${cluster}: each object in its own file, no secret in any, and nothing that the rules forbid, or refused with the reason`, async () => {
          const reason = (await loadSystem(system)).clusters(env).refused?.[cluster];
          if (reason !== undefined) {
            await assert.rejects(plan({ system, env, cluster }), (error: Error) => {
              assert.ok(error instanceof UsageError);
              assert.ok(error.message.includes(`on which ${system} doesn't run in ${env}: ${reason}`), error.message);
              return true;
            });
            return;
          }
          const made = await plan({ system, env, cluster });
          const files = shown(made);
          const findings = planFindings(made);
          const usual = (await loadSystem(system)).clusters(env).usual === cluster;
          assert.deepEqual(usual ? findings : findings.filter(({ enforcement }) => enforcement === "mandatory"), []);
          assert.deepEqual(leaks(files, await secretsOf(made)), []);
          for (const { path, text } of files.filter(
            (file) => file.path.endsWith(".yaml") && !file.path.startsWith("_charts/"),
          )) {
            assert.equal(path, placeOf(parse(text)));
          }
          const charts = files.filter(({ path }) => path.startsWith("_charts/"));
          assert.equal(charts.length === 0, cluster === "stack", "a borrowed cluster has its platform already");
        });
      }
    }

    // Each system once: a second run costs as much as the first.
    const env = environments[row % environments.length] ?? "prod";
    it(`${system}, ${env}: gives the same files again`, async () => {
      const [first, second] = [shown(await plan({ system, env })), shown(await plan({ system, env }))];
      assert.deepEqual(
        second.map(({ path }) => path),
        first.map(({ path }) => path),
      );
      for (const [index, { path, text }] of first.entries()) assert.equal(second[index]?.text, text, path);
    });
  }
});
