import { countOf, isEmpty, type Review } from "./review";

/** How bad a change is at its worst. `none`: both plans are the same. */
type Verdict = "loss" | "outage" | "routine" | "none";

function verdictOf(review: Review): Verdict {
  if (isEmpty(review)) return "none";
  const worst = (["loss", "outage"] as const).find((severity) =>
    review.objects.some((change) => change.severity === severity),
  );
  return worst ?? "routine";
}

/** A review as one document of JSON: the verdict and figures to decide by, and everything that the page says. */
export function reviewJson(title: string, review: Review): string {
  const counts = {
    added: countOf(review, "added"),
    changed: countOf(review, "changed"),
    replaced: countOf(review, "replaced"),
    deleted: countOf(review, "deleted"),
  };
  return `${JSON.stringify({ title, verdict: verdictOf(review), counts, ...review }, null, 2)}\n`;
}
