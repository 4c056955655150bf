import assert from "node:assert/strict";
import { type Environment, environments } from "../../components/environment";
import { plan } from "../../plan/plan";
import { Recording } from "../support/recording";
import { todoConfiguration } from "../support/todo-configuration";
import { todoObservability } from "../support/todo-observability";
import { todoPlatform } from "../support/todo-platform";
import { todoWorkloads } from "../support/todo-workloads";

const requirements = [...todoPlatform, ...todoWorkloads, ...todoConfiguration, ...todoObservability];

/** Names that the program only learns from the cluster stand as `*`. */
function withoutSuffixes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null), (_, inner: unknown) =>
    typeof inner === "string" && /-[0-9a-f]{7}$/.test(inner) ? "*" : inner,
  ) as unknown;
}

describe("the Todo plan, row by row", () => {
  const made = new Map<Environment, Recording>();
  before(async function () {
    this.timeout(60_000);
    for (const env of environments) {
      const { run } = await plan({ env });
      made.set(env, new Recording(run.registrations, run.warnings));
    }
  });

  for (const { section, requirement, environments: held, actual, expected, otherwise } of requirements) {
    for (const env of held) {
      const how = otherwise === undefined ? "" : ` (otherwise: ${otherwise})`;
      it(`${env}, ${section}: ${requirement}${how}`, () => {
        const recording = made.get(env);
        assert.ok(recording);
        assert.deepEqual(withoutSuffixes(actual(recording)), withoutSuffixes(expected));
      });
    }
  }

  it("has rows enough for the whole plan", () => {
    assert.ok(requirements.length >= 75, String(requirements.length));
    assert.ok(requirements.filter(({ otherwise }) => otherwise === undefined).length > requirements.length / 2);
  });
});
