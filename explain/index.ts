import { runCommand, stackCommand } from "../plan/command";
import type { Flags } from "../plan/stack-file";
import { table } from "../plan/table";
import { allSettings, explained, explanation } from "./explanation";
import { elsewhere, explainedStack, settingPath } from "./stack-layers";

interface ExplainFlags extends Flags {
  readonly json?: boolean;
}

async function main(key: string | undefined, { json, ...flags }: ExplainFlags): Promise<void> {
  const stack = await explainedStack(flags);
  if (key === undefined) {
    const settings = allSettings(stack);
    const rows = settings.map(({ setting, value, from }) => [
      setting,
      typeof value === "string" ? value : JSON.stringify(value),
      from,
    ]);
    console.log(json === true ? JSON.stringify(settings, null, 2) : table(rows, "").join("\n"));
    return;
  }
  const why = explanation(settingPath(key), stack, await elsewhere(flags, stack));
  console.log(json === true ? JSON.stringify(why, null, 2) : explained(why));
}

/** The command, for `rootstock` as well. */
export const command = stackCommand(
  "explain",
  "Tells why a setting of a stack has the value that it has, and who says so.",
)
  .argument("[setting]", "e.g. platform.monitoring.retention (default: all settings, a line each)")
  .option("--json", "as data")
  .addHelpText(
    "after",
    `
Examples:
  rootstock explain --env prod                                all settings, a line each
  rootstock explain platform.monitoring.retention --env prod  who says so, and what others would say
  rootstock explain domain --env dev --json
`,
  )
  .action(main);

if (require.main === module) void runCommand(command);
