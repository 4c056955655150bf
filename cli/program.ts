import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { sentence } from "../plan/command";
import { commands } from "./commands";
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

/**
 * Runs `rootstock` with the words of a command line.
 *
 * @returns the exit code; what went wrong is told on standard error, in words
 */
export async function rootstock(words: readonly string[]): Promise<number> {
  const program = new Command("rootstock")
    .description("Cluster to app, in one typed Pulumi program, rehearsed before anyone pays for a cluster.")
    .version(version)
    .addHelpText("after", examples)
    .exitOverride()
    .showHelpAfterError("(rootstock --help lists what there is)");
  const [name = ""] = words;
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (entry === undefined) listed(program);
    else program.addCommand((await entry.load()).name(name).exitOverride());
    await program.parseAsync([...words], { from: "user" });
    return Number(process.exitCode ?? exitCode.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    console.error(sentence(error));
    return Number(process.exitCode ?? exitCode.failed);
  }
}
