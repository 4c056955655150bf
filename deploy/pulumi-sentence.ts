import { hostname } from "node:os";
import { UsageError } from "../components/errors";
import { reasonIn } from "./failure-text";

/** What is known where an operation of Pulumi's failed. */
export interface FailedCommand {
  readonly stack: string;
  /** What the command said. */
  readonly text: string;
  /** Errors that its events told. */
  readonly errors: readonly string[];
}

function runsHere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process runs, too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const holder = /created by (\S+)@(\S+) \(pid (\d+)\) at (\S+)/;

/** Who holds a stack, since when, and what to run. */
function lockSentence(stack: string, text: string): string {
  const cancel = `pulumi cancel --yes --stack ${stack}`;
  const [, who, host, pid, since] = holder.exec(text) ?? [];
  if (who === undefined || host === undefined || pid === undefined || since === undefined)
    return `Another update of stack ${stack} is under way. Wait for its end; if nobody runs one, run: ${cancel}`;
  const ended = host === hostname() && !runsHere(Number(pid));
  return (
    `Stack ${stack} is locked since ${since} by ${who}@${host} (process ${pid}). ` +
    (ended
      ? `That process has ended without giving it back; run: ${cancel}, and then the same command again.`
      : `Wait for its end; if that process no longer runs, run: ${cancel}`)
  );
}

/** Mistakes that Pulumi's command line tells in its own words, and what to do. */
const known: readonly { readonly pattern: RegExp; readonly sentence: (stack: string, text: string) => string }[] = [
  {
    pattern: /spawn pulumi ENOENT|pulumi: (?:command )?not found/,
    sentence: () =>
      "pulumi isn't on PATH; install it (https://www.pulumi.com/docs/install/), or rehearse with --rehearse.",
  },
  { pattern: /currently locked by|\[409\] Conflict/, sentence: lockSentence },
  {
    pattern: /no stack named/,
    sentence: (stack) =>
      `There is no stack ${stack} where Pulumi keeps its state; make it with: pulumi stack init ${stack} (pulumi whoami -v says where that is).`,
  },
  {
    pattern: /incorrect passphrase/,
    sentence: (stack) => `PULUMI_CONFIG_PASSPHRASE isn't the passphrase of stack ${stack}; set the right one.`,
  },
  {
    pattern: /passphrase must be set|unable to find either `PULUMI_CONFIG_PASSPHRASE`/,
    sentence: (stack) =>
      `The secrets of stack ${stack} are encrypted with a passphrase; set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE.`,
  },
  {
    pattern: /PULUMI_ACCESS_TOKEN must be set|not logged in/i,
    sentence: () => "Nobody is logged in to Pulumi on this machine; run: pulumi login, or set PULUMI_ACCESS_TOKEN.",
  },
  {
    pattern: /Minimum version requirement failed.*current CLI version is (\S+)\./,
    sentence: (_stack, text) =>
      `pulumi ${/current CLI version is (\S+)\./.exec(text)?.[1] ?? ""} is older than Rootstock needs; update it: https://www.pulumi.com/docs/install/.`,
  },
];

/** Errors in the text of a command, where no events told them. */
function errorsIn(text: string): readonly string[] {
  return text
    .split("\n")
    .flatMap((line) => /^\s*error: (.+)$/.exec(line)?.[1] ?? [])
    .map(reasonIn)
    .filter((line) => !/^(update|preview|refresh|destroy) failed$/.test(line));
}

/** A failed command of Pulumi's in sentences for people. */
export function commandSentence({ errors, stack, text }: FailedCommand): string {
  const match = known.find(({ pattern }) => pattern.test(text));
  if (match !== undefined) return match.sentence(stack, text);
  const said = [...new Set(errors.length > 0 ? errors : errorsIn(text))];
  if (said.length > 0) return said.slice(0, 100).join("\n");
  return `pulumi failed on stack ${stack} without saying why; run pulumi stack --stack ${stack} to see how it stands.`;
}

/** The same as an error that commands tell as it is. */
export function commandError(failed: FailedCommand): UsageError {
  return new UsageError(commandSentence(failed));
}
