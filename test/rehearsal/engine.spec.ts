import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { RehearsalEngine } from "../../deploy/rehearsal-engine";
import { plan } from "../../plan/plan";
import { clusterFacts } from "../../rehearsal/rehearse";
import { openSession } from "../../rehearsal/session";
import { engineStory, storySettings } from "../support/engine-story";
import { freshName } from "./rehearse-once";

engineStory("a stack through the rehearsal", async () => {
  const directory = mkdtempSync(join(tmpdir(), "engine-"));
  const file = join(directory, "Pulumi.here.yaml");
  writeFileSync(file, stringify({ config: { ...storySettings, cluster: { kind: "kubeconfig" } } }));
  const facts = clusterFacts(await plan({ config: file }));
  const progress = (): void => undefined;
  const session = await openSession({ name: freshName(), facts, madeStorageClasses: [], keep: false, progress });
  const kubeconfig = session.controlPlane?.kubeconfigPath ?? "";
  return {
    file,
    kubeconfig: session.kubeconfig,
    open: () => RehearsalEngine.open({ config: file, charts: "stand-in", kubeconfig }),
    end: async () => {
      await session.end();
      rmSync(directory, { recursive: true });
    },
  };
});
