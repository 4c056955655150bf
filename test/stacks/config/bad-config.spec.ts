import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readStack } from "../../../plan/stack-file";

const directory = join(__dirname, "../../fixtures/bad-config");

/** Sentences that a file's first lines promise, each after `#> `; a `*` at the end stands for any list. */
function promised(file: string): readonly string[] {
  return readFileSync(join(directory, file), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("#> "))
    .map((line) => line.slice(3));
}

/** The sentences of a message, without the line that counts them. */
function told(message: string): readonly string[] {
  const [first = "", ...rest] = message.split("\n");
  if (rest.length === 0) return [first];
  const mistakes = rest.length === 1 ? "1 mistake" : `${String(rest.length)} mistakes`;
  assert.ok(first.endsWith(` has ${mistakes}; nothing was changed.`), first);
  return rest.map((line) => line.replace(/^ {2}- /, ""));
}

describe("a stack's file that can't be used", () => {
  const files = readdirSync(directory).sort();

  it("is tried in many ways", () => {
    assert.ok(files.length >= 70, String(files.length));
  });

  for (const file of files) {
    it(`is refused by a sentence for each mistake: ${file}`, async () => {
      await assert.rejects(readStack({ config: join(directory, file) }), (error: Error) => {
        assert.equal(error.name, "UsageError", error.stack);
        const sentences = told(error.message);
        const expected = promised(file);
        assert.equal(sentences.length, expected.length, error.message);
        for (const [index, sentence] of sentences.entries()) {
          const wanted = expected[index] ?? "";
          assert.equal(wanted.endsWith("*") ? `${sentence.slice(0, wanted.length - 1)}*` : sentence, wanted);
          assert.match(sentence, /^[a-z-]+\.yaml.*\.$/);
          assert.doesNotMatch(
            sentence,
            /hunter2|ghp_|AKIA|BEGIN RSA|hooks\.slack|dop_v1|undefined|\[object|Invalid input/,
          );
        }
        return true;
      });
    });
  }
});
