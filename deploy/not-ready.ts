import type { NotReady } from "../rehearsal/control-plane/readiness";
import type { RolloutFailure } from "./contract";

/** A workload that a rehearsal waited for in vain, as engines tell it. */
export function rolloutFailure({ kind, message, name, namespace, reasons }: NotReady): RolloutFailure {
  return { what: `${kind.toLowerCase()} ${namespace}/${name}`, why: [message, ...reasons].join("; ") };
}
