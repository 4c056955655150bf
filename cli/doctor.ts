import type { Engine } from "../deploy/contract";
import { type Sleeping, sleeping } from "../deploy/sleeping";
import { stackKubeconfig } from "../deploy/stack-kubeconfig";
import type { Seen } from "../doctor/contract";
import { diagnosis } from "../doctor/diagnosis";
import { lookAt } from "../doctor/look";
import { report } from "../doctor/report";
import { kubeconfigOfFlag } from "../plan/kubeconfig-flag";
import { type DeployFlags, engineCommand } from "./deploy-command";
import { exitCode } from "./exit-code";
import { withEngine } from "./with-engine";

/** A cluster, and what is known of the stack on it. */
interface Patient extends Pick<Seen, "history"> {
  readonly kubeconfig: string;
  readonly asleep?: Sleeping;
  readonly engine?: Engine["kind"];
}

async function patientOf(engine: Engine): Promise<Patient> {
  const kubeconfig = await stackKubeconfig(engine);
  const asleep = await sleeping(engine, new Date());
  return {
    kubeconfig,
    history: await engine.history(),
    engine: engine.kind,
    ...(asleep === undefined ? {} : { asleep }),
  };
}

async function examine({ kubeconfig, ...known }: Patient, json: boolean): Promise<void> {
  const { listed, unseen } = await lookAt(kubeconfig);
  const now = new Date();
  const troubles = diagnosis({ now, ...listed, ...known });
  const { asleep } = known;
  console.log(json ? JSON.stringify({ troubles, unseen, asleep }) : report(now, troubles, unseen, asleep));
  if (troubles.length > 0) process.exitCode = exitCode.found;
}

/** The command, for `rootstock`. */
export const command = engineCommand(
  "doctor",
  "Looks at a cluster for what people get stuck on, and says what to run; changes nothing.",
)
  .addHelpText(
    "after",
    `
Examples:
  rootstock doctor --env prod                  the cluster of production
  rootstock doctor --kubeconfig ~/.kube/config any cluster, whoever deployed to it
  rootstock doctor --env dev --rehearse --json | jq -r '.troubles[].run[]'

Exit codes: 0 nothing was found; 4 something was; 1 it couldn't look.
`,
  )
  .action(async (flags: DeployFlags) => {
    const { json = false, kubeconfig } = flags;
    if (kubeconfig !== undefined && flags.rehearse !== true)
      await examine({ kubeconfig: kubeconfigOfFlag(kubeconfig), history: [] }, json);
    else await withEngine(flags, async (engine) => examine(await patientOf(engine), json));
  });
