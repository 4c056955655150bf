import { ownerFlags } from "../plan/owner";
import { projectRoot } from "../plan/program";
import { readStack } from "../plan/stack-file";
import { ClusterObjects } from "../rehearsal/objects";
import { keptControlPlane } from "../rehearsal/session";
import { stacksInCluster } from "../rehearsal/stacks-in-cluster";
import type { Engine, StackRegister } from "./contract";
import { type EngineFlags, openEngine, whileOpen } from "./open-engine";
import { previewBase } from "./preview-files";
import { previewsIn } from "./preview-namespaces";
import type { PreviewPlace } from "./previews";

/** How previews are reached. */
export interface PreviewPlaceFlags extends Pick<EngineFlags, "charts" | "kubeconfig" | "rehearse" | "timeout"> {
  /** The stack that they are made from: its name, or its file. */
  readonly from: string;
}

/** In a rehearsal a stack's state is kept by the cluster itself, from its first deployment until it is destroyed. */
function registerIn(kubeconfig: () => Promise<string | undefined>): StackRegister {
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    add: nothing,
    forget: nothing,
    list: async () => {
      const text = await kubeconfig();
      return text === undefined ? [] : stacksInCluster(new ClusterObjects(text));
    },
  };
}

/** @throws UsageError for a base without a file, or with one that can't be used */
export async function previewPlace({ from, ...flags }: PreviewPlaceFlags, signal?: AbortSignal): Promise<PreviewPlace> {
  const base = previewBase(from);
  const owner = flags.rehearse === true ? ownerFlags(await readStack({ config: base.file })) : undefined;
  const open = async (config: string): Promise<Engine> => {
    if (flags.rehearse !== true) return openEngine({ ...flags, config }, signal);
    const { RehearsalEngine } = await import("./rehearsal-engine");
    return RehearsalEngine.open({ ...flags, config }, signal, keptControlPlane(owner?.stack ?? base.stack));
  };
  const kubeconfig = (): Promise<string | undefined> =>
    whileOpen(
      () => open(base.file),
      (engine) => engine.kubeconfig(),
    );
  const { PulumiRegister } = await import("./pulumi-register");
  return {
    base,
    open,
    register:
      flags.rehearse === true
        ? registerIn(kubeconfig)
        : new PulumiRegister({ directory: projectRoot, environment: {} }),
    inCluster: async () => {
      const text = await kubeconfig();
      return text === undefined ? [] : previewsIn(text);
    },
  };
}
