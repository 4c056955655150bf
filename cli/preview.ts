import { describeSteps, stepCounts } from "../deploy/rollout-report";
import { inSteps } from "../plan/steps";
import { type DeployFlags, engineCommand } from "./deploy-command";
import { interruptible } from "./interruption";
import { withEngine } from "./with-engine";

const signs = { create: "+", update: "~", replace: "±", delete: "-", same: " " } as const;

/** The command, for `rootstock`. */
export const command = engineCommand("preview", "Tells what up would change; changes nothing.")
  .addHelpText(
    "after",
    `
Examples:
  rootstock preview --env dev
  rootstock preview --env dev --rehearse --json | jq .counts
`,
  )
  .action((flags: DeployFlags) =>
    interruptible((signal) =>
      withEngine(
        flags,
        async (engine) => {
          const { json = false } = flags;
          const [steps] = await inSteps([{ title: "Preview", run: (progress) => engine.preview(progress) }], json);
          const changes = steps.filter((step) => step.do !== "same");
          const { stack } = engine.input;
          if (json) console.log(JSON.stringify({ stack, counts: stepCounts(steps), steps: changes }));
          else {
            const lines = changes.map((step) => `  ${signs[step.do]} ${step.what}`);
            console.log([...lines, `Stack ${stack} would have ${describeSteps(steps)}.`].join("\n"));
          }
        },
        signal,
      ),
    ),
  );
