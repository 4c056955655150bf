/** Where text goes. */
type Write = (text: string) => void;

/**
 * Text of something that runs beside others and is read after them: kept until its turn comes, then passed on as it
 * comes, so that a reader sees one after the other.
 */
export class Turn {
  #kept: string[] | undefined = [];

  constructor(private readonly write: Write) {}

  readonly say = (text: string): void => {
    if (this.#kept === undefined) this.write(text);
    else this.#kept.push(text);
  };

  /** Its turn has come. */
  begin(): void {
    for (const text of this.#kept ?? []) this.write(text);
    this.#kept = undefined;
  }
}
