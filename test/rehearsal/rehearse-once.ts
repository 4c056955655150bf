import type { RehearsalResult } from "../../rehearsal/report";
import { Rehearsal, type RehearsalFlags } from "../../rehearsal/run";

let count = 0;

/** A control plane's name that no other test of this process uses. */
export function freshName(): string {
  count += 1;
  return `test-${String(process.pid)}-${String(count)}`;
}

/** Runs a rehearsal to its end and removes what it made, whatever happens. */
export async function rehearseOnce<T>(
  flags: RehearsalFlags,
  look: (result: RehearsalResult, rehearsal: Rehearsal) => Promise<T> | T,
  name: string = freshName(),
): Promise<T> {
  const rehearsal = new Rehearsal({ charts: "stand-in", ...flags }, name);
  try {
    for (const step of rehearsal.steps) await step.run(() => undefined);
    return await look(rehearsal.result, rehearsal);
  } finally {
    await rehearsal.end();
  }
}
