import { parseConfig } from "../stacks/config/parse";
import { kubeconfigSecret } from "../stacks/config/secret-needs";
import { preflight } from "../stacks/preflight";
import { machineProbe } from "../stacks/preflight-probe";
import { runCommand, stackCommand } from "./command";
import { type Flags, readStack, stackFile } from "./stack-file";
import { isEncrypted, isMap, stackSettings } from "./stack-yaml";

/** Whether the stack's file itself holds a kubeconfig, rather than the plan's stand-in for one. */
function holdsKubeconfig(flags: Flags): boolean {
  const { secrets } = stackSettings(stackFile(flags).file);
  return isMap(secrets) && isEncrypted(secrets[kubeconfigSecret]);
}

async function main(flags: Flags): Promise<void> {
  const { stack, raw } = await readStack(flags);
  const { cluster } = await parseConfig(raw);
  const { missing, message } = await preflight(cluster, machineProbe, { kubeconfig: holdsKubeconfig(flags) });
  if (message !== undefined) console.log(message);
  if (missing.length > 0) process.exitCode = 1;
  else console.log(`This machine has what pulumi up needs for stack ${stack} (cluster.kind: ${cluster.kind}).`);
}

/** The command, for `rootstock` as well. */
export const command = stackCommand(
  "preflight",
  "Says which tools and credentials this machine lacks to deploy a stack.",
).action(main);

if (require.main === module) void runCommand(command);
