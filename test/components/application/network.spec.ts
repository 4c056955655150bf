import assert from "node:assert/strict";
import { internet, privateNetwork } from "../../../components/application/connections";
import { networkPolicySpec } from "../../../components/application/network-policy";
import { application, job, service, store } from "../../support/applications";
import { allFacts, deploy } from "../../support/deploy";
import type { Recording } from "../../support/recording";

const pods = (name: string) => ({
  podSelector: { matchLabels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "shop" } },
});
const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: "TCP", port }));
const inNamespace = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
const dns = {
  to: [
    {
      namespaceSelector: inNamespace("kube-system"),
      podSelector: { matchExpressions: [{ key: "k8s-app", operator: "In", values: ["kube-dns", "node-local-dns"] }] },
    },
  ],
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
};

const ingressOf = (made: Recording, name: string): unknown => made.input("NetworkPolicy", name, "spec", "ingress");
const egressOf = (made: Recording, name: string): unknown => made.input("NetworkPolicy", name, "spec", "egress");

describe("network policies", () => {
  it("refuse everything in the namespace that no other policy allows", async () => {
    const made = await deploy(application());
    assert.deepEqual(made.input("NetworkPolicy", "default-deny", "spec"), {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    });
  });

  it("let a lonely workload ask for names, and nothing else, without an empty list that the API server would drop", async () => {
    const made = await deploy(application({ workloads: { web: service(), nightly: job() } }));
    for (const name of ["web", "nightly"]) {
      assert.deepEqual(made.input("NetworkPolicy", name, "spec"), {
        ...pods(name),
        policyTypes: ["Ingress", "Egress"],
        egress: [dns],
      });
    }
  });

  it("open declared connections at both ends, and no other", async () => {
    const made = await deploy(
      application({
        workloads: {
          web: service({ connectsTo: ["api", "db"] }),
          api: service({ port: 9000, connectsTo: ["db"] }),
          db: store(),
          nightly: job({ connectsTo: ["db"] }),
          other: service(),
        },
      }),
    );
    assert.deepEqual(ingressOf(made, "db"), [{ from: [pods("api"), pods("nightly"), pods("web")], ports: tcp(5432) }]);
    assert.deepEqual(ingressOf(made, "api"), [{ from: [pods("web")], ports: tcp(9000) }]);
    assert.deepEqual(egressOf(made, "web"), [
      dns,
      { to: [pods("api")], ports: tcp(9000) },
      { to: [pods("db")], ports: tcp(5432) },
    ]);
    assert.deepEqual(egressOf(made, "nightly"), [dns, { to: [pods("db")], ports: tcp(5432) }]);
    assert.deepEqual(egressOf(made, "db"), [dns]);
    for (const name of ["other", "web", "nightly"]) assert.equal(ingressOf(made, name), undefined, name);
  });

  it("open the internet on the declared ports, without private networks and the cloud's metadata", async () => {
    const made = await deploy(
      application({
        workloads: {
          web: service({ connectsTo: [internet("mail", 587, 465), internet("more mail", 587), internet("api", 443)] }),
        },
      }),
    );
    assert.deepEqual(egressOf(made, "web"), [
      dns,
      {
        to: [
          {
            ipBlock: {
              cidr: "0.0.0.0/0",
              except: ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
            },
          },
        ],
        ports: tcp(443, 465, 587),
      },
    ]);
  });

  it("open private networks in their ranges and on their ports alone", async () => {
    const made = await deploy(
      application({
        workloads: {
          web: service({ connectsTo: [privateNetwork("mainframe", ["10.20.0.0/24", "10.21.0.0/24"], 8089, 443)] }),
        },
      }),
    );
    assert.deepEqual(egressOf(made, "web"), [
      dns,
      { to: [{ ipBlock: { cidr: "10.20.0.0/24" } }, { ipBlock: { cidr: "10.21.0.0/24" } }], ports: tcp(8089, 443) },
    ]);
  });

  it("open nothing to a private network without ranges or ports, where a rule would open everything", () => {
    for (const nowhere of [privateNetwork("mainframe", [], 443), privateNetwork("mainframe", ["10.20.0.0/24"])]) {
      const web = service({ connectsTo: [nowhere] });
      const shop = application({ workloads: { web } });
      assert.deepEqual(networkPolicySpec(shop, "web", web, allFacts, []).egress, [dns]);
    }
  });

  it("let the ingress controller reach routed workloads, and no others", async () => {
    const made = await deploy(
      application({
        workloads: { web: service(), api: service() },
        routes: [{ host: "shop.example.com", path: "/", to: "web" }],
      }),
    );
    assert.deepEqual(ingressOf(made, "web"), [
      {
        from: [{ namespaceSelector: inNamespace("ingress-nginx"), podSelector: { matchLabels: { app: "ingress" } } }],
        ports: tcp(8080),
      },
    ]);
    assert.equal(ingressOf(made, "api"), undefined);
  });

  it("let Prometheus reach metrics of the workload and of its sidecar, where they are scraped", async () => {
    const dapr = { samplingRate: 0, components: {} };
    const workloads = {
      web: service({ metrics: { path: "/metrics" }, dapr: {} }),
      api: service({ dapr: {} }),
      db: store(),
    };
    const from = [
      { namespaceSelector: inNamespace("monitoring"), podSelector: { matchLabels: { app: "prometheus" } } },
    ];
    const made = await deploy(application({ workloads, dapr }));
    assert.deepEqual(ingressOf(made, "web"), [{ from, ports: tcp(8080, 9090) }]);
    assert.deepEqual(ingressOf(made, "api"), [{ from, ports: tcp(9090) }]);
    assert.equal(ingressOf(made, "db"), undefined);
    const unmonitored = await deploy(application({ workloads, dapr, monitored: false }));
    assert.equal(ingressOf(unmonitored, "web"), undefined);
    const { monitoring: _monitoring, ...facts } = allFacts;
    assert.equal(ingressOf(await deploy(application({ workloads, dapr }), { facts }), "web"), undefined);
  });

  it("let sidecars reach Dapr's control plane and each other, as declared", async () => {
    const made = await deploy(
      application({
        monitored: false,
        workloads: {
          web: service({ dapr: {}, connectsTo: [{ invoke: "api" }] }),
          api: service({ dapr: {} }),
          plain: service(),
        },
        dapr: { samplingRate: 0, components: {} },
      }),
    );
    const controlPlane = {
      to: [{ namespaceSelector: inNamespace("dapr-system") }],
      ports: tcp(6500, 50001, 50005, 50006),
    };
    assert.deepEqual(egressOf(made, "web"), [dns, { to: [pods("api")], ports: tcp(50002) }, controlPlane]);
    assert.deepEqual(egressOf(made, "api"), [dns, controlPlane]);
    assert.deepEqual(ingressOf(made, "api"), [{ from: [pods("web")], ports: tcp(50002) }]);
    assert.deepEqual(egressOf(made, "plain"), [dns]);
  });

  it("open what a Dapr component needs to the workloads in its scope alone", async () => {
    const made = await deploy(
      application({
        monitored: false,
        workloads: { web: service({ dapr: {} }), api: service({ dapr: {} }), db: store() },
        dapr: {
          samplingRate: 0,
          components: {
            state: {
              type: "state.postgresql",
              metadata: {},
              scopes: ["web"],
              connectsTo: ["db", internet("broker", 9092)],
            },
          },
        },
      }),
    );
    assert.deepEqual(ingressOf(made, "db"), [{ from: [pods("web")], ports: tcp(5432) }]);
    assert.equal((egressOf(made, "web") as unknown[]).length, 4);
    assert.equal((egressOf(made, "api") as unknown[]).length, 2);
  });

  it("have no rule that admits everyone", async () => {
    const made = await deploy(
      application({
        workloads: { web: service({ connectsTo: ["api"], metrics: { path: "/m" } }), api: service() },
        routes: [{ host: "shop.example.com", path: "/", to: "web" }],
      }),
    );
    for (const name of made.names("NetworkPolicy").filter((policy) => policy !== "default-deny")) {
      for (const rule of ingressOf(made, name) as { from?: object[] }[]) assert.ok((rule.from ?? []).length > 0, name);
      for (const rule of egressOf(made, name) as { to?: object[] }[]) assert.ok((rule.to ?? []).length > 0, name);
    }
  });
});
