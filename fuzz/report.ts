import type { Outcome } from "./campaign";

const figure = (count: number): string => count.toLocaleString("en");

/** What came of a campaign, for people; a finding with what it takes to see it again. */
export function describeOutcome(outcome: Outcome<unknown>): string {
  const { accepted, cases, finding, refused, seed, slowest, target, took } = outcome;
  const seconds = took / 1000;
  const figures =
    `${target}: ${figure(cases)} cases in ${seconds.toFixed(1)} s (${figure(Math.round(cases / seconds))}/s), ` +
    `${figure(accepted)} accepted, ${figure(refused)} refused, the slowest took ${slowest.toFixed(0)} ms; seed ${String(seed)}`;
  if (finding === undefined) return `${figures}\n  no findings`;
  return [
    figures,
    `  finding: ${finding.error}`,
    `  smallest input: ${finding.counterexample}`,
    `  again with: npm run fuzz -- --target ${target} --seed ${String(seed)} --cases ${String(cases)}`,
  ].join("\n");
}
