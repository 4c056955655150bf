import { parse } from "yaml";
import { engineText } from "../plan/stack-file";
import { isMap } from "../plan/yaml-map";
import { projectName } from "../stacks/config/raw";
import type { Versions } from "./contract";
import { withSettings } from "./settings-in-file";
import { versionsOf } from "./versions";

/** The versions that the text of a stack's file says. */
export function versionsIn(text: string): Versions {
  const content: unknown = parse(text);
  const config = isMap(content) && isMap(content["config"]) ? content["config"] : {};
  const values = Object.fromEntries(
    ["imageTag", "slots", "digests"].flatMap((name) => {
      const key = `${projectName}:${name}`;
      const value = config[key] ?? config[name];
      return value === undefined || value === null ? [] : [[key, engineText(value)]];
    }),
  );
  return versionsOf({ raw: { file: "", values, secretKeys: [] } });
}

/**
 * The text of a stack's file with other versions; everything else in it stays as it is.
 *
 * @throws UsageError for a text that can't be written without changing more
 */
export function withVersionsIn(text: string, { digests, imageTag, slots }: Versions): string {
  return withSettings(text, { imageTag, slots, digests });
}
