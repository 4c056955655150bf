import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { engineText, readStack, type StackInput } from "../plan/stack-file";
import { parseConfig } from "../stacks/config/parse";
import { projectName, type RawConfig } from "../stacks/config/raw";
import type { Changed } from "./changes";
import { changedSettings, type StackSettings, stackFileText } from "./configurations";

/** A configuration, as Pulumi's engine hands it over or as a stack's file. */
export type ConfigCase = { readonly settings: StackSettings } | { readonly file: string };

/** A case that a counterexample shows by what was changed. */
function toldCase({ changes, value }: Changed<StackSettings>): ConfigCase {
  const told = (): string =>
    [`the settings of ${String(value["system"])}`, ...changes, JSON.stringify(value)].join(", ");
  return Object.assign({ settings: value }, { [fc.toStringMethod]: told });
}

/** Configurations of both forms. */
export const configCase: fc.Arbitrary<ConfigCase> = fc.oneof(
  changedSettings.map(toldCase),
  stackFileText.map((file) => ({ file })),
);

/** Settings as the engine holds them: texts, objects as JSON. */
function rawConfig(map: StackSettings): RawConfig {
  return {
    file: "Pulumi.fuzz.yaml",
    values: Object.fromEntries(Object.entries(map).map(([key, value]) => [`${projectName}:${key}`, engineText(value)])),
    secretKeys: [],
  };
}

/** Takes configurations as the program and the commands do; files are written below `directory`. */
export class ConfigTaker {
  readonly #file: string;

  constructor(directory: string) {
    this.#file = join(directory, "Pulumi.fuzz.yaml");
  }

  /** @throws UsageError for a configuration that is refused. */
  async take(input: ConfigCase): Promise<void> {
    if ("settings" in input) await parseConfig(rawConfig(input.settings));
    else await this.read(input);
  }

  /** The stack of a configuration, to be planned. */
  read(input: ConfigCase): Promise<StackInput> {
    writeFileSync(this.#file, "file" in input ? input.file : JSON.stringify({ config: input.settings }));
    return readStack({ config: this.#file });
  }
}
