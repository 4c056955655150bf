import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { sentence, shownLines } from "../plan/command";
import { commands } from "./commands";
import type { CommandEntry } from "./contract";
import { exitCode } from "./exit-code";

const examples = `
Examples:
  rootstock plan --env prod             what would be made
  rootstock rehearse --env prod         the same, on a control plane of this machine
  rootstock explain platform.logs --env dev
`;

/** The commands as `--help` lists them, without loading any. */
function listed(program: Command): void {
  for (const [name, { group, summary }] of Object.entries(commands))
    program.addCommand(new Command(name).summary(summary).helpGroup(`${group}:`));
}

/** A command that ends in this program, as those below it do, and quotes words so that any terminal shows them. */
function prepared(command: Command): Command {
  for (const below of command.commands) prepared(below);
  return command.exitOverride().configureOutput({ outputError: (text, write) => write(shownLines(text)) });
}

/**
 * Runs `rootstock` with the words of a command line.
 *
 * @param entries the commands that there are
 * @returns the exit code; what went wrong is told on standard error, in words
 */
export async function rootstock(
  words: readonly string[],
  entries: Readonly<Record<string, CommandEntry>> = commands,
): Promise<number> {
  const program = prepared(new Command("rootstock"))
    .description("Cluster to app, in one typed Pulumi program, rehearsed before anyone pays for a cluster.")
    .version(version)
    .addHelpText("after", examples)
    .showHelpAfterError("(rootstock --help lists what there is)");
  const [name = ""] = words;
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  try {
    if (entry === undefined) listed(program);
    else program.addCommand(prepared((await entry.load()).name(name)));
    await program.parseAsync([...words], { from: "user" });
    return Number(process.exitCode ?? exitCode.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    console.error(sentence(error));
    return Number(process.exitCode ?? exitCode.failed);
  }
}
