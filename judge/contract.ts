import type { Environment } from "../components/environment";

/** What is judged: the plan of a system in an environment, a neighbour's output, or the repository as a whole. */
export interface Place {
  readonly system: string;
  readonly environment?: Environment;
}

/** A folder of manifests, and what they are of. */
export interface Manifests {
  readonly folder: string;
  readonly place: Place;
}

/** A judge of manifests: somebody else's program, which this project can't talk into agreeing. */
export interface ManifestJudge {
  readonly name: string;
  /** Its version as it is pinned. */
  readonly version: string;
  /** @throws UsageError where the program can't be had on this machine */
  readonly judge: (manifests: readonly Manifests[]) => Promise<readonly JudgeFinding[]>;
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
