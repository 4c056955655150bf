import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Settings } from "../plan/stack-yaml";
import type { SystemName } from "../stacks/systems";
import { flowPicture } from "./flow-picture";
import { html } from "./html";
import { markdown } from "./markdown";
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

/** The review of the sample change of a system, as the two files that `docs/reviews` holds. */
export async function sampleReview(system: SystemName): Promise<{ readonly markdown: string; readonly html: string }> {
  const { after, before, title } = sampleChanges[system];
  const stack = { system, environment: "prod" };
  const base = await planWith({ ...stack, ...before });
  const head = await planWith({ ...stack, ...before, ...after });
  const review = reviewOf(base, head);
  const page = reviewPage(title, review, flowPicture(review.flows));
  return { markdown: markdown(page), html: html(page) };
}
