import assert from "node:assert/strict";
import fc from "fast-check";
import { applicationErrors } from "../../../components/application/checks";
import type { Route } from "../../../components/application/contract";
import { headerProblems, secureHeaders } from "../../../components/platform/secure-headers";
import { application, service } from "../../support/applications";
import { deploy } from "../../support/deploy";

const host = "shop.example.com";
const routed = (...routes: readonly Partial<Route>[]) =>
  application({
    workloads: { web: service(), api: service({ port: 9000 }) },
    routes: routes.map((route) => ({ host, path: "/", to: "web", ...route })),
  });

describe("a route", () => {
  it("gets its response headers from a ConfigMap, without snippets", async () => {
    const made = await deploy(routed({ headers: secureHeaders }));
    const name = String(
      made.input("Ingress", "shop", "metadata", "annotations", "nginx.ingress.kubernetes.io/custom-headers"),
    );
    assert.match(name, /^shop-ns\/shop-headers-[0-9a-f]{7}$/);
    assert.deepEqual(made.input("ConfigMap", "shop-headers", "data"), secureHeaders);
  });

  it("shares an Ingress with those that want the same headers, in whatever order they are written", async () => {
    const made = await deploy(
      routed(
        { headers: { "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer" } },
        { path: "/api", to: "api", headers: { "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY" } },
      ),
    );
    assert.deepEqual(made.names("Ingress"), ["shop"]);
    const other = await deploy(routed({ headers: { "X-Frame-Options": "DENY" } }, { path: "/api", to: "api" }));
    assert.deepEqual(other.names("Ingress"), ["api", "shop"]);
  });

  it("without a header needs no ConfigMap", async () => {
    const made = await deploy(routed({ headers: {} }));
    assert.deepEqual(made.names("ConfigMap"), []);
    const annotations = made.input("Ingress", "shop", "metadata", "annotations") as Record<string, string>;
    assert.equal(annotations["nginx.ingress.kubernetes.io/custom-headers"], undefined);
  });

  it("takes www in, and has it on the certificate", async () => {
    const made = await deploy(routed({ redirectFromWww: true, requestsPerSecond: 20 }));
    const annotations = made.input("Ingress", "shop", "metadata", "annotations") as Record<string, string>;
    assert.equal(annotations["nginx.ingress.kubernetes.io/from-to-www-redirect"], "true");
    assert.equal(annotations["nginx.ingress.kubernetes.io/limit-rps"], "20");
    assert.deepEqual(made.input("Ingress", "shop", "spec", "tls"), [
      { hosts: [host, `www.${host}`], secretName: `${host}-tls` },
    ]);
  });

  it("has www on the certificate of the host, whichever of the host's routes takes it in", async () => {
    const made = await deploy(routed({}, { path: "/api", to: "api", redirectFromWww: true }));
    assert.deepEqual(made.names("Ingress"), ["api", "shop"]);
    for (const name of made.names("Ingress")) {
      assert.deepEqual(
        made.input("Ingress", name, "spec", "tls"),
        [{ hosts: [host, `www.${host}`], secretName: `${host}-tls` }],
        name,
      );
    }
  });

  it("can't take in a www that is its own host, or another route's", () => {
    assert.deepEqual(applicationErrors(routed({ host: `www.${host}`, redirectFromWww: true })), [
      `Route to web has redirectFromWww, but its host www.${host} begins with www itself; give it the host ${host}, or leave redirectFromWww out.`,
    ]);
    assert.deepEqual(applicationErrors(routed({ host: `*.${host}`, redirectFromWww: true })), [
      `Route to web has redirectFromWww, but its host *.${host} has every name below it already; leave redirectFromWww out.`,
    ]);
    assert.deepEqual(applicationErrors(routed({ redirectFromWww: true }, { host: `www.${host}`, to: "api" })), [
      `Route to web has redirectFromWww, but a route to api has the host www.${host}; leave one of them out.`,
    ]);
    assert.deepEqual(applicationErrors(routed({ redirectFromWww: true }, { host: "www.example.com", to: "api" })), []);
  });

  it("can have the headers that production wants: HTTPS for a year, no frames, no guesses, its own content", () => {
    assert.deepEqual(Object.keys(secureHeaders), [
      "Strict-Transport-Security",
      "X-Frame-Options",
      "X-Content-Type-Options",
      "Content-Security-Policy",
      "Referrer-Policy",
    ]);
    assert.equal(secureHeaders["Strict-Transport-Security"], "max-age=31536000");
    assert.equal(secureHeaders["X-Frame-Options"], "DENY");
    assert.equal(secureHeaders["X-Content-Type-Options"], "nosniff");
    assert.match(secureHeaders["Content-Security-Policy"] ?? "", /^default-src 'self'(;|$)/);
  });

  it("can't smuggle in other headers", () => {
    assert.deepEqual(
      applicationErrors(routed({ headers: { "Set-Cookie": "a=b", "X-Frame-Options": 'DENY"\nX: y' } })),
      [
        `Route ${host}/ sets the header "Set-Cookie"; allowed are Strict-Transport-Security, X-Frame-Options, X-Content-Type-Options, Content-Security-Policy, Referrer-Policy, Permissions-Policy, Cross-Origin-Opener-Policy, Cross-Origin-Embedder-Policy, Cross-Origin-Resource-Policy, Cache-Control, X-Robots-Tag.`,
        `Route ${host}/ sets the header X-Frame-Options to "DENY\\"\\nX: y"; write up to 500 letters, digits, spaces and ./:;,=*'()@?&+%-_ in one line.`,
      ],
    );
    assert.deepEqual(headerProblems(secureHeaders), []);
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("\n", "\r", "\0", '"', "\\", "$", "{", "`"), (text, bad) => {
        assert.equal(headerProblems({ "Cache-Control": text + bad }).length, 1);
      }),
    );
  });
});
