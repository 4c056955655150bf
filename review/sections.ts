import { flowKey } from "./flows";
import { fieldBlocks, objectFolds, toneOf, valueOr } from "./object-blocks";
import type { ObjectChange } from "./object-change";
import type { Section } from "./page";
import type { Review } from "./review";
import { type Part, sentences, topicTable } from "./section-parts";
import { capacitySection, costSection } from "./size-sections";

function lostSection({ objects }: Review): Part {
  const lost = objects.filter(({ severity }) => severity === "loss");
  return {
    id: "lost",
    title: "Data or foundations go",
    tone: "loss",
    open: true,
    blocks: lost.length === 0 ? [] : [objectFolds(lost, "objects")],
  };
}

function outageSection({ objects }: Review): Part {
  const gone = objects.filter(({ severity }) => severity === "outage");
  return {
    id: "outage",
    title: "Gone, or gone for a while",
    tone: "outage",
    open: true,
    blocks: gone.length === 0 ? [] : [objectFolds(gone, "objects")],
  };
}

function imageSection({ images }: Review): Part {
  return {
    id: "images",
    title: "Images",
    tone: "changed",
    open: true,
    blocks:
      images.length === 0
        ? []
        : [
            {
              kind: "table",
              noun: "images",
              head: ["before", "after", "run by"],
              rows: images.map(({ after, before, users }) => ({
                tone: toneOf(before, after),
                cells: [valueOr(before), valueOr(after), [users.join(", ")].map((code) => ({ code }))],
              })),
            },
          ],
  };
}

function exposureSection({ exposure }: Review): Part {
  return {
    id: "exposure",
    title: "Reachable from outside",
    tone: "outage",
    open: true,
    blocks: topicTable("addresses", "address", exposure),
  };
}

function flowSection({ flows }: Review, picture: string | undefined): Part {
  const changed = flows.filter(({ state }) => state !== "kept");
  if (changed.length === 0) return { id: "flows", title: "Network flows", tone: "plain", blocks: [] };
  const kept = flows.length - changed.length;
  return {
    id: "flows",
    title: "Network flows",
    tone: "changed",
    open: true,
    blocks: [
      {
        kind: "text",
        tone: "plain",
        text: [`Who may talk to whom over TCP by the network policies; ${kept} flows stay as they are.`],
      },
      ...(picture === undefined
        ? []
        : [
            {
              kind: "picture",
              svg: picture,
              text: changed.map((flow) => `${flow.state}: ${flowKey(flow)}`).join("; "),
            } as const,
          ]),
      {
        kind: "table",
        noun: "flows",
        head: ["", "from", "to", "port"],
        rows: changed.map(({ from, port, state, to }) => ({
          tone: state === "added" ? "added" : "removed",
          cells: [[state === "added" ? "opens" : "closes"], [{ code: from }], [{ code: to }], [port]],
        })),
      },
    ],
  };
}

function chartSection({ charts }: Review): Part {
  return {
    id: "charts",
    title: "Charts",
    tone: "changed",
    blocks:
      charts.length === 0
        ? []
        : [
            {
              kind: "folds",
              noun: "charts",
              folds: charts.map(({ after, before, name, values }) => ({
                tone: toneOf(before, after),
                summary: [
                  { code: name },
                  before === after
                    ? ` ${before ?? ""}, ${values.length} value${values.length === 1 ? "" : "s"}`
                    : ` ${before ?? "not installed"} → ${after ?? "removed"}`,
                ],
                blocks: fieldBlocks(values),
              })),
            },
          ],
  };
}

function restartSection({ restarts }: Review): Part {
  return {
    id: "restarts",
    title: "Pods that restart",
    tone: "changed",
    blocks:
      restarts.length === 0
        ? []
        : [
            {
              kind: "list",
              noun: "workloads",
              items: restarts.map(({ because, title }) => [{ code: title }, `: ${because}`]),
            },
          ],
  };
}

/** So many objects stand open where there is nothing worse. */
const fewObjects = 12;

function otherSection({ objects }: Review): Part {
  const others: readonly ObjectChange[] = objects.filter(({ severity }) => severity === "routine");
  return {
    id: "objects",
    title: others.length === objects.length ? "Objects" : "All other objects",
    tone: "plain",
    // A change that is small and harmless is read at once.
    open: others.length === objects.length && others.length <= fewObjects,
    blocks: others.length === 0 ? [] : [objectFolds(others, "objects")],
  };
}

/** The sections of a review that have anything to say, what is worst first. @param picture of the flows, as SVG */
export function sectionsOf(review: Review, picture: string | undefined): readonly Section[] {
  const { findings, warnings } = review;
  const parts: readonly Part[] = [
    lostSection(review),
    outageSection(review),
    {
      id: "policy",
      title: "Policy findings",
      tone: findings.added.length > 0 ? "outage" : "added",
      open: true,
      blocks: [
        ...sentences("findings", "outage", "New", findings.added),
        ...sentences("findings", "added", "Mended", findings.removed),
      ],
    },
    exposureSection(review),
    {
      id: "serving",
      title: "Who serves",
      tone: "changed",
      open: true,
      blocks: topicTable("services", "service", review.serving),
    },
    flowSection(review, picture),
    {
      id: "roles",
      title: "Roles and grants",
      tone: "outage",
      open: true,
      blocks: topicTable("grants", "grant", review.roles),
    },
    imageSection(review),
    chartSection(review),
    costSection(review),
    capacitySection(review),
    restartSection(review),
    {
      id: "warnings",
      title: "Warnings",
      tone: "outage",
      blocks: [
        ...sentences("warnings", "outage", "New", warnings.added),
        ...sentences("warnings", "added", "Gone", warnings.removed),
      ],
    },
    otherSection(review),
  ];
  return parts.filter(({ blocks }) => blocks.length > 0).map((part) => ({ open: false, ...part }));
}
