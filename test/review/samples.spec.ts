import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { sampleReview } from "../../review/sample-reviews";
import { systemNames } from "../../stacks/systems";

const directory = resolve(__dirname, "../../docs/reviews");
const advice = "is not what the program makes now; run npm run docs:reviews and look at what changed.";

describe("reviews in docs/reviews", () => {
  for (const system of systemNames) {
    it(`${system} is current, as Markdown and as HTML`, async () => {
      const { html, markdown } = await sampleReview(system);
      const read = (ending: string): string => {
        const file = resolve(directory, `${system}.${ending}`);
        return existsSync(file) ? readFileSync(file, "utf8") : "";
      };
      assert.ok(read("md") === markdown, `docs/reviews/${system}.md ${advice}`);
      assert.ok(read("html") === html, `docs/reviews/${system}.html ${advice}`);
    });

    it(`${system} has a picture that is small enough to be kept`, () => {
      assert.ok(statSync(resolve(directory, `${system}.png`)).size < 200_000);
    });
  }
});
