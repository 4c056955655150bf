// Nobody sees where a planned resource was asked for, and finding out costs half a second.
if (require.main === module) process.setSourceMapsEnabled(false);

import { UsageError } from "../components/errors";
import { replaceFile } from "../deploy/replaced-file";
import { withSettings } from "../deploy/settings-in-file";
import { mirrorList } from "../mirror/list";
import { withoutMirrors } from "../mirror/without-mirrors";
import { runCommand, stackCommand } from "../plan/command";
import { planOf } from "../plan/plan";
import { type Flags, readStack, stackFile } from "../plan/stack-file";
import { table } from "../plan/table";
import { digestsSchema } from "../stacks/config/digests";
import { projectName } from "../stacks/config/raw";
import { ownImages, pinsOf } from "./pins";
import { registryTool } from "./registry-tool";

interface PinFlags extends Flags {
  readonly check?: boolean;
  readonly json?: boolean;
}

const key = `${projectName}:digests`;

async function main({ json = false, ...flags }: PinFlags): Promise<void> {
  const { file } = stackFile(flags);
  const input = await readStack(flags);
  const recorded = digestsSchema.parse(JSON.parse(input.raw.values[key] ?? "{}"));
  const { values } = withoutMirrors(input).input.raw;
  const { run } = await planOf({ ...input, raw: { ...input.raw, values: { ...values, [key]: "{}" } } });
  const images = ownImages(mirrorList(run.registrations).images);
  const pins = await pinsOf(images, recorded, await registryTool(), ({ image, digest, state }) => {
    if (!json) console.log(table([[state, image, digest]]).join("\n"));
  });
  const changed = pins.filter(({ state }) => state !== "recorded");
  if (json) console.log(JSON.stringify({ stack: input.stack, file: input.raw.file, images: pins }, null, 2));
  if (flags.check === true) {
    if (changed.length === 0) return;
    throw new UsageError(
      `${input.raw.file}: ${changed.map(({ image, state }) => `${image} is ${state}`).join(", ")}; run npm run pin, and look at why a tag moved.`,
    );
  }
  const digests = Object.fromEntries(pins.map(({ image, digest }) => [image, digest]));
  replaceFile(file, (text) => withSettings(text, { digests }));
  if (json) return;
  console.log(
    `\n${input.raw.file} holds the digests of ${String(pins.length)} images, ${String(changed.length)} of them changed.`,
  );
}

/** The command, for `rootstock` as well. */
export const command = stackCommand("pin", "Records the digest of each image of a stack in the stack's file.")
  .option("--check", "change nothing; fail where a digest isn't recorded or a tag has moved")
  .option("--json", "one JSON document on standard output: each image, its digest, and whether that is new")
  .addHelpText(
    "after",
    `
Examples:
  rootstock pin --env prod            before production is deployed or promoted to
  rootstock pin --env prod --check    in CI
  rootstock pin --env prod --json | jq -r '.images[] | select(.state != "recorded") | .image'

Exit codes: 0 every digest is recorded; 1 one isn't, or a registry doesn't know the image.
`,
  )
  .action(main);

if (require.main === module) void runCommand(command);
