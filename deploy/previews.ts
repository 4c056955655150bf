import { existsSync, rmSync } from "node:fs";
import { UsageError } from "../components/errors";
import { ownerFlags } from "../plan/owner";
import { readStack } from "../plan/stack-file";
import { projectName } from "../stacks/config/raw";
import type { Engine, Progress, StackRegister, UpOptions } from "./contract";
import { destroyStack, foresee } from "./destruction";
import { whileOpen } from "./open-engine";
import { eachOnce, expired, type FoundPreview, previewStack, pullRequestOf } from "./preview-environment";
import {
  fileOfPreview,
  type PreviewBase,
  type PreviewWishes,
  previewFiles,
  previewFileText,
  withPassingFile,
  writePreview,
} from "./preview-files";
import { secretsProviderIn } from "./preview-settings";
import { type Rollout, rollOut } from "./rollout";

/** Where previews are made, and by what. */
export interface PreviewPlace {
  readonly base: PreviewBase;
  readonly register: StackRegister;
  /** Opens the engine of a preview's file; its `end` must be called. */
  readonly open: (file: string) => Promise<Engine>;
  /** Previews by the namespaces of the cluster that they share. */
  readonly inCluster: () => Promise<readonly FoundPreview[]>;
}

/** What became of a preview that was to be removed. */
export interface RemovedPreview {
  readonly stack: string;
  /** Whether anything of it was there. */
  readonly found: boolean;
  /** What is left, each with the reason. */
  readonly left: readonly string[];
}

/** A preview as it was made or made anew. */
export interface CreatedPreview {
  readonly stack: string;
  readonly file: string;
  readonly engine: Pick<Engine, "input">;
  readonly rollout: Rollout;
}

/** @throws UsageError where a preview, and whoever pushes to its branch, would get production's kubeconfig */
async function refuseProductionsCluster({ file, stack }: PreviewBase): Promise<void> {
  const owner = ownerFlags(await readStack({ config: file }));
  if (owner?.flags.config === undefined) return;
  const { raw } = await readStack(owner.flags);
  if (raw.values[`${projectName}:environment`] === "prod")
    throw new UsageError(
      `Stack ${stack} stands on the cluster of ${owner.stack}, which is production: a preview would run there whatever is pushed to a branch. Make previews from a stack on another cluster.`,
    );
}

/** The file of a preview, once it is known to be one that can be deployed. */
async function checkedFile({ base, register }: PreviewPlace, wishes: PreviewWishes): Promise<string> {
  await withPassingFile(base, wishes, (config) => readStack({ config }));
  await refuseProductionsCluster(base);
  const text = previewFileText(base, wishes);
  // It writes a file of its own, with a key of its own: the preview's comes after it.
  await register.add(previewStack(wishes.pullRequest), secretsProviderIn(text));
  return writePreview(base, wishes);
}

/**
 * Makes the preview of a pull request, or makes it anew with a later expiry: writes its file, and deploys. What was
 * interrupted goes on the next time.
 *
 * @throws UsageError where no preview can be made from that stack; nothing was changed then
 */
export async function createPreview(
  place: PreviewPlace,
  wishes: PreviewWishes,
  options: Omit<UpOptions, "command"> & { readonly signal?: AbortSignal },
): Promise<CreatedPreview> {
  const file = await checkedFile(place, wishes);
  return whileOpen(
    () => place.open(file),
    async (engine) => ({
      stack: previewStack(wishes.pullRequest),
      file,
      engine,
      rollout: await rollOut(engine, engine.input, { ...options, command: "up" }),
    }),
  );
}

/**
 * Previews that there are: by files here, by namespaces in the cluster, and by states.
 *
 * @param ttl milliseconds that one lives since its last deployment of which nothing but its state tells
 */
export async function knownPreviews(place: PreviewPlace, ttl: number): Promise<readonly FoundPreview[]> {
  const told = [...previewFiles(place.base.directory), ...(await place.inCluster())];
  const dated = new Set(told.flatMap(({ expires, pullRequest }) => (expires === undefined ? [] : [pullRequest])));
  const states = (await place.register.list()).flatMap(({ name, updated }): readonly FoundPreview[] => {
    const pullRequest = pullRequestOf(name);
    if (pullRequest === undefined) return [];
    const expires = updated === undefined || dated.has(pullRequest) ? undefined : Date.parse(updated) + ttl;
    return [{ pullRequest, expires }];
  });
  return eachOnce([...states, ...told]);
}

/** What holds a preview's namespace of which no state is kept. */
async function unknownNamespaces(place: PreviewPlace, pullRequest: number): Promise<readonly string[]> {
  const found = (await place.inCluster()).filter((one) => one.pullRequest === pullRequest);
  return found.flatMap(({ namespace }) =>
    namespace === undefined
      ? []
      : [
          `namespace ${namespace} is there, but nobody keeps a state of stack ${previewStack(pullRequest)}; if it was made elsewhere, remove it there, or run: kubectl delete namespace ${namespace}`,
        ],
  );
}

/** Destroys a preview, forgets its stack and removes its file; one that isn't there is fine. */
export async function removePreview(
  place: PreviewPlace,
  pullRequest: number,
  progress: Progress,
): Promise<RemovedPreview> {
  const stack = previewStack(pullRequest);
  const file = fileOfPreview(place.base, pullRequest);
  const destroyed = (config: string): Promise<readonly string[]> =>
    whileOpen(
      () => place.open(config),
      async (engine) => destroyStack(engine, await foresee(engine), progress),
    );
  const isKnown = (await place.register.list()).some(({ name }) => name === stack);
  const hasFile = existsSync(file);
  if (!isKnown) {
    const left = await unknownNamespaces(place, pullRequest);
    if (left.length === 0) rmSync(file, { force: true });
    return { stack, found: hasFile || left.length > 0, left };
  }
  // Its own file may be one that only pulumi stack init has written: what destroys needs no more than the base's.
  const left = await withPassingFile(place.base, { pullRequest, expires: Date.now() }, destroyed);
  if (left.length > 0) return { stack, found: true, left };
  await place.register.forget(stack);
  rmSync(file, { force: true });
  return { stack, found: true, left };
}

/** What {@link sweepPreviews} is told. */
export interface SweepOptions {
  /** Milliseconds that one lives of which nothing but its state tells. */
  readonly ttl: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The only one that is looked at. @default all */
  readonly only?: number;
  readonly progress: Progress;
}

/** Removes previews whose time is over, and goes on where one can't be removed. */
export async function sweepPreviews(place: PreviewPlace, options: SweepOptions): Promise<readonly RemovedPreview[]> {
  const { now, only, progress, ttl } = options;
  const done = new Map<number, RemovedPreview>();
  for (;;) {
    // Somebody may have had one live on while another was removed.
    const due = expired(await knownPreviews(place, ttl), now);
    const next = due.find((pullRequest) => !done.has(pullRequest) && (only === undefined || only === pullRequest));
    if (next === undefined) return [...done.values()];
    const stack = previewStack(next);
    progress(stack);
    try {
      done.set(next, await removePreview(place, next, (message) => progress(`${stack}: ${message}`)));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      done.set(next, { stack, found: true, left: [error.message] });
    }
  }
}
