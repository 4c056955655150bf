import { nearest } from "../../components/nearest";
import type { ParsedConfig } from "./schema";

/** Tags by workload; notes which workloads ask for one, and which of them have none. */
export class ImageTags {
  readonly #asked = new Set<string>();
  readonly #missing = new Set<string>();

  constructor(private readonly tags: ParsedConfig["imageTag"]) {}

  of(workload: string): string {
    this.#asked.add(workload);
    if (typeof this.tags === "string") return this.tags;
    const tag = Object.hasOwn(this.tags, workload) ? this.tags[workload] : this.tags["default"];
    if (tag === undefined) this.#missing.add(workload);
    return tag ?? "missing";
  }

  /** Workloads without a tag, and tags that no workload asked for, as sentences. */
  errors(system: string): readonly string[] {
    const unknown =
      typeof this.tags === "string"
        ? []
        : Object.keys(this.tags).filter((name) => name !== "default" && !this.#asked.has(name));
    return [
      ...[...this.#missing].map(
        (workload) =>
          `imageTag has no tag for workload ${workload}; add imageTag.${workload}, or imageTag.default for all others.`,
      ),
      ...unknown.map(
        (workload) =>
          `imageTag.${workload} names no workload of ${system} that takes a tag; remove it, or choose one of ${[...this.#asked].join(", ")}.`,
      ),
    ];
  }
}

/** What a stack chooses by name, such as the place of each store; notes which names the system asks for. */
export class Choices<Choice extends string> {
  readonly #asked = new Set<string>();

  /**
   * @param choices by name
   * @param key the setting, for messages
   * @param what a name stands for, for messages
   */
  constructor(
    private readonly choices: Readonly<Record<string, Choice>>,
    private readonly key: string,
    private readonly what: string,
  ) {}

  of(name: string): Choice | undefined {
    this.#asked.add(name);
    return Object.hasOwn(this.choices, name) ? this.choices[name] : undefined;
  }

  /** Names that the system never asked for, as sentences. */
  get errors(): readonly string[] {
    const known = [...this.#asked];
    return Object.keys(this.choices)
      .filter((name) => !this.#asked.has(name))
      .map((name) => {
        const close = nearest(name, known);
        const hint = close === undefined ? "" : ` (did you mean ${close}?)`;
        return `${this.key}.${name} names no ${this.what}${hint}; remove it${known.length === 0 ? "" : `, or choose one of ${known.join(", ")}`}.`;
      });
  }
}
