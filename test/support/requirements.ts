import type { Environment } from "../../components/environment";
import type { Recording } from "./recording";

/** One row of a plan that somebody wrote, and where it shows in what the program registers. */
export interface Requirement {
  /** Section of the plan. */
  readonly section: string;
  readonly requirement: string;
  /** Environments that it holds for. */
  readonly environments: readonly Environment[];
  /** What the program registers. */
  readonly actual: (made: Recording) => unknown;
  readonly expected: unknown;
  /** Why it is met in another way than the plan's authors wrote it; undefined where it is met as written. */
  readonly otherwise?: string;
}

/** Rows of one section of a plan that hold for the same environments. */
export function rows(
  section: string,
  environments: readonly Environment[],
  table: readonly (readonly [
    requirement: string,
    actual: Requirement["actual"],
    expected: unknown,
    otherwise?: string,
  ])[],
): readonly Requirement[] {
  return table.map(([requirement, actual, expected, otherwise]) => ({
    section,
    requirement,
    environments,
    actual,
    expected,
    ...(otherwise === undefined ? {} : { otherwise }),
  }));
}

/** A row of a plan that shows in nothing that the program registers. */
export interface MetElsewhere {
  /** Section of the plan. */
  readonly section: string;
  readonly requirement: string;
  /** Where it is met, or why it isn't: the image, the pipelines (issue 5), a command, the team's own work. */
  readonly reason: string;
}

/** Rows of one section of a plan that are met elsewhere. */
export function elsewhere(
  section: string,
  table: readonly (readonly [requirement: string, reason: string])[],
): readonly MetElsewhere[] {
  return table.map(([requirement, reason]) => ({ section, requirement, reason }));
}
