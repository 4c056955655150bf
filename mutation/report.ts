import { markdownTable } from "../bench/markdown";
import type { Outcome } from "./campaign";

/** The score in words. */
export function score(outcomes: readonly Outcome[]): string {
  const caught = outcomes.filter((outcome) => outcome.caught !== undefined).length;
  return `${String(caught)} of ${String(outcomes.length)} mutants caught`;
}

/** The campaign as a page. */
export function page(outcomes: readonly Outcome[], date: string): string {
  const rows = outcomes.map(({ mutant, caught, seconds }) => [
    mutant.name,
    `\`${mutant.file}\``,
    caught === undefined ? "**nobody**" : `${caught.by}: ${caught.said.replaceAll("|", "\\|")}`,
    seconds.toFixed(0),
  ]);
  return [
    "# Mutants of the components",
    "",
    `_${date}, by \`npm run mutate -- --out docs/mutation.md\`: ${score(outcomes)}._`,
    "",
    "Each mutant is one small edit that makes a component worse, applied to a copy of the sources. It is caught by the",
    "first that notices it: the unit tests nearest to it, then the rules in [`policy/`](../policy) and kube-score over the",
    "plan of every system in production, then every test of components and systems.",
    "",
    ...markdownTable(["mutant", "file", "caught by", "seconds"], rows),
    "",
  ].join("\n");
}
