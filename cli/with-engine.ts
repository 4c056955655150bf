import type { Engine } from "../deploy/contract";
import { type EngineFlags, openEngine } from "../deploy/open-engine";

/** Opens the engine that the flags ask for, and ends it whatever happens. */
export async function withEngine<Result>(
  flags: EngineFlags,
  action: (engine: Engine) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const engine = await openEngine(flags, signal);
  try {
    return await action(engine);
  } finally {
    await engine.end();
  }
}
