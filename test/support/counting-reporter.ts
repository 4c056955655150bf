import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/** How many tests of a suite went which way. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Mocha's own report for people, and the counts for `run-suites` in the file that the option `counts` names. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { counts: file } = options.reporterOptions as { readonly counts?: string };
    runner.once("end", () => {
      const { failures: failed, passes: passed, pending: skipped } = this.stats;
      if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed, skipped } satisfies Counts));
    });
  }
}
