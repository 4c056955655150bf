import { UsageError } from "../components/errors";
import { pastedSecrets } from "./hostile";

/** How an input was taken. */
export interface Verdict {
  readonly accepted: boolean;
  /** What a person is told of an input that is refused. */
  readonly message?: string;
  /** How long the processor had to do with it, in milliseconds: whatever else the machine does, it's the same. */
  readonly took: number;
}

/** The longest that any input may keep the processor busy, in milliseconds. */
const patience = 2000;

/** The longest sentence that anybody reads. */
const longestSentence = 4000;

/** Characters that change how a terminal shows a message; the ends of lines are the message's own. */
const invisible = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

/** The pasted secrets as words of their own: with other letters around them they are something else. */
const pasted = pastedSecrets.map((secret) => new RegExp(`(?<!\\w)${secret.replaceAll(/\W/g, "\\$&")}(?!\\w)`));

/** What nobody may be shown, as the end of a sentence; undefined where a text is fit for any terminal. */
export function unfit(text: string): string | undefined {
  const lines = text.split("\n");
  if (/\n\s+at .*:\d+/.test(text)) return "shows a stack trace";
  if (/This is a fault in Rootstock/.test(text)) return "blames Rootstock";
  if (/\[object |Invalid input/.test(text)) return "says what no person says";
  if (pasted.some((secret) => secret.test(text))) return "shows a secret";
  if (lines.some((line) => invisible.test(line))) return "writes invisible or control characters to the terminal";
  return lines.some((line) => line.length > longestSentence) ? "says a sentence that nobody can read" : undefined;
}

/** What is wrong with how a person is told, as the end of a sentence. */
function flawOf(message: string): string | undefined {
  const lines = message.split("\n");
  const isSentence = lines.every((line, index) => (index === 0 && lines.length > 1) || line.endsWith("."));
  return unfit(message) ?? (isSentence ? undefined : "has a line that is no sentence");
}

/**
 * Lets `take` have an input, and judges what it does with it.
 *
 * @throws an error that says what is wrong, for anything but silence or sentences within two seconds of work
 */
export async function judge(take: () => unknown): Promise<Verdict> {
  const started = process.cpuUsage();
  let message: string | undefined;
  try {
    await take();
  } catch (error) {
    if (!(error instanceof UsageError)) {
      throw new Error(`It threw what isn't meant for a person: ${String(error)}`, { cause: error });
    }
    message = error.message;
  }
  const { system, user } = process.cpuUsage(started);
  const took = (user + system) / 1000;
  if (took > patience) throw new Error(`It took ${took.toFixed(0)} ms; nothing may take over ${String(patience)}.`);
  if (message === undefined) return { accepted: true, took };
  const flaw = flawOf(message);
  if (flaw !== undefined) throw new Error(`What a person is told ${flaw}: ${JSON.stringify(message).slice(0, 1200)}`);
  return { accepted: false, message, took };
}
