/** One small edit of the sources that makes them worse, and that something must notice. */
export interface Mutant {
  /** What is wrong then, in words. */
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** What stands in the file exactly once. */
  readonly find: string;
  /** What stands there instead. */
  readonly replace: string;
  /** Specs that are asked first, without `.spec.ts`, from `test/components`: whatever the order, a survivor has met all. */
  readonly first: readonly string[];
}
