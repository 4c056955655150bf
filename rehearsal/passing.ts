import { setTimeout as sleep } from "node:timers/promises";
import { ApiException } from "@kubernetes/client-node";

/** How long an API server may be busy, erring or away before that is an error, in milliseconds. */
const passingPatience = 20_000;

/** The first pause before trying again, and the longest, in milliseconds. */
const pauses = { first: 200, longest: 3000 };

/** Answers that another moment may change: too busy, erring, starting, or too slow behind something. */
const passingStatuses = new Set([429, 500, 502, 503, 504]);

/** Connections that broke or weren't taken, by the codes of Node and of its HTTP client. */
const brokenConnection =
  /^(ECONN(RESET|REFUSED|ABORTED)|EPIPE|ETIMEDOUT|UND_ERR_(SOCKET|CONNECT_TIMEOUT|HEADERS_TIMEOUT))$/;

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Whether the same request may well be answered otherwise a moment later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ApiException) return passingStatuses.has(error.code);
  if (!(error instanceof Error)) return false;
  return brokenConnection.test(codeOf(error)) || (error.cause !== undefined && isPassing(error.cause));
}

/** How long the API server asks to be left alone, in milliseconds. */
function askedPause(error: unknown): number {
  const headers = error instanceof ApiException ? (error.headers as Readonly<Record<string, string>>) : {};
  const seconds = Number(headers["retry-after"] ?? 0);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

/**
 * Does something that may be done twice, again and again with growing pauses, while what stops it may pass.
 *
 * @param passes whether an error may pass. @default {@link isPassing}
 * @throws the last error, once patience is over or an error is of another kind.
 */
export async function retried<Result>(
  action: () => Promise<Result>,
  { passes = isPassing, patience = passingPatience }: { passes?: (error: unknown) => boolean; patience?: number } = {},
): Promise<Result> {
  const until = Date.now() + patience;
  for (let pause = pauses.first; ; pause = Math.min(pause * 2, pauses.longest)) {
    try {
      return await action();
    } catch (error) {
      // Many wait at once: they must not come back all in the same moment.
      const wait = Math.max(askedPause(error), pause * (0.5 + Math.random() / 2));
      if (!passes(error) || Date.now() + wait > until) throw error;
      await sleep(wait);
    }
  }
}
