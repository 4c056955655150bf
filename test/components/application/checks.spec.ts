import assert from "node:assert/strict";
import { applicationErrors } from "../../../components/application/checks";
import type { Application } from "../../../components/application/contract";
import { composed, generated, supplied } from "../../../components/application/secrets";
import { application, job, service, store } from "../../support/applications";

const dapr = { samplingRate: 1, components: {} };
const web = (changes: Parameters<typeof service>[0]): Application =>
  application({ workloads: { web: service(changes) } });
const route = { host: "shop.example.com", path: "/", to: "web" };

const refusals: readonly (readonly [what: string, broken: Application, sentence: string])[] = [
  [
    "a namespace of Kubernetes",
    application({ namespace: "kube-system" }),
    "Namespace kube-system belongs to Kubernetes itself; choose another one.",
  ],
  [
    "an application's name that is no label",
    application({ name: "my shop" }),
    'Application "my shop" can\'t be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, 63 in all.',
  ],
  [
    "a secret that isn't declared",
    web({ secrets: ["KEY"] }),
    "Workload web uses secret KEY, which isn't declared; declared are none.",
  ],
  [
    "a file from a secret that isn't declared",
    web({ files: { "/a": { secret: "KEY" } } }),
    "Workload web uses secret KEY, which isn't declared; declared are none.",
  ],
  [
    "a pull secret that isn't declared",
    application({
      secrets: { USER: supplied("u", "u") },
      pullFrom: { registry: "r", username: "USER", password: "TOKEN" },
    }),
    "pullFrom uses secret TOKEN, which isn't declared; declared are USER.",
  ],
  [
    "a secret's name that is no variable",
    application({ secrets: { "db-url": generated(32) } }),
    'Secret "db-url" can\'t be named so; use capitals, digits and underscores, such as DATABASE_URL.',
  ],
  [
    "a secret that can be guessed",
    application({ secrets: { PIN: generated(2) } }),
    "Secret PIN is generated from 2 bytes; the fewest that can't be guessed are 16.",
  ],
  [
    "a template with a typing mistake",
    application({ secrets: { URL: composed("redis://{{password}}@x") } }),
    'Secret URL has "{{password}}" in its template, which names no secret; write {{NAME}} in capitals, without spaces.',
  ],
  [
    "a template of an undeclared secret",
    application({ secrets: { URL: composed("{{NOPE}}") } }),
    "Secret URL is composed of NOPE, which isn't declared; declared are URL.",
  ],
  [
    "a template of itself",
    application({ secrets: { A: composed("{{A}}") } }),
    "Secret A is composed of itself: A -> A.",
  ],
  [
    "a connection to nothing",
    web({ connectsTo: ["api"] }),
    'Workload web connects to "api", which doesn\'t serve anything here; workloads that do: web.',
  ],
  ["a connection to itself", web({ connectsTo: ["web"] }), "Workload web connects to itself; leave that out."],
  [
    "a connection to a job",
    application({ workloads: { web: service({ connectsTo: ["nightly"] }), nightly: job() } }),
    'Workload web connects to "nightly", which doesn\'t serve anything here; workloads that do: web.',
  ],
  [
    "an invocation of somebody without a sidecar",
    application({ dapr, workloads: { web: service({ dapr: {}, connectsTo: [{ invoke: "api" }] }), api: service() } }),
    "Workload web invokes api by way of Dapr, but api has no Dapr sidecar; add dapr: {} to api, or connect to api directly.",
  ],
  [
    "a sidecar without Dapr",
    web({ dapr: {} }),
    "Workload web has a Dapr sidecar, but the application has no dapr settings; add them or leave the sidecar out.",
  ],
  [
    "a component scoped to nobody",
    application({
      dapr: { samplingRate: 1, components: { state: { type: "t", metadata: {}, scopes: ["web"], connectsTo: [] } } },
    }),
    'Dapr component state is scoped to "web", which is no workload with a Dapr sidecar.',
  ],
  [
    "a component with an undeclared secret",
    application({
      dapr: {
        samplingRate: 1,
        components: { state: { type: "t", metadata: { p: { secret: "P" } }, scopes: [], connectsTo: [] } },
      },
    }),
    "Dapr component state uses secret P, which isn't declared; declared are none.",
  ],
  [
    "a host clash",
    application({ routes: [route, { ...route }] }),
    "Routes to web and web share shop.example.com/; give one of them another host or path.",
  ],
  [
    "a path that differs by a slash alone",
    application({
      routes: [
        { ...route, path: "/a" },
        { ...route, path: "/a/" },
      ],
    }),
    "Routes to web and web share shop.example.com/a/; give one of them another host or path.",
  ],
  [
    "a route to nothing",
    application({ routes: [{ ...route, to: "api" }] }),
    'Route shop.example.com/ leads to "api", which serves nothing; workloads that do: web.',
  ],
  [
    "a path without a slash",
    application({ routes: [{ ...route, path: "api" }] }),
    'Route to web has the path "api"; write it with a slash first and letters, digits, dots, dashes and underscores between slashes, such as /api/v1.',
  ],
  [
    "a path that is a pattern",
    application({ routes: [{ ...route, path: "/(.*)" }] }),
    'Route to web has the path "/(.*)"; write it with a slash first and letters, digits, dots, dashes and underscores between slashes, such as /api/v1.',
  ],
  [
    "a host that is none",
    application({ routes: [{ ...route, host: "Shop_1" }] }),
    'Route to web has the host "Shop_1", which is no host name; write it like app.example.com.',
  ],
  [
    "an asterisk that isn't the first part of a host",
    application({ routes: [{ ...route, host: "shop.*.example.com" }] }),
    'Route to web has the host "shop.*.example.com", which is no host name; write it like app.example.com.',
  ],
];

describe("applicationErrors", () => {
  for (const [what, broken, sentence] of refusals) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(applicationErrors(broken), [sentence]);
    });
  }

  it("finds nothing wrong with what can be deployed", () => {
    const sound = application({
      secrets: { PASSWORD: generated(32), URL: composed("redis://:{{PASSWORD}}@db") },
      workloads: {
        web: service({ secrets: ["URL"], connectsTo: ["db"], scale: { min: 2, max: 4, memoryPercent: 150 } }),
        db: store(),
        nightly: job(),
      },
      routes: [route, { ...route, path: "/api/v1.0/" }],
    });
    assert.deepEqual(applicationErrors(sound), []);
  });

  it("names everything that is wrong at once", () => {
    const broken = application({
      namespace: "Shop",
      workloads: { web: service({ user: 0, port: 0 }) },
      routes: [{ ...route, to: "x" }],
    });
    assert.equal(applicationErrors(broken).length, 4);
  });
});
