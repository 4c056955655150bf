import type { Admitted } from "./admitted";
import type { Attacked } from "./targets";

const figure = (count: number): string => count.toLocaleString("en");

/** What the API server said of accepted inputs, for people. */
function describeAdmitted({ asked, findings, planned, refused }: Admitted): readonly string[] {
  return [
    `  a real API server was asked about ${figure(asked)} objects of ${figure(planned)} accepted inputs, and would not take ` +
      `those of ${figure(findings.length)}; ${figure(refused.length)} more were refused when planned`,
    ...[...new Set(refused)].slice(0, 5).map((sentence) => `    such as: ${sentence.slice(0, 300)}`),
    ...findings.flatMap(({ input, refusals }) => [
      `  finding: of ${input.slice(0, 2000)}`,
      ...refusals.slice(0, 5).map((refusal) => `    ${refusal.slice(0, 1000)}`),
    ]),
  ];
}

/** What came of a campaign, for people; a finding with what it takes to see it again. */
export function describeOutcome(outcome: Attacked): string {
  const { accepted, admitted, cases, finding, refused, seed, slowest, target, took } = outcome;
  const seconds = took / 1000;
  const figures =
    `${target}: ${figure(cases)} cases in ${seconds.toFixed(1)} s (${figure(Math.round(cases / seconds))}/s), ` +
    `${figure(accepted)} accepted, ${figure(refused)} refused, the slowest took ${slowest.toFixed(0)} ms; seed ${String(seed)}`;
  const lines = [figures, ...(admitted === undefined ? [] : describeAdmitted(admitted))];
  if (finding === undefined)
    return [...lines, ...((admitted?.findings.length ?? 0) > 0 ? [] : ["  no findings"])].join("\n");
  return [
    ...lines,
    `  finding: ${finding.error}`,
    `  smallest input: ${finding.counterexample}`,
    `  again with: npm run fuzz -- --target ${target} --seed ${String(seed)} --cases ${String(cases)}`,
  ].join("\n");
}
