import { RunError } from "@pulumi/pulumi";

/**
 * A mistake that the person running Rootstock can mend: the message says what is wrong, where, and what to do.
 *
 * It is a Pulumi `RunError`, so the engine prints the message alone, without a stack trace; our own commands do
 * the same.
 */
export class UsageError extends RunError {
  override readonly name = "UsageError";
}
