import { Command } from "commander";
import { UsageError } from "../components/errors";
import { shown } from "../stacks/config/plain-secrets";
import { outliveReaders } from "./broken-pipe";
import { machineSentence } from "./machine-error";

/** A command with the options by which all commands choose a stack. */
export function stackCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("--system <name>", "the system, instead of the file's")
    .option("--env <name>", "dev, staging or prod")
    .option("--cluster <kind>", "doks, eks, gke, minikube, kubeconfig or stack, instead of the file's")
    .option("--config <file>", "the stack's file (default: Pulumi.<env>.yaml)")
    .allowExcessArguments(false);
}

/** Reads an option that is a number of seconds. @throws UsageError for what is none */
export function wholeSeconds(option: string): (text: string) => number {
  return (text) => {
    if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
    throw new UsageError(`${option} is "${text}"; write a whole number of seconds from 1 to 99999.`);
  };
}

/** Where an error that nobody expected came from; asked for by whoever mends Rootstock. */
const trace = "ROOTSTOCK_TRACE";

/** Lines that may quote what strangers wrote, as any terminal shows them, and without what looks like a secret. */
export function shownLines(text: string): string {
  return text.split("\n").map(shown).join("\n");
}

/** What went wrong, in words. */
export function sentence(error: unknown): string {
  if (error instanceof UsageError) return shownLines(error.message);
  const message = error instanceof Error ? error.message : String(error);
  if (process.env[trace] !== undefined && error instanceof Error) return error.stack ?? message;
  const refused = machineSentence(error);
  if (refused !== undefined) return shownLines(refused);
  return `${shownLines(message)}\nThis is a fault in Rootstock, not in your configuration; run it again with ${trace}=1 to see where.`;
}

/** Runs a command; whatever goes wrong is told in words, and the exit code says so. */
export async function runCommand(command: Command): Promise<void> {
  outliveReaders();
  try {
    await command.parseAsync();
  } catch (error) {
    console.error(sentence(error));
    process.exitCode ??= 1;
  }
}
