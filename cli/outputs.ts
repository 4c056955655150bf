import { UsageError } from "../components/errors";
import type { Engine } from "../deploy/contract";
import { outputLines, outputText } from "../deploy/outputs-text";
import { maySleep, sleeping, sleepSentence } from "../deploy/sleeping";
import { parseConfig } from "../stacks/config/parse";
import { type DeployFlags, engineCommand } from "./deploy-command";
import { withEngine } from "./with-engine";

interface OutputsFlags extends DeployFlags {
  readonly showSecrets?: boolean;
}

function named(outputs: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(outputs, name)) return outputs[name];
  throw new UsageError(`The stack has no output "${name}"; it has ${Object.keys(outputs).sort().join(", ")}.`);
}

/** Says that a stack sleeps, whose addresses answer nobody meanwhile. Outputs are known without the cluster, which may be away. */
async function tellSleep(engine: Engine): Promise<void> {
  const now = new Date();
  if (!maySleep(await parseConfig(engine.input.raw), now)) return;
  const asleep = await sleeping(engine, now).catch(() => undefined);
  const sentence = asleep === undefined ? undefined : sleepSentence(asleep);
  if (sentence !== undefined) console.error(sentence);
}

/** The command, for `rootstock`. */
export const command = engineCommand("outputs", "Tells what the last deployment of a stack gives.")
  .argument("[name]", "one output alone, as it is")
  .option("--show-secrets", "secrets in clear, in place of [secret]")
  .addHelpText(
    "after",
    `
Examples:
  rootstock outputs --env dev                                    all of them
  rootstock outputs urls --env dev --json                        one, for scripts
  rootstock outputs kubeconfig --env dev --show-secrets > file   a kubeconfig to work with
`,
  )
  .action((name: string | undefined, flags: OutputsFlags) =>
    withEngine(flags, async (engine) => {
      const outputs = await engine.outputs(flags.showSecrets);
      if (outputs === undefined)
        throw new UsageError(`Stack ${engine.input.stack} was never deployed; rootstock up deploys it.`);
      const asked = name === undefined ? outputs : named(outputs, name);
      if (flags.json === true) console.log(JSON.stringify(asked));
      else console.log(name === undefined ? outputLines(outputs).join("\n") : outputText(asked));
      await tellSleep(engine);
    }),
  );
