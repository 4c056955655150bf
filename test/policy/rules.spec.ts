import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseAllDocuments } from "yaml";
import { plan } from "../../plan/plan";
import { policyContext } from "../../plan/policy";
import { isStopped, policyLines } from "../../plan/policy-lines";
import type { Context, Finding } from "../../policy/contract";
import { kindsOfCharts } from "../../policy/given";
import { findingsOf, rules } from "../../policy/index";
import type { Changeable, Fault } from "./fault";
import { faults } from "./faults";

const root = resolve(__dirname, "../..");
const contexts = new Map<string, Promise<Context>>();

/** What the rules see of a system in production; planned once. */
function contextOf(system: string): Promise<Context> {
  const known = contexts.get(system) ?? plan({ system, env: "prod" }).then(policyContext);
  contexts.set(system, known);
  return known;
}

/** What the rules say once the fault is there. */
async function seeded({ system = "todo", kind, name, change }: Fault): Promise<readonly Finding[]> {
  const context = await contextOf(system);
  const objects = structuredClone(context.objects) as unknown as Changeable[];
  const object = objects.find((candidate) => candidate.kind === kind && candidate.metadata.name === name);
  assert.ok(object !== undefined, `${system} has no ${kind} ${name}`);
  change(object, objects);
  return findingsOf({ ...context, objects: objects as unknown as Context["objects"] });
}

/** Kinds that a stand-in chart of the rehearsal defines. */
function definedBy(chart: string): readonly string[] {
  const directory = join(root, "rehearsal/charts", chart);
  return ["crds", "templates"].flatMap((folder) => {
    const files = readdirSync(directory).includes(folder) ? readdirSync(join(directory, folder)) : [];
    return files.flatMap((file) => {
      const text = readFileSync(join(directory, folder, file), "utf8").replaceAll(/^\{\{.*\}\}$/gm, "");
      const group = /^ {2}group: (\S+)$/m.exec(text)?.[1];
      const kind = /^ {4}kind: (\S+)$/m.exec(text)?.[1];
      return text.includes("kind: CustomResourceDefinition") && parseAllDocuments(text).length > 0
        ? [`${String(kind)}.${String(group)}`]
        : [];
    });
  });
}

describe("rules on planned objects", function () {
  this.timeout(60_000);

  for (const fault of faults) {
    it(`${fault.rule} sees that ${fault.fault}`, async () => {
      const found = await seeded(fault);
      const said = found.filter(({ rule, message }) => rule === fault.rule && fault.says.test(message));
      assert.ok(said.length > 0, JSON.stringify(found, undefined, 2));
    });
  }

  it("has a fault for every rule, and a rule in every file, which is named for it", () => {
    const names = rules.map(({ name }) => name);
    assert.deepEqual([...new Set(faults.map(({ rule }) => rule))].sort(), names);
    assert.deepEqual(
      readdirSync(join(root, "policy/rules"))
        .map((file) => basename(file, ".ts"))
        .sort(),
      names,
    );
    for (const { reason } of rules) assert.match(reason, /^[A-Z].{40,}\.$/);
  });

  it("knows the kinds that charts define", () => {
    for (const [chart, kinds] of Object.entries(kindsOfCharts)) {
      const defined = definedBy(chart);
      for (const kind of kinds)
        assert.ok(defined.includes(kind), `${chart} defines ${defined.join(", ")}, not ${kind}`);
    }
  });

  it("is told in the report, and stops what is mandatory only", async () => {
    const fault = faults.find(({ rule }) => rule === "nodes-hold-the-most");
    assert.ok(fault !== undefined);
    const advisory = await seeded(fault);
    assert.equal(isStopped(advisory), false);
    assert.match(
      policyLines(advisory).join("\n"),
      /^ {2}1 finding, 0 to be mended .*\n {2}advisory {2}nodes-hold-the-most {2}/,
    );
    const mandatory = advisory.map((finding) => ({ ...finding, enforcement: "mandatory" as const }));
    assert.equal(isStopped(mandatory), true);
    assert.match(policyLines(mandatory).join("\n"), /^ {2}1 finding, 1 to be mended/);
    assert.deepEqual(policyLines([]), ["  0 findings"]);
  });
});
