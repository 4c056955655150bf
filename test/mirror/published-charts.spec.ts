import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { chartImages } from "../../components/platform/chart-images";
import { packagePath } from "../../components/platform/chart-source";
import { type AddOnName, addOnNames } from "../../components/platform/contract";
import { charts } from "../../components/platform/versions";
import { isRelease } from "../../plan/answers";
import type { Flags } from "../../plan/stack-file";
import { hideSecrets } from "../../plan/wire";
import { mirroredPlan, optionalAddOns, testMirror } from "../support/mirrored-plan";

/** A directory of the published charts, as packages; without one there is nothing to compare with. */
const directory = process.env["ROOTSTOCK_CHARTS"];

/** Plans that have every add-on between them. */
const stacks: readonly Flags[] = [
  { system: "todo", env: "prod", cluster: "eks" },
  { system: "chloromaster", env: "dev", cluster: "doks" },
];

/** Images in a rendered chart, those in arguments and variables among them. */
function imagesIn(rendered: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown, key = ""): void => {
    if (typeof value === "string") {
      const name = value.replace(/^--[\w-]+=/, "");
      if (key === "image" || /^([a-z0-9-]+\.)+[a-z]+\/[\w./-]+:v?\d[\w.-]*(@sha256:[0-9a-f]{64})?$/.test(name))
        found.add(name);
    } else if (typeof value === "object" && value !== null) {
      for (const [child, inner] of Object.entries(value)) visit(inner, child);
    }
  };
  for (const document of parseAllDocuments(rendered)) {
    const object = document.toJS() as { readonly kind?: string } | null;
    if (object !== null && object.kind !== "CustomResourceDefinition") visit(object);
  }
  return found;
}

/** Known by name to the Prometheus operator, and run for nobody of ours. */
const unused = /\/thanos\/thanos:/;

describe(`the published charts${directory === undefined ? " (left out: ROOTSTOCK_CHARTS names no directory of them)" : ""}`, function () {
  this.timeout(120_000);
  const rendered = new Map<AddOnName, ReadonlySet<string>>();
  const work = mkdtempSync(join(tmpdir(), "charts-"));

  const packageOf = (name: AddOnName): string => packagePath(charts[name], directory ?? "");

  function render(name: AddOnName, values: unknown): ReadonlySet<string> {
    const file = join(work, `${name}.yaml`);
    writeFileSync(file, stringify(values));
    const args = ["template", name, packageOf(name), "--kube-version", "1.35.0", "--values", file];
    const { status, stdout, stderr } = spawnSync("helm", args, { encoding: "utf8", maxBuffer: 2 ** 28 });
    assert.equal(status, 0, stderr);
    return imagesIn(stdout);
  }

  before(async function () {
    if (directory === undefined) return this.skip();
    for (const flags of stacks) {
      // Route 53 knows no pods on another cloud.
      const dns = flags.cluster === "eks" ? optionalAddOns.dns : { enabled: false };
      const { run } = await mirroredPlan(flags, { ...optionalAddOns, dns });
      for (const name of addOnNames) {
        const release = run.registrations.find((one) => one.name === name && isRelease(one.type));
        if (release === undefined || rendered.has(name) || !existsSync(packageOf(name))) continue;
        rendered.set(name, render(name, (hideSecrets(release.inputs) as { readonly values?: unknown }).values ?? {}));
      }
    }
  });

  after(() => {
    rmSync(work, { recursive: true });
  });

  for (const name of addOnNames) {
    it(`${name}: runs what the table says, all of it from the mirror`, function () {
      if (!existsSync(packageOf(name))) return this.skip();
      const images = [...(rendered.get(name) ?? assert.fail(`no plan here has ${name}`))].filter(
        (image) => !unused.test(image),
      );
      const expected = chartImages[name].images.map(({ image }) => image.replace(/^[^/]+/, testMirror.images));
      assert.deepEqual(images.sort(), [...expected].sort());
    });
  }
});
