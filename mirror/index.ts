// Nobody sees where a planned resource was asked for, and finding out costs half a second.
if (require.main === module) process.setSourceMapsEnabled(false);

import { chmodSync } from "node:fs";
import { UsageError } from "../components/errors";
import { runCommand, stackCommand } from "../plan/command";
import { planOf } from "../plan/plan";
import { type Flags, readStack } from "../plan/stack-file";
import { table } from "../plan/table";
import { writeBelow } from "../plan/write-below";
import { shown } from "../stacks/config/plain-secrets";
import { type MirrorList, mirrorList } from "./list";
import { mirrorPrefix } from "./prefix";
import { mirrorScript } from "./script";
import { withoutMirrors } from "./without-mirrors";

interface MirrorFlags extends Flags {
  readonly json?: boolean;
  readonly out?: string;
  readonly to?: string;
}

/** @throws UsageError when the directory can't be written to. */
function write(directory: string, list: MirrorList, script: string): void {
  try {
    for (const [name, text, mode] of [
      ["mirror.json", `${JSON.stringify(list, null, 2)}\n`, 0o644],
      ["mirror.sh", script, 0o755],
    ] as const) {
      chmodSync(writeBelow(directory, name, text), mode);
    }
  } catch (error) {
    throw new UsageError(
      shown(
        `--out is ${directory}, which can't be written to: ${error instanceof Error ? error.message : String(error)}.`,
      ),
    );
  }
}

/** The list as text. */
function listed(of: string, { charts, images }: MirrorList): string {
  return [
    `Charts of ${of}`,
    ...table(charts.map(({ chart, version, repository = "" }) => [chart, version, repository])),
    "",
    "Images",
    ...table(images.map(({ image, usedBy }) => [image, usedBy.join(", ")])),
  ].join("\n");
}

async function main(flags: MirrorFlags): Promise<void> {
  const { input, images } = withoutMirrors(await readStack(flags));
  const to = flags.to === undefined ? images : mirrorPrefix(flags.to);
  const { run } = await planOf(input);
  const list = mirrorList(run.registrations);
  const of = `stack ${input.stack} (${input.raw.file})`;
  const { json = false, out } = flags;
  if (json) console.log(JSON.stringify(list, null, 2));
  else console.log(listed(of, list));
  if (out !== undefined) {
    write(out, list, mirrorScript({ of, list, ...(to === undefined ? {} : { to }) }));
    if (!json) console.log(`\nWritten to ${out}: mirror.json, and mirror.sh, which copies it all.`);
  }
}

/** The command, for `rootstock` as well. */
export const command = stackCommand(
  "mirror",
  "Lists every chart and every image of a stack, for sites that mirror them.",
)
  .option("--out <directory>", "write the list as mirror.json, and mirror.sh, which copies it all")
  .option("--to <prefix>", "the mirror of images, e.g. registry.internal/mirror (default: the stack's own)")
  .option("--json", "mirror.json alone, on standard output")
  .addHelpText(
    "after",
    `
Examples:
  rootstock mirror --env prod                                            what a site has to mirror
  rootstock mirror --env prod --out mirror --to registry.internal/mirror and a script that copies it
  rootstock mirror --env prod --json | jq -r '.images[].image'
`,
  )
  .action(main);

if (require.main === module) void runCommand(command);
