import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Settings } from "../plan/stack-yaml";
import type { SystemName } from "../stacks/systems";
import { flowPicture } from "./flow-picture";
import { html } from "./html";
import { markdown } from "./markdown";
import { digestOfShown } from "./picture-digest";
import { planNow } from "./plan-now";
import { reviewOf } from "./review";
import { reviewPage } from "./review-page";
import { sampleChanges } from "./sample-changes";

/** Plans a stack whose file holds the settings. */
async function planWith(settings: Settings): ReturnType<typeof planNow> {
  const directory = mkdtempSync(join(tmpdir(), "rootstock-review-"));
  try {
    const config = join(directory, "Pulumi.prod.yaml");
    const keys = Object.entries(settings).map(([key, value]) => [`rootstock:${key}`, value]);
    writeFileSync(config, stringify({ config: Object.fromEntries(keys) as Settings }));
    return await planNow({ config });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A review as `docs/reviews` holds it. */
interface SampleReview {
  readonly markdown: string;
  readonly html: string;
  /** Digest of what the page shows before anybody opens a fold: what a picture of it shows. */
  readonly shown: string;
}

/** The review of the sample change of a system. */
export async function sampleReview(system: SystemName): Promise<SampleReview> {
  const { after, before, title } = sampleChanges[system];
  const stack = { system, environment: "prod" };
  const base = await planWith({ ...stack, ...before });
  const head = await planWith({ ...stack, ...before, ...after });
  const review = reviewOf(base, head);
  const page = reviewPage(title, review, flowPicture(review.flows));
  return { markdown: markdown(page), html: html(page), shown: digestOfShown(page) };
}
