import fc from "fast-check";
import type {
  Autoscaling,
  DeploymentWorkload,
  Probe,
  ScheduledWorkload,
  ServingBase,
  Slot,
  Storage,
  WorkloadBase,
} from "../../components/application/contract";
import { smallResources } from "./applications";

/** Secrets that {@link soundWords} may name. */
export const soundSecrets = ["TOKEN", "KEY"] as const;

const command = ["true"] as const;

/** What workloads of every kind may say of their pods, and nothing wrong in it. */
export const soundWords: fc.Arbitrary<Partial<WorkloadBase>> = fc.record(
  {
    before: fc.constantFrom(
      { migrate: { command } },
      { wait: { command, image: "registry.example.com/tools:1", resources: smallResources }, migrate: { command } },
    ),
    config: fc.constantFrom({ LEVEL: "info" }, {}),
    podFields: fc.dictionary(
      fc.constantFrom("POD_NAME", "POD_ADDRESS"),
      fc.constantFrom("name" as const, "namespace" as const, "ip" as const, "node" as const),
    ),
    secrets: fc.subarray([...soundSecrets]),
    secretsAs: fc.constantFrom("environment" as const, "files" as const),
    files: fc.constantFrom({ "/etc/app/settings": { text: "x" } }, { "/etc/app/token": { secret: "TOKEN" } }),
    writable: fc.constantFrom([], ["/tmp"], ["/tmp", { path: "/queue", size: "100Mi" as const }]),
    permissions: fc.constant([{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }]),
    stopSeconds: fc.integer({ min: 31, max: 90 }),
  },
  { requiredKeys: [] },
);

/** What those may say that serve. */
export const soundServingWords: fc.Arbitrary<Partial<Pick<ServingBase, "drainSeconds" | "probes">>> = fc.record(
  {
    drainSeconds: fc.integer({ min: 0, max: 29 }),
    probes: fc.constantFrom(
      { readiness: { tcp: true as const, periodSeconds: 5 }, liveness: { command } },
      { readiness: { path: "/ready", failures: 1 }, startup: { path: "/up", delaySeconds: 3 }, startSeconds: 60 },
    ),
  },
  { requiredKeys: [] },
);

const autoscaling: fc.Arbitrary<Autoscaling> = fc.record({
  min: fc.integer({ min: 1, max: 3 }),
  max: fc.integer({ min: 3, max: 9 }),
  cpuPercent: fc.constant(70),
  scaleDown: fc.constantFrom(
    { stabilizationSeconds: 300, everySeconds: 60, percent: 50 },
    { stabilizationSeconds: 300, everySeconds: 60, pods: 1 },
  ),
});

const images: Readonly<Record<Slot, string>> = {
  blue: "registry.example.com/web:1",
  green: "registry.example.com/web:2",
};

/** The same workload with its other slot active. */
export function switched(workload: DeploymentWorkload): DeploymentWorkload {
  const { slots } = workload;
  if (slots === undefined) return workload;
  const active = slots.active === "blue" ? "green" : "blue";
  return { ...workload, image: slots.images[active], slots: { ...slots, active } };
}

/** What Deployments may say of their number of pods, slots among it. */
export const soundDeploymentWords: fc.Arbitrary<Partial<DeploymentWorkload>> = fc.record(
  {
    scale: fc.oneof(fc.integer({ min: 0, max: 4 }), autoscaling),
    slots: fc.record({
      active: fc.constantFrom("blue" as const, "green" as const),
      images: fc.constant(images),
      standby: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { requiredKeys: [] },
);

/** What jobs may say. */
export const soundJobWords: fc.Arbitrary<Partial<ScheduledWorkload>> = fc.record(
  {
    schedule: fc.constantFrom("on demand", "*/5 * * * *"),
    history: fc.record({ succeeded: fc.nat(5), failed: fc.nat(5) }),
    storage: fc.constant({ mountPath: "/backups", size: "1Gi" as const }),
  },
  { requiredKeys: [] },
);

/** Words of workloads with any content that their types allow, by any names. */
export function anyWords(anyName: fc.Arbitrary<string>, anySize: fc.Arbitrary<string>): fc.Arbitrary<object> {
  const number = fc.double();
  const timings = { delaySeconds: number, periodSeconds: number, timeoutSeconds: number, failures: number };
  const probe = fc.oneof(
    fc.record({ path: fc.string(), port: number, ...timings }, { requiredKeys: ["path"] }),
    fc.record({ command: fc.array(fc.string(), { maxLength: 1 }), ...timings }, { requiredKeys: ["command"] }),
  ) as fc.Arbitrary<Probe>;
  const storage = fc.record({ mountPath: fc.string(), size: anySize }) as fc.Arbitrary<Storage>;
  return fc.record(
    {
      before: fc.dictionary(anyName, fc.record({ command: fc.array(fc.string(), { maxLength: 1 }) }), { maxKeys: 2 }),
      podFields: fc.dictionary(anyName, fc.constant("ip"), { maxKeys: 2 }),
      config: fc.dictionary(anyName, fc.string(), { maxKeys: 2 }),
      secretsAs: fc.constant("files"),
      sharedVolumes: fc.array(fc.record({ of: anyName, mountPath: fc.string() }), { maxLength: 2 }),
      storage,
      slots: fc.record({
        active: fc.constantFrom("blue", "green"),
        images: fc.record({ blue: fc.string(), green: fc.string() }),
        standby: number,
      }),
      drainSeconds: number,
      stopSeconds: number,
      schedule: fc.string(),
      history: fc.record({ succeeded: number, failed: number }),
      deadlineSeconds: number,
      probes: fc.record({ readiness: probe, startup: probe, startSeconds: number }, { requiredKeys: ["readiness"] }),
    },
    { requiredKeys: [] },
  );
}
