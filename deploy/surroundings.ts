import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { KubeConfig, VersionApi } from "@kubernetes/client-node";
import { UsageError } from "../components/errors";
import { projectRoot } from "../plan/program";
import { type Flags, readStack, stackFile } from "../plan/stack-file";
import { readKubeconfig } from "../stacks/kubeconfig-file";
import { machineProbe } from "../stacks/preflight-probe";
import { dayOf } from "./secret-age";
import type { Surroundings } from "./stack-check";

/** How long a program or a cluster may take to answer, in milliseconds. */
const patience = 15_000;

async function toolVersion(tool: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(tool, [...args], { timeout: patience });
    return /v?\d+\.\d+(?:\.\d+)?[\w.+-]*/.exec(stdout)?.[0];
  } catch {
    return undefined;
  }
}

async function kubernetesVersion(kubeconfig: string): Promise<string> {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => {
      fail(new UsageError(`it didn't answer within ${String(patience / 1000)} s`));
    }, patience);
  });
  try {
    return (await Promise.race([config.makeApiClient(VersionApi).getCode(), late])).gitVersion;
  } finally {
    clearTimeout(timer);
  }
}

/** The kubeconfig that the stack's last deployment put out; undefined where nobody can tell. */
async function deployedKubeconfig(flags: Flags): Promise<string | undefined> {
  if (!(await machineProbe.succeeds("pulumi", ["version"]))) return undefined;
  const { PulumiEngine } = await import("./pulumi-engine");
  const { file } = stackFile(flags);
  const engine = new PulumiEngine({ directory: projectRoot, environment: {}, file, input: await readStack(flags) });
  // A stack that was never deployed, or that this machine may not read: other lines say so.
  return engine.kubeconfig().catch(() => undefined);
}

/** This machine, and what it reaches. */
export function surroundings(flags: Flags): Surroundings {
  return {
    probe: machineProbe,
    version: toolVersion,
    kubeconfig: async ({ cluster }) =>
      cluster.kind === "kubeconfig"
        ? await deployedKubeconfig(flags).then((kubeconfig) => kubeconfig ?? readKubeconfig(cluster, readFileSync))
        : deployedKubeconfig(flags),
    reach: kubernetesVersion,
    today: dayOf(new Date()),
  };
}
