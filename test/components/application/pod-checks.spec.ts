import assert from "node:assert/strict";
import { applicationErrors } from "../../../components/application/checks";
import { internet, privateNetwork } from "../../../components/application/connections";
import type { Application, SharedVolume, Workload } from "../../../components/application/contract";
import { generated } from "../../../components/application/secrets";
import { application, job, service, smallResources, store } from "../../support/applications";

const web = (changes: Parameters<typeof service>[0]): Application =>
  application({ workloads: { web: service(changes) } });
const all = (workloads: Readonly<Record<string, Workload>>): Application => application({ workloads });

const images = { blue: "registry.example.com/web:1", green: "registry.example.com/web:2" };
const slots = { active: "blue", images, standby: 2 } as const;
const storage = { mountPath: "/data", size: "1Gi" } as const;
const shares = (of: string): { sharedVolumes: readonly SharedVolume[] } => ({
  sharedVolumes: [{ of, mountPath: `/of-${of}` }],
});
const step = { command: ["true"] };

const refusals: readonly (readonly [what: string, broken: Application, ...sentences: string[]])[] = [
  [
    "a drain as long as the stop",
    web({ drainSeconds: 30 }),
    "Workload web has drainSeconds 30 and stopSeconds 30: nothing would be left to finish requests in; raise stopSeconds.",
  ],
  [
    "half a second's drain",
    web({ drainSeconds: 0.5 }),
    "Workload web has drainSeconds 0.5; it must be a whole number from 0 to 86400.",
  ],
  [
    "a preparation of the workload's name",
    web({ before: { web: step } }),
    'Workload web has "web" before it, which can\'t be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, other than web.',
  ],
  [
    "a preparation without a command",
    web({ before: { migrate: { command: [] } } }),
    "Workload web has migrate before it without a command; say what it runs.",
  ],
  [
    "a preparation that requests more than its limit",
    web({ before: { migrate: { ...step, resources: { ...smallResources, cpu: { request: "2", limit: "1" } } } } }),
    "Workload web's migrate requests more cpu (2) than its limit (1); raise the limit or lower the request.",
  ],
  [
    "a variable of the pod that config sets, too",
    web({ config: { POD: "x" }, podFields: { POD: "name" } }),
    "Workload web has POD both in podFields and elsewhere; keep one of them.",
  ],
  [
    "a variable that no shell could name",
    web({ podFields: { "1POD": "name" } }),
    'Workload web has the variable "1POD", which can\'t be named so; use letters, digits and underscores, such as LOG_LEVEL.',
  ],
  [
    "a secret named twice",
    application({ secrets: { KEY: generated(32) }, workloads: { web: service({ secrets: ["KEY", "KEY"] }) } }),
    "Workload web names secret KEY more than once; keep one of them.",
  ],
  [
    "a variable that names a secret's file, and is set, too",
    application({
      secrets: { KEY: generated(32) },
      workloads: { web: service({ secrets: ["KEY"], secretsAs: "files", config: { KEY_FILE: "/x" } }) },
    }),
    "Workload web has KEY_FILE both in config and in secrets; keep the one in secrets.",
  ],
  [
    "a file in the place of a secret",
    application({
      secrets: { KEY: generated(32) },
      workloads: {
        web: service({ secrets: ["KEY"], secretsAs: "files", files: { "/run/secrets/KEY": { text: "x" } } }),
      },
    }),
    "Workload web mounts /run/secrets/KEY more than once; keep one of them.",
  ],
  [
    "a directory larger than the scratch disk",
    web({ writable: [{ path: "/queue", size: "5Gi" }] }),
    "Workload web may write 5Gi to /queue, and its scratch disk ends at 512Mi; raise resources.disk.limit or lower the size.",
  ],
  [
    "a size that is none",
    web({ storage: { mountPath: "/data", size: "big" as "1Gi" } }),
    'Workload web\'s storage.size is "big", which is no Kubernetes quantity; write a number with a unit, such as 250m (CPU), 512Mi or 20Gi.',
  ],
  [
    "a volume of nothing",
    web({ storage: { mountPath: "/data", size: "0Gi" } }),
    'Workload web\'s storage.size is "0Gi"; it must be more than nothing.',
  ],
  [
    "the volume of nobody",
    all({ web: service(shares("nobody")), db: store() }),
    'Workload web mounts the volume of "nobody", which has none to share; workloads of one pod that do: db.',
  ],
  [
    "the volume of a workload of many pods",
    all({ web: service(shares("db")), db: store({ replicas: 2 }), files: service({ storage, scale: 2 }) }),
    'Workload web mounts the volume of "db", which has none to share; workloads of one pod that do: none.',
  ],
  [
    "volumes shared in a circle",
    all({ a: service({ storage, ...shares("b") }), b: service({ storage, ...shares("a") }) }),
    "Workload a mounts the volume of b, which waits for a in turn: neither would ever be placed; leave one of the two out.",
    "Workload b mounts the volume of a, which waits for b in turn: neither would ever be placed; leave one of the two out.",
  ],
  [
    "a probe without patience",
    web({ probes: { readiness: { path: "/ready", timeoutSeconds: 0 }, startup: { tcp: true, port: 0 } } }),
    "Workload web has probes.startup.port 0; it must be a whole number from 1 to 65535.",
    "Workload web has probes.readiness.timeoutSeconds 0; it must be a whole number from 1 to 86400.",
  ],
  [
    "a probe of half a path",
    web({ probes: { readiness: { path: "ready" } } }),
    'Workload web has probes.readiness.path "ready"; write it from the root, such as /health.',
  ],
  [
    "a slot that stands by without pods under an autoscaler",
    web({ scale: { min: 2, max: 4, cpuPercent: 50 }, slots: { ...slots, standby: 0 } }),
    "Workload web has slots.standby 0; it must be a whole number from 1 to 1000.",
  ],
  [
    "an image that the active slot hasn't",
    web({ image: "registry.example.com/web:3", slots }),
    "Workload web has the image registry.example.com/web:3, and its active slot blue has registry.example.com/web:1; name the same one in both.",
  ],
  [
    "slots with a volume",
    web({ slots, storage }),
    "Workload web has slots and a volume, which both slots would write to; keep its data in a store.",
  ],
  [
    "slots with a sidecar",
    application({
      dapr: { samplingRate: 1, components: {} },
      workloads: { web: service({ slots, dapr: {} }) },
    }),
    "Workload web has slots and a Dapr sidecar, by whose id both slots would be called; leave one of the two out.",
  ],
  [
    "a budget that the slot that stands by can't keep",
    web({ slots, scale: 5, minAvailable: 3 }),
    "Workload web has minAvailable 3 with as few as 2 pods: no node could ever be drained; set minAvailable to 1 or less.",
  ],
  [
    "a workload named like a slot",
    all({ web: service({ slots }), "web-green": service(), "web-standby": service() }),
    "Workload web has slots, which take the name web-green, and so does a workload; rename it.",
    "Workload web has slots, which take the name web-standby, and so does a workload; rename it.",
  ],
  [
    "a scaling rule without steps",
    web({
      scale: {
        min: 1,
        max: 2,
        cpuPercent: 50,
        scaleDown: { stabilizationSeconds: 300, everySeconds: 3600, percent: 0 },
      },
    }),
    "Workload web has scale.scaleDown.everySeconds 3600; it must be a whole number from 1 to 1800.",
    "Workload web has scale.scaleDown.percent 0; it must be a whole number from 1 to 1000.",
  ],
  [
    "a schedule that is none",
    all({ nightly: job({ schedule: "ondemand" }) }),
    'Workload nightly has the schedule "ondemand"; write a cron expression such as "0 3 * * *", or "on demand" for a job that somebody starts.',
  ],
  [
    "a history of less than nothing",
    all({ nightly: job({ history: { succeeded: -1, failed: 1 } }) }),
    "Workload nightly has history.succeeded -1; it must be a whole number from 0 to 1000.",
  ],
  [
    "a private network that is everywhere",
    web({ connectsTo: [privateNetwork("mainframe", ["0.0.0.0/0"], 443)] }),
    'Workload web connects to mainframe in 0.0.0.0/0, which is everything; name its own ranges, or use internet("mainframe", …).',
  ],
  [
    "a private network that is nowhere",
    web({ connectsTo: [privateNetwork("mainframe", [])] }),
    "Workload web connects to mainframe in no range of addresses; name them, such as 10.20.0.0/24.",
    "Workload web connects to mainframe on no port; name the ports.",
  ],
  [
    "a range that begins elsewhere",
    web({ connectsTo: [privateNetwork("mainframe", ["10.20.0.7/24"], 443)] }),
    'Workload web\'s connection to mainframe is "10.20.0.7/24", whose address is inside the block; the block begins at 10.20.0.0/24.',
  ],
  [
    "a port of the internet that is none",
    web({ connectsTo: [internet("mail", 70000)] }),
    "Workload web connects to mail on port 70000; it must be a whole number from 1 to 65535.",
  ],
  [
    "access of a workload's name, and for everybody",
    application({ access: { web: { may: "read" }, all: { may: "read", group: "system:authenticated" } } }),
    'Access "web" can\'t be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, 63 in all, and take no name of a workload or store.',
    'Access all is for the group "system:authenticated"; name a group of the cluster\'s sign-in: those of Kubernetes itself, system:…, hold others than people.',
  ],
];

describe("checks of a workload's pods, volumes, slots and connections", () => {
  for (const [what, broken, ...sentences] of refusals) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(applicationErrors(broken), sentences);
    });
  }

  it("take what is right", () => {
    const sound = all({
      web: service({
        slots,
        scale: { min: 3, max: 5, cpuPercent: 50 },
        minAvailable: 1,
        stopSeconds: 60,
        drainSeconds: 30,
        before: { migrate: step },
        podFields: { POD_NAME: "name" },
        writable: ["/tmp", { path: "/queue", size: "512Mi" }],
        connectsTo: [privateNetwork("mainframe", ["10.20.0.0/24"], 443)],
        ...shares("files"),
      }),
      fixed: service({ slots: { ...slots, standby: 0 }, scale: 2 }),
      files: service({ storage }),
      db: store(),
      backup: job({ storage: { mountPath: "/backups", size: "1Gi" }, schedule: "@daily", ...shares("db") }),
      restore: job({ schedule: "on demand", sharedVolumes: [{ of: "backup", mountPath: "/backups" }] }),
    });
    assert.deepEqual(applicationErrors(sound), []);
  });
});
