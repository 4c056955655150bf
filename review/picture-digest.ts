import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { html } from "./html";
import type { Page } from "./page";

/** Digest of what a page shows before anybody opens a fold; a change of anything else needs no new picture. */
export function digestOfShown(page: Page): string {
  const sections = page.sections.map((section) => (section.open ? section : { ...section, blocks: [] }));
  return createHash("sha256")
    .update(html({ ...page, sections }))
    .digest("hex");
}

const signatureLength = 8;
/** Length, type and checksum around the data of a chunk of PNG. */
const chunkFrame = 12;
const keyword = "Rootstock page\0";

/** A chunk of text, as PNG has them: length, type, keyword and text, checksum. */
function textChunk(text: string): Buffer {
  const content = Buffer.from(`tEXt${keyword}${text}`, "latin1");
  const chunk = Buffer.alloc(content.length + 8);
  chunk.writeUInt32BE(content.length - 4, 0);
  content.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(content), content.length + 4);
  return chunk;
}

/** A PNG that says which page it shows, by {@link digestOfShown}. */
export function pictureWithDigest(png: Buffer, digest: string): Buffer {
  const header = signatureLength + chunkFrame + png.readUInt32BE(signatureLength);
  return Buffer.concat([png.subarray(0, header), textChunk(digest), png.subarray(header)]);
}

/** The digest that a PNG was given; undefined where it has none. */
export function digestInPicture(png: Buffer): string | undefined {
  for (let at = signatureLength; at + chunkFrame <= png.length; ) {
    const length = png.readUInt32BE(at);
    const content = png.subarray(at + 4, at + 8 + length).toString("latin1");
    if (content.startsWith(`tEXt${keyword}`)) return content.slice(4 + keyword.length);
    at += length + chunkFrame;
  }
  return undefined;
}
