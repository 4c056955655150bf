import { UsageError } from "../components/errors";

/**
 * A mirror's prefix as the command line gives it; the same that a stack's `platform.images.mirror` takes.
 *
 * @throws UsageError for anything else
 */
export function mirrorPrefix(text: string): string {
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9._-]+)*$/.test(text)) return text;
  throw new UsageError(
    `--to is "${text}"; write a registry prefix without a scheme, such as registry.internal/mirror.`,
  );
}
