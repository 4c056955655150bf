import fc from "fast-check";
import type { Connection } from "../../components/application/connections";
import type { Application, Route, Workload } from "../../components/application/contract";
import type { DaprComponent } from "../../components/application/dapr";
import type { SecretSource } from "../../components/application/secrets";
import type { Cpu } from "../../components/quantities";
import { job, service, store } from "./applications";

const names = ["web", "api", "db", "mail", "cron"] as const;

/** Any text that a person could put where a name belongs, real names among them. */
const anyName = fc.oneof(fc.constantFrom(...names, "constructor", "__proto__", "", "Ünï", "a".repeat(70)), fc.string());

function connections(targets: fc.Arbitrary<string>): fc.Arbitrary<Connection[]> {
  return fc.array(
    fc.oneof(
      targets,
      targets.map((invoke) => ({ invoke })),
      fc.record({
        internet: fc.constant("outside"),
        ports: fc.array(fc.integer({ min: 1, max: 65535 }), { maxLength: 3 }),
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

/** Applications whose connections and routes all lead somewhere: `cron` runs on a schedule, the others serve. */
export const soundApplication: fc.Arbitrary<Application> = fc
  .record({
    parts: fc.tuple(
      ...names.map((name) =>
        fc.record({
          port: fc.integer({ min: 1000, max: 1005 }),
          connectsTo: connections(fc.constantFrom(...serving.filter((other) => other !== name))),
          dapr: fc.boolean(),
          metrics: fc.boolean(),
          stateful: fc.boolean(),
        }),
      ),
    ),
    scopes: fc.uniqueArray(fc.constantFrom("web", "api", "mail")),
    needs: connections(fc.constant("db")),
    routed: fc.uniqueArray(fc.constantFrom(...serving)),
    monitored: fc.boolean(),
  })
  .map(({ parts, scopes, needs, routed, monitored }) => ({
    name: "shop",
    namespace: "shop-ns",
    monitored,
    workloads: Object.fromEntries(
      names.map((name, index) => {
        const { port = 1000, connectsTo = [], dapr = false, metrics = false, stateful = false } = parts[index] ?? {};
        const kind = name === "cron" ? "scheduled" : stateful ? "stateful" : "deployment";
        return [name, workload(port, connectsTo, dapr, metrics, kind)];
      }),
    ),
    dapr: { samplingRate: 1, components: { part: { type: "state.any", metadata: {}, scopes, connectsTo: needs } } },
    routes: routed.map((to) => ({ host: "shop.example.com", path: `/${to}`, to })),
  }));

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
    pullFrom: fc.option(fc.record({ registry: fc.string(), username: anyName, password: anyName }), { nil: undefined }),
  })
  .map(({ components, pullFrom, workloads, ...rest }) => ({
    ...rest,
    workloads: Object.fromEntries(
      Object.entries(workloads).map(([name, [kind, port, connectsTo, dapr, quantity, secrets, scale]]) => {
        const base = workload(port, connectsTo, dapr, false, kind);
        const cpu = { request: quantity as Cpu, limit: "1" as const };
        const made = {
          ...base,
          secrets,
          resources: { ...base.resources, cpu },
          files: { [`/${name}`]: { text: "x" } },
          writable: [name],
        };
        return [name, made.kind === "deployment" ? { ...made, scale, minAvailable: port } : made];
      }),
    ),
    ...(components === undefined ? {} : { dapr: { samplingRate: 0.5, components } }),
    ...(pullFrom === undefined ? {} : { pullFrom }),
  }));
