import type { Arena, Ending } from "./arena";
import type { Chance } from "./chance";

/** What a disturbed rehearsal came to: how it ended (several, where several ran), and the faults beyond the proxy's. */
export interface Disturbed {
  readonly endings: readonly Ending[];
  readonly faults: number;
  /** What is wrong already, whatever the next run does. */
  readonly findings?: readonly string[];
}

/** A way in which a rehearsal may be disturbed. */
export type Disturbance = (arena: Arena, tag: string, chance: Chance) => Promise<Disturbed>;
