import type { Environment } from "../components/environment";
import { UsageError } from "../components/errors";

/** What is to be done, for whoever must confirm it. */
export interface Confirmation {
  readonly environment: Environment;
  readonly stack: string;
  /** What `--confirm` says. */
  readonly confirm?: string;
}

/** Refuses to touch production unless its stack's name was typed. */
export function refuseUnconfirmed({ confirm, environment, stack }: Confirmation): void {
  if (confirm === stack || (environment !== "prod" && confirm === undefined)) return;
  throw new UsageError(
    confirm === undefined
      ? `${stack} is production; nothing was changed. To go on, add --confirm=${stack}.`
      : `--confirm is "${confirm}", but the stack is ${stack}; nothing was changed.`,
  );
}
