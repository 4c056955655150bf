import { parseDocument } from "yaml";
import { UsageError } from "../components/errors";
import { projectName } from "../stacks/config/raw";

/** Name of the stack of a pull request's preview. */
export function previewStack(pullRequest: number): string {
  return `pr-${String(pullRequest)}`;
}

/** File of that stack. */
export function previewFile(pullRequest: number): string {
  return `Pulumi.${previewStack(pullRequest)}.yaml`;
}

/** The pull request that a file is a preview of; undefined for any other file. */
export function pullRequestOf(file: string): number | undefined {
  const [, digits] = /^Pulumi\.pr-([1-9]\d{0,6})\.yaml$/.exec(file) ?? [];
  return digits === undefined ? undefined : Number(digits);
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
    throw new UsageError(`--ttl is "${text}"; write hours or days up to 30 days, such as 72h or 3d.`);
  return time;
}

/** What {@link previewText} is told. */
export interface PreviewOptions {
  readonly pullRequest: number;
  /** The stack that it is made from, whose cluster it shares unless that has another stack's itself. */
  readonly from: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
  /** Image tag of all workloads. @default that of the stack that it is made from */
  readonly imageTag?: string;
}

/** Settings that belong to the stack that owns the platform, or to one environment alone. */
const left = ["platform", "sleep", "digests", "slots"] as const;

/**
 * The file of a preview, made from another stack's: its own namespace and hosts, on the cluster of that stack. Encrypted
 * secrets are taken over as they are, with the file's own key.
 *
 * @param text the other stack's file
 */
export function previewText(text: string, { expires, from, imageTag, pullRequest }: PreviewOptions): string {
  const document = parseDocument(text);
  const key = (name: string): readonly string[] => ["config", `${projectName}:${name}`];
  const written = document.getIn(key("domain"));
  const domain = typeof written === "string" ? written : "example.com";
  if (document.getIn([...key("cluster"), "kind"]) !== "stack")
    document.setIn(key("cluster"), document.createNode({ kind: "stack", reference: from }));
  for (const name of left) document.deleteIn(key(name));
  document.setIn(key("domain"), `${previewStack(pullRequest)}.${domain}`);
  if (imageTag !== undefined) document.setIn(key("imageTag"), imageTag);
  document.setIn(
    key("preview"),
    document.createNode({ pullRequest, expires: new Date(expires).toISOString().replace(/\.\d+Z$/, "Z") }),
  );
  return document.toString();
}

/** When a preview's file says that it has to be gone, in milliseconds since 1970; undefined for any other file. */
export function expiryIn(text: string): number | undefined {
  const expires = parseDocument(text).getIn(["config", `${projectName}:preview`, "expires"]);
  const time = typeof expires === "string" ? Date.parse(expires) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** A preview that there is. */
export interface FoundPreview {
  readonly pullRequest: number;
  /** Milliseconds since 1970; undefined where nobody can tell. */
  readonly expires: number | undefined;
}

/** Those whose time is over, each once, the oldest first; one that doesn't say when isn't touched. */
export function expired(found: readonly FoundPreview[], now: number): readonly number[] {
  const latest = new Map<number, number>();
  for (const { expires, pullRequest } of found)
    if (expires !== undefined) latest.set(pullRequest, Math.max(expires, latest.get(pullRequest) ?? 0));
  return [...latest]
    .filter(([, expires]) => expires <= now)
    .sort(([, a], [, b]) => a - b)
    .map(([pullRequest]) => pullRequest);
}
