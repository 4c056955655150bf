import { basename, resolve } from "node:path";
import { UsageError } from "../components/errors";
import { projectRoot } from "../plan/program";
import { type Flags, readStack, stackFile } from "../plan/stack-file";
import { projectDefaults, stackSettings } from "../plan/stack-yaml";
import { parseConfig, type StackConfig } from "../stacks/config/parse";
import type { Deployed, Engine, Progress } from "./contract";
import { whileOpen } from "./open-engine";
import { replaceFile } from "./replaced-file";
import { plannedRotation, type Rotation, type RotationRequest, rotationMessage, unfinishedRotations } from "./rotation";
import { withSecretVersionsIn } from "./secret-versions-in-file";
import { stackSecrets } from "./stack-secrets";

/** A stack whose secrets are looked at. */
export interface RotationStack {
  readonly stack: string;
  /** The stack's file, in full. */
  readonly path: string;
  readonly config: StackConfig;
}

/**
 * The stack of which the flags want to see or rotate secrets.
 *
 * @throws UsageError for a system that isn't the file's: what is written down there is about the file's own
 */
export async function rotationStack(flags: Flags): Promise<RotationStack> {
  const { file: path, stack } = stackFile(flags);
  const own = stackSettings(path)["system"] ?? projectDefaults(resolve(projectRoot, "Pulumi.yaml"))["system"];
  if (flags.system !== undefined && flags.system !== own)
    throw new UsageError(
      `--system is ${flags.system}, but ${basename(path)} is about ${String(own)}, whose secrets it dates; name a file of ${flags.system} with --config.`,
    );
  const { raw } = await readStack(flags);
  return { stack, path, config: await parseConfig(raw) };
}

/** How a rotation ended. */
export interface Rotated extends Rotation {
  readonly stack: string;
  /** The stack's file, without its directory. */
  readonly file: string;
  /** Rotations of an earlier run that this one went on with. */
  readonly resumed: readonly string[];
  /** Undefined where nothing was deployed. */
  readonly deployed?: Deployed;
}

/** What {@link rotate} is told. */
export interface RotateArgs {
  readonly flags: Flags;
  readonly request: RotationRequest;
  /** The day that is written down. */
  readonly today: string;
  /** Tell what would be done, and do nothing. */
  readonly dryRun: boolean;
  /** Opens the engine; not called where nothing is deployed. */
  readonly open: () => Promise<Engine>;
  readonly progress: Progress;
}

/** What is left of a rotation when those are taken out that an earlier run has begun. */
function without(rotation: Rotation, names: readonly string[]): Rotation {
  const isLeft = ({ name }: { readonly name: string }): boolean => !names.includes(name);
  const versions = Object.entries(rotation.versions).filter(([name]) => !names.includes(name));
  return {
    rotations: rotation.rotations.filter(isLeft),
    byHand: rotation.byHand.filter(isLeft),
    versions: Object.fromEntries(versions),
  };
}

async function deployed(engine: Engine, { flags, progress }: RotateArgs, message: string): Promise<Deployed> {
  try {
    return await engine.up(await readStack(flags), { command: "rotate", message, progress });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(
      `${error.message}\nThe new versions stand in the stack's file already: mend that, and run the same command again today, or rootstock up later; it draws no further value.`,
    );
  }
}

/**
 * Rotates secrets: writes their versions and the day into the stack's file, and deploys. A run that was interrupted is
 * gone on with by the same request: its secrets don't change twice.
 */
export async function rotate(args: RotateArgs): Promise<Rotated> {
  const { dryRun, flags, request, today } = args;
  const { config, path, stack } = await rotationStack(flags);
  const planned = plannedRotation(request, config, stack, today);
  const where = { stack, file: basename(path) };
  const write = ({ versions }: Rotation): void => replaceFile(path, (text) => withSecretVersionsIn(text, versions));
  const secrets = stackSecrets(config, stack, today);
  if (dryRun) return { ...planned, ...where, resumed: [] };
  if (request.record !== undefined) {
    write(planned);
    return { ...planned, ...where, resumed: [] };
  }
  const known = [...planned.rotations, ...planned.byHand].map(({ name }) => name);
  // What an earlier run has rotated isn't due any more, but wants to be deployed.
  const candidates = secrets.filter(({ name }) => request.due === true || known.includes(name));
  if (known.length === 0 && !candidates.some(({ rotated }) => rotated === today))
    return { ...planned, ...where, resumed: [] };
  return whileOpen(args.open, async (engine) => {
    const unfinished = request.finish === true ? [] : unfinishedRotations(candidates, await engine.history(), today);
    const resumed = unfinished.map(({ name }) => name);
    const rotation = without(planned, resumed);
    const again = unfinished.map(({ name, version }) => ({ name, from: version - 1, to: version, previous: false }));
    const all = [...again, ...rotation.rotations];
    if (all.length === 0) return { ...rotation, ...where, resumed };
    write(rotation);
    return { ...rotation, ...where, resumed, deployed: await deployed(engine, args, rotationMessage(all)) };
  });
}
