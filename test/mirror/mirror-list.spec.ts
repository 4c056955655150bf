import assert from "node:assert/strict";
import { environments } from "../../components/environment";
import { type MirrorList, mirrorList } from "../../mirror/list";
import { withoutMirrors } from "../../mirror/without-mirrors";
import { objectOf } from "../../plan/manifests";
import { operatorImages } from "../../plan/operator-pods";
import { type Plan, planOf } from "../../plan/plan";
import { imagesOf } from "../../plan/pods";
import { type Flags, readStack } from "../../plan/stack-file";
import { clear } from "../../plan/wire";
import { systemNames } from "../../stacks/systems";
import { mirroredPlan, optionalAddOns, plannedWith, testMirror } from "../support/mirrored-plan";

async function listOf(flags: Flags): Promise<MirrorList> {
  const { run } = await planOf(withoutMirrors(await readStack(flags)).input);
  return mirrorList(run.registrations);
}

/** Every text in a value, with the way to it. */
function texts(value: unknown, path = ""): readonly (readonly [path: string, text: string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => texts(child, `${path}.${key}`));
}

/** Registries and repositories that anything of ours comes from. */
const outside =
  /(docker|ghcr|quay|gcr)\.io|registry\.k8s\.io|\.pkg\.dev|public\.ecr\.aws|mcr\.microsoft\.com|github\.io|https:\/\/[^ ]*charts/;

/** An image, or something that looks like one, of any registry with a name. */
const image = /(?:^|[\s"'=,])((?:[a-z0-9-]+\.)+[a-z]+(?::\d+)?\/[a-z0-9][\w./-]*(?::[\w.-]+|@sha256:[0-9a-f]{64}))/g;

describe("what a stack has to mirror", () => {
  it("is every chart with its own repository, and every image with who runs it", async () => {
    const { charts, images } = await listOf({ system: "todo", env: "prod", cluster: "doks" });
    assert.deepEqual(
      charts.map(({ file }) => file.replace(/-v?\d.*$/, "")),
      [
        "prometheus-operator-crds",
        "ingress-nginx",
        "cert-manager",
        "dapr",
        "kube-prometheus-stack",
        "loki",
        "alloy",
        "metrics-server",
      ],
    );
    assert.deepEqual(
      charts.find(({ chart }) => chart === "dapr"),
      { chart: "dapr", version: "1.18.3", repository: "https://dapr.github.io/helm-charts", file: "dapr-1.18.3.tgz" },
    );
    assert.deepEqual(
      charts.find(({ chart }) => chart.endsWith("/cert-manager")),
      { chart: "oci://quay.io/jetstack/charts/cert-manager", version: "v1.21.1", file: "cert-manager-v1.21.1.tgz" },
    );
    const of = (part: string): unknown => images.find((one) => one.image.includes(part));
    assert.deepEqual(of("/redis:"), {
      image: "docker.io/library/redis:7.4.7-alpine",
      from: "docker.io/library/redis:7.4.7-alpine",
      path: "library/redis:7.4.7-alpine",
      usedBy: ["production/redis"],
    });
    const digest = "sha256:594ceea76b01c592858f803f9ff4d2cb40542cae2060410b2c95f75907d659e1";
    assert.deepEqual(of("ingress-nginx/controller"), {
      image: `registry.k8s.io/ingress-nginx/controller:v1.15.1@${digest}`,
      from: `registry.k8s.io/ingress-nginx/controller@${digest}`,
      path: "ingress-nginx/controller:v1.15.1",
      digest,
      usedBy: ["ingress-nginx"],
    });
    for (const hidden of ["dapr/daprd", "cert-manager-acmesolver", "prometheus/alertmanager"])
      assert.ok(of(hidden), hidden);
  });

  it("has the servers that operators start", async () => {
    const { images } = await listOf({ system: "chloromaster", env: "dev", cluster: "doks" });
    const usersOf = (part: string): unknown => images.find((one) => one.image.includes(part))?.usedBy;
    assert.deepEqual(usersOf("/cloudnative-pg:"), ["cloudnative-pg"]);
    assert.deepEqual(usersOf("/postgresql:"), ["chloromaster-dev/postgres"]);
    assert.deepEqual(usersOf("/mailpit:"), ["chloromaster-dev/mail"]);
  });

  it("is the same whether the stack has a mirror already or not", async () => {
    const input = await readStack({ env: "prod" });
    const platform = {
      images: { mirror: testMirror.images },
      charts: { mirror: "/nowhere" },
      logs: { enabled: false },
    };
    const values = { ...input.raw.values, "rootstock:platform": JSON.stringify(platform) };
    const { input: bare, images } = withoutMirrors({ ...input, raw: { ...input.raw, values } });
    assert.equal(images, testMirror.images);
    assert.deepEqual(JSON.parse(bare.raw.values["rootstock:platform"] ?? ""), { logs: { enabled: false } });
    assert.deepEqual(withoutMirrors(input), { input });
  });
});

/** Shows that a plan with mirrors takes everything from them, and that the list of what to mirror has every image. */
function assertInside(plan: Plan, { images }: MirrorList): void {
  const mirrored = new Set(images.map(({ path }) => `${testMirror.images}/${path}`));
  assert.equal(mirrored.size, images.length, "two images go to one place of the mirror");
  for (const registration of plan.run.registrations) {
    for (const [path, text] of texts(clear(registration.inputs), registration.name)) {
      assert.doesNotMatch(text, outside, path);
      for (const [, name = ""] of text.matchAll(image)) {
        assert.ok(name.startsWith("registry.internal/"), `${path}: ${name}`);
      }
    }
    const object = objectOf(registration);
    const named = object === undefined ? [] : [...imagesOf(object), ...operatorImages(object)];
    assert.deepEqual(
      named.filter((name) => !mirrored.has(name.replace(/@sha256:.*$/, ""))),
      [],
      registration.name,
    );
  }
}

describe("a stack with mirrors", function () {
  this.timeout(60_000);

  for (const system of systemNames) {
    for (const env of environments) {
      it(`${system}, ${env}: nothing points outside, and the mirror's list has every image`, async () => {
        assertInside(await mirroredPlan({ system, env }), await listOf({ system, env }));
      });
    }
  }

  it("with every other add-on: nothing points outside either", async () => {
    const flags = { system: "todo", env: "prod", cluster: "eks" };
    const { run } = await plannedWith(flags, optionalAddOns);
    const list = mirrorList(run.registrations);
    for (const name of [
      "external-dns",
      "external-secrets",
      "sealed-secrets",
      "vault",
      "tempo",
      "opentelemetry-collector",
    ]) {
      assert.ok(
        list.images.some(({ usedBy }) => usedBy.includes(name)),
        name,
      );
    }
    assertInside(await mirroredPlan(flags, optionalAddOns), list);
  });

  it("is told apart from one without", async () => {
    const flags = { system: "todo", env: "dev" };
    const plain = await plannedWith(flags, {});
    const list = await listOf(flags);
    assert.throws(() => {
      assertInside(plain, list);
    }, assert.AssertionError);
  });
});
