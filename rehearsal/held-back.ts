/** An object that was deleted and is still there. */
interface HeldObject {
  readonly metadata?: { readonly finalizers?: readonly string[] };
  readonly status?: Readonly<Record<string, unknown>>;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}

/** What a namespace says of why it doesn't go. */
function namespaceReasons({ status }: HeldObject): readonly string[] {
  const conditions = (status?.["conditions"] ?? []) as readonly Condition[];
  return conditions
    .filter((one) => one.status === "True" && one.type.startsWith("Namespace"))
    .map(({ message = "" }) => message)
    .filter((message) => message !== "");
}

/**
 * What holds an object that was deleted, and what to do, in a sentence.
 *
 * @param what the object as people read it: `service dev/web`
 */
export function heldBack(what: string, live: HeldObject, seconds: number): string {
  const { finalizers = [] } = live.metadata ?? {};
  const [kind = "", place = ""] = what.split(" ");
  const [namespace = "", name = ""] = place.includes("/") ? place.split("/") : ["", place];
  const reasons = namespaceReasons(live);
  const late = `${what} is still there ${String(seconds)} s after it was deleted`;
  if (kind === "namespace" && reasons.length > 0)
    return (
      `${late}: ${reasons.join("; ").replace(/\.?$/, ".")} See what is in it, and that whoever set these finalizers runs; ` +
      "then run the same command again. (rootstock doctor lists it.)"
    );
  if (kind === "namespace" && finalizers.length === 0)
    return `${late}: the cluster is still removing what is in it; run the same command again.`;
  if (finalizers.length === 0) return `${late}, and nothing holds it; run the same command again.`;
  const patch = `kubectl ${namespace === "" ? "" : `-n ${namespace} `}patch ${kind} ${name} --type=merge -p '{"metadata":{"finalizers":null}}'`;
  return (
    `${late}: finalizer ${finalizers.join(", ")} holds it. See that whoever set it runs, and run the same command again; ` +
    `if that is gone for good, let go of the object, with whatever it stands for outside of the cluster: ${patch}`
  );
}
