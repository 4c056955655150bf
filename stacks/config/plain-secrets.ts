import { legible } from "../../components/legible";
import { secretShape, secretShapes } from "../../components/secret-shape";

export { secretShape } from "../../components/secret-shape";

/** With what hangs on to them, but for the end of a sentence. */
const wholes = secretShapes.map(({ pattern }) => new RegExp(`(?:${pattern.source})(?:[^\\s"',;]*[^\\s"',;.])?`, "g"));

/** A sentence that quotes what strangers wrote, without what looks like a secret, and legible on any terminal. */
export function shown(sentence: string): string {
  return legible(wholes.reduce((rest, whole) => rest.replaceAll(whole, "[secret]"), sentence));
}

/** Whether a key of a setting says that its value is a secret; no setting is called like that. */
export function isSecretKey(key: string): boolean {
  return /(token|password|secret|credentials?|(access|api|private|secret)[-_]?key([-_]?id)?)$/i.test(key);
}

/** A plain text that looks like a secret, and where it stands. */
export interface PlainSecret {
  readonly path: string;
  readonly shape: string;
}

/** Every text in a value that looks like a secret. */
export function plainSecrets(value: unknown, path: string): readonly PlainSecret[] {
  if (typeof value === "string") {
    // Elsewhere keys are names that people give.
    const named = /^(platform|cluster)\./.test(path) && isSecretKey(path.slice(path.lastIndexOf(".") + 1));
    const shape = secretShape(value) ?? (named ? "a secret" : undefined);
    return shape === undefined ? [] : [{ path, shape }];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => plainSecrets(child, `${path}.${key}`));
}
