if (require.main === module) process.setSourceMapsEnabled(false);

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { systemNames } from "../stacks/systems";
import { digestInPicture, pictureWithDigest } from "./picture-digest";
import { sampleReview } from "./sample-reviews";

const directory = resolve(__dirname, "../docs/reviews");

const isPictureOf = (picture: string, shown: string): boolean =>
  existsSync(picture) && digestInPicture(readFileSync(picture)) === shown;

/** A picture of a page's beginning, where a Chromium is on PATH; false where none is. */
function photograph(page: string, picture: string, shown: string): boolean {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1060,1200"];
  try {
    execFileSync("chromium", [...flags, `--screenshot=${picture}`, pathToFileURL(page).href], { stdio: "ignore" });
    writeFileSync(picture, pictureWithDigest(readFileSync(picture), shown));
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const missing: string[] = [];
  for (const system of systemNames) {
    const { html, markdown, shown } = await sampleReview(system);
    const page = resolve(directory, `${system}.html`);
    writeFileSync(page, html);
    writeFileSync(resolve(directory, `${system}.md`), markdown);
    const picture = resolve(directory, `${system}.png`);
    if (isPictureOf(picture, shown) || photograph(page, picture, shown)) continue;
    missing.push(`${system}.png`);
  }
  console.log(`Written to docs/reviews: a review of a change to each of ${systemNames.join(", ")}.`);
  if (missing.length > 0)
    console.log(`Left as they were, because there is no chromium on PATH to look at the pages: ${missing.join(", ")}.`);
}

void main();
