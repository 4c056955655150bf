import { basename } from "node:path";
import { UsageError } from "../components/errors";
import { nearest } from "../components/nearest";
import { shown } from "../stacks/config/plain-secrets";
import { projectName } from "../stacks/config/raw";
import { isMap, readYamlMap, type Settings } from "./yaml-map";

export { isMap, type Settings } from "./yaml-map";

/** What Pulumi itself keeps in a stack's file. */
const stackKeys = ["config", "secretsprovider", "encryptedkey", "encryptionsalt", "environment"] as const;

/** The project's settings in a stack's file, by short key; keys of other namespaces are Pulumi's business. */
export function stackSettings(file: string): Settings {
  const name = basename(file);
  const content = readYamlMap(file);
  const known: readonly string[] = stackKeys;
  const unknown = Object.keys(content).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    const sentences = unknown.map((key) => {
      const close = nearest(key, known);
      const advice = close === undefined ? "settings belong under config" : `rename it to ${close}`;
      return `${name}: ${key} is no key of a stack's file; ${advice} (allowed here: ${known.join(", ")}).`;
    });
    throw new UsageError(sentences.slice(0, 100).map(shown).join("\n"));
  }
  const config = content["config"] ?? {};
  if (!isMap(config))
    throw new UsageError(`${name}: config is no map of settings; write each as rootstock:<setting>: <value>.`);
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => {
      if (!key.includes(":")) return [[key, value]];
      return key.startsWith(`${projectName}:`) ? [[key.slice(projectName.length + 1), value]] : [];
    }),
  );
}

/** Defaults that a Pulumi.yaml declares for the project's keys. */
export function projectDefaults(file: string): Settings {
  const declared = readYamlMap(file)["config"];
  return Object.fromEntries(
    Object.entries(isMap(declared) ? declared : {}).flatMap(([key, entry]) =>
      isMap(entry) && entry["default"] !== undefined ? [[key.replace(`${projectName}:`, ""), entry["default"]]] : [],
    ),
  );
}

/** Whether a value is encrypted, or holds something that is. */
export function isEncrypted(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "secure" in value || Object.values(value).some(isEncrypted);
}
