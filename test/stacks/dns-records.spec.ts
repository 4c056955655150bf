import assert from "node:assert/strict";
import { planOf } from "../../plan/plan";
import { readStack } from "../../plan/stack-file";
import { clear } from "../../plan/wire";
import { publishedHosts, recordsByHand } from "../../stacks/dns-records";
import { application } from "../support/applications";
import { plannedWith } from "../support/mirrored-plan";

const ip = { kind: "ip", value: "203.0.113.7" } as const;

describe("DNS records to make by hand", function () {
  this.timeout(20_000);

  it("are one for each host that lies in no zone", () => {
    const hosts = ["example.com", "www.example.com", "notexample.com", "shop.example.org"];
    assert.deepEqual(recordsByHand(hosts, ["example.com"], ip), [
      { host: "notexample.com", type: "A", value: "203.0.113.7" },
      { host: "shop.example.org", type: "A", value: "203.0.113.7" },
    ]);
    assert.deepEqual(recordsByHand(["example.com"], [], { kind: "hostname", value: "lb.invalid" }), [
      { host: "example.com", type: "CNAME", value: "lb.invalid" },
    ]);
    assert.deepEqual(recordsByHand(hosts, [], undefined), []);
  });

  it("are for hosts of routes with their www, and for Grafana's, each once", () => {
    const routes = [
      { host: "example.com", path: "/", to: "web", redirectFromWww: true },
      { host: "example.com", path: "/api", to: "web" },
    ];
    assert.deepEqual(publishedHosts(application({ routes }), "grafana.example.com"), [
      "example.com",
      "www.example.com",
      "grafana.example.com",
    ]);
  });

  it("are an output, empty where external-dns writes them all", async () => {
    const records = async (platform: object): Promise<unknown> => {
      const { run } = await plannedWith({ system: "todo", env: "dev", cluster: "eks" }, platform);
      return clear(run.outputs["dnsRecords"]);
    };
    const value = "rootstock.elb.invalid";
    assert.deepEqual(await records({ monitoring: { grafanaHost: "grafana.example.com" } }), [
      { host: "dev.todo.example.com", type: "CNAME", value },
      { host: "grafana.example.com", type: "CNAME", value },
    ]);
    assert.deepEqual(await records({ dns: { provider: "route53" } }), []);
    const zones = ["elsewhere.example.com"];
    assert.equal(((await records({ dns: { provider: "route53", zones } })) as readonly unknown[]).length, 1);
  });

  it("are an output of a stack on another's cluster too", async () => {
    const { run } = await planOf(await readStack({ system: "todo", env: "staging" }));
    assert.ok((clear(run.outputs["dnsRecords"]) as readonly unknown[]).length > 0);
  });
});
