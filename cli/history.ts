import { historyLines, publicRecord } from "../deploy/history-text";
import { type DeployFlags, engineCommand } from "./deploy-command";
import { withEngine } from "./with-engine";

/** The command, for `rootstock`. */
export const command = engineCommand("history", "Lists who deployed what, when, and how it ended; latest first.")
  .addHelpText(
    "after",
    `
Examples:
  rootstock history --env prod
  rootstock history --env prod --json | jq -r '.deployments[] | select(.result == "failed") | .reason'
`,
  )
  .action((flags: DeployFlags) =>
    withEngine(flags, async (engine) => {
      const records = await engine.history();
      const { stack } = engine.input;
      if (flags.json === true) console.log(JSON.stringify({ stack, deployments: records.map(publicRecord) }));
      else if (records.length === 0) console.log(`Stack ${stack} was never deployed.`);
      else console.log(historyLines(records).join("\n"));
    }),
  );
