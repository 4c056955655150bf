import { UsageError } from "../../components/errors";
import type { JudgeFinding } from "../../judge/contract";

/** Skips a test, and says why where everybody sees it. */
export function leftOut(context: Mocha.Context, reason: string): never {
  if (context.test !== undefined) context.test.title += ` (left out: ${reason})`;
  return context.skip();
}

/** What a judge says; skipped, with the reason, where its program can't be had on this machine. */
export async function said(
  context: Mocha.Context,
  judge: () => Promise<readonly JudgeFinding[]>,
): Promise<readonly JudgeFinding[]> {
  try {
    return await judge();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return leftOut(context, error.message);
  }
}
