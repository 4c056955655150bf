import assert from "node:assert/strict";
import { markdownTable, ratio, replaceSection } from "../../bench/markdown";

describe("the results' Markdown", () => {
  it("aligns columns, numbers to the right", () => {
    assert.deepEqual(
      markdownTable(
        ["name", "s"],
        [
          ["a", "1.5"],
          ["longer", "10"],
        ],
      ),
      ["| name   |   s |", "| ------ | --: |", "| a      | 1.5 |", "| longer |  10 |"],
    );
  });

  it("shows a table without rows", () => {
    assert.deepEqual(markdownTable(["a"], []), ["| a   |", "| --- |"]);
  });

  it("writes ratios with two digits", () => {
    assert.equal(ratio(1.0449), "1.04×");
  });

  it("adds a section that is missing", () => {
    assert.equal(replaceSection("# Title\n", "One", ["first"]), "# Title\n\n## One\n\nfirst\n");
  });

  it("replaces a section and leaves the others, headings below it included", () => {
    const text = replaceSection(replaceSection("# Title\n", "One", ["first", "", "### Below", "", "x"]), "Two", [
      "second",
    ]);
    assert.equal(replaceSection(text, "One", ["again"]), "# Title\n\n## One\n\nagain\n\n## Two\n\nsecond\n");
  });

  it("doesn't take a longer heading for its own", () => {
    const text = "## One more\n\nkept\n";
    assert.equal(replaceSection(text, "One", ["new"]), "## One more\n\nkept\n\n## One\n\nnew\n");
  });
});
