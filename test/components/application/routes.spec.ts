import assert from "node:assert/strict";
import type { Application } from "../../../components/application/contract";
import { routeUrls } from "../../../components/application/routes";
import { application, service } from "../../support/applications";
import { allFacts, deploy } from "../../support/deploy";
import type { Recording } from "../../support/recording";

const host = "shop.example.com";
const workloads = { web: service(), api: service({ port: 9000 }), live: service({ port: 7000 }) };
const routed = (changes: Partial<Application> = {}): Application =>
  application({
    workloads,
    routes: [
      { host, path: "/", to: "web" },
      { host, path: "/api", to: "api" },
      { host, path: "/live", to: "live", timeoutSeconds: 3600, streaming: true },
    ],
    ...changes,
  });

const annotations = (made: Recording, name: string): Record<string, string> =>
  made.input("Ingress", name, "metadata", "annotations") as Record<string, string>;

describe("routes", () => {
  let made: Recording;
  before(async () => {
    made = await deploy(routed());
  });

  it("that want the same share an Ingress", () => {
    assert.deepEqual(made.names("Ingress"), ["live", "shop"]);
    const backend = (name: string, number: number) => ({ service: { name, port: { number } } });
    assert.deepEqual(made.input("Ingress", "shop", "spec"), {
      ingressClassName: "nginx",
      tls: [{ hosts: [host], secretName: "shop.example.com-tls" }],
      rules: [
        {
          host,
          http: {
            paths: [
              { path: "/", pathType: "Prefix", backend: backend("web", 8080) },
              { path: "/api", pathType: "Prefix", backend: backend("api", 9000) },
            ],
          },
        },
      ],
    });
    assert.deepEqual(made.input("Ingress", "live", "spec", "rules", 0, "http", "paths"), [
      { path: "/live", pathType: "Prefix", backend: backend("live", 7000) },
    ]);
    assert.deepEqual(made.input("Ingress", "live", "spec", "tls"), [
      { hosts: [host], secretName: "shop.example.com-tls" },
    ]);
  });

  it("to all hosts below a domain have one certificate, in a Secret that may be called so", async () => {
    const all = await deploy(routed({ routes: [{ host: "*.example.com", path: "/", to: "web" }] }));
    assert.deepEqual(all.input("Ingress", "shop", "spec", "tls"), [
      { hosts: ["*.example.com"], secretName: "wildcard.example.com-tls" },
    ]);
    assert.equal(all.input("Ingress", "shop", "spec", "rules", 0, "host"), "*.example.com");
  });

  it("request one certificate for a host", () => {
    assert.equal(annotations(made, "shop")["cert-manager.io/cluster-issuer"], "le-prod");
    assert.equal(annotations(made, "live")["cert-manager.io/cluster-issuer"], undefined);
  });

  it("redirect to HTTPS, and keep connections open where told so", () => {
    const nginx = (name: string) =>
      Object.fromEntries(Object.entries(annotations(made, name)).filter(([key]) => key.startsWith("nginx")));
    const redirect = {
      "nginx.ingress.kubernetes.io/ssl-redirect": "true",
      "nginx.ingress.kubernetes.io/force-ssl-redirect": "true",
    };
    assert.deepEqual(nginx("shop"), redirect);
    assert.deepEqual(nginx("live"), {
      ...redirect,
      "nginx.ingress.kubernetes.io/proxy-read-timeout": "3600",
      "nginx.ingress.kubernetes.io/proxy-send-timeout": "3600",
      "nginx.ingress.kubernetes.io/proxy-buffering": "off",
      "nginx.ingress.kubernetes.io/proxy-request-buffering": "off",
    });
  });

  it("wait for the controller's webhook, and not for their own address", () => {
    assert.ok(made.needs("Ingress", "shop").includes("gate-ingress"));
    assert.equal(annotations(made, "shop")["pulumi.com/skipAwait"], "true");
    assert.ok(!made.needs("Deployment", "web").includes("gate-ingress"));
  });

  it("are signed by the issuer that the application chooses", async () => {
    const staged = await deploy(routed({ tls: "staging" }));
    assert.equal(annotations(staged, "shop")["cert-manager.io/cluster-issuer"], "le-staging");
  });

  it("are plain HTTP where the application wants no certificates", async () => {
    const plain = await deploy(routed({ tls: "none" }));
    assert.equal(annotations(plain, "shop")["cert-manager.io/cluster-issuer"], undefined);
    assert.equal(annotations(plain, "shop")["nginx.ingress.kubernetes.io/ssl-redirect"], "false");
    assert.equal(plain.input("Ingress", "shop", "spec", "tls"), undefined);
  });

  it("of several hosts have an Ingress and a certificate each", async () => {
    const two = await deploy(
      routed({
        routes: [
          { host, path: "/", to: "web" },
          { host: "admin.example.com", path: "/", to: "web" },
        ],
      }),
    );
    assert.deepEqual(two.names("Ingress"), ["shop", "shop-2"]);
    assert.deepEqual(two.input("Ingress", "shop-2", "spec", "tls"), [
      { hosts: ["admin.example.com"], secretName: "admin.example.com-tls" },
    ]);
    assert.equal(annotations(two, "shop-2")["cert-manager.io/cluster-issuer"], "le-prod");
  });

  it("need a controller", async () => {
    const { ingress: _ingress, ...facts } = allFacts;
    assert.deepEqual((await deploy(routed(), { facts })).names("Ingress"), []);
  });
});

describe("routeUrls", () => {
  it("tells the address of each workload, further ones by number", () => {
    const routes = [
      { host, path: "/", to: "web" },
      { host: "www.example.com", path: "/", to: "web" },
      { host, path: "/api", to: "api" },
    ];
    assert.deepEqual(routeUrls(routed({ routes })), {
      web: "https://shop.example.com/",
      "web-2": "https://www.example.com/",
      api: "https://shop.example.com/api",
    });
    assert.deepEqual(routeUrls(routed({ routes: routes.slice(2), tls: "none" })), {
      api: "http://shop.example.com/api",
    });
    assert.deepEqual(routeUrls(application()), {});
  });
});
