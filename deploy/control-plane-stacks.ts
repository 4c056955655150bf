import { ownerFlags } from "../plan/owner";
import type { StackInput } from "../plan/stack-file";
import { projectName } from "../stacks/config/raw";

/** Stacks that a deployment of a stack puts into its cluster, its own first: its owner comes along in a rehearsal. */
export function stacksIn(input: StackInput): readonly string[] {
  const owner = ownerFlags(input);
  return owner === undefined ? [input.stack] : [input.stack, owner.stack];
}

/** The stack after which the control plane is named: previews share one, as they do with a cluster. */
export function planeStack(input: StackInput): string {
  return (`${projectName}:preview` in input.raw.values ? ownerFlags(input)?.stack : undefined) ?? input.stack;
}
