import { UsageError } from "../components/errors";
import type { StackInput } from "../plan/stack-file";
import type { ClusterObjects } from "../rehearsal/objects";
import { projectName } from "../stacks/config/raw";
import type { Deployed, DeploymentRecord, RolloutFailure, UpOptions } from "./contract";
import { commitOf } from "./deployed-commit";
import { readBook, withRecord, writeBook } from "./deployment-records";
import { versionsOf } from "./versions";
import { whoDeploys } from "./who";

/** A stack's settings, without any secret. */
export function settingsOf({ raw: { secretKeys, values } }: Pick<StackInput, "raw">): Readonly<Record<string, string>> {
  const secrets = new Set([...secretKeys, `${projectName}:secrets`]);
  return Object.fromEntries(Object.entries(values).filter(([key]) => !secrets.has(key)));
}

/** Why a deployment failed, in a line. */
export function reasonOf(failures: readonly RolloutFailure[]): string {
  return failures.map(({ what, why }) => `${what}: ${why}`).join("; ");
}

const now = (): string => new Date().toISOString();

/**
 * Deploys and records it in the cluster: as unfinished before anything is made, and how it ended afterwards. Only for
 * who deploys the stack alone.
 *
 * @param deploy is given what keeps the outputs, on the wire
 */
export async function recording(
  cluster: ClusterObjects,
  input: StackInput,
  { command, message }: Pick<UpOptions, "command" | "message">,
  deploy: (keepOutputs: (outputs: Readonly<Record<string, unknown>>) => Promise<void>) => Promise<Deployed>,
): Promise<Deployed> {
  const { stack } = input;
  const commit = await commitOf(process.env);
  let book = await readBook(cluster, stack);
  const started = now();
  const begun: DeploymentRecord = {
    number: (book.records[0]?.number ?? 0) + 1,
    command,
    by: whoDeploys(),
    message,
    ...(commit === undefined ? {} : { commit }),
    started,
    ended: started,
    result: "unfinished",
    versions: versionsOf(input),
    settings: settingsOf(input),
  };
  const keep = async (change: Partial<DeploymentRecord>): Promise<void> => {
    book = { ...book, records: withRecord(book.records, { ...begun, ...change }) };
    await writeBook(cluster, stack, book);
  };
  await keep({});
  try {
    const deployed = await deploy(async (outputs) => {
      book = { ...book, outputs };
      await writeBook(cluster, stack, book);
    });
    const { failures } = deployed;
    await keep({
      ended: now(),
      ...(failures.length === 0 ? { result: "succeeded" } : { result: "failed", reason: reasonOf(failures) }),
    });
    return deployed;
  } catch (error) {
    // An API server that doesn't answer leaves it unfinished, which is the truth.
    const reason = error instanceof UsageError ? error.message : "a fault in Rootstock";
    await keep({ ended: now(), result: "failed", reason }).catch(() => undefined);
    throw error;
  }
}
