import { UsageError } from "../components/errors";
import { projectRoot } from "../plan/program";
import { readStack, stackFile } from "../plan/stack-file";
import type { Engine } from "./contract";
import type { RehearsalEngineFlags } from "./rehearsal-engine";

/** What every command that reaches a cluster is told. */
export interface EngineFlags extends RehearsalEngineFlags {
  /** Deploy to a control plane of this machine, in place of the cloud. @default false */
  readonly rehearse?: boolean;
}

/**
 * Opens the engine that the flags ask for: Pulumi's, or with `rehearse` the rehearsal's. Its `end` must be called.
 *
 * @param signal interrupts what the engine does, as soon as that is safe; without it, the process ends as usual
 * @throws UsageError for flags and stack files that can't be used
 */
export async function openEngine(flags: EngineFlags, signal?: AbortSignal): Promise<Engine> {
  if (flags.rehearse === true) {
    const { RehearsalEngine } = await import("./rehearsal-engine");
    return RehearsalEngine.open(flags, signal);
  }
  for (const flag of ["charts", "kubeconfig"] as const)
    if (flags[flag] !== undefined)
      throw new UsageError(`--${flag} is only for a rehearsal; add --rehearse, or leave it out.`);
  const { PulumiEngine } = await import("./pulumi-engine");
  const { file } = stackFile(flags);
  const input = await readStack(flags);
  const place = { directory: projectRoot, environment: {} };
  return new PulumiEngine({ ...place, input, file, ...(signal === undefined ? {} : { signal }) });
}

/** Opens an engine, and ends it whatever happens. */
export async function whileOpen<Result>(
  open: () => Promise<Engine>,
  action: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = await open();
  try {
    return await action(engine);
  } finally {
    await engine.end();
  }
}
