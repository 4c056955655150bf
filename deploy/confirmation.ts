import type { Environment } from "../components/environment";
import { UsageError } from "../components/errors";

/** What is to be done, for whoever must confirm it. */
export interface Confirmation {
  readonly stack: string;
  /** What `--confirm` says. */
  readonly confirm?: string | undefined;
  /** Whether the stack's name must be typed; one that is typed must be right all the same. */
  readonly required: boolean;
  /** Why it must, as the beginning of a sentence: `shop is production`. */
  readonly why: string;
}

/**
 * Refuses what nobody has confirmed by typing the stack's name.
 *
 * @throws UsageError with what to add
 */
export function refuseUnconfirmed({ confirm, required, stack, why }: Confirmation): void {
  if (confirm === stack || (!required && confirm === undefined)) return;
  throw new UsageError(
    confirm === undefined
      ? `${why}; nothing was changed. To go on, add --confirm=${stack}.`
      : `--confirm is "${confirm}", but the stack is ${stack}; nothing was changed.`,
  );
}

/**
 * Refuses other versions in production unless its stack's name was typed.
 *
 * @throws UsageError with what to add
 */
export function refuseUnconfirmedVersions({
  confirm,
  environment,
  stack,
}: Pick<Confirmation, "confirm" | "stack"> & { readonly environment: Environment }): void {
  refuseUnconfirmed({ stack, confirm, required: environment === "prod", why: `${stack} is production` });
}
