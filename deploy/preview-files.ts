import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../components/errors";
import { projectRoot } from "../plan/program";
import { stackFiles, stackOfFile } from "../plan/stack-files";
import { shown } from "../stacks/config/plain-secrets";
import { readOrdinaryFile } from "../stacks/ordinary-file";
import { type FoundPreview, previewFile, pullRequestOf } from "./preview-environment";
import { expiryIn, type PreviewOptions, previewText } from "./preview-settings";
import { putFile } from "./replaced-file";

/** The stack that previews are made from. */
export interface PreviewBase {
  readonly stack: string;
  readonly file: string;
  /** Where the files of its previews are: beside its own. */
  readonly directory: string;
}

/** Largest file of a stack, in bytes. */
const largestFile = 128 * 1024;

/**
 * The stack that previews are made from.
 *
 * @param from its name, or its file
 * @throws UsageError where it has no file
 */
export function previewBase(from: string, directory: string = projectRoot): PreviewBase {
  const file = /\.ya?ml$/.test(from) ? resolve(from) : stackFiles(directory).get(from);
  const stack = file === undefined ? undefined : stackOfFile(file);
  if (file === undefined || stack === undefined || !existsSync(file))
    throw new UsageError(
      shown(
        `--from is "${from}", which has no file ${basename(/\.ya?ml$/.test(from) ? from : `Pulumi.${from}.yaml`)}; name a stack that has one.`,
      ),
    );
  return { stack, file, directory: dirname(file) };
}

/** The file of a preview that is made from a stack. */
export function fileOfPreview({ directory }: PreviewBase, pullRequest: number): string {
  return join(directory, previewFile(pullRequest));
}

/** The files of previews in a folder. */
export function previewFiles(folder: string): readonly FoundPreview[] {
  return [...stackFiles(folder)].flatMap(([stack, file]) => {
    const pullRequest = pullRequestOf(stack);
    return pullRequest === undefined ? [] : [{ pullRequest, expires: expiryIn(readFileSync(file, "utf8")) }];
  });
}

/** What a preview is told beside the stack that it is made from. */
export type PreviewWishes = Omit<PreviewOptions, "from">;

/**
 * The text of a preview's file.
 *
 * @throws UsageError where the base's file can't be read, or no preview can be made from it
 */
export function previewFileText({ file, stack }: PreviewBase, wishes: PreviewWishes): string {
  let text: string;
  try {
    text = readOrdinaryFile(file, largestFile);
  } catch (error) {
    throw new UsageError(`${file} can't be read (${error instanceof Error ? error.message : String(error)}).`);
  }
  return previewText(text, { ...wishes, from: stack });
}

/** Writes a preview's file from that of another stack, or writes it anew with a later expiry. @returns the file */
export function writePreview(base: PreviewBase, wishes: PreviewWishes): string {
  const file = fileOfPreview(base, wishes.pullRequest);
  putFile(file, previewFileText(base, wishes));
  return file;
}

/** Does something with a preview's file that isn't kept: where there is none, as on a machine that never made it. */
export async function withPassingFile<Result>(
  base: PreviewBase,
  wishes: PreviewWishes,
  action: (file: string) => Promise<Result>,
): Promise<Result> {
  const text = previewFileText(base, wishes);
  const folder = mkdtempSync(join(tmpdir(), "rootstock-preview-"));
  try {
    const file = join(folder, previewFile(wishes.pullRequest));
    writeFileSync(file, text, { mode: 0o600 });
    return await action(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
