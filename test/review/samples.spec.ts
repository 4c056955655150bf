import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { digestInPicture, pictureWithDigest } from "../../review/picture-digest";
import { sampleReview } from "../../review/sample-reviews";
import { systemNames } from "../../stacks/systems";

const directory = resolve(__dirname, "../../docs/reviews");
const advice = "is not what the program makes now; run npm run docs:reviews and look at what changed.";

describe("reviews in docs/reviews", () => {
  for (const system of systemNames) {
    it(`${system} is current, as Markdown, as HTML and as a picture`, async () => {
      const { html, markdown, shown } = await sampleReview(system);
      const read = (ending: string): Buffer => {
        const file = resolve(directory, `${system}.${ending}`);
        return existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
      };
      assert.ok(read("md").toString() === markdown, `docs/reviews/${system}.md ${advice}`);
      assert.ok(read("html").toString() === html, `docs/reviews/${system}.html ${advice}`);
      const picture = read("png");
      assert.equal(digestInPicture(picture), shown, `docs/reviews/${system}.png ${advice} It takes chromium on PATH.`);
      assert.ok(picture.length < 200_000, `docs/reviews/${system}.png is too large to be kept`);
    });
  }

  it("are listed with all their files in README.md", () => {
    const readme = readFileSync(resolve(directory, "README.md"), "utf8");
    const files = systemNames.flatMap((system) => ["md", "html", "png"].map((ending) => `${system}.${ending}`));
    assert.deepEqual(
      files.filter((file) => !readme.includes(`](${file})`)),
      [],
    );
    assert.deepEqual(readdirSync(directory).sort(), [...files, "README.md"].sort());
  });

  it("have pictures that say which page they show", () => {
    // The smallest PNG: one grey pixel.
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
      "base64",
    );
    assert.equal(digestInPicture(png), undefined);
    assert.equal(digestInPicture(pictureWithDigest(png, "0123456789abcdef")), "0123456789abcdef");
  });
});
