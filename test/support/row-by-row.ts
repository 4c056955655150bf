import assert from "node:assert/strict";
import { type Environment, environments } from "../../components/environment";
import { plan } from "../../plan/plan";
import { clear } from "../../plan/wire";
import type { SystemName } from "../../stacks/systems";
import { Recording } from "./recording";
import type { MetElsewhere, Requirement } from "./requirements";

/** Names that the program only learns from the cluster stand as `*`. */
function withoutSuffixes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null), (_, inner: unknown) =>
    typeof inner === "string" && /-[0-9a-f]{7,8}$/.test(inner) ? "*" : inner,
  ) as unknown;
}

/**
 * Tests a system's plan against the requirements of the plan that its team wrote, one test a row and environment.
 *
 * @param title e.g. `the Todo plan`
 * @param options `fewest`: rows that the whole plan has at least, so that none is lost unseen; `elsewhere`: those of
 * them that show in nothing that the program registers, each with its reason
 */
export function describePlan(
  title: string,
  system: SystemName,
  requirements: readonly Requirement[],
  { fewest, elsewhere = [] }: { readonly fewest: number; readonly elsewhere?: readonly MetElsewhere[] },
): void {
  describe(`${title}, row by row`, () => {
    const made = new Map<Environment, Recording>();
    before(async function () {
      this.timeout(60_000);
      for (const env of environments) {
        const { run } = await plan({ system, env });
        made.set(
          env,
          new Recording(run.registrations, run.warnings, clear(run.outputs) as Readonly<Record<string, unknown>>),
        );
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

    it("gives the reason of each row that is met elsewhere, and no row twice", () => {
      const rows = [...requirements, ...elsewhere];
      const keys = rows.map((row) =>
        JSON.stringify([row.section, row.requirement, "environments" in row ? row.environments : "elsewhere"]),
      );
      assert.deepEqual([...new Set(keys)], keys);
      assert.deepEqual(
        elsewhere.filter(({ reason }) => reason.trim().length < 10),
        [],
      );
    });

    it("has rows enough for the whole plan", () => {
      const count = requirements.length + elsewhere.length;
      assert.ok(count >= fewest, String(count));
      assert.ok(requirements.filter(({ otherwise }) => otherwise === undefined).length > requirements.length / 2);
    });
  });
}
