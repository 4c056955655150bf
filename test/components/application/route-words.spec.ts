import assert from "node:assert/strict";
import fc from "fast-check";
import { applicationErrors } from "../../../components/application/checks";
import type { Route } from "../../../components/application/contract";
import { mailCatcher } from "../../../components/application/mail-catcher";
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

  it("takes www in, and has it on the certificate", async () => {
    const made = await deploy(routed({ redirectFromWww: true, requestsPerSecond: 20 }));
    const annotations = made.input("Ingress", "shop", "metadata", "annotations") as Record<string, string>;
    assert.equal(annotations["nginx.ingress.kubernetes.io/from-to-www-redirect"], "true");
    assert.equal(annotations["nginx.ingress.kubernetes.io/limit-rps"], "20");
    assert.deepEqual(made.input("Ingress", "shop", "spec", "tls"), [
      { hosts: [host, `www.${host}`], secretName: `${host}-tls` },
    ]);
  });

  it("can't smuggle in other headers", () => {
    assert.deepEqual(
      applicationErrors(routed({ headers: { "Set-Cookie": "a=b", "X-Frame-Options": 'DENY"\nX: y' } })),
      [
        `Route ${host}/ sets the header "Set-Cookie"; allowed are X-Frame-Options, X-Content-Type-Options, Content-Security-Policy, Referrer-Policy, Permissions-Policy, Cross-Origin-Opener-Policy, Cross-Origin-Embedder-Policy, Cross-Origin-Resource-Policy, Cache-Control, X-Robots-Tag.`,
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

describe("the mail catcher", () => {
  it("takes mail on its port, and is asked for its health on another", async () => {
    const made = await deploy(
      application({ workloads: { mail: mailCatcher({ image: "registry.example.com/mailpit:1" }) } }),
    );
    assert.deepEqual(made.input("Service", "mail", "spec", "ports"), [
      { name: "http", port: 1025, targetPort: "http", protocol: "TCP" },
    ]);
    const container = made.input("Deployment", "mail", "spec", "template", "spec", "containers", 0);
    const { livenessProbe, readinessProbe } = container as Record<string, { httpGet: object }>;
    assert.deepEqual(readinessProbe?.httpGet, { path: "/readyz", port: 8025 });
    assert.deepEqual(livenessProbe?.httpGet, { path: "/livez", port: 8025 });
  });
});
