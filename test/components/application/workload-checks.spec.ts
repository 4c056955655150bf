import assert from "node:assert/strict";
import { applicationErrors } from "../../../components/application/checks";
import type { Application } from "../../../components/application/contract";
import { generated } from "../../../components/application/secrets";
import { application, job, service, smallResources, store } from "../../support/applications";

const web = (changes: Parameters<typeof service>[0]): Application =>
  application({ workloads: { web: service(changes) } });

const refusals: readonly (readonly [what: string, broken: Application, sentence: string])[] = [
  [
    "a name in capitals",
    application({ workloads: { Web: service() } }),
    'Workload "Web" can\'t be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, 63 in all.',
  ],
  [
    "a name that no Service can have",
    application({ workloads: { "1st": service() } }),
    'Workload "1st" can\'t be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, 63 in all.',
  ],
  [
    "a name too long for a CronJob",
    application({ workloads: { ["a".repeat(53)]: job() } }),
    `Workload "${"a".repeat(53)}" can't be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, 52 in all.`,
  ],
  [
    "a quantity that is none",
    web({ resources: { ...smallResources, cpu: { request: "lots" as "1", limit: "1" } } }),
    'Workload web\'s resources.cpu.request is "lots", which is no Kubernetes quantity; write a number with a unit, such as 250m (CPU), 512Mi or 20Gi.',
  ],
  [
    "a request above its limit",
    web({ resources: { ...smallResources, memory: { request: "1Gi", limit: "512Mi" } } }),
    "Workload web requests more memory (1Gi) than its limit (512Mi); raise the limit or lower the request.",
  ],
  [
    "an autoscaler with max below min",
    web({ scale: { min: 4, max: 2, cpuPercent: 70 } }),
    "Workload web scales from min 4 to max 2; max must not be less than min.",
  ],
  [
    "an autoscaler without a figure",
    web({ scale: { min: 1, max: 2 } }),
    "Workload web has an autoscaler with neither cpuPercent nor memoryPercent; set one of them.",
  ],
  [
    "an autoscaler down to nothing",
    web({ scale: { min: 0, max: 2, cpuPercent: 70 } }),
    "Workload web has scale.min 0; it must be a whole number from 1 to 1000.",
  ],
  ["half a pod", web({ scale: 1.5 }), "Workload web has scale 1.5; it must be a whole number from 0 to 1000."],
  [
    "a port that is none",
    web({ port: 70000 }),
    "Workload web has port 70000; it must be a whole number from 1 to 65535.",
  ],
  ["root", web({ user: 0 }), "Workload web has user 0 (root); choose another user id, or leave it out for 10001."],
  [
    "a budget that no drain can keep",
    web({ scale: 2, minAvailable: 2 }),
    "Workload web has minAvailable 2 with as few as 2 pods: no node could ever be drained; set minAvailable to 1 or less.",
  ],
  [
    "a secret in config as well",
    application({
      secrets: { KEY: generated(32) },
      workloads: { web: service({ secrets: ["KEY"], config: { KEY: "x" } }) },
    }),
    "Workload web has KEY both in config and in secrets; keep the one in secrets.",
  ],
  [
    "two files of one key",
    web({ files: { "/a/b": { text: "" }, "/a-b": { text: "" } } }),
    "Workload web has files that would share the key a-b: /a/b, /a-b; rename one of them.",
  ],
  [
    "a relative path",
    web({ writable: ["cache"] }),
    'Workload web has the path "cache"; write it from the root, such as /app/cache, without a slash at the end.',
  ],
  [
    "a path mounted twice",
    application({ workloads: { db: store({ writable: ["/data"] }) } }),
    "Workload db mounts /data more than once; keep one of them.",
  ],
];

describe("checks of a workload", () => {
  for (const [what, broken, sentence] of refusals) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(applicationErrors(broken), [sentence]);
    });
  }
});
