import type { CostChanges } from "./cost-changes";
import type { Figure, Inline, Page, Tone } from "./page";
import { countOf, isEmpty, type Review } from "./review";
import { sectionsOf } from "./sections";

function signed(amount: number): string {
  return `${amount < 0 ? "−" : "+"}$${Math.abs(amount).toFixed(2)}`;
}

/** The difference as one figure, or as a range. */
function costDifference({ after, before }: CostChanges): string {
  const least = after.minimum - before.minimum;
  const most = after.maximum - before.maximum;
  if (Math.abs(least) < 0.005 && Math.abs(most) < 0.005) return "same";
  return Math.abs(least - most) < 0.005 ? signed(least) : `${signed(least)} to ${signed(most)}`;
}

function figuresOf(review: Review): readonly Figure[] {
  const figure = (label: string, count: number, tone: Tone, sign: string): readonly Figure[] =>
    count === 0 ? [] : [{ label, value: `${sign}${count}`, tone }];
  const opened = review.flows.filter(({ state }) => state === "added").length;
  const closed = review.flows.filter(({ state }) => state === "removed").length;
  return [
    ...figure("lost", review.objects.filter(({ severity }) => severity === "loss").length, "loss", ""),
    ...figure("added", countOf(review, "added"), "added", "+"),
    ...figure("changed", countOf(review, "changed"), "changed", "~"),
    ...figure("replaced", countOf(review, "replaced"), "changed", "±"),
    ...figure("deleted", countOf(review, "deleted"), "removed", "−"),
    ...figure("restarting", review.restarts.length, "changed", ""),
    ...figure("flows open", opened, "outage", "+"),
    ...figure("flows close", closed, "removed", "−"),
    ...figure("new findings", review.findings.added.length, "outage", ""),
    ...(review.cost === undefined
      ? []
      : [{ label: "per month", value: costDifference(review.cost), tone: "plain" as const }]),
  ];
}

function verdictOf(review: Review): { readonly tone: Tone; readonly summary: readonly Inline[] } {
  const lost = review.objects.filter(({ severity }) => severity === "loss");
  const outage = review.objects.filter(({ severity }) => severity === "outage");
  const some = (list: readonly { readonly title: string }[]): readonly Inline[] => [
    ...list.slice(0, 3).flatMap(({ title }, index): readonly Inline[] => [index === 0 ? "" : ", ", { code: title }]),
    list.length > 3 ? ` and ${list.length - 3} more` : "",
  ];
  if (isEmpty(review)) return { tone: "plain", summary: ["Both plans are the same."] };
  if (lost.length > 0)
    return {
      tone: "loss",
      summary: [{ strong: "Something that holds data, or carries everything else, goes:" }, " ", ...some(lost), "."],
    };
  if (outage.length > 0)
    return {
      tone: "outage",
      summary: [{ strong: "Something that serves is gone, or gone for a while:" }, " ", ...some(outage), "."],
    };
  return { tone: "added", summary: ["Nothing that holds data or serves is deleted or replaced."] };
}

/** The page of a review. @param picture of the flows, as SVG */
export function reviewPage(title: string, review: Review, picture?: string): Page {
  return {
    title,
    ...verdictOf(review),
    figures: figuresOf(review),
    sections: sectionsOf(review, picture),
    notices: [
      ...review.notices,
      "Secrets have stand-ins in both plans, so a secret's new value isn't seen here; its keys are.",
      "Plans know what the program asks for, not what runs: pulumi preview compares with the stack's state.",
    ],
  };
}
