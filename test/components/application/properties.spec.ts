import assert from "node:assert/strict";
import fc from "fast-check";
import { applicationErrors } from "../../../components/application/checks";
import type { Connection } from "../../../components/application/connections";
import type { Application, Route } from "../../../components/application/contract";
import { flowsOf } from "../../../components/application/flows";
import { ingressGroups, routeUrls } from "../../../components/application/routes";
import type { Pod } from "../../../review/network-policies";
import { application, service } from "../../support/applications";
import { anyApplication, routeSettings, soundApplication } from "../../support/arbitrary-application";
import { allFacts } from "../../support/deploy";
import { NetworkSimulator } from "../../support/network-simulator";

/** Ways that an application declares, told without the code under test. */
function declaredWays({ workloads, dapr }: Application): readonly string[] {
  const ways = new Set<string>();
  const components = Object.values(dapr?.components ?? {});
  for (const [from, workload] of Object.entries(workloads)) {
    const all: Connection[] = [
      ...(workload.connectsTo ?? []),
      ...components.filter(({ scopes }) => scopes.includes(from)).flatMap((part) => part.connectsTo),
    ];
    for (const connection of all) {
      if (typeof connection === "string") {
        const target = workloads[connection];
        if (target !== undefined && target.kind !== "scheduled")
          ways.add(`${from} -> ${connection}:${String(target.port)}`);
      } else if ("invoke" in connection) ways.add(`${from} -> ${connection.invoke}:50002`);
    }
  }
  return [...ways].sort();
}

function everyPort({ workloads }: Application): readonly number[] {
  const own = Object.values(workloads).flatMap((workload) => (workload.kind === "scheduled" ? [] : [workload.port]));
  return [...new Set([...own, 50002, 9090, 22])];
}

describe("network policies of any application", () => {
  it("let through what is declared and nothing else", () => {
    fc.assert(
      fc.property(soundApplication, (any) => {
        const network = new NetworkSimulator(any, allFacts);
        const names = Object.keys(any.workloads);
        const waysBy = (open: (from: Pod, to: Pod, port: number) => boolean): readonly string[] =>
          names
            .flatMap((from) =>
              names.flatMap((to) =>
                everyPort(any)
                  .filter((port) => open(network.pod(from), network.pod(to), port))
                  .map((port) => `${from} -> ${to}:${String(port)}`),
              ),
            )
            .sort();
        const declared = declaredWays(any);
        assert.deepEqual(
          waysBy((...way) => network.reaches(...way)),
          declared,
        );
        assert.deepEqual(
          waysBy((...way) => network.sends(...way)),
          declared,
          "the sender's side alone",
        );
        assert.deepEqual(
          waysBy((...way) => network.receives(...way)),
          declared,
          "the receiver's side alone",
        );
        assert.deepEqual(
          flowsOf(any)
            .map(({ from, to, port }) => `${from} -> ${to}:${String(port)}`)
            .sort(),
          declared,
        );
      }),
    );
  });

  it("let out of the cluster what is declared, on its ports, and nothing else", () => {
    const lines = (connection: Connection): readonly string[] => {
      if (typeof connection === "string" || "invoke" in connection || "kubernetes" in connection) return [];
      const cidrs = "internet" in connection ? ["0.0.0.0/0"] : connection.cidrs;
      return cidrs.flatMap((cidr) => connection.ports.map((port) => `${cidr}:${String(port)}`));
    };
    fc.assert(
      fc.property(soundApplication, (any) => {
        const network = new NetworkSimulator(any, allFacts);
        const components = Object.values(any.dapr?.components ?? {});
        for (const [name, { connectsTo = [] }] of Object.entries(any.workloads)) {
          const declared = [
            ...connectsTo,
            ...components.filter(({ scopes }) => scopes.includes(name)).flatMap((part) => part.connectsTo),
          ].flatMap(lines);
          assert.deepEqual(
            [...new Set(network.outside(network.pod(name)))].sort(),
            [...new Set(declared)].sort(),
            name,
          );
        }
      }),
    );
  });

  it("let the ingress controller in to routed ports, Prometheus to scraped ones, and strangers nowhere", () => {
    const controller: Pod = { namespace: "ingress-nginx", labels: { app: "ingress" } };
    const prometheus: Pod = { namespace: "monitoring", labels: { app: "prometheus" } };
    const strangers: readonly Pod[] = [
      { namespace: "ingress-nginx", labels: { app: "other" } },
      { namespace: "elsewhere", labels: { app: "ingress" } },
      { namespace: "elsewhere", labels: { app: "prometheus" } },
    ];
    fc.assert(
      fc.property(soundApplication, (any) => {
        const network = new NetworkSimulator(any, allFacts);
        for (const [name, workload] of Object.entries(any.workloads)) {
          const reached = (from: Pod): number[] =>
            everyPort(any).filter((port) => network.reaches(from, network.pod(name), port));
          for (const stranger of strangers) assert.deepEqual(reached(stranger), [], name);
          const routed = (any.routes ?? []).some(({ to }) => to === name);
          if (workload.kind === "scheduled") continue;
          assert.deepEqual(reached(controller), routed ? [workload.port] : [], name);
          const scraped = [
            ...(workload.metrics === undefined ? [] : [workload.port]),
            ...(workload.dapr === undefined ? [] : [9090]),
          ];
          assert.deepEqual(reached(prometheus), any.monitored === true ? scraped : [], name);
        }
      }),
    );
  });
});

describe("applicationErrors", () => {
  it("finds nothing in an application in which nothing is wrong", () => {
    fc.assert(
      fc.property(soundApplication, (any) => {
        assert.deepEqual(applicationErrors(any), []);
      }),
    );
  });

  it("never throws, and says sentences", () => {
    fc.assert(
      fc.property(anyApplication, (any) => {
        for (const error of applicationErrors(any)) assert.match(error, /^[A-Zp][\s\S]*\.$/, error);
      }),
      { numRuns: 500 },
    );
  });
});

describe("ingressGroups of any routes", () => {
  const hosts = ["a.example.com", "b.example.com", "c.example.com"];
  const targets = ["shop", "shop-2", "web", "web-2"];
  const routes: fc.Arbitrary<Route[]> = fc
    .array(fc.tuple(fc.constantFrom(...hosts), fc.constantFrom(...targets), routeSettings), { maxLength: 8 })
    .map((all) => all.map(([host, to, settings], index) => ({ host, to, path: `/p${String(index)}`, ...settings })));

  it("keep every route once, with routes of the same host and settings only", () => {
    fc.assert(
      fc.property(routes, (all) => {
        const groups = ingressGroups(application({ routes: all }));
        assert.deepEqual(
          groups
            .flatMap((group) => group.routes)
            .map(({ path }) => path)
            .sort(),
          all.map(({ path }) => path).sort(),
        );
        for (const { host, settings, routes: own } of groups) {
          for (const { host: ownHost, path: _path, to: _to, ...ownSettings } of own) {
            assert.equal(ownHost, host);
            assert.deepEqual(ownSettings, settings);
          }
        }
        const kinds = groups.map(({ host, settings: { headers, ...others } }) => {
          const entries = [others, headers ?? null].map((part) => part && Object.entries(part).sort());
          return `${host} ${JSON.stringify(entries)}`;
        });
        assert.equal(new Set(kinds).size, groups.length);
      }),
    );
  });

  it("have names of their own, and request one certificate for each host", () => {
    fc.assert(
      fc.property(routes, (all) => {
        const groups = ingressGroups(application({ routes: all }));
        assert.equal(new Set(groups.map(({ name }) => name)).size, groups.length);
        const certified = groups.filter(({ requestsCertificate }) => requestsCertificate).map(({ host }) => host);
        assert.deepEqual(certified.sort(), [...new Set(all.map(({ host }) => host))].sort());
      }),
    );
  });

  it("lose no address", () => {
    fc.assert(
      fc.property(routes, (all) => {
        const workloads = Object.fromEntries(targets.map((name) => [name, service()]));
        const urls = routeUrls(application({ workloads, routes: all }));
        assert.deepEqual(Object.values(urls).sort(), all.map(({ host, path }) => `https://${host}${path}`).sort());
      }),
    );
  });
});
