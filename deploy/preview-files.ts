import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../components/errors";
import { shown } from "../stacks/config/plain-secrets";
import {
  expiryIn,
  type FoundPreview,
  type PreviewOptions,
  previewFile,
  previewText,
  pullRequestOf,
} from "./preview-environment";

/** The files of previews in a folder. */
export function previewFiles(folder: string): readonly FoundPreview[] {
  return readdirSync(folder).flatMap((file) => {
    const pullRequest = pullRequestOf(file);
    return pullRequest === undefined
      ? []
      : [{ pullRequest, expires: expiryIn(readFileSync(join(folder, file), "utf8")) }];
  });
}

/**
 * Writes a preview's file from that of another stack, or writes it anew with a later expiry.
 *
 * @returns the file
 * @throws UsageError where the other stack has no file, or it can't be written
 */
export function writePreview(folder: string, options: PreviewOptions): string {
  const source = join(folder, `Pulumi.${options.from}.yaml`);
  if (!/^[A-Za-z0-9_.-]+$/.test(options.from) || !existsSync(source))
    throw new UsageError(
      shown(`--from is "${options.from}", which has no file Pulumi.${options.from}.yaml; name a stack that has one.`),
    );
  const file = join(folder, previewFile(options.pullRequest));
  try {
    writeFileSync(file, previewText(readFileSync(source, "utf8"), options));
  } catch (error) {
    throw new UsageError(`${file} can't be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return file;
}
