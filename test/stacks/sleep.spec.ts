import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { wholeApplication } from "../../components/application/smoke";
import { UsageError } from "../../components/errors";
import { plan } from "../../plan/plan";
import { planFindings } from "../../plan/policy";
import { clear } from "../../plan/wire";
import { parseConfig } from "../../stacks/config/parse";
import { systemNames } from "../../stacks/systems";
import { allowed, declared, factsOf } from "../support/connectivity";
import { Recording } from "../support/recording";

const night = { from: "20:00", until: "07:00", timeZone: "Europe/Berlin" };

/** The plan of a system whose file makes it sleep. */
async function planAsleep(system: string, environment: string, sleep: object, cluster?: object) {
  const directory = mkdtempSync(join(tmpdir(), "rootstock-sleep-"));
  try {
    const config = join(directory, `Pulumi.${environment}.yaml`);
    const settings = {
      system,
      environment,
      imageTag: "v1.0.0",
      cluster: cluster ?? { kind: system === "detection-api" || system === "ffe-backend" ? "kubeconfig" : "gke" },
      sleep,
    };
    const keys = Object.entries(settings).map(([key, value]) => [`rootstock:${key}`, value]);
    writeFileSync(config, stringify({ config: Object.fromEntries(keys) as unknown }));
    const planned = await plan({ config });
    const { run } = planned;
    return {
      planned,
      made: new Recording(run.registrations, run.warnings, clear(run.outputs) as Record<string, unknown>),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describe("sleep of a stack", function () {
  this.timeout(60_000);

  for (const system of systemNames) {
    it(`${system} sleeps in staging: two jobs that reach the API server alone, and no rule is broken`, async () => {
      const { made, planned } = await planAsleep(system, "staging", night);
      const { application, secretBackEnd } = await parseConfig(planned.input.raw);
      const facts = factsOf(made);
      const expanded = wholeApplication(application);
      assert.deepEqual(allowed(made, expanded, facts), declared(expanded, facts, secretBackEnd));
      assert.deepEqual(made.input("NetworkPolicy", "sleep", "spec", "egress"), [
        made.input("NetworkPolicy", "wake", "spec", "egress", 0),
        { ports: [443, 6443].map((port) => ({ protocol: "TCP", port })) },
      ]);
      const job = made.input("CronJob", "sleep", "spec") as Record<string, unknown>;
      assert.deepEqual(
        [job["schedule"], job["timeZone"], job["concurrencyPolicy"]],
        ["0 20 * * *", "Europe/Berlin", "Forbid"],
      );
      assert.equal(made.input("CronJob", "wake", "spec", "schedule"), "0 7 * * 1-5");
      const mandatory = planFindings(planned).filter(({ enforcement }) => enforcement === "mandatory");
      assert.deepEqual(mandatory, []);
    });
  }

  it("makes a Role that may scale the Deployments that it names, and nothing else", async () => {
    const { made } = await planAsleep("todo", "staging", night);
    const names = ["backend", "frontend", "mcp", "notification", "sse-gateway"];
    for (const job of ["sleep", "wake"])
      assert.deepEqual(made.input("Role", job, "rules"), [
        { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"], resourceNames: names },
        {
          apiGroups: ["apps"],
          resources: ["deployments/scale"],
          verbs: ["get", "patch", "update"],
          resourceNames: names,
        },
      ]);
  });

  it("costs less where the pool scales down", async () => {
    const cluster = { kind: "doks", nodePool: { size: "s-2vcpu-4gb", min: 3, max: 5 } };
    const { made } = await planAsleep("todo", "staging", night, cluster);
    const cost = made.outputs["monthlyCost"] as { readonly items: readonly { what: string; maximum: number }[] };
    const saved = cost.items.find(({ what }) => what.startsWith("saved"));
    // Two nodes of $24, asleep for 103 of 168 hours.
    assert.deepEqual([saved?.what, saved?.maximum], ["saved by sleeping 61 % of the time", -29.43]);
  });

  const refusals = [
    [
      "prod",
      night,
      "Pulumi.prod.yaml: sleep would leave production without pods every night; remove it, or say sleep.inProduction: true.",
    ],
    [
      "staging",
      { ...night, until: "20:00" },
      "Pulumi.staging.yaml: sleep.from and sleep.until are both 20:00; name two times, such as 20:00 and 07:00.",
    ],
    [
      "staging",
      { ...night, from: "8pm" },
      'Pulumi.staging.yaml: sleep.from is "8pm"; write a time of day such as 20:00.',
    ],
    [
      "staging",
      { ...night, timeZone: "Berlin" },
      'Pulumi.staging.yaml: sleep.timeZone is "Berlin"; write a time zone such as Europe/Berlin.',
    ],
  ] as const;
  for (const [environment, sleep, sentence] of refusals) {
    it(`is refused: ${sentence}`, async () => {
      await assert.rejects(planAsleep("todo", environment, sleep), (error) => {
        assert.ok(error instanceof UsageError);
        assert.ok(error.message.includes(`\n  - ${sentence}`), error.message);
        return true;
      });
    });
  }

  it("production may, where somebody says so", async () => {
    const { made } = await planAsleep("todo", "prod", { ...night, inProduction: true });
    assert.ok(made.names("CronJob").includes("wake"));
  });
});
