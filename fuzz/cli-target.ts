import { Command } from "commander";
import fc from "fast-check";
import { commands } from "../cli/commands";
import type { CommandEntry } from "../cli/contract";
import { exitCode } from "../cli/exit-code";
import { rootstock } from "../cli/program";
import { clusterKinds } from "../components/cluster/contract";
import { environments } from "../components/environment";
import { UsageError } from "../components/errors";
import { type Flags, readStack } from "../plan/stack-file";
import { writeFiles } from "../plan/write-files";
import { readPlan } from "../review/stored-plan";
import { writeReview } from "../review/write-review";
import { systemNames } from "../stacks/systems";
import { type CliSandbox, configPaths, outPaths } from "./cli-sandbox";
import { hostileText } from "./hostile";
import { unfit } from "./verdict";

/** A command line without the program's name. */
export type CliCase = readonly string[];

/** Words that say more, or something else, than they seem to. */
const oddWords = [
  ...[
    "--",
    "-",
    "---",
    "--=x",
    "-=",
    "=",
    "--out=",
    "--config=",
    "-h",
    "--help",
    "-V",
    "--version",
    "help",
    "--no-json",
  ],
  ...["--__proto__", "--__proto__.polluted=1", "--constructor=x", "__proto__", "constructor", "toString", "--toString"],
  ...["$(touch rootstock-was-here)", "`id`", ";id", "|id", "&&id", "@notes.txt", "--require=./notes.txt", "--eval=1"],
  ...[
    "--inspect",
    "--import=./notes.txt",
    "-e",
    "-p",
    "--env-file=notes.txt",
    "--ou",
    "--OUT",
    "\u2014out",
    "%00",
    "\n",
  ],
];

const words = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...oddWords) },
  { weight: 4, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom("x".repeat(1_000_000), "--".repeat(200_000), `--${"y".repeat(1_000_000)}`) },
);

/** Options whose values are paths that must be read, and written to. */
const read = /^--(config|kubeconfig|from|file)$/;
const written = /^--(out|base|head|to)$/;

function argumentOf(flag: string): fc.Arbitrary<string> {
  const right: readonly string[] = [
    ...(flag === "--env" ? environments : []),
    ...(flag === "--system" ? systemNames : []),
    ...(flag === "--cluster" ? clusterKinds : []),
    ...(read.test(flag) ? [...configPaths, "Pulumi.dev.yaml"] : []),
    ...(written.test(flag) ? outPaths : []),
  ];
  if (right.length === 0) return words;
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...right) }, { weight: 1, arbitrary: words });
}

/** Command lines of a command: its options with hostile values, and hostile words among them. */
function linesOf(name: string, command: Command): fc.Arbitrary<CliCase> {
  const option = (command.options.length === 0 ? [new Command().createOption("--json")] : command.options)
    .map(({ long, required, optional }) => ({ flag: long ?? "--help", takes: required || optional }))
    .map(({ flag, takes }) =>
      takes
        ? fc
            .tuple(argumentOf(flag), fc.boolean())
            .map(([value, joined]) => (joined ? [`${flag}=${value}`] : [flag, value]))
        : fc.constant([flag]),
    );
  const part = fc.oneof(
    { weight: 6, arbitrary: fc.oneof(...option) },
    { weight: 1, arbitrary: words.map((word) => [word]) },
  );
  const below = command.commands.map((one) => linesOf(one.name(), one));
  const own = fc.array(part, { maxLength: 4 }).map((parts) => parts.flat());
  return fc.oneof(own, ...below).map((rest) => [name, ...rest]);
}

/** Command lines of every command, and of none. */
export async function commandLines(): Promise<fc.Arbitrary<CliCase>> {
  const known = await Promise.all(
    Object.entries(commands).map(async ([name, { load }]) => linesOf(name, copyOf(await load()))),
  );
  return fc.oneof(
    { weight: 12, arbitrary: fc.oneof(...known) },
    { weight: 1, arbitrary: fc.array(words, { maxLength: 4 }) },
  );
}

interface ReadFlags extends Flags {
  readonly out?: unknown;
  readonly base?: unknown;
  readonly head?: unknown;
}

/** What every command does with its command line before it does what it is for. */
async function readAll(flags: ReadFlags): Promise<void> {
  if (typeof flags.base === "string") readPlan(flags.base, "--base");
  if (typeof flags.head === "string") readPlan(flags.head, "--head");
  else await readStack(flags);
  if (typeof flags.out !== "string") return;
  writeFiles(flags.out, [
    { path: "plan.json", text: JSON.stringify({ files: ["dev/one.yaml"] }) },
    { path: "dev/one.yaml", text: "kind: One\n" },
  ]);
  writeReview(flags.out, { "review.md": "# Review\n" });
}

/** A command that takes the same words, and only reads: nothing is installed, asked or deployed. */
function copyOf(command: Command): Command {
  const copy = new Command(command.name()).copyInheritedSettings(command).allowExcessArguments(false);
  for (const option of command.options) copy.addOption(option);
  for (const argument of command.registeredArguments) copy.addArgument(argument);
  for (const below of command.commands) copy.addCommand(copyOf(below));
  return command.commands.length > 0 ? copy : copy.action(() => readAll(copy.opts()));
}

const entries: Readonly<Record<string, CommandEntry>> = Object.fromEntries(
  Object.entries(commands).map(([name, { load, ...entry }]) => [
    name,
    { ...entry, load: async () => copyOf(await load()) },
  ]),
);

/** Runs something in the sandbox, and keeps what it says. */
async function said(
  sandbox: CliSandbox,
  run: () => Promise<number>,
): Promise<{ code: number; out: string; err: string }> {
  const spoken = { out: "", err: "" };
  const { cwd, exitCode: before } = { cwd: process.cwd(), exitCode: process.exitCode };
  const { error, log } = console;
  const streams = [
    [process.stdout, "out"],
    [process.stderr, "err"],
  ] as const;
  const originals = streams.map(([stream]) => stream.write.bind(stream));
  for (const [stream, name] of streams) {
    stream.write = (text: string | Uint8Array): boolean => {
      spoken[name] += String(text);
      return true;
    };
  }
  console.error = (text: unknown) => (spoken.err += `${String(text)}\n`);
  console.log = (text: unknown) => (spoken.out += `${String(text)}\n`);
  process.chdir(sandbox.work);
  process.exitCode = undefined;
  try {
    const code = await run();
    return { code, ...spoken };
  } finally {
    process.chdir(cwd);
    process.exitCode = before;
    Object.assign(console, { error, log });
    for (const [index, [stream]] of streams.entries()) {
      const original = originals[index];
      if (original !== undefined) stream.write = original;
    }
  }
}

/** Takes command lines as a shell hands them over, in a folder of their own. */
export class CliTaker {
  constructor(private readonly sandbox: CliSandbox) {}

  /** @throws UsageError for a command line that is refused; Error for one that is refused badly, or does damage */
  async take(line: CliCase): Promise<void> {
    const outs = line.flatMap((word, index) =>
      word === "--out" ? (line[index + 1] ?? []) : word.startsWith("--out=") ? word.slice("--out=".length) : [],
    );
    if (outs.some((out) => !this.sandbox.mayTry(out))) throw new UsageError("Nobody tries that on this machine.");
    const { code, err, out } = await said(this.sandbox, () => rootstock(line, entries));
    const damage = this.sandbox.damage(outs);
    this.sandbox.restore();
    if (damage.length > 0) throw new Error(`It did damage: ${damage.join(", ")}.`);
    const flaw = unfit(out) ?? (code === exitCode.usage ? unfit(err) : undefined);
    if (flaw !== undefined)
      throw new Error(`What a person is told ${flaw}: ${JSON.stringify(out + err).slice(0, 1200)}`);
    const fresh: { readonly polluted?: unknown } = {};
    if (fresh.polluted !== undefined) throw new Error("It changed what every object has.");
    if (code === exitCode.done) return;
    if (code !== exitCode.failed && code !== exitCode.usage) throw new Error(`It ended with ${String(code)}.`);
    if (err.trim() === "") throw new Error(`It ended with ${String(code)}, and said nothing.`);
    throw new UsageError(code === exitCode.usage ? "The command line can't be read." : err.trimEnd());
  }
}
