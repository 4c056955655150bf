import { createHash } from "node:crypto";

/**
 * A name as Kubernetes takes it: small letters, digits and dashes. One that has anything else, or is too long, gets a
 * mark behind it, so that two names stay two (`Shop_EU` becomes `shop-eu-` and six digits).
 *
 * @param longest how many characters it may have
 */
export function distinctName(name: string, longest: number): string {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-");
  if (plain === name && plain.length <= longest) return plain;
  const mark = createHash("sha256").update(name).digest("hex").slice(0, 6);
  return `${plain.slice(0, longest - mark.length - 1).replace(/-+$/, "")}-${mark}`;
}
