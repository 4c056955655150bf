import { UsageError } from "../components/errors";
import { type LiveObject, type ObjectReference, showReference } from "../rehearsal/objects";
import type { Drift, DriftedField, Progress } from "./contract";
import { driftedFields, type ServedObject } from "./object-drift";

/** What {@link liveDrift} needs of a cluster. */
export interface DryRunCluster {
  /** The object as it is; undefined where there is none. */
  read(reference: ObjectReference): Promise<LiveObject | undefined>;
  /** Applies an object, and with `dryRun` only answers what it would become. */
  apply(object: ObjectReference, options: { readonly dryRun: true }): Promise<{ readonly live: LiveObject }>;
}

/** Objects looked at at once. */
const atOnce = 8;

/** As JSON has it: dates are texts. */
const plain = (object: LiveObject): ServedObject => JSON.parse(JSON.stringify(object)) as ServedObject;

/** Reads an object; one whose kind isn't served any more is as gone as any. */
async function readUnlessUnserved(cluster: DryRunCluster, object: ObjectReference): Promise<LiveObject | undefined> {
  try {
    return await cluster.read(object);
  } catch (error) {
    if (error instanceof Error && /unrecognized api version|failed to fetch resource metadata/i.test(error.message))
      return undefined;
    throw error;
  }
}

/** What the stack applied of an object, laid over what is there: for objects that the API server wouldn't take now. */
function laidOver(wanted: unknown, live: unknown): unknown {
  const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (isMap(wanted) && isMap(live))
    return {
      ...live,
      ...Object.fromEntries(Object.entries(wanted).map(([key, value]) => [key, laidOver(value, live[key])])),
    };
  if (!Array.isArray(wanted) || !Array.isArray(live) || wanted.length !== live.length) return wanted;
  return wanted.map((item, index) => laidOver(item, live[index]));
}

/** What becomes of an object if the stack applies it again. */
async function wantedNow(cluster: DryRunCluster, object: ObjectReference, live: ServedObject): Promise<ServedObject> {
  try {
    return plain((await cluster.apply(object, { dryRun: true })).live);
  } catch (error) {
    // Made anew by hand with other fields that can't be changed: the API server refuses to make it ours.
    if (!(error instanceof UsageError) || !/immutable|forbidden|invalid/i.test(error.message)) throw error;
    return laidOver(object, live) as ServedObject;
  }
}

async function fieldsNow(
  cluster: DryRunCluster,
  object: ObjectReference,
): Promise<readonly DriftedField[] | undefined> {
  const found = await readUnlessUnserved(cluster, object);
  if (found === undefined) return undefined;
  const live = plain(found);
  return driftedFields(await wantedNow(cluster, object, live), live);
}

/** How one object differs; undefined where it doesn't. */
async function driftOf(cluster: DryRunCluster, object: ObjectReference): Promise<Drift | undefined> {
  const first = await fieldsNow(cluster, object);
  if (first?.length === 0) return undefined;
  // A controller may have been at work between the two requests: what it did isn't there a second time.
  const second = first === undefined ? first : await fieldsNow(cluster, object);
  // A namespace that was left out is known by now.
  const what = showReference(object);
  if (second === undefined) return { what, how: "missing", fields: [] };
  const fields = second.filter(({ path }) => first?.some((field) => field.path === path));
  return fields.length === 0 ? undefined : { what, how: "changed", fields };
}

/**
 * What somebody has changed by hand, object by object: each is applied again as a dry run in the stack's own name, and
 * compared with what is there. Nothing is changed.
 *
 * @param wanted objects as they were last applied
 * @throws UsageError where the API server refuses to tell
 */
export async function liveDrift(
  cluster: DryRunCluster,
  wanted: readonly ObjectReference[],
  progress: Progress,
): Promise<readonly Drift[]> {
  const found: (Drift | undefined)[] = [];
  const rest = [...wanted.entries()];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      const [index, object] = next;
      found[index] = await driftOf(cluster, object);
      done += 1;
      progress(`${String(done)} of ${String(wanted.length)} objects compared`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return found.filter((drift) => drift !== undefined);
}
