import assert from "node:assert/strict";
import { objectOf } from "../../plan/manifests";
import { plan } from "../../plan/plan";
import { clear } from "../../plan/wire";
import { findingsOf } from "../../policy/index";
import { contextOf, type EngineResource, known, objectsOf } from "../../policy/stack-resources";

/** A map that throws where a value isn't known, as the engine's are in a preview. */
function preview(
  values: Readonly<Record<string, unknown>>,
  unknown: readonly string[],
): Readonly<Record<string, unknown>> {
  const target = { ...values, ...Object.fromEntries(unknown.map((key) => [key, undefined])) };
  return new Proxy(target, {
    get: (from, key) => {
      if (unknown.includes(String(key))) throw new Error(`${String(key)} is not known`);
      return Reflect.get(from, key) as unknown;
    },
  });
}

const urn = (name: string): string => `urn:pulumi:dev::rootstock::${name}`;

/** A plan as the engine would show it to a policy pack. */
async function engineResources(): Promise<readonly EngineResource[]> {
  const { run } = await plan({ env: "dev" });
  const planned = run.registrations.filter(({ type }) => type !== "pulumi:pulumi:Stack");
  const objects = planned.map((registration) => ({
    type: registration.type,
    name: registration.name,
    urn: registration.urn,
    props: objectOf(registration) ?? {},
  }));
  const outputs = clear(run.outputs) as Readonly<Record<string, unknown>>;
  return [...objects, { type: "pulumi:pulumi:Stack", name: "dev", urn: urn("stack"), props: outputs }];
}

describe("a stack as the policy pack sees it", () => {
  it("has every value that is known, and says of the others that they aren't", () => {
    const list = [preview({ a: 1 }, ["b"]), "text"];
    assert.deepEqual(known(preview({ list, deep: { x: null } }, ["gone"])), {
      list: [{ a: 1, b: "(known after up)" }, "text"],
      deep: { x: null },
      gone: "(known after up)",
    });
  });

  it("has its objects, but no release and nothing that isn't Kubernetes'", () => {
    const service = { apiVersion: "v1", kind: "Service", metadata: { name: "web", namespace: "dev" }, spec: {} };
    const made = objectsOf([
      { type: "kubernetes:core/v1:Service", name: "web", urn: urn("web"), props: service },
      { type: "kubernetes:helm.sh/v3:Release", name: "dapr", urn: urn("dapr"), props: { chart: "dapr" } },
      { type: "random:index/randomBytes:RandomBytes", name: "key", urn: urn("key"), props: {} },
      { type: "kubernetes:core/v1:Secret", name: "x", urn: urn("x"), props: preview(service, ["metadata"]) },
    ]);
    assert.deepEqual(made, [{ object: service, urn: urn("web") }]);
  });

  it("says nothing before the stack tells what its platform offers", () => {
    assert.equal(contextOf([], "dev"), undefined);
    const stack = { type: "pulumi:pulumi:Stack", name: "dev", urn: urn("stack") };
    assert.equal(contextOf([{ ...stack, props: preview({}, ["shared"]) }], "dev"), undefined);
  });

  it("gives the rules what the plan gives them: nothing against the program, and something against an addition", async () => {
    const resources = await engineResources();
    const context = contextOf(resources, "dev");
    assert.ok(context !== undefined);
    assert.deepEqual(findingsOf(context), []);
    const lost = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "lost", namespace: "dev" },
      spec: { selector: { app: "nobody" }, ports: [{ port: 80 }] },
    };
    const added = contextOf(
      [...resources, { type: "kubernetes:core/v1:Service", name: "lost", urn: urn("lost"), props: lost }],
      "dev",
    );
    assert.ok(added !== undefined);
    assert.deepEqual(
      findingsOf(added).map(({ object, rule }) => [rule, object]),
      [["selector-matches-pod", "Service dev/lost"]],
    );
  });
});
