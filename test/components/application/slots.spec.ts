import assert from "node:assert/strict";
import type { AccessLevel } from "../../../components/application/access";
import type { Slot } from "../../../components/application/contract";
import { accessRules } from "../../../components/application/people-access";
import { application, service } from "../../support/applications";
import { deploy } from "../../support/deploy";
import { dig, type Recording } from "../../support/recording";

const images = { blue: "registry.example.com/web:1", green: "registry.example.com/web:2" };

function released(active: Slot, changes: Parameters<typeof service>[0] = {}): Promise<Recording> {
  return deploy(
    application({
      workloads: {
        web: service({
          scale: { min: 3, max: 10, cpuPercent: 70 },
          minAvailable: 2,
          image: images[active],
          slots: { active, images, standby: 3 },
          metrics: { path: "/metrics" },
          ...changes,
        }),
      },
    }),
  );
}

/** Inputs of everything that a program registers, by type and name. */
function inputsOf(made: Recording): ReadonlyMap<string, string> {
  return new Map(made.registrations.map(({ type, name, inputs }) => [`${type} ${name}`, JSON.stringify(inputs)]));
}

describe("a workload that is released blue/green", () => {
  it("has two sets of pods behind one Service, and another Service for the one that stands by", async () => {
    const made = await released("green");
    const own = { "app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop" };
    assert.deepEqual(made.names("Deployment"), ["web-blue", "web-green"]);
    for (const slot of ["blue", "green"] as const) {
      const labels = { ...own, "rootstock.dev/slot": slot };
      assert.deepEqual(made.input("Deployment", `web-${slot}`, "spec", "selector", "matchLabels"), labels);
      assert.equal(
        dig(made.input("Deployment", `web-${slot}`, "spec", "template", "spec", "containers"), 0, "image"),
        images[slot],
      );
      assert.equal(made.input("Deployment", `web-${slot}`, "spec", "replicas"), undefined);
      assert.deepEqual(made.input("PodDisruptionBudget", `web-${slot}`, "spec"), {
        minAvailable: 2,
        selector: { matchLabels: labels },
      });
    }
    assert.deepEqual(made.input("Service", "web", "spec", "selector"), { ...own, "rootstock.dev/slot": "green" });
    assert.deepEqual(made.input("Service", "web-standby", "spec", "selector"), {
      ...own,
      "rootstock.dev/slot": "blue",
    });
    const bounds = (name: string): unknown[] =>
      ["minReplicas", "maxReplicas"].map((key) => made.input("HorizontalPodAutoscaler", name, "spec", key));
    assert.deepEqual(
      [bounds("web-green"), bounds("web-blue")],
      [
        [3, 10],
        [3, 3],
      ],
    );
  });

  it("is switched by its Services and the bounds of its autoscalers alone", async () => {
    const [before, after] = [inputsOf(await released("blue")), inputsOf(await released("green"))];
    assert.deepEqual([...before.keys()].sort(), [...after.keys()].sort());
    assert.deepEqual(
      [...before]
        .filter(([key, inputs]) => after.get(key) !== inputs)
        .map(([key]) => key)
        .sort(),
      [
        "kubernetes:autoscaling/v2:HorizontalPodAutoscaler web-blue",
        "kubernetes:autoscaling/v2:HorizontalPodAutoscaler web-green",
        "kubernetes:core/v1:Service web",
        "kubernetes:core/v1:Service web-standby",
      ],
    );
  });

  it("changes no budget by a switch, however few pods stand by", async () => {
    for (const active of ["blue", "green"] as const) {
      const scale = { min: 3, max: 5, cpuPercent: 70 };
      const slots = { active, images, standby: 1 };
      const made = await deploy(application({ workloads: { web: service({ scale, slots, image: images[active] }) } }));
      assert.deepEqual(
        made
          .names("PodDisruptionBudget")
          .map((name) => [name, made.input("PodDisruptionBudget", name, "spec", "maxUnavailable")]),
        [
          ["web-blue", 1],
          ["web-green", 1],
        ],
      );
    }
  });

  it("is covered by one policy and one monitor, whichever slot is active", async () => {
    const made = await released("blue");
    const own = { "app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop" };
    assert.deepEqual(made.input("NetworkPolicy", "web", "spec", "podSelector"), { matchLabels: own });
    assert.deepEqual(made.input("ServiceMonitor", "web", "spec", "selector"), { matchLabels: own });
    for (const name of ["web", "web-standby"])
      assert.equal(dig(made.input("Service", name, "metadata", "labels"), "app.kubernetes.io/name"), "web");
  });

  it("keeps numbers of its own where nothing scales it", async () => {
    const made = await released("blue", { scale: 4 });
    assert.deepEqual(
      ["web-blue", "web-green"].map((name) => made.input("Deployment", name, "spec", "replicas")),
      [4, 3],
    );
    assert.deepEqual(made.names("HorizontalPodAutoscaler"), []);
  });
});

describe("access of people", () => {
  it("binds a role in the namespace to a group, or to a service account of its name", async () => {
    const made = await deploy(
      application({ access: { support: { may: "read", group: "engineering" }, deployer: { may: "deploy" } } }),
    );
    assert.deepEqual(made.input("RoleBinding", "support", "subjects"), [
      { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "engineering" },
    ]);
    assert.deepEqual(made.input("RoleBinding", "deployer", "subjects"), [
      { kind: "ServiceAccount", name: "deployer", namespace: "shop-ns" },
    ]);
    assert.equal(made.input("ServiceAccount", "deployer", "automountServiceAccountToken"), false);
    assert.deepEqual(made.input("Role", "support", "rules"), accessRules.read);
  });

  it("lets each level do what it says, and no more", () => {
    const may = (level: AccessLevel, verb: string, resource: string): boolean =>
      accessRules[level].some(({ resources, verbs }) => resources.includes(resource) && verbs.includes(verb));
    const table: readonly (readonly [verb: string, resource: string, who: readonly AccessLevel[]])[] = [
      ["get", "pods/log", ["read", "operate", "deploy"]],
      ["watch", "cronjobs", ["read", "operate", "deploy"]],
      ["create", "pods/exec", ["operate"]],
      ["create", "pods/portforward", ["operate"]],
      ["delete", "pods", ["operate"]],
      ["create", "jobs", ["operate"]],
      ["patch", "deployments", ["operate", "deploy"]],
      ["update", "deployments", ["deploy"]],
      ["patch", "services", ["deploy"]],
      ["patch", "configmaps", ["deploy"]],
      ["patch", "cronjobs", ["deploy"]],
      ["delete", "deployments", []],
      ["create", "pods", []],
      ["patch", "networkpolicies", []],
      ["patch", "resourcequotas", []],
      ["create", "serviceaccounts/token", []],
    ];
    for (const [verb, resource, who] of table)
      assert.deepEqual(
        (["read", "operate", "deploy"] as const).filter((level) => may(level, verb, resource)),
        who,
        `${verb} ${resource}`,
      );
  });

  it("shows no secret, and lets nobody raise himself", () => {
    for (const rules of Object.values(accessRules)) {
      for (const { resources, verbs, apiGroups } of rules) {
        assert.ok(![...resources, ...verbs, ...apiGroups].some((word) => word === "*" || word === "secrets"));
        assert.ok(!apiGroups.includes("rbac.authorization.k8s.io"));
        assert.ok(!verbs.some((verb) => ["escalate", "bind", "impersonate"].includes(verb)));
      }
    }
  });
});
