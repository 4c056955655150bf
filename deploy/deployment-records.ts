import { gunzipSync, gzipSync } from "node:zlib";
import type { ClusterObjects } from "../rehearsal/objects";
import { stackSecret } from "../rehearsal/stack-secret";
import type { DeploymentRecord } from "./contract";

/** Deployments that are remembered, latest first, and the outputs of the last one, on the wire. */
export interface DeploymentBook {
  readonly records: readonly DeploymentRecord[];
  /** Undefined before the first one. */
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** How many deployments of a stack are remembered. */
export const rememberedDeployments = 50;

/** Bytes of records that a Secret may hold, packed: well below the 1 MiB that the API server takes. */
const packedBytes = 600_000;

const packed = (value: unknown): string => gzipSync(JSON.stringify(value)).toString("base64");

function unpacked(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString("utf8"));
}

/** The latest of the records that there is room for. */
export function remembered(records: readonly DeploymentRecord[], most = packedBytes): readonly DeploymentRecord[] {
  const kept = records.slice(0, rememberedDeployments);
  while (kept.length > 1 && packed(kept).length > most) kept.pop();
  return kept;
}

/** Puts a record in front of the others, or in the place of the one with its number. */
export function withRecord(
  records: readonly DeploymentRecord[],
  record: DeploymentRecord,
): readonly DeploymentRecord[] {
  return [record, ...records.filter(({ number }) => number !== record.number)].sort((a, b) => b.number - a.number);
}

/** What a stack's cluster remembers of its deployments: a Secret in kube-system, which goes with the stack. */
export async function readBook(cluster: ClusterObjects, stack: string): Promise<DeploymentBook> {
  const { data = {} } = ((await cluster.read(stackSecret("deployments", stack))) ?? {}) as {
    readonly data?: Readonly<Record<string, string>>;
  };
  const outputs = unpacked(data["outputs"]) as DeploymentBook["outputs"];
  const records = (unpacked(data["records"]) ?? []) as DeploymentBook["records"];
  return { records, ...(outputs === undefined ? {} : { outputs }) };
}

/** Keeps it. */
export async function writeBook(
  cluster: ClusterObjects,
  stack: string,
  { outputs, records }: DeploymentBook,
): Promise<void> {
  const data = {
    records: packed(remembered(records)),
    ...(outputs === undefined ? {} : { outputs: packed(outputs) }),
  };
  await cluster.apply(Object.assign(stackSecret("deployments", stack), { data }));
}

/** Forgets it. */
export function removeBook(cluster: ClusterObjects, stack: string): Promise<void> {
  return cluster.remove(stackSecret("deployments", stack));
}
