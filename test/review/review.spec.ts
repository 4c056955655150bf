import assert from "node:assert/strict";
import fc from "fast-check";
import { redacted } from "../../plan/wire";
import { flowPicture } from "../../review/flow-picture";
import { flowKey } from "../../review/flows";
import { html } from "../../review/html";
import { longestComment, markdown } from "../../review/markdown";
import { countOf, isEmpty, type Review, reviewOf } from "../../review/review";
import { reviewPage } from "../../review/review-page";
import { parsePlan, type StoredPlan } from "../../review/stored-plan";

type Inputs = Readonly<Record<string, unknown>>;

interface Sample {
  readonly type: string;
  readonly name: string;
  readonly inputs: Inputs;
  readonly dependencies?: readonly string[];
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[];
}

const urnOf = ({ name, type }: Pick<Sample, "name" | "type">): string =>
  `urn:pulumi:prod::rootstock::rootstock:application:Application$${type}::${name}`;

function planOf(samples: readonly Sample[], rest: Inputs = {}): StoredPlan {
  const resources = samples.map((sample) => ({ urn: urnOf(sample), custom: true, id: `n/${sample.name}`, ...sample }));
  return parsePlan(JSON.stringify({ resources, ...rest }), "plan.json");
}

const types: Readonly<Record<string, string>> = {
  Deployment: "kubernetes:apps/v1:Deployment",
  StatefulSet: "kubernetes:apps/v1:StatefulSet",
  NetworkPolicy: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  Cluster: "kubernetes:postgresql.cnpg.io/v1:Cluster",
};

function object(kind: string, name: string, rest: Inputs, options: Partial<Sample> = {}): Sample {
  const type = types[kind] ?? `kubernetes:core/v1:${kind}`;
  return {
    type,
    name,
    inputs: { apiVersion: "v1", kind, metadata: { name, namespace: "n" }, ...rest },
    ...options,
  };
}

const claim = (storageClassName: string, options: Partial<Sample> = {}): Sample =>
  object("PersistentVolumeClaim", "data", { spec: { storageClassName } }, options);

function deployment(name: string, image: string, options: Partial<Sample> = {}): Sample {
  const labels = { app: name };
  const spec = {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name, image }] } },
  };
  return object("Deployment", name, { spec }, options);
}

const reviewed = (base: readonly Sample[], head: readonly Sample[]): Review => reviewOf(planOf(base), planOf(head));

const fates = ({ objects }: Review): readonly string[] =>
  objects.map(({ fate, severity, title }) => `${severity}: ${fate} ${title}`);

/** Both pages of a review. */
function pages(review: Review, title = "Title"): { readonly text: string; readonly page: string } {
  const page = reviewPage(title, review, flowPicture(review.flows));
  return { text: markdown(page), page: html(page) };
}

describe("review of two plans", () => {
  it("has nothing to say of a plan and itself", () => {
    const plan = planOf([claim("fast"), deployment("web", "a:1")]);
    const review = reviewOf(plan, plan);
    assert.equal(isEmpty(review), true);
    assert.match(pages(review).text, /Both plans are the same\./);
  });

  it("puts what is lost first, then what is gone for a while", () => {
    const review = reviewed(
      [claim("fast"), deployment("web", "a:1"), deployment("old", "a:1"), object("Namespace", "shop", {})],
      [claim("slow"), deployment("web", "a:2"), object("Secret", "new", {})],
    );
    assert.deepEqual(fates(review), [
      "loss: deleted Namespace n/shop",
      "loss: replaced PersistentVolumeClaim n/data",
      "outage: deleted Deployment n/old",
      "routine: changed Deployment n/web",
      "routine: added Secret n/new",
    ]);
    const { page, text } = pages(review);
    for (const whole of [page, text]) assert.ok(whole.indexOf("n/shop") < whole.indexOf("n/old"));
    assert.match(page, /<section id="lost" class="tone-loss"/);
    assert.match(text, /## 🔴 `Title`/);
  });

  it("says why something is replaced, what goes with it, and what protects it", () => {
    const [change] = reviewed([claim("fast", { protect: true })], [claim("slow")]).objects;
    assert.deepEqual(change?.notes, [
      "A field that can't be changed in place: spec.storageClassName.",
      "The data of its volume is lost, unless the storage class retains volumes.",
      "It is protected, so pulumi up refuses this until the protection is taken off.",
    ]);
  });

  it("counts what stands on a thing that goes", () => {
    const namespace = object("Namespace", "shop", {});
    const web = deployment("web", "a:1", { dependencies: [urnOf(namespace)] });
    const [change] = reviewed([namespace, web], [web]).objects;
    assert.equal(change?.notes.at(-1), "1 other resource of this stack stands on it.");
  });

  it("doesn't alarm for what stays in place when it is forgotten", () => {
    assert.deepEqual(fates(reviewed([claim("fast", { retainOnDelete: true })], [])), [
      "routine: deleted PersistentVolumeClaim n/data",
    ]);
  });

  it("knows a resource whose URN changed as one that Pulumi makes anew", () => {
    const moved = { ...deployment("web", "a:1"), name: "other" };
    const review = reviewed([deployment("web", "a:1")], [moved]);
    assert.deepEqual(fates(review), ["outage: replaced Deployment n/web"]);
    assert.match(review.objects[0]?.notes[0] ?? "", /The option aliases keeps it\.$/);
  });

  it("matches auto-named objects by their base name, whatever suffix was given", () => {
    const named = (suffix: string, value: string): Sample => ({
      ...object("ConfigMap", `web-${suffix}`, { data: { A: value } }),
    });
    const review = reviewed([named("0a1b2c3", "1")], [named("fffffff", "2")]);
    assert.equal(countOf(review, "replaced"), 1);
    assert.equal(review.objects.length, 1);
  });

  it("leaves out what the program ignores", () => {
    const pool = (nodeCount: number): Sample => ({
      type: "digitalocean:index/kubernetesCluster:KubernetesCluster",
      name: "k",
      inputs: { nodePool: { nodeCount, size: "s" } },
      ignoreChanges: ["nodePool.nodeCount"],
    });
    assert.deepEqual(reviewed([pool(3)], [pool(5)]).objects, []);
  });

  it("tells which pods restart for a ConfigMap that is made anew", () => {
    const settings = (value: string): Sample => ({
      ...object("ConfigMap", "web-config", { data: { A: value }, metadata: { namespace: "n" } }),
    });
    const web = deployment("web", "a:1", { dependencies: [urnOf(settings(""))] });
    const { restarts } = reviewed([settings("1"), web], [settings("2"), web]);
    assert.deepEqual(restarts, [{ title: "Deployment n/web", because: "ConfigMap n/web-config is made anew" }]);
  });

  it("pairs images by their repository, with all who run them", () => {
    const { images } = reviewed(
      [deployment("a", "r.io/x:1"), deployment("b", "r.io/x:1"), deployment("c", "gone:1")],
      [deployment("a", "r.io/x:2@sha256:00"), deployment("b", "r.io/x:2@sha256:00")],
    );
    assert.deepEqual(images, [
      { before: "gone:1", after: undefined, users: ["Deployment c"] },
      { before: "r.io/x:1", after: "r.io/x:2@sha256:00", users: ["Deployment a", "Deployment b"] },
    ]);
  });

  it("computes who may newly talk to whom from the policies", () => {
    const deny = object("NetworkPolicy", "deny", { spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } });
    const allow = (from: string, to: string, port: number): readonly Sample[] => [
      object("NetworkPolicy", `${to}-in`, {
        spec: {
          podSelector: { matchLabels: { app: to } },
          policyTypes: ["Ingress"],
          ingress: [{ from: [{ podSelector: { matchLabels: { app: from } } }], ports: [{ protocol: "TCP", port }] }],
        },
      }),
      object("NetworkPolicy", `${from}-out`, {
        spec: {
          podSelector: { matchLabels: { app: from } },
          policyTypes: ["Egress"],
          egress: [{ to: [{ podSelector: { matchLabels: { app: to } } }], ports: [{ protocol: "TCP", port }] }],
        },
      }),
    ];
    const pods = [deployment("web", "a:1"), deployment("db", "b:1"), deny];
    const states = (review: Review): readonly string[] => review.flows.map((flow) => `${flow.state} ${flowKey(flow)}`);
    assert.deepEqual(states(reviewed([...pods, ...allow("web", "db", 1234)], [...pods, ...allow("web", "db", 5432)])), [
      "removed web -> db:1234",
      "added web -> db:5432",
    ]);
    // Without any policy that denies, whoever wants may come.
    const open = reviewed([...pods, ...allow("web", "db", 1)], pods.slice(0, 2));
    assert.equal(
      open.flows.every(({ state }) => state === "removed"),
      true,
    );
  });

  it("tells in a sentence what a plan of an older version lacks, and compares the rest", () => {
    const now = {
      warnings: ["w"],
      findings: [],
      outputs: { monthlyCost: { minimum: 1, maximum: 1, items: [], pricesOf: "d" } },
    };
    const review = reviewOf(planOf([claim("fast")]), planOf([claim("fast")], now));
    assert.deepEqual(review.warnings, { added: [], removed: [] });
    assert.equal(review.cost, undefined);
    assert.match(
      pages(review).text,
      /The plan of the base: It was written without the program's warnings, by an older version of Rootstock, so new warnings can't be told from old ones\./,
    );
  });

  it("tells that a Service leads to another workload", () => {
    const service = (app: string): Sample => object("Service", "web", { spec: { selector: { app } } });
    const pods = [deployment("blue", "a:1"), deployment("green", "a:2")];
    assert.deepEqual(reviewed([...pods, service("blue")], [...pods, service("green")]).serving, [
      { subject: "Service n/web", before: "blue", after: "green" },
    ]);
  });

  it("shows findings that come and go", () => {
    const finding = (rule: string) => ({
      rule,
      enforcement: "mandatory",
      object: "Deployment n/web",
      message: "is bad",
    });
    const review = reviewOf(planOf([], { findings: [finding("a")] }), planOf([], { findings: [finding("b")] }));
    assert.deepEqual(review.findings, {
      added: ["Deployment n/web: is bad (b, mandatory)"],
      removed: ["Deployment n/web: is bad (a, mandatory)"],
    });
  });
});

describe("pages of a review", () => {
  it("show no secret, even of a plan that holds some in clear", () => {
    const secret = (value: string): Sample =>
      object("Secret", "s", { stringData: { TOKEN: value }, data: { K: value } });
    const { page, text } = pages(
      reviewed([secret("hunter2"), secret("x")].slice(0, 1), [
        object("Secret", "s", { stringData: { TOKEN: "hunter3", NEW: "hunter4" } }),
      ]),
    );
    for (const whole of [page, text]) {
      assert.doesNotMatch(whole, /hunter|aHVudGVy/);
      assert.ok(whole.includes("stringData.NEW"));
      assert.ok(whole.includes(redacted));
    }
  });

  it("read nothing of a plan as markup", () => {
    const hostile = "<img src=x onerror=alert(1)>`</code>|@everyone **b** [l](javascript:1)\n# h\u202E&amp;\"'";
    fc.assert(
      fc.property(fc.oneof(fc.constant(hostile), fc.string({ unit: "binary", maxLength: 40 })), (text) => {
        const noisy = `${text}${hostile}`;
        const spec = { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ ports: [{ port: 1 }] }] };
        const review = reviewed(
          [
            object("ConfigMap", "c", { data: { [noisy]: "1", k: `a\n${noisy}\n`, gone: noisy } }),
            deployment("w", noisy),
          ],
          [
            object("ConfigMap", "c", { data: { [noisy]: noisy, k: `b\n${noisy}` } }),
            deployment("w", `${noisy}2`),
            deployment(noisy, noisy),
            object("NetworkPolicy", noisy, { spec }),
          ],
        );
        const { page, text: comment } = pages(review, noisy);
        assert.doesNotMatch(page, /<img|<script|\u202E/i);
        // Outside of code, nothing of the text is left as it is.
        const prose = comment
          .replaceAll(/^(`{3,})diff\n[\s\S]*?\n\1$/gm, "")
          .replaceAll(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, "");
        assert.doesNotMatch(prose, /<img|@everyone|\*\*b|\[l\]/);
      }),
      { numRuns: 60 },
    );
  });

  it("fit into a comment on GitHub, however large the change, and count what is left out", () => {
    const many = (count: number, value: string): readonly Sample[] =>
      Array.from({ length: count }, (_, index) =>
        object("ConfigMap", `c${index}`, {
          data: Object.fromEntries(Array.from({ length: 20 }, (_unused, key) => [`k${key}`, value.repeat(90)])),
        }),
      );
    for (const count of [3, 40, 400]) {
      const { page, text } = pages(reviewed(many(count, "ä"), many(count, "ö")));
      assert.ok(Buffer.byteLength(text) <= longestComment, `${Buffer.byteLength(text)} bytes`);
      assert.equal(page.split('<details class="fold').length - 1, count);
      if (count === 400) assert.match(text, /… and \d+ more objects, which the page shows\./);
      assert.equal((text.match(/<details>/g) ?? []).length, (text.match(/<\/details>/g) ?? []).length);
    }
  });

  it("load nothing and run nothing", () => {
    const { page } = pages(reviewed([claim("a")], [claim("b")]));
    assert.match(page, /default-src 'none'; style-src 'unsafe-inline'/);
    assert.doesNotMatch(page, /<script|<link|url\(['"]?http|src=/);
  });
});
