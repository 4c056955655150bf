process.setSourceMapsEnabled(false);

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { systemNames } from "../stacks/systems";
import { sampleReview } from "./sample-reviews";

const directory = resolve(__dirname, "../docs/reviews");

/** A picture of a page's beginning, where a Chromium is on PATH; false where none is. */
function photograph(page: string, picture: string): boolean {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1060,1200"];
  try {
    execFileSync("chromium", [...flags, `--screenshot=${picture}`, pathToFileURL(page).href], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const missing: string[] = [];
  for (const system of systemNames) {
    const { html, markdown } = await sampleReview(system);
    const page = resolve(directory, `${system}.html`);
    writeFileSync(page, html);
    writeFileSync(resolve(directory, `${system}.md`), markdown);
    if (!photograph(page, resolve(directory, `${system}.png`))) missing.push(`${system}.png`);
  }
  console.log(`Written to docs/reviews: a review of a change to each of ${systemNames.join(", ")}.`);
  if (missing.length > 0)
    console.log(`Left as they were, because there is no chromium on PATH to look at the pages: ${missing.join(", ")}.`);
}

void main();
