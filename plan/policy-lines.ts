import type { Finding } from "../policy/contract";
import { table } from "./table";

const mandatory = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ enforcement }) => enforcement === "mandatory");

/** Whether findings stop a plan: an advisory one doesn't. */
export function isStopped(findings: readonly Finding[]): boolean {
  return mandatory(findings).length > 0;
}

/** Findings as lines of the report, their number first. */
export function policyLines(findings: readonly Finding[]): readonly string[] {
  const count = `  ${String(findings.length)} finding${findings.length === 1 ? "" : "s"}`;
  if (findings.length === 0) return [count];
  return [
    `${count}, ${String(mandatory(findings).length)} to be mended before anything is deployed`,
    ...table(findings.map(({ enforcement, rule, object, message }) => [enforcement, rule, `${object} ${message}`])),
  ];
}
