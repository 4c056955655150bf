import assert from "node:assert/strict";
import { resolveDns } from "../../../stacks/config/platform-dns-schema";
import { wildcardErrors } from "../../../stacks/config/wildcard-hosts";
import { needsOf } from "../../../stacks/needs";
import { refuseMissing } from "../../../stacks/platform";
import { application } from "../../support/applications";

const shops = application({ routes: [{ host: "*.shops.example.com", path: "/", to: "web" }] });

/** What is wrong with wildcards where challenges are answered in this zone, if in any. */
function errors(app: typeof shops, challenge: "http01" | "dns01", zone?: string): readonly string[] {
  const dns = zone === undefined ? undefined : resolveDns({ provider: "cloudflare" }, zone);
  const certificates = { enabled: true, email: "", issuer: "staging", challenge } as const;
  return wildcardErrors(app, { certificates, ...(dns === undefined ? {} : { dns }) });
}

describe("a route to all hosts below a domain", () => {
  it("needs a zone that has its domain, in which challenges are answered", () => {
    const refusal =
      'The route to web has the host "*.shops.example.com", which Let\'s Encrypt certifies only by a record in its zone; ' +
      "set platform.certificates.challenge to dns01 and platform.dns to who has the zone, or give the route a host without an asterisk.";
    assert.deepEqual(errors(shops, "http01"), [refusal]);
    assert.deepEqual(errors(shops, "http01", "example.com"), [refusal]);
    assert.deepEqual(errors(shops, "dns01", "example.org"), [refusal]);
    assert.deepEqual(errors(shops, "dns01", "example.com"), []);
    assert.deepEqual(errors(shops, "dns01", "shops.example.com"), []);
  });

  it("needs nothing without TLS, and other hosts need nothing", () => {
    assert.deepEqual(errors({ ...shops, tls: "none" }, "http01"), []);
    assert.deepEqual(errors(application({ routes: [{ host: "a.example.com", path: "/", to: "web" }] }), "http01"), []);
  });

  it("asks the same of another stack's platform", () => {
    const owner = "the stack acme/rootstock/prod";
    const facts = { logs: true, metrics: true };
    const needs = { wildcards: needsOf(shops).wildcards === true };
    assert.deepEqual(needs, { wildcards: true });
    assert.throws(() => {
      refuseMissing(facts, needs, owner);
    }, /does not offer certificates for wildcards \(platform\.certificates\.challenge: dns01 with platform\.dns\)/);
    const dns = { zones: ["example.com"], records: false, challenges: true };
    refuseMissing({ ...facts, dns }, needs, owner);
  });
});
