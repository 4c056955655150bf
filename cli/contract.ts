import type { Command } from "commander";

/** A command of `rootstock`, loaded only when somebody runs it: a plan must not wait for what it doesn't use. */
export interface CommandEntry {
  /** One line for `rootstock --help`. */
  readonly summary: string;
  /** Group in `rootstock --help`. */
  readonly group: "Look" | "Deploy" | "Look after" | "Build";
  readonly load: () => Promise<Command>;
}
