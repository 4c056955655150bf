import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { UsageError } from "../components/errors";
import { objectOf } from "../plan/manifests";
import { projectRoot } from "../plan/program";
import type { Registration } from "../plan/registration";
import type { ControlPlane, Progress } from "../rehearsal/control-plane/contract";
import { startControlPlane } from "../rehearsal/control-plane/control-plane";
import { ClusterObjects, type ObjectReference } from "../rehearsal/objects";

/** Pod Security's levels; what is only tried never makes a namespace, so one of each level stands for all. */
const levels = ["restricted", "baseline", "privileged"] as const;

type Level = (typeof levels)[number];

const enforce = "pod-security.kubernetes.io/enforce";

/** Objects that are asked about at once. */
const atOnce = 8;

/** A definition that no program of ours installs, and that lacks the approval its group asks for. */
const unused = "dnsendpoints.externaldns.k8s.io";

/** Every definition that the stand-in charts bring, as far as it is written without a template. */
function definitions(): readonly ObjectReference[] {
  const charts = join(projectRoot, "rehearsal/charts");
  return readdirSync(charts, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => readFileSync(join(charts, file), "utf8"))
    .filter((text) => text.includes("kind: CustomResourceDefinition"))
    .flatMap((text) => parseAllDocuments(text.replaceAll(/^.*\{\{.*$/gm, "")))
    .map((document) => document.toJS() as ObjectReference)
    .filter(({ kind, metadata }) => kind === "CustomResourceDefinition" && metadata.name !== unused);
}

/** The level that each namespace of a plan enforces; one that a plan doesn't make is restricted. */
function levelsOf(objects: readonly ObjectReference[]): (namespace: string) => Level {
  const enforced = new Map(
    objects
      .filter(({ kind }) => kind === "Namespace")
      .map(({ metadata }) => [
        metadata.name,
        (metadata as { readonly labels?: Readonly<Record<string, string>> }).labels?.[enforce],
      ]),
  );
  return (namespace) => levels.find((level) => level === enforced.get(namespace)) ?? "restricted";
}

interface PodTemplate {
  readonly metadata?: object;
  readonly spec?: { readonly volumes?: readonly object[] };
}

/** What of a workload's spec its pods come from. */
interface WorkloadSpec {
  readonly template?: PodTemplate;
  readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplate } };
  readonly volumeClaimTemplates?: readonly ObjectReference[];
}

/** Groups of the kinds whose controllers make pods. */
const workloads = /^(apps|batch)\//;

/** The pod that a workload's controller would ask for: of the workload itself Pod Security only warns. */
function podOf(object: ObjectReference): ObjectReference | undefined {
  if (!workloads.test(object.apiVersion)) return undefined;
  const {
    jobTemplate,
    template = jobTemplate?.spec?.template,
    volumeClaimTemplates = [],
  } = (object as { readonly spec?: WorkloadSpec }).spec ?? {};
  const claimed = volumeClaimTemplates.map(({ metadata: { name } }) => ({
    name,
    persistentVolumeClaim: { claimName: name },
  }));
  const pod: ObjectReference & { readonly spec: object } = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...template?.metadata, ...object.metadata },
    spec: {
      ...template?.spec,
      volumes: [...(template?.spec?.volumes ?? []), ...claimed],
      // What is only tried makes no accounts; each namespace has this one.
      serviceAccountName: "default",
    },
  };
  return pod;
}

/** A real API server that is asked whether it would take objects, and keeps none. */
export class AdmissionServer {
  readonly #objects: ClusterObjects;
  #asked = 0;

  private constructor(private readonly plane: ControlPlane) {
    this.#objects = new ClusterObjects(plane.kubeconfig);
  }

  /** Starts one that knows the definitions of all add-ons. */
  static async start(name: string, progress: Progress = () => undefined): Promise<AdmissionServer> {
    const plane = await startControlPlane(
      { name, pools: [], storageClasses: [], loadBalancer: { kind: "none" }, metricsServer: false },
      progress,
    );
    const server = new AdmissionServer(plane);
    try {
      for (const definition of definitions()) await server.#objects.apply(definition);
      for (const level of levels) await server.#open(level);
    } catch (error) {
      await plane.stop();
      throw error;
    }
    return server;
  }

  /** Objects that were asked about so far, pods of workloads among them. */
  get asked(): number {
    return this.#asked;
  }

  /** What the API server says of objects that it wouldn't take. */
  async refusals(registrations: readonly Registration[]): Promise<readonly string[]> {
    const objects: readonly ObjectReference[] = registrations.flatMap((registration) => objectOf(registration) ?? []);
    const levelOf = levelsOf(objects);
    const all = objects.flatMap((object) => [object, ...[podOf(object) ?? []].flat()]);
    const refused: string[] = [];
    for (let first = 0; first < all.length; first += atOnce) {
      const some = all.slice(first, first + atOnce);
      const answers = await Promise.all(some.map((object) => this.#refusal(object, levelOf)));
      refused.push(...answers.filter((answer) => answer !== undefined));
    }
    return refused;
  }

  /** Removes it. */
  async stop(): Promise<void> {
    await this.plane.stop();
  }

  /** Makes the namespace of a level, and the account that its controller would make a moment later. */
  async #open(level: Level): Promise<void> {
    const labels = { [enforce]: level };
    const named = (
      kind: string,
      metadata: ObjectReference["metadata"] & { readonly labels?: Readonly<Record<string, string>> },
    ): ObjectReference => ({
      apiVersion: "v1",
      kind,
      metadata,
    });
    await this.#objects.apply(named("Namespace", { name: level, labels }));
    await this.#objects.apply(named("ServiceAccount", { name: "default", namespace: level }));
  }

  async #refusal(object: ObjectReference, levelOf: (namespace: string) => Level): Promise<string | undefined> {
    const { metadata, ...rest } = object;
    this.#asked += 1;
    const placed =
      metadata.namespace === undefined ? metadata : { ...metadata, namespace: levelOf(metadata.namespace) };
    try {
      await this.#objects.apply({ ...rest, metadata: placed }, { dryRun: true });
      return undefined;
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
  }
}
