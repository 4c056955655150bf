import type { Engine } from "../deploy/contract";
import { type EngineFlags, openEngine, whileOpen } from "../deploy/open-engine";

/** Opens the engine that the flags ask for, and ends it whatever happens. */
export function withEngine<Result>(
  flags: EngineFlags,
  action: (engine: Engine) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  return whileOpen(() => openEngine(flags, signal), action);
}
