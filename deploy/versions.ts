import type { StackInput } from "../plan/stack-file";
import { projectName } from "../stacks/config/raw";
import type { Versions } from "./contract";

/** Settings that are a stack's versions, by short key, and what they are where a file doesn't have them. */
const versionSettings = { imageTag: "", slots: "{}", digests: "{}" } as const;

const fullKey = (name: string): string => `${projectName}:${name}`;

function textOf(values: Readonly<Record<string, string>>, name: keyof typeof versionSettings): string {
  return values[fullKey(name)] ?? versionSettings[name];
}

/** What a stack's configuration says to run. */
export function versionsOf({ raw: { values } }: Pick<StackInput, "raw">): Versions {
  const tag = textOf(values, "imageTag");
  return {
    imageTag: tag.startsWith("{") ? (JSON.parse(tag) as Readonly<Record<string, string>>) : tag,
    slots: JSON.parse(textOf(values, "slots")) as Readonly<Record<string, string>>,
    digests: JSON.parse(textOf(values, "digests")) as Readonly<Record<string, string>>,
  };
}

/** The same stack with other versions; all other settings stay. */
export function withVersions(input: StackInput, { digests, imageTag, slots }: Versions): StackInput {
  const values = {
    ...input.raw.values,
    [fullKey("imageTag")]: typeof imageTag === "string" ? imageTag : JSON.stringify(imageTag),
    [fullKey("slots")]: JSON.stringify(slots),
    [fullKey("digests")]: JSON.stringify(digests),
  };
  return { ...input, raw: { ...input.raw, values } };
}

/** Versions in a line, for people: `v1.2.3, web on green`. */
export function describeVersions({ imageTag, slots }: Versions): string {
  const tags =
    typeof imageTag === "string"
      ? imageTag
      : Object.entries(imageTag)
          .map(([name, tag]) => `${name} ${tag}`)
          .join(", ");
  return [tags, ...Object.entries(slots).map(([name, slot]) => `${name} on ${slot}`)].join(", ");
}
