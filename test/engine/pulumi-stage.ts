import { join } from "node:path";
import { PulumiEngine } from "../../deploy/pulumi-engine";
import { plan } from "../../plan/plan";
import { readStack } from "../../plan/stack-file";
import { clusterFacts } from "../../rehearsal/rehearse";
import { openSession } from "../../rehearsal/session";
import { freshName } from "../rehearsal/rehearse-once";
import { type EngineStage, storySettings } from "../support/engine-story";
import { type EngineProject, engineProject, packageCharts, stackConfiguration } from "./workspace";

/** A cluster for a stack of Pulumi's, and the project that its state is in. */
export interface PulumiStage extends EngineStage {
  readonly project: EngineProject;
}

/** Name of the stack of {@link pulumiStage}. */
export const stageStack = "here";

/** Starts a control plane, and makes the stack of the story in a project of its own; nothing is deployed. */
export async function pulumiStage(): Promise<PulumiStage> {
  const { platform, system } = storySettings;
  const facts = clusterFacts(await plan({ env: "dev", system }));
  const progress = (): void => undefined;
  const session = await openSession({ name: freshName(), facts, madeStorageClasses: [], keep: false, progress });
  const environment = session.controlPlane?.environment ?? {};
  const project = engineProject(environment);
  const charts = join(project.directory, "charts");
  packageCharts(charts, environment);
  const cluster = { name: "here", path: session.controlPlane?.kubeconfigPath ?? "" };
  const switches = Object.entries(platform).map(
    ([name, { enabled }]) => [`platform.${name}.enabled`, { value: String(enabled) }] as const,
  );
  await project.stack(stageStack, {
    ...(await stackConfiguration(cluster, charts, system)),
    ...Object.fromEntries(switches),
  });
  const file = join(project.directory, `Pulumi.${stageStack}.yaml`);
  return {
    project,
    file,
    kubeconfig: session.kubeconfig,
    open: async () => new PulumiEngine({ ...project, file, input: await readStack({ config: file }) }),
    end: async () => {
      project.remove();
      await session.end();
    },
  };
}
