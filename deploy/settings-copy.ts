import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { isMap, parseDocument } from "yaml";
import { engineText, type StackInput } from "../plan/stack-file";
import { isEncrypted, projectDefaults, stackSettings } from "../plan/stack-yaml";
import { projectName } from "../stacks/config/raw";

/** A file of settings that an operation runs with. */
export interface SettingsFile {
  readonly path: string;
  /** Removes what was made for the operation; the user's own file stays. */
  remove(): void;
}

/** Settings that hold secrets, of which a plan's input has stand-ins. */
const secret = new Set(["secrets", "secretBackEnd"]);

/** A text as the engine holds it, as a file does. */
function fileValue(text: string): unknown {
  return /^[{[]/.test(text) ? (JSON.parse(text) as unknown) : text;
}

/** Settings in which a stack differs from its file, by short key; undefined for one that it doesn't have. */
export function settingsBeside(
  file: string,
  { raw: { values } }: Pick<StackInput, "raw">,
  directory: string,
): Readonly<Record<string, string | undefined>> {
  const own = { ...projectDefaults(resolve(directory, "Pulumi.yaml")), ...stackSettings(file) };
  const asked = Object.keys(values).map((key) => key.replace(`${projectName}:`, ""));
  const names = [...new Set([...Object.keys(own), ...asked])].filter(
    (name) => !secret.has(name) && !isEncrypted(own[name]),
  );
  return Object.fromEntries(
    names.flatMap((name): readonly (readonly [string, string | undefined])[] => {
      const value = values[`${projectName}:${name}`];
      return value === (name in own ? engineText(own[name]) : undefined) ? [] : [[name, value]];
    }),
  );
}

/**
 * The file by which the engine runs a stack: the user's own, or, where flags or the versions of an earlier deployment
 * ask for other settings, a copy of it in a directory of its own. The user's file is never written, so that nothing
 * has to be put back, whatever happens meanwhile; secrets stay encrypted in the copy.
 *
 * @param directory the project's
 */
export function settingsFile(file: string, input: Pick<StackInput, "raw">, directory: string): SettingsFile {
  const changes = settingsBeside(file, input, directory);
  if (Object.keys(changes).length === 0) return { path: file, remove: () => undefined };
  const document = parseDocument(readFileSync(file, "utf8"));
  if (!isMap(document.get("config"))) document.set("config", document.createNode({}));
  for (const [name, text] of Object.entries(changes)) {
    const key = document.hasIn(["config", name]) ? name : `${projectName}:${name}`;
    if (text === undefined) document.deleteIn(["config", key]);
    else document.setIn(["config", key], document.createNode(fileValue(text)));
  }
  const place = mkdtempSync(join(tmpdir(), "rootstock-settings-"));
  const path = join(place, basename(file));
  writeFileSync(path, document.toString(), { mode: 0o600 });
  return { path, remove: () => rmSync(place, { recursive: true, force: true }) };
}
