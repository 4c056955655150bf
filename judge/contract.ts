import type { Environment } from "../components/environment";

/** What is judged: the plan of a system in an environment, or the repository as a whole. */
export interface Place {
  readonly system: string;
  readonly environment?: Environment;
}

/** What a judge has found. */
export interface JudgeFinding {
  readonly judge: string;
  /** The judge's own name of the check. */
  readonly check: string;
  /** What it is about: `<Kind>/<name>`, or a file. */
  readonly subject: string;
  readonly message: string;
  readonly place: Place;
}

/** A finding that is put up with, and until when. */
export interface Exemption {
  readonly judge: string;
  readonly check: string;
  /** The whole subject. @default any */
  readonly subject?: RegExp;
  /** @default any */
  readonly systems?: readonly string[];
  /** @default any */
  readonly environments?: readonly Environment[];
  /** Why it is right as it is. */
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
}
