import { dollars } from "./cost-changes";
import type { Review } from "./review";
import { type Part, sentences, topicTable } from "./section-parts";

/** What it costs. */
export function costSection({ cost }: Review): Part {
  const part = { id: "cost", title: "Cost by the month", tone: "changed" } as const;
  if (cost === undefined || cost.items.length === 0) return { ...part, blocks: [] };
  return {
    ...part,
    blocks: [
      ...topicTable("items", "item", [
        ...cost.items,
        { subject: "together", before: dollars(cost.before), after: dollars(cost.after) },
      ]),
      { kind: "text", tone: "plain", text: [cost.prices] },
    ],
  };
}

/** What pods ask for, and what nodes have. */
export function capacitySection({ capacity }: Review): Part {
  const part = { id: "capacity", title: "Requests and capacity" } as const;
  const { pods, sums, warnings } = capacity;
  const differs = pods.length > 0 || sums.some(({ after, before }) => after !== before);
  return {
    ...part,
    tone: warnings.length > 0 ? "outage" : "changed",
    blocks: !differs
      ? []
      : [
          ...sentences("warnings", "outage", "No longer fits", warnings),
          ...topicTable("sums", "sum", sums),
          ...topicTable("pods", "pods", pods),
        ],
  };
}
