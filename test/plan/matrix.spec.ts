import assert from "node:assert/strict";
import { parse } from "yaml";
import { clusterKinds } from "../../components/cluster/contract";
import { environments } from "../../components/environment";
import { type PlanFile, planFiles } from "../../plan/manifests";
import { type Plan, plan } from "../../plan/plan";
import { report } from "../../plan/report";
import { secretTexts } from "../../plan/wire";

/** Everything that a plan shows anybody. */
function shown({ input, run, pods, pools }: Plan): readonly PlanFile[] {
  const text = report({ title: "Plan", run, pods, pools, standIns: input.standIns });
  return [...planFiles(run.registrations, run.outputs), { path: "(report)", text }];
}

/** Every secret that the program handles, as far as it can be told from ordinary words. */
function secretsOf({ input, run }: Plan): readonly string[] {
  const marked = [...run.registrations.map(({ inputs }) => inputs), run.outputs].flatMap(secretTexts);
  const supplied = Object.values(JSON.parse(input.raw.values["rootstock:secrets"] ?? "{}") as Record<string, string>);
  return [...new Set([...marked, ...supplied])].filter((text) => text.length > 5);
}

/** Where secrets show: in clear, as JSON or YAML write them, or in base64. */
function leaks(files: readonly PlanFile[], secrets: readonly string[]): readonly string[] {
  assert.ok(secrets.length >= 10, String(secrets.length));
  const forms = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString("base64"),
  ]);
  return files.flatMap(({ path, text }) =>
    forms.filter((form) => text.includes(form)).map((form) => `${path}: ${form}`),
  );
}

/** Where an object's file belongs. */
function placeOf(object: unknown): string {
  const { kind, metadata } = object as {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
  };
  return `${metadata.namespace ?? "_cluster"}/${kind.toLowerCase()}-${metadata.name}.yaml`;
}

describe("plans of every environment on every kind of cluster", function () {
  this.timeout(60_000);

  for (const [row, env] of environments.entries()) {
    for (const [column, cluster] of clusterKinds.entries()) {
      it(`${env} on ${cluster}: succeeds, with each object in its own file and no secret in any`, async () => {
        const made = await plan({ env, cluster });
        const files = shown(made);
        assert.deepEqual(leaks(files, secretsOf(made)), []);
        for (const { path, text } of files.filter(
          (file) => file.path.endsWith(".yaml") && !file.path.startsWith("_charts/"),
        )) {
          assert.equal(path, placeOf(parse(text)));
        }
        const charts = files.filter(({ path }) => path.startsWith("_charts/"));
        assert.equal(charts.length === 0, cluster === "stack", "a borrowed cluster has its platform already");
      });

      // Each environment and each kind once or twice: a second run costs as much as the first.
      if (row !== column % environments.length) continue;
      it(`${env} on ${cluster}: gives the same files again`, async () => {
        const [first, second] = [shown(await plan({ env, cluster })), shown(await plan({ env, cluster }))];
        assert.deepEqual(
          second.map(({ path }) => path),
          first.map(({ path }) => path),
        );
        for (const [index, { path, text }] of first.entries()) assert.equal(second[index]?.text, text, path);
      });
    }
  }
});
