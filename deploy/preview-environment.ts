import { UsageError } from "../components/errors";
import { shown } from "../stacks/config/plain-secrets";

/** Name of the stack of a pull request's preview. */
export function previewStack(pullRequest: number): string {
  return `pr-${String(pullRequest)}`;
}

/** File of that stack. */
export function previewFile(pullRequest: number): string {
  return `Pulumi.${previewStack(pullRequest)}.yaml`;
}

/** The pull request that a stack is a preview of; undefined for any other stack. */
export function pullRequestOf(stack: string): number | undefined {
  const [, digits] = /^pr-([1-9]\d{0,6})$/.exec(stack) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** A command line's number of a pull request. @throws UsageError for what is none */
export function pullRequestNumber(text: string): number {
  const number = pullRequestOf(`pr-${text}`);
  if (number !== undefined) return number;
  throw new UsageError(shown(`--pr is "${text}"; write a pull request's number, from 1 to 9999999, such as 42.`));
}

const hour = 3_600_000;
const units: Readonly<Record<string, number>> = { h: hour, d: 24 * hour };

/** The longest that a preview may live without being made again: 30 days. */
const longest = 30 * 24 * hour;

/**
 * A time to live in milliseconds.
 *
 * @throws UsageError for anything but hours or days, up to 30 days
 */
export function timeToLive(text: string): number {
  const [, digits, unit = ""] = /^([1-9]\d{0,3})([hd])$/.exec(text) ?? [];
  const time = Number(digits) * (units[unit] ?? Number.NaN);
  if (Number.isNaN(time) || time > longest)
    throw new UsageError(shown(`--ttl is "${text}"; write hours or days up to 30 days, such as 72h or 3d.`));
  return time;
}

/** A preview that there is. */
export interface FoundPreview {
  readonly pullRequest: number;
  /** Milliseconds since 1970; undefined where nobody can tell. */
  readonly expires: number | undefined;
  /** Its namespace, where that told. */
  readonly namespace?: string;
}

/** Every preview once, by its number, with its latest expiry: whoever made it anew later has it live on. */
export function eachOnce(found: readonly FoundPreview[]): readonly FoundPreview[] {
  const all = new Map<number, FoundPreview>();
  for (const one of found) {
    const before = all.get(one.pullRequest);
    const times = [before?.expires, one.expires].filter((time) => time !== undefined);
    all.set(one.pullRequest, { ...before, ...one, expires: times.length === 0 ? undefined : Math.max(...times) });
  }
  return [...all.values()].sort((one, other) => one.pullRequest - other.pullRequest);
}

/** Those whose time is over, each once, the oldest first; one that doesn't say when isn't touched. */
export function expired(found: readonly FoundPreview[], now: number): readonly number[] {
  return eachOnce(found)
    .flatMap(({ expires, pullRequest }) => (expires !== undefined && expires <= now ? [{ expires, pullRequest }] : []))
    .sort((one, other) => one.expires - other.expires)
    .map(({ pullRequest }) => pullRequest);
}
