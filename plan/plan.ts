import type { NodePool } from "../components/cluster/contract";
import { type OwnerOutputs, TypicalAnswers } from "./answers";
import type { PodGroup } from "./capacity";
import { operatorPods } from "./operator-pods";
import { ownerFlags } from "./owner";
import { platformPods } from "./platform-pods";
import { applicationPods } from "./pods";
import { type ProgramRun, runProgram } from "./program";
import { type Flags, readStack, type StackInput } from "./stack-file";
import { clear } from "./wire";

/** A stack's plan. */
export interface Plan {
  readonly input: StackInput;
  readonly run: ProgramRun;
  readonly pods: readonly PodGroup[];
  readonly pools: readonly NodePool[];
}

/** How load balancers of a kind of cluster show their address. */
function loadBalancerOf(kind: string): "ip" | "hostname" {
  return kind === "eks" ? "hostname" : "ip";
}

/** Outputs of the stack that owns the cluster, from its own plan; empty where the cluster is the stack's own. */
async function ownerOutputs(input: StackInput): Promise<Readonly<Record<string, OwnerOutputs>>> {
  const owner = ownerFlags(input);
  if (owner === undefined) return {};
  const { run } = await plan(owner.flags);
  return { [owner.stack]: clear(run.outputs) as OwnerOutputs };
}

/**
 * Runs the program of the stack that the flags choose against typical answers.
 *
 * @throws UsageError for anything that a person has to mend.
 */
export async function plan(flags: Flags): Promise<Plan> {
  return planOf(await readStack(flags));
}

/**
 * Runs the program of a stack that has been read.
 *
 * @throws UsageError for anything that a person has to mend.
 */
export async function planOf(input: StackInput): Promise<Plan> {
  const cluster = JSON.parse(input.raw.values["rootstock:cluster"] ?? "{}") as { readonly kind?: string };
  const run = await runProgram(
    input.raw,
    input.stack,
    new TypicalAnswers(loadBalancerOf(cluster.kind ?? ""), await ownerOutputs(input)),
  );
  const shared = clear(run.outputs["shared"]) as { readonly nodePools?: readonly NodePool[] } | undefined;
  return {
    input,
    run,
    pods: [
      ...platformPods(run.registrations),
      ...operatorPods(run.registrations),
      ...applicationPods(run.registrations),
    ],
    pools: shared?.nodePools ?? [],
  };
}
