import { parseDocument } from "yaml";
import { projectName } from "../stacks/config/raw";
import type { Pin } from "./pins";

/** The text of a stack's file with these digests, and everything else in it as it was: order, comments, encrypted texts. */
export function withDigests(text: string, pins: readonly Pin[]): string {
  const document = parseDocument(text);
  const digests = Object.fromEntries(pins.map(({ image, digest }) => [image, digest]));
  document.setIn(["config", `${projectName}:digests`], document.createNode(digests));
  return document.toString({ lineWidth: 0 });
}
