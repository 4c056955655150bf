if (require.main === module) process.setSourceMapsEnabled(false);

import { UsageError } from "../components/errors";
import { runCommand, stackCommand } from "../plan/command";
import type { Flags } from "../plan/stack-file";
import { flowPicture } from "./flow-picture";
import { html } from "./html";
import { markdown } from "./markdown";
import { planNow } from "./plan-now";
import { reviewOf } from "./review";
import { reviewJson } from "./review-json";
import { reviewPage } from "./review-page";
import { readPlan, type StoredPlan } from "./stored-plan";
import { writeReview } from "./write-review";

interface ReviewFlags extends Flags {
  readonly base: string;
  readonly head?: string;
  readonly out?: string;
  readonly title?: string;
  readonly json?: boolean;
}

async function headPlan(flags: ReviewFlags): Promise<StoredPlan> {
  const { head, ...stack } = flags;
  if (head === undefined) return planNow(stack);
  const chosen = (["system", "env", "cluster", "config"] as const).filter((flag) => stack[flag] !== undefined);
  if (chosen.length > 0)
    throw new UsageError(
      `--head is ${head}, a plan that is written already, so ${chosen.map((flag) => `--${flag}`).join(", ")} can't choose another; give either.`,
    );
  return readPlan(head, "--head");
}

async function main(flags: ReviewFlags): Promise<void> {
  const base = readPlan(flags.base, "--base");
  const head = await headPlan(flags);
  const review = reviewOf(base, head);
  const page = reviewPage(flags.title ?? `Review of stack ${head.stack}`, review, flowPicture(review.flows));
  const text = markdown(page);
  const data = reviewJson(page.title, review);
  if (flags.out !== undefined)
    writeReview(flags.out, { "review.md": text, "review.html": html(page), "review.json": data });
  if (flags.json === true) process.stdout.write(data);
  else if (flags.out === undefined) console.log(text);
  else console.log(`Written to ${flags.out}: review.md, review.html and review.json`);
}

/** The command, for `rootstock` as well. */
export const command = stackCommand(
  "review",
  "Compares two plans, and writes what a reviewer of the change needs to know.",
)
  .requiredOption("--base <directory>", "the plan before the change, written by npm run plan -- --out")
  .option("--head <directory>", "the plan after it (default: the checkout is planned, by the flags of a stack)")
  .option("--out <directory>", "write review.md, review.html and review.json, instead of Markdown to the terminal")
  .option("--title <text>", "title of the page")
  .option("--json", "as data")
  .addHelpText(
    "after",
    `
Examples:
  rootstock plan --env prod --out base            before the change
  rootstock review --env prod --base base         what the checkout does to it, as Markdown
  rootstock review --base base --head head --out review
  rootstock review --env prod --base base --json | jq .verdict`,
  )
  .action(main);

if (require.main === module) void runCommand(command);
