import assert from "node:assert/strict";
import type { Application, DeploymentWorkload, Workload } from "../../../components/application/contract";
import {
  awakeShare,
  type SleepSettings,
  sleepErrors,
  sleepersOf,
  withSleep,
} from "../../../components/application/sleep";
import { asleepItems } from "../../../components/cost/asleep-items";
import { costItem, monthlyCost } from "../../../components/cost/monthly-cost";

const night: SleepSettings = { from: "20:00", until: "07:05", weekends: true, timeZone: "Europe/Berlin" };
const resources = { cpu: { request: "1m", limit: "1m" }, memory: { request: "1Mi", limit: "1Mi" } } as const;

function deployment(scale: DeploymentWorkload["scale"], slots?: DeploymentWorkload["slots"]): DeploymentWorkload {
  return {
    kind: "deployment",
    image: "r/a:1",
    port: 80,
    probes: { readiness: { path: "/" } },
    resources,
    scale,
    ...(slots === undefined ? {} : { slots }),
  };
}

const slots = { active: "green", images: { blue: "r/a:1", green: "r/a:2" }, standby: 0 } as const;

const workloads: Readonly<Record<string, Workload>> = {
  web: deployment({ min: 2, max: 5, cpuPercent: 70 }),
  api: deployment(1),
  idle: deployment(0),
  shop: deployment(2, slots),
  db: { ...deployment(1), kind: "stateful", replicas: 1, storage: { mountPath: "/data", size: "1Gi" } },
  job: { kind: "scheduled", image: "r/j:1", schedule: "0 2 * * *", resources },
};

const application: Application = {
  name: "a",
  namespace: "n",
  workloads,
  alerts: [{ name: "g", alerts: [{ name: "X", when: "absent(up)", for: "5m", severity: "warning", summary: "s" }] }],
};

describe("sleep", () => {
  it("takes the Deployments that have pods, both slots of blue/green by themselves, and neither stores nor jobs", () => {
    assert.deepEqual(sleepersOf(application), [
      { name: "web", pods: 2 },
      { name: "api", pods: 1 },
      { name: "shop-green", pods: 2 },
    ]);
  });

  it("adds two jobs that may scale these, and nothing else", () => {
    const { workloads: all } = withSleep(application, night, "k:1");
    const common = {
      kind: "scheduled",
      image: "k:1",
      timeZone: "Europe/Berlin",
      permissions: [
        {
          apiGroups: ["apps"],
          resourceNames: ["api", "shop-green", "web"],
          resources: ["deployments"],
          verbs: ["get"],
        },
        {
          apiGroups: ["apps"],
          resourceNames: ["api", "shop-green", "web"],
          resources: ["deployments/scale"],
          verbs: ["get", "patch", "update"],
        },
      ],
      connectsTo: [{ kubernetes: "api" }],
      config: { HOME: "/tmp" },
      resources: {
        cpu: { request: "10m", limit: "250m" },
        memory: { request: "32Mi", limit: "128Mi" },
        disk: { request: "16Mi", limit: "64Mi" },
      },
      deadlineSeconds: 300,
    };
    const scale = ["/bin/kubectl", "scale"];
    assert.deepEqual(Object.keys(all), [...Object.keys(workloads), "sleep", "wake"]);
    assert.deepEqual(all["sleep"], {
      ...common,
      schedule: "0 20 * * *",
      command: [...scale, "--replicas=0", "deployment/web", "deployment/api", "deployment/shop-green"],
    });
    assert.deepEqual(all["wake"], {
      ...common,
      schedule: "5 7 * * 1-5",
      command: [...scale, "--replicas=2", "deployment/web", "deployment/shop-green"],
      before: { "wake-1": { command: [...scale, "--replicas=1", "deployment/api"] } },
    });
  });

  it("wakes every day without weekends, and adds nothing where nothing has pods", () => {
    const { workloads: all } = withSleep(application, { ...night, weekends: false }, "k:1");
    assert.equal((all["wake"] as { readonly schedule: string }).schedule, "5 7 * * *");
    const still: Application = { ...application, workloads: { idle: deployment(0) } };
    assert.equal(withSleep(still, night, "k:1"), still);
  });

  it("keeps alerts quiet while nobody is asked for a pod", () => {
    assert.equal(
      withSleep(application, night, "k:1").alerts?.[0]?.alerts[0]?.when,
      '(absent(up)) unless on () (sum(kube_deployment_spec_replicas{namespace="$namespace",deployment=~"web|api|shop-green"}) == 0)',
    );
  });

  it("lets kubectl's image run where only some may", () => {
    const signatures = { images: ["r/*"], signer: { publicKey: "k" }, onlyFrom: ["r/"] };
    assert.deepEqual(withSleep({ ...application, signatures }, night, "k:1").signatures?.onlyFrom, ["r/", "k:1"]);
  });

  it("refuses a name that is taken, and a night without end", () => {
    assert.deepEqual(
      sleepErrors({ ...application, workloads: { wake: deployment(1) } }, { ...night, until: "20:00" }),
      [
        "sleep adds a job with the name wake, which a workload of this system has already; remove sleep, or rename the workload.",
        "sleep.from and sleep.until are both 20:00; name two times, such as 20:00 and 07:00.",
      ],
    );
    assert.deepEqual(sleepErrors(application, night), []);
  });

  it("is awake for five days of thirteen hours, or for seven", () => {
    const share = (settings: Partial<SleepSettings>): number => awakeShare({ ...night, until: "07:00", ...settings });
    assert.equal(share({}), (13 * 5) / (24 * 7));
    assert.equal(share({ weekends: false }), 13 / 24);
    assert.equal(share({ weekends: false, from: "00:30", until: "06:30" }), 18 / 24);
  });

  it("saves the nodes beyond the fewest, for as long as it sleeps", () => {
    const items = [costItem("node", 24, 3, 5), costItem("load balancer", 12, 1)];
    const cost = monthlyCost(asleepItems(items, 0.25));
    assert.deepEqual([cost.minimum, cost.maximum], [84, 96]);
    assert.deepEqual(cost.items.at(-1), {
      what: "saved by sleeping 75 % of the time",
      count: { minimum: 0, maximum: 1 },
      each: -36,
      minimum: 0,
      maximum: -36,
    });
    assert.deepEqual(asleepItems([costItem("node", 24, 3)], 0.25), [costItem("node", 24, 3)]);
  });
});
