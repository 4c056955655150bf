import assert from "node:assert/strict";
import type { Seen } from "../../doctor/contract";
import { diagnosis } from "../../doctor/diagnosis";
import { report } from "../../doctor/report";
import { ago, now, seen } from "./seen";

type Parts = Partial<Seen>;

const release = (status: string, minutes: number, version = "2", name = "loki"): Seen["releases"][number] => ({
  metadata: {
    namespace: "loki",
    name: `sh.helm.release.v1.${name}.v${version}`,
    labels: { owner: "helm", name, version, status, modifiedAt: String(new Date(ago(minutes)).getTime() / 1000) },
  },
});

const record = (minutes: number): Seen["history"][number] => ({
  number: 7,
  command: "up",
  by: "ada@laptop",
  message: "",
  started: ago(minutes),
  ended: ago(minutes),
  result: "unfinished",
  versions: { imageTag: "v1", slots: {}, digests: {} },
});

const lease = (renewed: number): Seen["leases"][number] => ({
  metadata: { namespace: "kube-system", name: "rootstock-rehearsal.dev" },
  spec: { holderIdentity: "laptop_77_1", leaseDurationSeconds: 60, renewTime: ago(renewed) },
});

const namespace = (deleted: number): Seen["namespaces"][number] => {
  const condition = (type: string, status: string, message: string) => ({
    type,
    status,
    message,
    lastTransitionTime: ago(deleted),
  });
  return {
    metadata: { name: "dev", deletionTimestamp: ago(deleted) },
    status: {
      phase: "Terminating",
      conditions: [
        condition("NamespaceContentRemaining", "True", "Some resources are remaining: certificates has 1"),
        condition("NamespaceFinalizersRemaining", "True", "finalizers remaining: acme.io/hold in 1 resource instances"),
        condition("NamespaceDeletionContentFailure", "False", "All content successfully deleted"),
      ],
    },
  };
};

const node = (type: string, status: string): Seen["nodes"][number] => ({
  metadata: { name: "n1" },
  status: { conditions: [{ type, status, message: "kubelet says so", lastTransitionTime: ago(9) }] },
});

const budget = (healthy: number, desired: number, pods: number, labels = {}): Seen["budgets"][number] => ({
  metadata: { namespace: "dev", name: "web", labels },
  status: {
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: pods,
    disruptionsAllowed: Math.max(0, healthy - desired),
  },
});

const definition = (name: string): Seen["definitions"][number] => ({
  metadata: { name, creationTimestamp: ago(100) },
});

const dapr = { metadata: { namespace: "dapr-system", labels: { name: "dapr", status: "deployed" } } };

const autoscaler = (reason: string, minutes: number): Seen["autoscalers"][number] => ({
  metadata: { namespace: "dev", name: "web" },
  spec: { maxReplicas: 3, scaleTargetRef: { kind: "Deployment", name: "web" } },
  status: {
    desiredReplicas: 1,
    conditions: [
      { type: "ScalingActive", status: "False", reason, message: "no metrics", lastTransitionTime: ago(minutes) },
    ],
  },
});

const refused: Seen["deployments"][number] = {
  metadata: { namespace: "dev", name: "web" },
  status: {
    conditions: [
      { type: "ReplicaFailure", status: "True", message: "exceeded quota", lastTransitionTime: ago(4) },
      { type: "Progressing", status: "False", message: "late", lastTransitionTime: ago(4) },
    ],
  },
};

/** Faults, and what is said of each: severity, what, why, what to run. */
const faults: Readonly<Record<string, { readonly parts: Parts; readonly said: readonly unknown[] }>> = {
  "a release that a killed helm has locked, with a good revision to go back to": {
    parts: { releases: [release("superseded", 900, "1"), release("pending-upgrade", 30)] },
    said: [
      "broken",
      "release loki/loki",
      /is pending-upgrade for longer/,
      ["helm -n loki rollback loki 1", "rootstock up"],
    ],
  },
  "a release whose first installation was killed": {
    parts: { releases: [release("pending-install", 30, "1")] },
    said: ["broken", "release loki/loki", /refuses the release/, ["helm -n loki uninstall loki", "rootstock up"]],
  },
  "a release that helm may still be at work on": {
    parts: { releases: [release("pending-install", 2, "1")] },
    said: [
      "warning",
      "release loki/loki",
      /is at work on it, or was killed/,
      ["helm -n loki uninstall loki", "rootstock up"],
    ],
  },
  "a release that failed": {
    parts: { releases: [release("deployed", 90, "1"), release("failed", 2)] },
    said: ["broken", "release loki/loki", /^revision 2 failed$/, ["helm -n loki history loki", "rootstock up"]],
  },
  "a Pulumi stack that a killed run locked": {
    parts: { engine: "pulumi", history: [record(200)] },
    said: [
      "broken",
      "deployment 7 (up)",
      /ada@laptop started it.*left the stack locked/,
      ["pulumi cancel", "pulumi refresh", "rootstock up"],
    ],
  },
  "a deployment that may be under way": {
    parts: { engine: "rehearsal", history: [record(2)] },
    said: ["warning", "deployment 7 (up)", /nobody saw its end/, ["rootstock up --rehearse"]],
  },
  "a lease that nobody renews": {
    parts: { leases: [lease(3)] },
    said: [
      "note",
      "lease kube-system/rootstock-rehearsal.dev",
      /process 77 on laptop/,
      ["kubectl -n kube-system delete lease rootstock-rehearsal.dev"],
    ],
  },
  "a namespace that doesn't go": {
    parts: { namespaces: [namespace(5)] },
    said: [
      "broken",
      "namespace dev",
      /doesn't go: finalizers remaining: acme\.io\/hold in 1 resource instances; Some resources are remaining/,
      undefined,
    ],
  },
  "a node that doesn't answer": {
    parts: { nodes: [node("Ready", "Unknown")] },
    said: ["broken", "node n1", /^it isn't ready: kubelet says so$/, ["kubectl describe node n1"]],
  },
  "a node under pressure": {
    parts: { nodes: [node("DiskPressure", "True")] },
    said: ["warning", "node n1", /^its disk is nearly full/, ["kubectl describe node n1"]],
  },
  "a budget that lets no node be drained, ever": {
    parts: { budgets: [budget(1, 1, 1)] },
    said: [
      "warning",
      "poddisruptionbudget dev/web",
      /^no node with one of its pods can ever be drained: it has 1 and wants 1/,
      undefined,
    ],
  },
  "a budget whose pods aren't healthy": {
    parts: { budgets: [budget(1, 2, 3)] },
    said: [
      "warning",
      "poddisruptionbudget dev/web",
      /^a node can't be drained now: 1 of its 3 pods are healthy, and 2 must be$/,
      undefined,
    ],
  },
  "definitions that nobody acts on": {
    parts: { definitions: [definition("components.dapr.io"), definition("configurations.dapr.io")] },
    said: [
      "note",
      "customresourcedefinitions of dapr.io",
      /^2 were left behind by dapr/,
      ["kubectl get crd -o name | grep '\\.dapr\\.io$' | xargs kubectl delete"],
    ],
  },
  "an autoscaler without metrics": {
    parts: { autoscalers: [autoscaler("FailedGetResourceMetric", 9)] },
    said: [
      "warning",
      "horizontalpodautoscaler dev/web",
      /^it doesn't scale: no metrics$/,
      ["kubectl get apiservice v1beta1.metrics.k8s.io", "kubectl -n dev describe hpa web"],
    ],
  },
  "a Deployment whose pods a quota refuses": {
    parts: { deployments: [refused] },
    said: ["broken", "deployment dev/web", /^its pods are refused: exceeded quota$/, undefined],
  },
};

/** What looks alike, and is as it should be. */
const healthy: Readonly<Record<string, Parts>> = {
  "a release that was upgraded": { releases: [release("superseded", 900, "1"), release("deployed", 30)] },
  "a release whose failed upgrade was followed by a good one": {
    releases: [release("failed", 90, "1"), release("deployed", 30)],
  },
  "a deployment that succeeded after one whose end nobody saw": {
    history: [{ ...record(2), number: 8, result: "succeeded" }, record(200)],
  },
  "a lease that is renewed": { leases: [lease(0.5)] },
  "a namespace that has just been deleted": { namespaces: [namespace(1)] },
  "a node that is ready": { nodes: [node("Ready", "True")] },
  "a budget with a pod to spare": { budgets: [budget(3, 2, 3)] },
  "a budget without pods": { budgets: [budget(0, 0, 0)] },
  "CloudNativePG's budget for its primary": { budgets: [budget(1, 1, 1, { "cnpg.io/cluster": "db" })] },
  "definitions of an add-on that is installed": { definitions: [definition("components.dapr.io")], releases: [dapr] },
  "definitions that aren't ours": { definitions: [definition("widgets.example.com")] },
  "an autoscaler that has just started": { autoscalers: [autoscaler("FailedGetResourceMetric", 1)] },
  "an autoscaler of a workload that sleeps": { autoscalers: [autoscaler("ScalingDisabled", 90)] },
};

describe("the doctor, of a cluster and its releases", () => {
  for (const [what, { parts, said }] of Object.entries(faults))
    it(`finds ${what}`, () => {
      const found = diagnosis(seen(parts));
      assert.equal(found.length, 1, JSON.stringify(found));
      const [trouble] = found;
      const [severity, name, why, run] = said;
      assert.equal(trouble?.severity, severity);
      assert.equal(trouble?.what, name);
      assert.match(trouble?.why ?? "", why as RegExp);
      if (run !== undefined) assert.deepEqual(trouble?.run, run);
    });

  for (const [what, parts] of Object.entries(healthy))
    it(`says nothing of ${what}`, () => {
      assert.deepEqual(diagnosis(seen(parts)), []);
    });

  it("shows the worst first, with its age and what to run", () => {
    const found = diagnosis(seen({ leases: [lease(300)], nodes: [node("Ready", "False")] }));
    assert.deepEqual(
      report(now, found, ["pods (/api/v1/pods): the kubeconfig's user may not list them."]).split("\n"),
      [
        "broken  node n1                                    since 9 min",
        "  it isn't ready: kubelet says so",
        "  $ kubectl describe node n1",
        "",
        "note    lease kube-system/rootstock-rehearsal.dev  since 5 h",
        "  process 77 on laptop held the stack and doesn't renew it any more; the next run takes it over by itself",
        "  $ kubectl -n kube-system delete lease rootstock-rehearsal.dev",
        "",
        "Not looked at: pods (/api/v1/pods): the kubeconfig's user may not list them.",
        "2 found.",
      ],
    );
    assert.equal(report(now, [], []), "Nothing found that anybody gets stuck on.");
  });
});
