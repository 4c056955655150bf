import { distinctName } from "./distinct-name";
import type { ObjectReference } from "./objects";

/** Namespace of what a cluster keeps about its stacks: it is there before any of theirs, and none of them removes it. */
export const keepingNamespace = "kube-system";

/** Where the name of the stack that a Secret is about stands in full. */
export const stackAnnotation = "rootstock.dev/stack";

/** Longest name of a stack in the name of a Secret. */
const longest = 100;

/**
 * Name of what a cluster keeps about a stack, as Kubernetes takes it: `rootstock-deployments.shop-dev`.
 *
 * @param part of several things of one kind. @default "", the only one
 */
export function keptName(what: "deployments" | "rehearsal", stack: string, part: "" | "applied" = ""): string {
  return [`rootstock-${what}`, distinctName(stack, longest), ...(part === "" ? [] : [part])].join(".");
}

/** The Secret in which a cluster keeps something about a stack; names as in {@link keptName}. */
export function stackSecret(...of: Parameters<typeof keptName>): ObjectReference {
  const [, stack] = of;
  const metadata = { namespace: keepingNamespace, name: keptName(...of), annotations: { [stackAnnotation]: stack } };
  return { apiVersion: "v1", kind: "Secret", metadata };
}
