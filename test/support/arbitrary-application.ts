import fc from "fast-check";
import { apiServer, type Connection } from "../../components/application/connections";
import type {
  Application,
  DeploymentWorkload,
  Route,
  ScheduledWorkload,
  ServingBase,
  Workload,
  WorkloadBase,
} from "../../components/application/contract";
import type { DaprComponent } from "../../components/application/dapr";
import { generated, type SecretSource } from "../../components/application/secrets";
import type { Bytes, Cpu } from "../../components/quantities";
import { job, service, store } from "./applications";
import {
  anyWords,
  soundDeploymentWords,
  soundJobWords,
  soundSecrets,
  soundServingWords,
  soundWords,
} from "./arbitrary-words";

const names = ["web", "api", "db", "mail", "cron"] as const;

/** Any text that a person could put where a name belongs, real names among them. */
const anyName = fc.oneof(fc.constantFrom(...names, "constructor", "__proto__", "", "Ünï", "a".repeat(70)), fc.string());

/** Connections to `targets`, and out of the cluster to ports of which there may be none at all. */
function connections(targets: fc.Arbitrary<string>, fewestPorts = 0): fc.Arbitrary<Connection[]> {
  const ports = fc.uniqueArray(fc.integer({ min: 1, max: 65535 }), { minLength: fewestPorts, maxLength: 3 });
  return fc.array(
    fc.oneof(
      targets,
      targets.map((invoke) => ({ invoke })),
      fc.record({
        internet: fc.constant("outside"),
        ports,
      }),
      fc.record({
        network: fc.constant("beside"),
        cidrs: fc.uniqueArray(fc.constantFrom("10.20.0.0/24", "192.168.7.0/24"), { minLength: fewestPorts }),
        ports,
      }),
    ),
    { maxLength: 4 },
  );
}

/** Route settings that differ in what a controller is told. */
export const routeSettings = fc.record(
  {
    timeoutSeconds: fc.constantFrom(60, 3600),
    streaming: fc.boolean(),
    sessionAffinity: fc.boolean(),
    headers: fc.record(
      { "X-Frame-Options": fc.constantFrom("DENY", "SAMEORIGIN"), "Cache-Control": fc.constant("no-store") },
      { requiredKeys: [], noNullPrototype: true },
    ),
  },
  { requiredKeys: [] },
);

function workload(
  port: number,
  connectsTo: Connection[],
  dapr: boolean,
  metrics: boolean,
  kind: Workload["kind"],
): Workload {
  const serving = {
    port,
    connectsTo,
    ...(dapr ? { dapr: {} } : {}),
    ...(metrics ? { metrics: { path: "/metrics" } } : {}),
  };
  if (kind === "scheduled") return job({ connectsTo });
  return kind === "stateful" ? store(serving) : service(serving);
}

const serving = names.filter((name) => name !== "cron");

interface Part {
  readonly port: number;
  readonly connectsTo: Connection[];
  readonly dapr: boolean;
  readonly metrics: boolean;
  readonly stateful: boolean;
  readonly words: Partial<WorkloadBase>;
  readonly serving: Partial<ServingBase>;
  readonly deployment: Partial<DeploymentWorkload>;
  readonly job: Partial<ScheduledWorkload>;
}

function soundPart(name: string): fc.Arbitrary<Part> {
  return fc.record({
    port: fc.integer({ min: 1000, max: 1005 }),
    connectsTo: connections(fc.constantFrom(...serving.filter((other) => other !== name)), 1),
    dapr: fc.boolean(),
    metrics: fc.boolean(),
    stateful: fc.boolean(),
    words: soundWords,
    serving: soundServingWords,
    deployment: soundDeploymentWords,
    job: soundJobWords,
  });
}

/** Both ends of every invocation: those need a sidecar. */
function invokers(from: string, connectsTo: readonly Connection[]): readonly string[] {
  return connectsTo.flatMap((connection) =>
    typeof connection !== "string" && "invoke" in connection ? [from, connection.invoke] : [],
  );
}

/** Kubernetes' API, where there are permissions to use there. */
function apiOf({ permissions = [] }: Partial<WorkloadBase>): readonly Connection[] {
  return permissions.length === 0 ? [] : [apiServer];
}

/** A job that mounts what `neighbour` stores, where there is such a workload; jobs have no sidecars to invoke by. */
function soundJob({ connectsTo, words, job: own }: Part, neighbour: string | undefined): Workload {
  return job({
    ...words,
    ...own,
    connectsTo: [
      ...connectsTo.map((connection) =>
        typeof connection !== "string" && "invoke" in connection ? connection.invoke : connection,
      ),
      ...apiOf(words),
    ],
    ...(neighbour === undefined ? {} : { sharedVolumes: [{ of: neighbour, mountPath: "/neighbour" }] }),
  });
}

function soundServing({ connectsTo, deployment, metrics, port, serving: own, stateful, words }: Part, dapr: boolean) {
  const base = workload(port, [...connectsTo, ...apiOf(words)], dapr, metrics, stateful ? "stateful" : "deployment");
  if (base.kind !== "deployment") return { ...base, ...words, ...own };
  // Slots and sidecars exclude each other; the image is that of the active slot.
  const { slots, ...rest } = deployment;
  return {
    ...base,
    ...words,
    ...own,
    ...rest,
    ...(dapr || slots === undefined ? {} : { slots, image: slots.images[slots.active] }),
  };
}

/** Applications in which nothing is wrong: `cron` runs on a schedule, the others serve. */
export const soundApplication: fc.Arbitrary<Application> = fc
  .record({
    parts: fc.record({
      web: soundPart("web"),
      api: soundPart("api"),
      db: soundPart("db"),
      mail: soundPart("mail"),
      cron: soundPart("cron"),
    }),
    scopes: fc.uniqueArray(fc.constantFrom("web", "api", "mail")),
    needs: connections(fc.constant("db"), 1),
    routed: fc.uniqueArray(fc.constantFrom(...serving)),
    monitored: fc.boolean(),
  })
  .map(({ parts, scopes, needs, routed, monitored }) => {
    const sidecars = new Set([
      ...scopes,
      ...scopes.flatMap((scope) => invokers(scope, needs)),
      ...serving.flatMap((name) => [...(parts[name].dapr ? [name] : []), ...invokers(name, parts[name].connectsTo)]),
    ]);
    const neighbour = serving.find((name) => parts[name].stateful);
    return {
      name: "shop",
      namespace: "shop-ns",
      monitored,
      secrets: Object.fromEntries(soundSecrets.map((name) => [name, generated(32)])),
      workloads: Object.fromEntries(
        names.map((name) => [
          name,
          name === "cron" ? soundJob(parts.cron, neighbour) : soundServing(parts[name], sidecars.has(name)),
        ]),
      ),
      dapr: { samplingRate: 1, components: { part: { type: "state.any", metadata: {}, scopes, connectsTo: needs } } },
      routes: routed.map((to) => ({ host: "shop.example.com", path: `/${to}`, to })),
    };
  });

const anySecret: fc.Arbitrary<SecretSource> = fc.oneof(
  fc.record({
    from: fc.constant("generated" as const),
    bytes: fc.integer({ min: -1, max: 64 }),
    encoding: fc.constantFrom("hex" as const, "base64" as const),
  }),
  fc.record({ from: fc.constant("supplied" as const), description: fc.string(), standIn: fc.string() }),
  fc.record({
    from: fc.constant("composed" as const),
    template: fc.oneof(fc.string(), fc.constantFrom("{{A}}", "{{B}}", "{{C", "{{a}}")),
  }),
);

const anyQuantity = fc.oneof(fc.constantFrom("100m", "1Gi", "20"), fc.string());

const anyComponent: fc.Arbitrary<DaprComponent> = fc.record({
  type: fc.string(),
  metadata: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.record({ secret: anyName }))),
  scopes: fc.array(anyName, { maxLength: 3 }),
  connectsTo: connections(anyName),
});

/** Anything that has the type's shape and no sense at all. */
export const anyApplication: fc.Arbitrary<Application> = fc
  .record({
    name: anyName,
    namespace: anyName,
    secrets: fc.dictionary(fc.oneof(fc.constantFrom("A", "B"), anyName), anySecret, { maxKeys: 3 }),
    workloads: fc.dictionary(
      anyName,
      fc.tuple(
        fc.constantFrom("deployment" as const, "stateful" as const, "scheduled" as const),
        fc.integer(),
        connections(anyName),
        fc.boolean(),
        anyQuantity,
        fc.array(anyName, { maxLength: 2 }),
        fc.double(),
        anyWords(anyName, anyQuantity),
      ),
      { maxKeys: 4 },
    ),
    routes: fc.array(
      fc.record({
        host: fc.oneof(fc.constant("a.example.com"), fc.string()),
        path: fc.oneof(fc.constant("/"), fc.string()),
        to: anyName,
      }) as fc.Arbitrary<Route>,
      { maxLength: 4 },
    ),
    components: fc.option(fc.dictionary(anyName, anyComponent, { maxKeys: 2 }), { nil: undefined }),
    access: fc.dictionary(
      anyName,
      fc.record({ may: fc.constantFrom("read" as const, "deploy" as const), group: fc.string() }),
      { maxKeys: 2 },
    ),
    pullFrom: fc.option(fc.record({ registry: fc.string(), username: anyName, password: anyName }), { nil: undefined }),
  })
  .map(({ components, pullFrom, workloads, ...rest }) => ({
    ...rest,
    workloads: Object.fromEntries(
      Object.entries(workloads).map(([name, [kind, port, connectsTo, dapr, quantity, secrets, scale, words]]) => {
        const base: Workload = { ...workload(port, connectsTo, dapr, false, kind), ...words };
        const cpu = { request: quantity as Cpu, limit: "1" as const };
        const made = {
          ...base,
          secrets,
          resources: { ...base.resources, cpu },
          files: { [`/${name}`]: { text: "x" } },
          writable: [name, { path: name, size: quantity as Bytes }],
        };
        return [name, made.kind === "deployment" ? { ...made, scale, minAvailable: port } : made];
      }),
    ),
    ...(components === undefined ? {} : { dapr: { samplingRate: 0.5, components } }),
    ...(pullFrom === undefined ? {} : { pullFrom }),
  }));
