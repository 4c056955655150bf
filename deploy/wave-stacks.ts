import { basename } from "node:path";
import { UsageError } from "../components/errors";
import { projectRoot } from "../plan/program";
import { readStack } from "../plan/stack-file";
import { stackFiles } from "../plan/stack-files";
import { parseConfig } from "../stacks/config/parse";
import { pullRequestOf } from "./preview-environment";
import { describeVersions, versionsOf } from "./versions";
import type { ShownStack } from "./wave-table";
import type { WaveStack } from "./waves";

/** A stack's file, and what many stacks at once need to know of it. */
export interface StackInWave extends WaveStack, ShownStack {
  readonly file: string;
}

/** What of a stack's file waves need. */
async function stackInWave(name: string, file: string): Promise<StackInWave> {
  const input = await readStack({ config: file });
  const { cluster, environment } = await parseConfig(input.raw);
  const owner = cluster.kind === "stack" ? cluster.reference.split("/").at(-1) : undefined;
  return {
    name,
    file,
    environment,
    versions: describeVersions(versionsOf(input)),
    ...(owner === undefined ? {} : { owner }),
  };
}

/**
 * Stacks of a directory, read before anything is deployed.
 *
 * @param names those that are meant; all without, but for previews of pull requests
 * @throws UsageError with every mistake of every file
 */
export async function readStacks(
  names: readonly string[] | undefined,
  directory: string = projectRoot,
): Promise<readonly StackInWave[]> {
  const files = stackFiles(directory);
  const known = [...files.keys()];
  const unknown = (names ?? []).filter((name) => !files.has(name));
  if (unknown.length > 0)
    throw new UsageError(
      `--stacks names ${unknown.join(", ")}, but ${directory} has files for ${known.join(", ") || "no stack"} only.`,
    );
  if (known.length === 0) throw new UsageError(`${directory} has no stack file (Pulumi.<stack>.yaml).`);
  const chosen = [...files].filter(([name]) =>
    names === undefined ? pullRequestOf(name) === undefined : names.includes(name),
  );
  const read = await Promise.allSettled(chosen.map(([name, file]) => stackInWave(name, file)));
  const refusals = read.flatMap((result, index) =>
    result.status === "rejected" ? [refusal(chosen[index]?.[1] ?? "", result.reason)] : [],
  );
  if (refusals.length > 0) throw new UsageError(refusals.join("\n"));
  return read.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

function refusal(file: string, reason: unknown): string {
  if (reason instanceof UsageError) return reason.message;
  return `${basename(file)} can't be read: ${reason instanceof Error ? reason.message : String(reason)}`;
}
