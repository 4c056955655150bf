import { shown } from "../stacks/config/plain-secrets";

/** Longer texts are cut: whoever wants them whole asks `pulumi` itself. */
const longest = 600;

/** What the engine and its providers put around a reason. */
const wrappings: readonly RegExp[] = [
  /^\d+ errors? occurred:\s*/,
  /(?:creation|create|update|deletion|delete|read|replacement|refresh|diff|check)(?: of resource| failed for)? "?urn:pulumi:[^"\s]*"? failed: /g,
  /the Kubernetes API server reported that "[^"]*" failed to fully initialize or become live: /g,
  /resource "?[^"\s]*"? was (?:successfully|not successfully) (?:created|updated)[^:]*: /g,
  /\s+at (?:async )?\S+ \([^)]*:\d+:\d+\)/g,
  /\s+at (?:file:|node:|\/)\S+:\d+:\d+/g,
];

/** The reason in a text of the engine, as a line: no wrapping, no stack trace, nothing that looks like a secret. */
export function reasonIn(text: string): string {
  const bare = wrappings.reduce((rest, wrapping) => rest.replaceAll(new RegExp(wrapping, "g"), ""), text.trim());
  const line = bare
    .split("\n")
    .map((part) => part.replace(/^[\s*]+/, "").trim())
    .filter((part) => part !== "")
    .join("; ");
  return shown(line.length > longest ? `${line.slice(0, longest)} …` : line);
}

const conflict = /conflicts? with "([^"]+)".*?: (\.[^\s;]+)/;

/** What to do where somebody else holds a field that the stack sets; undefined for any other reason. */
export function conflictAdvice(reason: string): string | undefined {
  const [, manager, field] = conflict.exec(reason) ?? [];
  if (manager === undefined || field === undefined) return undefined;
  return (
    `somebody has set ${field} with ${manager}, so the API server lets the stack set it no longer; rootstock drift ` +
    "shows what differs. To take it back, set PULUMI_K8S_ENABLE_PATCH_FORCE=true for the next rootstock up"
  );
}

const ready =
  /initialize or become live|timed out waiting|context deadline exceeded|progress deadline|live pods|not ready/i;
const refused = /field conflict|forbidden|is invalid|denied the request|already exists|unreachable|unauthorized/i;

/** Whether a failure is that of a rollout: what was asked for is in the cluster, and doesn't get ready. */
export function isRollout(text: string): boolean {
  return (ready.test(text) || isCancelled(text)) && !refused.test(text);
}

/** Whether a wait was ended from outside. */
export function isCancelled(text: string): boolean {
  return /operation was cancell?ed/i.test(text);
}
