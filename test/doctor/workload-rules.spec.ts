import assert from "node:assert/strict";
import type { CertificateObject, Seen } from "../../doctor/contract";
import { diagnosis } from "../../doctor/diagnosis";
import { ago, seen } from "./seen";

type Parts = Partial<Seen>;
type Pod = Seen["pods"][number];

const metadata = (name: string, minutes: number) => ({ namespace: "dev", name, creationTimestamp: ago(minutes) });

const ofWeb = (name: string) => ({
  ...metadata(name, 10),
  labels: { "pod-template-hash": "abc" },
  ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-abc", uid: "u" }],
});

const unplaced = (
  name: string,
  memory: string,
  minutes = 8,
  message = "0/1 nodes are available: 1 Insufficient memory.",
): Pod => ({
  metadata: ofWeb(name),
  spec: { containers: [{ name: "main", resources: { requests: { memory, cpu: "100m" } } }] },
  status: {
    conditions: [{ type: "PodScheduled", status: "False", message, lastTransitionTime: ago(minutes) }],
  },
});

const node: Seen["nodes"][number] = {
  metadata: { name: "n1" },
  status: { allocatable: { cpu: "1900m", memory: "3Gi", pods: "110" } },
};

const waiting = (reason: string, rest: object = {}): Pod => ({
  metadata: ofWeb("web-abc-1"),
  status: {
    startTime: ago(10),
    containerStatuses: [
      {
        name: "main",
        image: "ghcr.io/acme/web:v9",
        imageID: "",
        ready: false,
        restartCount: 6,
        state: { waiting: { reason, message: `told of ${reason}` } },
        ...rest,
      },
    ],
  },
});

const ended = (reason: string, exitCode: number) => ({
  lastState: { terminated: { reason, exitCode, finishedAt: ago(2), message: "PASSWORD=hunter2-hunter2" } },
});

const claim = (storageClassName: string | undefined, phase = "Pending", minutes = 8): Seen["claims"][number] => ({
  metadata: metadata("data", minutes),
  spec: { ...(storageClassName === undefined ? {} : { storageClassName }), volumeName: phase === "Lost" ? "pv-1" : "" },
  status: { phase },
});

const classes = (volumeBindingMode: string): Seen["storageClasses"] => [
  { metadata: { name: "fast" }, provisioner: "p", volumeBindingMode },
];

const event = (kind: string, name: string, message: string, minutes: number): Seen["events"][number] => ({
  metadata: {},
  involvedObject: { kind, namespace: "dev", name },
  lastTimestamp: ago(minutes),
  message,
});

const service = (minutes: number, ingress: readonly object[] = []): Seen["services"][number] => ({
  metadata: metadata("edge", minutes),
  spec: { type: "LoadBalancer" },
  status: { loadBalancer: { ingress: [...ingress] } },
});

const certificate = (status: string, minutes: number): CertificateObject => ({
  metadata: metadata("web-tls", minutes),
  status: { conditions: [{ type: "Ready", status, message: "Issuing", lastTransitionTime: ago(minutes) }] },
});

const order = (state: string, reason?: string): CertificateObject => ({
  metadata: { namespace: "dev", name: "order-1", annotations: { "cert-manager.io/certificate-name": "web-tls" } },
  status: { state, ...(reason === undefined ? {} : { reason }) },
});

const challenge: CertificateObject = {
  metadata: { namespace: "dev", name: "challenge-1", ownerReferences: [{ kind: "Order", name: "order-1" }] },
  spec: { dnsName: "todo.example.com", type: "HTTP-01" },
  status: { state: "pending", reason: "self check: no such host" },
};

const faults: Readonly<
  Record<
    string,
    { readonly parts: Parts; readonly what: string; readonly why: RegExp; readonly run?: readonly string[] }
  >
> = {
  "pods without room, and says how many nodes would do": {
    parts: {
      nodes: [node],
      pods: [unplaced("web-abc-1", "2Gi"), unplaced("web-abc-2", "2Gi"), unplaced("web-abc-3", "1Gi")],
    },
    what: "deployment dev/web",
    why: /^3 pods can't be placed: 0\/1 nodes are available: 1 Insufficient memory\.; 2 more nodes of 1900m CPU and 3072Mi would hold them \(cluster\.nodePool\.max\)$/,
    run: ["kubectl -n dev describe pod web-abc-1"],
  },
  "a pod that is larger than a node": {
    parts: { nodes: [node], pods: [unplaced("web-abc-1", "4Gi")] },
    what: "deployment dev/web",
    why: /one asks for 100m CPU and 4096Mi, more than a whole node gives/,
  },
  "a pod that no node may take": {
    parts: { nodes: [node], pods: [unplaced("web-abc-1", "1Gi", 8, "1 node(s) had untolerated taint")] },
    what: "deployment dev/web",
    why: /^1 pod can't be placed: 1 node\(s\) had untolerated taint$/,
  },
  "an image that can't be pulled": {
    parts: { pods: [waiting("ImagePullBackOff")] },
    what: "deployment dev/web",
    why: /^image ghcr\.io\/acme\/web:v9 can't be pulled \(ImagePullBackOff\): told of ImagePullBackOff$/,
    run: ["kubectl -n dev describe pod web-abc-1"],
  },
  "a container that can't start": {
    parts: { pods: [waiting("CreateContainerConfigError")] },
    what: "deployment dev/web",
    why: /^container main can't start \(CreateContainerConfigError\)/,
  },
  "a container that crashes, and not what it said": {
    parts: { pods: [waiting("CrashLoopBackOff", ended("Error", 1))] },
    what: "deployment dev/web",
    why: /^container main was restarted 6 times: Error, exit code 1$/,
    run: ["kubectl -n dev logs web-abc-1 -c main --previous"],
  },
  "a container that is killed for its memory": {
    parts: { pods: [waiting("CrashLoopBackOff", ended("OOMKilled", 137))] },
    what: "deployment dev/web",
    why: /OOMKilled, exit code 137; it needs more memory than its limit/,
  },
  "a claim of a class that isn't there": {
    parts: { claims: [claim("gp9")], storageClasses: classes("Immediate") },
    what: "persistentvolumeclaim dev/data",
    why: /^there is no storage class gp9; there are fast \(cluster\.storageClass\)$/,
  },
  "a claim without a class, where there is no default": {
    parts: { claims: [claim(undefined)] },
    what: "persistentvolumeclaim dev/data",
    why: /^it names no storage class, and there is no default one; there are none$/,
  },
  "a claim that nobody provisions": {
    parts: {
      claims: [claim("fast")],
      storageClasses: classes("Immediate"),
      events: [
        event("PersistentVolumeClaim", "data", "older", 9),
        event("PersistentVolumeClaim", "data", "quota exceeded", 1),
      ],
    },
    what: "persistentvolumeclaim dev/data",
    why: /^no volume of class fast was made: quota exceeded$/,
  },
  "a claim whose volume is gone": {
    parts: { claims: [claim("fast", "Lost", 1)], storageClasses: classes("Immediate") },
    what: "persistentvolumeclaim dev/data",
    why: /^its volume pv-1 is gone, and its data with it$/,
  },
  "a load balancer without an address": {
    parts: {
      services: [service(12)],
      events: [event("Service", "edge", "no subnet", 3), event("Service", "other", "x", 1)],
    },
    what: "service dev/edge",
    why: /^its load balancer has no address: no subnet$/,
    run: ["kubectl -n dev describe service edge"],
  },
  "a certificate that waits for its challenge": {
    parts: { certificates: [certificate("False", 20)], orders: [order("pending")], challenges: [challenge] },
    what: "certificate dev/web-tls",
    why: /^not issued: Issuing; HTTP-01 for todo\.example\.com is pending: self check: no such host$/,
    run: ["kubectl -n dev describe challenge challenge-1", "dig +short todo.example.com"],
  },
  "a certificate whose order failed at once": {
    parts: { certificates: [certificate("False", 1)], orders: [order("errored", "429 rateLimited")] },
    what: "certificate dev/web-tls",
    why: /^not issued: Issuing; its order is errored: 429 rateLimited$/,
    run: ["kubectl -n dev describe certificate web-tls"],
  },
};

const healthy: Readonly<Record<string, Parts>> = {
  "a pod that has just been made": { nodes: [node], pods: [unplaced("web-abc-1", "1Gi", 1)] },
  "a pod that is placed": { pods: [{ metadata: ofWeb("web-abc-1"), spec: { nodeName: "n1", containers: [] } }] },
  "a container that starts": { pods: [waiting("ContainerCreating")] },
  "a claim that waits for its first pod": { claims: [claim("fast")], storageClasses: classes("WaitForFirstConsumer") },
  "a claim that is bound": { claims: [claim("fast", "Bound")] },
  "a load balancer that has just been asked for": { services: [service(2)] },
  "a load balancer with a host name": { services: [service(12, [{ hostname: "lb.example.com" }])] },
  "a certificate that is issued": { certificates: [certificate("True", 20)], orders: [order("invalid")] },
  "a certificate that is on its way": { certificates: [certificate("False", 2)], orders: [order("pending")] },
};

describe("the doctor, of workloads", () => {
  for (const [fault, { parts, run, what, why }] of Object.entries(faults))
    it(`finds ${fault}`, () => {
      const found = diagnosis(seen(parts));
      assert.equal(found.length, 1, JSON.stringify(found));
      assert.equal(found[0]?.severity, "broken");
      assert.equal(found[0].what, what);
      assert.match(found[0].why, why);
      if (run !== undefined) assert.deepEqual(found[0].run, run);
      assert.ok(!JSON.stringify(found).includes("hunter2"));
    });

  for (const [what, parts] of Object.entries(healthy))
    it(`says nothing of ${what}`, () => {
      assert.deepEqual(diagnosis(seen(parts)), []);
    });
});
