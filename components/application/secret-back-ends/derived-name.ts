import { createHash } from "node:crypto";

/** A name that is another one for anything else that the object is made from. */
export function derivedName(name: string, content: unknown): string {
  const digest = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  return `${name}-${digest.slice(0, 8)}`;
}
