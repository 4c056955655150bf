import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { runCommand } from "../../plan/command";
import { projectRoot } from "../../plan/program";
import { plansOf, rehearseAccess, systemAccess } from "./answers-of-systems";
import { accessPage } from "./table";

const page = resolve(projectRoot, "docs", "access.md");

const command = new Command("access")
  .description("Asks a real API server who may do what in each system, and writes docs/access.md.")
  .allowExcessArguments(false)
  .action(async () => {
    const plans = await plansOf("prod");
    const systems = new Map([...plans].map(([system, plan]) => [system, systemAccess(plan)]));
    const text = await rehearseAccess(`access-${String(process.pid)}`, systems, ({ answers }) =>
      Promise.resolve(accessPage(answers)),
    );
    writeFileSync(page, text);
    console.log(`${page} is written.`);
  });

void runCommand(command);
