import assert from "node:assert/strict";
import type { CoreV1Event, V1Node, V1Pod } from "@kubernetes/client-node";
import { placementOf } from "../../rehearsal/control-plane/placement";
import {
  daemonSetRollout,
  deploymentRollout,
  jobRollout,
  statefulSetRollout,
} from "../../rehearsal/control-plane/rollout";
import { claimReason, workloadReasons } from "../../rehearsal/control-plane/workload-reasons";

const metadata = { name: "web", namespace: "shop", generation: 2 };
const seen = { observedGeneration: 2 };

describe("a rollout", () => {
  const template = {};
  const selector = {};
  const deployment = (status: object) =>
    deploymentRollout({ metadata, spec: { replicas: 3, selector, template }, status: { ...seen, ...status } });
  const statefulSet = (status: object, updateStrategy: object = {}) =>
    statefulSetRollout({
      metadata,
      spec: { replicas: 3, selector, template, updateStrategy },
      status: { replicas: 3, ...seen, ...status },
    });

  it("of a Deployment is over when every replica is new and available, and no old one is left", () => {
    assert.equal(deployment({ replicas: 3, updatedReplicas: 3, availableReplicas: 3 }).state, "ready");
    assert.equal(deployment({ replicas: 3, updatedReplicas: 2, availableReplicas: 3 }).state, "waiting");
    assert.equal(deployment({ replicas: 4, updatedReplicas: 3, availableReplicas: 4 }).state, "waiting");
    assert.equal(deployment({ replicas: 3, updatedReplicas: 3, availableReplicas: 2 }).state, "waiting");
    assert.equal(
      deployment({ replicas: 3, updatedReplicas: 3, availableReplicas: 3, observedGeneration: 1 }).state,
      "waiting",
    );
  });

  it("of a Deployment has failed when its deadline is exceeded", () => {
    const conditions = [
      { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded", message: "timed out" },
    ];
    assert.deepEqual(deployment({ conditions }), { state: "failed", message: "timed out" });
  });

  it("of a Deployment without replicas is over at once", () => {
    assert.equal(
      deploymentRollout({ metadata, spec: { replicas: 0, selector, template }, status: seen }).state,
      "ready",
    );
  });

  it("of a StatefulSet is over when its replicas are ready, and new down to the partition", () => {
    assert.equal(statefulSet({ readyReplicas: 3, updatedReplicas: 3 }).state, "ready");
    assert.equal(statefulSet({ readyReplicas: 2, updatedReplicas: 3 }).state, "waiting");
    assert.equal(statefulSet({ readyReplicas: 3, updatedReplicas: 1 }).state, "waiting");
    assert.equal(
      statefulSet({ readyReplicas: 3, updatedReplicas: 1 }, { rollingUpdate: { partition: 2 } }).state,
      "ready",
    );
    assert.equal(statefulSet({ readyReplicas: 3, updatedReplicas: 0 }, { type: "OnDelete" }).state, "ready");
  });

  it("of a DaemonSet is over when each node has a new pod that is available", () => {
    const daemonSet = (status: object) =>
      daemonSetRollout({
        metadata,
        spec: { selector, template },
        status: {
          currentNumberScheduled: 2,
          numberMisscheduled: 0,
          numberReady: 2,
          desiredNumberScheduled: 2,
          ...seen,
          ...status,
        },
      });
    assert.equal(daemonSet({ updatedNumberScheduled: 2, numberAvailable: 2 }).state, "ready");
    assert.equal(daemonSet({ updatedNumberScheduled: 1, numberAvailable: 2 }).state, "waiting");
    assert.equal(daemonSet({ updatedNumberScheduled: 2, numberAvailable: 1 }).state, "waiting");
  });

  it("of a Job is over when it is complete or suspended, and fails with it", () => {
    const job = (type: string, suspend = false) =>
      jobRollout({
        metadata,
        spec: { template, suspend },
        status: { conditions: [{ type, status: "True", message: "why" }] },
      });
    assert.equal(job("Complete").state, "ready");
    assert.deepEqual(job("Failed"), { state: "failed", message: "why" });
    assert.equal(job("Other").state, "waiting");
    assert.equal(job("Other", true).state, "ready");
  });
});

describe("why a workload isn't ready", () => {
  const around = { pods: [], claims: [], events: [] };
  const selector = { matchLabels: { app: "web" } };
  const pod = (name: string, status: V1Pod["status"] = {}): V1Pod => ({
    metadata: { name, labels: { app: "web" } },
    spec: { containers: [], volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] },
    status,
  });
  const event = (reason: string, name: string, message: string): CoreV1Event => ({
    metadata: {},
    involvedObject: { name },
    reason,
    message,
  });
  const unscheduled = { conditions: [{ type: "PodScheduled", status: "False", message: "0/2 nodes are available" }] };

  it("is told in the scheduler's own words, once for pods that wait for the same", () => {
    const reasons = workloadReasons("web", selector, {
      ...around,
      pods: [pod("web-1", unscheduled), pod("web-2", unscheduled)],
    });
    assert.deepEqual(reasons, ["pod web-1 (and 1 more) is Pending: 0/2 nodes are available"]);
  });

  it("names the claim that a pod waits for", () => {
    const claims = [{ metadata: { name: "data" }, spec: { storageClassName: "blok" }, status: { phase: "Pending" } }];
    const events = [event("ProvisioningFailed", "data", 'storageclass "blok" not found')];
    const [reason] = workloadReasons("web", selector, { pods: [pod("web-1", unscheduled)], claims, events });
    assert.match(reason ?? "", /claim data \(class blok\) is Pending: storageclass "blok" not found$/);
    assert.equal(claimReason({ metadata: { name: "data" }, status: { phase: "Bound" } }, events), undefined);
  });

  it("is the state of a container that doesn't run", () => {
    const container = { name: "main", image: "x", imageID: "", ready: false, restartCount: 1 };
    const waiting = { containerStatuses: [{ ...container, state: { waiting: { reason: "CrashLoopBackOff" } } }] };
    const ended = { containerStatuses: [{ ...container, state: { terminated: { exitCode: 2 } } }] };
    assert.deepEqual(workloadReasons("web", selector, { ...around, pods: [pod("web-1", waiting)] }), [
      "pod web-1 container main: CrashLoopBackOff",
    ]);
    assert.deepEqual(workloadReasons("web", selector, { ...around, pods: [pod("web-1", ended)] }), [
      "pod web-1 container main ended with exit code 2",
    ]);
  });

  it("is what refused its pods, and nobody else's", () => {
    const events = [
      event("FailedCreate", "web-5d4f", "exceeded quota: tight"),
      event("FailedCreate", "webshop-1", "other"),
    ];
    assert.deepEqual(workloadReasons("web", selector, { ...around, events }), [
      "pods are refused: exceeded quota: tight",
    ]);
  });

  it("says nothing of pods that are ready, and of those of other workloads", () => {
    const ready = pod("web-1", { conditions: [{ type: "Ready", status: "True" }] });
    const other = { ...pod("other"), metadata: { name: "other", labels: { app: "other" } } };
    assert.deepEqual(workloadReasons("web", selector, { ...around, pods: [ready, other] }), []);
    assert.deepEqual(workloadReasons("web", undefined, { ...around, pods: [other] }), []);
  });
});

describe("the placement", () => {
  it("adds up what runs on each node, by name and number", () => {
    const node = (name: string): V1Node => ({
      metadata: { name, labels: { "rehearsal.rootstock.dev/pool": "w", "topology.kubernetes.io/zone": "a" } },
      status: { allocatable: { cpu: "2", memory: "4Gi", pods: "10" } },
    });
    const pod = (name: string, nodeName: string, phase = "Running"): V1Pod => ({
      metadata: { name, namespace: "shop" },
      spec: { nodeName, containers: [{ name: "main", resources: { requests: { cpu: "500m", memory: "1Gi" } } }] },
      status: { phase },
    });
    const pods = [pod("b", "w-2"), pod("a", "w-2"), pod("done", "w-2", "Succeeded"), pod("c", "w-10")];
    const placement = placementOf([node("w-10"), node("w-2")], pods);
    assert.deepEqual(
      placement.map((one) => [one.node, one.pods.map((each) => each.name)]),
      [
        ["w-2", ["a", "b"]],
        ["w-10", ["c"]],
      ],
    );
    assert.deepEqual(placement[0]?.requested, { cpu: 1, memory: 2 * 2 ** 30, pods: 2 });
    assert.deepEqual(placement[0].allocatable, { cpu: 2, memory: 4 * 2 ** 30, pods: 10 });
  });
});
