import assert from "node:assert/strict";
import type { Application, DeploymentWorkload } from "../../components/application/contract";
import type { SleepSettings } from "../../components/application/sleep";
import type { Drift } from "../../deploy/contract";
import { driftReport } from "../../deploy/drift-report";
import { besideSleep } from "../../deploy/sleep-drift";
import { maySleep, sleepingOf, sleepSentence } from "../../deploy/sleeping";
import { diagnosis } from "../../doctor/diagnosis";
import { report } from "../../doctor/report";
import { seen } from "../doctor/seen";

const sleep: SleepSettings = { from: "20:00", until: "07:00", weekends: true, timeZone: "Europe/Berlin" };

function deployment(scale: DeploymentWorkload["scale"]): DeploymentWorkload {
  const resources = { cpu: { request: "1m", limit: "1m" }, memory: { request: "1Mi", limit: "1Mi" } } as const;
  return { kind: "deployment", image: "r/a:1", port: 80, probes: { readiness: { path: "/" } }, resources, scale };
}

const application: Application = {
  name: "shop",
  namespace: "shop-staging",
  workloads: {
    web: deployment(1),
    api: deployment(2),
    idle: deployment(0),
    db: { ...deployment(1), kind: "stateful", replicas: 1, storage: { mountPath: "/data", size: "1Gi" } },
  },
};
const config = { application, sleep };

/** A Wednesday's midnight, its noon, and five and fifteen minutes after it should have been woken. */
const [midnight, noon, waking, late] = ["2026-11-17T23", "2026-11-18T11", "2026-11-18T06:05", "2026-11-18T06:15"].map(
  (time) => new Date(`${time.length === 13 ? `${time}:00` : time}:00Z`),
) as [Date, Date, Date, Date];

function scaled(what: string, found: string, wanted = "1"): Drift {
  return { what, how: "changed", fields: [{ path: "spec.replicas", wanted, found, by: "kubectl" }] };
}

const web = scaled("deployment shop-staging/web", "0");

describe("a stack that sleeps", () => {
  it("has no drift in Deployments without pods, at night and until its job has woken them", () => {
    const api = scaled("deployment shop-staging/api", "0", "2");
    for (const now of [midnight, waking])
      assert.deepEqual(besideSleep([web, api], config, now), { drift: [], asleep: ["web", "api"] });
  });

  it("has drift by day, where it doesn't sleep, and where nobody has said that it does", () => {
    for (const now of [noon, late]) assert.deepEqual(besideSleep([web], config, now), { drift: [web], asleep: [] });
    assert.deepEqual(besideSleep([web], { application }, midnight), { drift: [web], asleep: [] });
  });

  it("has drift in who doesn't sleep, in any other number, and in other fields", () => {
    const image = { path: "spec.template.spec.containers[web].image", wanted: "r/a:1", found: "r/a:2" };
    const missing: Drift = { what: "deployment shop-staging/api", how: "missing", fields: [] };
    const others = [
      scaled("deployment shop-staging/web", "3"),
      scaled("deployment shop-staging/idle", "0"),
      scaled("deployment other/web", "0"),
      scaled("statefulset shop-staging/db", "0"),
      missing,
    ];
    assert.deepEqual(besideSleep(others, config, midnight), { drift: others, asleep: [] });
    assert.deepEqual(besideSleep([{ ...web, fields: [image, ...web.fields] }], config, midnight), {
      drift: [{ ...web, fields: [image] }],
      asleep: ["web"],
    });
  });

  it("is reported as asleep beside its drift", () => {
    assert.equal(
      driftReport("staging", [], ["web", "api"]),
      "Nothing of stack staging was changed by hand.\nIt sleeps: that web, api should have pods doesn't count now.",
    );
    assert.match(
      driftReport("staging", [web], ["api"]),
      /puts back what the stack itself sets\.\nIt sleeps: that api should/,
    );
    assert.equal(driftReport("staging", []), "Nothing of stack staging was changed by hand.");
  });

  it("may sleep by its schedule alone", () => {
    assert.deepEqual(
      [midnight, waking, late, noon].map((now) => maySleep(config, now)),
      [true, true, false, false],
    );
    assert.equal(maySleep({}, midnight), false);
  });

  it("is told with its end and what wakes it; that is no trouble", () => {
    const asleep = sleepingOf("staging", config, ["web", "api"], midnight);
    assert.ok(asleep !== undefined);
    const sentence =
      "Stack staging sleeps until Wed 2026-11-18 07:00 Europe/Berlin: web, api have no pods, as its schedule wants. To wake it before, run rootstock up, or: kubectl -n shop-staging create job wake-now --from=cronjob/wake";
    assert.equal(sleepSentence(asleep), sentence);
    assert.equal(asleep.until, "2026-11-18T06:00:00.000Z");
    assert.deepEqual(diagnosis(seen({ asleep })), []);
    assert.equal(report(midnight, [], [], asleep), `${sentence}\nNothing found that anybody gets stuck on.`);
    assert.equal(sleepingOf("staging", config, [], midnight), undefined);
    assert.equal(sleepingOf("staging", { application }, ["web"], midnight), undefined);
  });

  it("is in trouble where nobody has woken it", () => {
    const asleep = sleepingOf("staging", config, ["web"], noon);
    assert.ok(asleep !== undefined);
    assert.equal(sleepSentence(asleep), undefined);
    assert.deepEqual(diagnosis(seen({ asleep })), [
      {
        severity: "broken",
        what: "deployment shop-staging/web",
        why: "it has no pods, though stack staging should be awake since Wed 2026-11-18 07:00 Europe/Berlin: the job wake didn't do it, or somebody scaled it down",
        run: [
          "kubectl -n shop-staging get jobs,cronjobs",
          "kubectl -n shop-staging create job wake-now --from=cronjob/wake",
        ],
      },
    ]);
  });
});
