import { imagesOf } from "../components/application/signatures";
import { smokeImage } from "../components/application/smoke";
import type { Environment } from "../components/environment";
import { parseConfig } from "../stacks/config/parse";
import type { Engine, Versions } from "./contract";
import type { ReleasePlan, Standing } from "./release-plans";
import { replaceFile } from "./replaced-file";
import { runSmokeJob } from "./smoke-job";
import { deployInStages, type SmokeCheck, type StagedResult, type Surroundings } from "./staged-deployment";
import { versionsOf, withVersions } from "./versions";
import { withVersionsIn } from "./versions-in-file";

/** A stack whose versions are about to change. */
export interface ReleaseSession {
  readonly engine: Engine;
  readonly standing: Standing;
  readonly environment: Environment;
  readonly system: string;
  /** Puts versions into the stack's file. */
  write(versions: Versions): void;
  /** Images that these versions take by a tag alone, which may be another image tomorrow. */
  withoutDigest(versions: Versions): Promise<readonly string[]>;
  /** Follows a plan. */
  follow(plan: ReleasePlan, how: Pick<Surroundings, "progress" | "signal" | "timeout">): Promise<StagedResult>;
}

/**
 * What is known of the stack of an engine, and how its versions are changed.
 *
 * @param file where the stack's file is
 */
export async function releaseSession(engine: Engine, file: string): Promise<ReleaseSession> {
  const { input } = engine;
  const { application, environment, system } = await parseConfig(input.raw);
  const smoke: SmokeCheck = async (workload, versions, progress) => {
    const { application: next } = await parseConfig(withVersions(input, versions).raw);
    const image = smokeImage(next.workloads[workload]);
    if (image === undefined) return undefined;
    const kubeconfig = await engine.kubeconfig();
    return kubeconfig === undefined
      ? "its cluster is gone"
      : runSmokeJob(kubeconfig, { namespace: next.namespace, workload, image }, progress);
  };
  const write = (versions: Versions): void => {
    replaceFile(file, (text) => withVersionsIn(text, versions));
  };
  return {
    engine,
    environment,
    system,
    standing: {
      stack: input.stack,
      file: input.raw.file,
      said: versionsOf(input),
      history: await engine.history(),
      slotted: Object.entries(application.workloads).flatMap(([name, workload]) =>
        workload.kind === "deployment" && workload.slots !== undefined ? [name] : [],
      ),
    },
    write,
    withoutDigest: async (versions) => {
      const { application: next } = await parseConfig(withVersions(input, versions).raw);
      return [...new Set(imagesOf(next).filter((image) => !image.includes("@sha256:")))].sort();
    },
    follow: (plan, how) => deployInStages(plan, { engine, write, smoke, ...how }),
  };
}
