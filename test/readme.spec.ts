import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { applicationErrors } from "../components/application/checks";
import { environments } from "../components/environment";
import manifest from "../package.json";
import { guestbook } from "./support/guestbook";

const root = resolve(__dirname, "..");
const pages = ["README.md", "CONTRIBUTING.md"] as const;
const text = (file: string): string => readFileSync(join(root, file), "utf8");

describe("the README's example", () => {
  it("is the guestbook that is compiled with these tests", () => {
    const source = text("test/support/guestbook.ts").replace("../../stacks/systems/contract", "./contract");
    assert.ok(text("README.md").includes(`\`\`\`ts\n${source}\`\`\``), "copy test/support/guestbook.ts into README.md");
    assert.ok(source.split("\n").length <= 31, "the example is longer than 30 lines");
  });

  for (const environment of environments) {
    it(`describes a sound application for ${environment}`, () => {
      const application = guestbook.describe({
        environment,
        domain: "example.com",
        issuer: "production",
        image: (repository) => `${repository}:v1.0.0`,
        clusterKind: "doks",
        mirrored: (reference) => reference,
        place: (_, usual) => usual,
        slots: (repository) => ({ active: "blue", images: { blue: repository, green: repository }, standby: 1 }),
      });
      assert.deepEqual(applicationErrors(application), []);
    });
  }
});

for (const page of pages) {
  describe(page, () => {
    it("names scripts that exist", () => {
      const named = [...text(page).matchAll(/npm run ([a-z:-]+)/g)].map((match) => match[1] ?? "");
      const missing = named.filter((script) => !(script in manifest.scripts));
      assert.deepEqual(missing, []);
    });

    it("links to files that exist", () => {
      const links = [...text(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? "");
      assert.deepEqual(
        links.filter((link) => !existsSync(resolve(root, dirname(page), link))),
        [],
      );
    });
  });
}
