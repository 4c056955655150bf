import type { ObjectReference } from "./objects";

/** Namespace of what a cluster keeps about its stacks: it is there before any of theirs, and none of them removes it. */
export const keepingNamespace = "kube-system";

/**
 * Name of what a cluster keeps about a stack, as Kubernetes takes it: `rootstock-deployments.shop-dev`.
 *
 * @param part of several things of one kind. @default "", the only one
 */
export function keptName(what: "deployments" | "rehearsal", stack: string, part: "" | "applied" = ""): string {
  return [`rootstock-${what}`, stack.toLowerCase().replaceAll("_", "-"), ...(part === "" ? [] : [part])].join(".");
}

/** The Secret in which a cluster keeps something about a stack; names as in {@link keptName}. */
export function stackSecret(...of: Parameters<typeof keptName>): ObjectReference {
  return { apiVersion: "v1", kind: "Secret", metadata: { namespace: keepingNamespace, name: keptName(...of) } };
}
