import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { dnsProviders } from "../../../components/platform/dns/contract";
import { planOf } from "../../../plan/plan";
import { readStack } from "../../../plan/stack-file";
import { type DnsCheck, dnsErrors } from "../../../stacks/config/dns-checks";
import { dnsSecretNeeds, dnsSecrets } from "../../../stacks/config/dns-secrets";
import { type DnsOverrides, resolveDns } from "../../../stacks/config/platform-dns-schema";
import { loadSystem, systemNames } from "../../../stacks/systems";
import { plannedWith } from "../../support/mirrored-plan";
import { Recording } from "../../support/recording";

const resolved = (overrides: DnsOverrides) => resolveDns(overrides, "todo.example.com") ?? assert.fail("no DNS");

/** What is wrong with these settings on that cluster. */
function errors(
  overrides: DnsOverrides,
  cluster: DnsCheck["cluster"],
  secretNames: readonly string[] = [],
  hosts: readonly string[] = [],
) {
  const dns = resolveDns(overrides, "example.com");
  const certificates = { enabled: true, email: "", issuer: "staging", challenge: "http01" } as const;
  const settings = { certificates, ...(dns === undefined ? {} : { dns }) };
  return dnsErrors({ overrides, settings, cluster, secretNames, hosts });
}

describe("platform.dns", function () {
  this.timeout(20_000);

  it("is nothing without a provider, or turned off", () => {
    assert.equal(resolveDns(undefined, "example.com"), undefined);
    assert.equal(resolveDns({}, "example.com"), undefined);
    assert.equal(resolveDns({ provider: "cloudflare", enabled: false }, "example.com"), undefined);
  });

  it("has the stack's domain as its zone, writes records and removes none, unless the stack says otherwise", () => {
    assert.deepEqual(resolved({ provider: "cloudflare" }), {
      provider: "cloudflare",
      zones: [{ domain: "todo.example.com" }],
      records: true,
      policy: "upsert-only",
    });
    assert.deepEqual(
      resolved({
        provider: "google",
        zones: ["example.com", { domain: "example.org", id: "org" }],
        records: false,
        policy: "sync",
        target: "203.0.113.7",
        project: "names-1",
      }),
      {
        provider: "google",
        zones: [{ domain: "example.com" }, { domain: "example.org", id: "org" }],
        records: false,
        policy: "sync",
        target: "203.0.113.7",
        project: "names-1",
      },
    );
  });

  it("needs no secret on the provider's own cloud, and the provider's secrets everywhere else", () => {
    const names = (provider: (typeof dnsProviders)[number], kind: DnsCheck["cluster"]["kind"]): readonly string[] =>
      dnsSecretNeeds(resolved({ provider }), kind).map(({ name }) => name);
    assert.deepEqual(names("route53", "eks"), []);
    assert.deepEqual(names("google", "gke"), []);
    assert.deepEqual(names("route53", "gke"), ["DNS_AWS_ACCESS_KEY_ID", "DNS_AWS_SECRET_ACCESS_KEY"]);
    assert.deepEqual(names("google", "kubeconfig"), ["DNS_GOOGLE_KEY"]);
    assert.deepEqual(names("cloudflare", "eks"), ["DNS_CLOUDFLARE_TOKEN"]);
    // A DOKS cluster has no identities that DigitalOcean's own API knows.
    assert.deepEqual(names("digitalocean", "doks"), ["DNS_DIGITALOCEAN_TOKEN"]);
    assert.deepEqual(names("cloudflare", "stack"), [], "the owner of the cluster has the platform");
    assert.deepEqual(dnsSecretNeeds(undefined, "doks"), []);
  });

  it("is accepted wherever the provider knows the pods, by their cloud or by secrets", () => {
    const kinds = ["doks", "eks", "gke", "minikube", "kubeconfig"] as const;
    fc.assert(
      fc.property(fc.constantFrom(...dnsProviders), fc.constantFrom(...kinds), (provider, kind) => {
        const project = provider === "google" ? { project: "names-1" } : {};
        const secrets = dnsSecrets[provider].map(({ name }) => name);
        assert.deepEqual(errors({ provider, ...project }, { kind }, secrets), []);
        const home = { route53: "eks", google: "gke", cloudflare: kind, digitalocean: kind }[provider];
        assert.equal(
          errors({ provider, ...project }, { kind }).length,
          kind === home ? 0 : 1,
          `${provider} on ${kind}`,
        );
      }),
    );
  });

  it("takes another target where nothing gives the cluster an address, or no records", () => {
    const cluster = { kind: "kubeconfig", loadBalancer: "none" } as const;
    assert.equal(errors({ provider: "cloudflare" }, cluster).length, 1);
    assert.deepEqual(errors({ provider: "cloudflare", target: "203.0.113.7" }, cluster), []);
  });

  it("points a zone's own name at a load balancer without an address only where the provider can", () => {
    const hosts = ["example.com", "www.example.com"];
    const given = Object.values(dnsSecrets).flatMap((secrets) => secrets.map(({ name }) => name));
    const google = { provider: "google", project: "names-1" } as const;
    assert.deepEqual(errors(google, { kind: "eks" }, given, hosts), [
      `platform.dns.provider is "google", which can't point example.com, a zone's own name, at a load balancer that has a name and no address; ` +
        "set platform.dns.target to an address, choose route53 or cloudflare, or a host below the zone.",
    ]);
    const digitalocean = { provider: "digitalocean" } as const;
    assert.equal(errors(digitalocean, { kind: "kubeconfig", loadBalancer: "hostname" }, given, hosts).length, 1);
    for (const fitting of [
      errors({ ...google, target: "203.0.113.7" }, { kind: "eks" }, given, hosts),
      errors({ ...google, records: false }, { kind: "gke" }, given, ["www.example.com"]).slice(1),
      errors(google, { kind: "eks" }, given, ["www.example.com"]),
      errors(digitalocean, { kind: "doks" }, given, hosts),
      errors({ provider: "route53" }, { kind: "eks" }, [], hosts),
      errors({ provider: "cloudflare" }, { kind: "eks" }, given, hosts),
    ]) {
      assert.deepEqual(fitting, []);
    }
  });

  it("writes records of the nodes' own address, for a cluster without a load balancer", async () => {
    const folder = mkdtempSync(join(tmpdir(), "dns-"));
    const config = join(folder, "Pulumi.prod.yaml");
    const dns = { provider: "cloudflare", target: "203.0.113.7" };
    const settings = {
      "rootstock:system": "ffe-backend",
      "rootstock:environment": "prod",
      "rootstock:imageTag": "v1.0.0",
      "rootstock:cluster": { kind: "kubeconfig", loadBalancer: "none" },
      "rootstock:platform": { dns, certificates: { challenge: "dns01" } },
      "rootstock:secrets": { DNS_CLOUDFLARE_TOKEN: { secure: "v1:c3RhbmQtaW4=" } },
    };
    try {
      writeFileSync(config, stringify({ config: settings }));
      const { run } = await planOf(await readStack({ config }));
      const made = new Recording(run.registrations);
      assert.deepEqual(made.input("Release", "ingress-nginx", "values", "controller", "extraArgs"), {
        "publish-status-address": "203.0.113.7",
      });
      assert.deepEqual(made.input("Release", "external-dns", "values", "provider"), { name: "cloudflare" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("has a stand-in for its token in plans", async () => {
    const { standIns } = await readStack({ system: "chloromaster", env: "prod", cluster: "doks" });
    assert.ok(standIns.includes("DNS_DIGITALOCEAN_TOKEN"), standIns.join(", "));
  });

  it("is refused without its token, with the command that sets it", async () => {
    const input = await readStack({ system: "todo", env: "dev" });
    const values = { ...input.raw.values, "rootstock:platform": '{"dns":{"provider":"cloudflare"}}' };
    await assert.rejects(planOf({ ...input, raw: { ...input.raw, values } }), {
      name: "UsageError",
      message:
        "Pulumi.dev.yaml has 1 mistake; nothing was changed.\n" +
        "  - secrets.DNS_CLOUDFLARE_TOKEN is missing (API token of Cloudflare with Zone:Read and DNS:Edit for the DNS zones and nothing else); " +
        "set it with: pulumi config set --secret --path 'secrets.DNS_CLOUDFLARE_TOKEN'.",
    });
  });

  it("can be had by every system that runs on AWS", async () => {
    for (const system of systemNames) {
      if ((await loadSystem(system)).clusters("staging").refused?.eks !== undefined) continue;
      const { run } = await plannedWith(
        { system, env: "staging", cluster: "eks" },
        { dns: { provider: "route53" }, certificates: { challenge: "dns01" } },
      );
      const made = new Recording(run.registrations);
      assert.equal(made.input("Release", "external-dns", "values", "txtOwnerId"), `rootstock-${system}-staging`);
    }
  });
});
