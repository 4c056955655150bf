import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterKind } from "../components/cluster/contract";
import type { Environment } from "../components/environment";
import { UsageError } from "../components/errors";
import type { StackInput } from "../plan/stack-file";
import { projectName } from "../stacks/config/raw";
import { refuseUnconfirmed } from "./confirmation";
import type { Engine, Progress } from "./contract";
import { type AtStake, atStakeIn, type Losses, lossesOf, nothingAtStake } from "./losses";

/** Seconds in which a cloud takes down load balancers and volumes whose objects are gone. */
const cloudPatience = 120;

/** Where a cloud lists what a cluster may leave behind. */
const cloudLists: Readonly<Partial<Record<ClusterKind, string>>> = {
  doks: "doctl compute load-balancer list; doctl compute volume list",
  eks: "aws elbv2 describe-load-balancers; aws ec2 describe-volumes",
  gke: "gcloud compute forwarding-rules list; gcloud compute disks list",
};

function clusterKind({ raw: { values } }: StackInput): ClusterKind | undefined {
  return (JSON.parse(values[`${projectName}:cluster`] ?? "{}") as { readonly kind?: ClusterKind }).kind;
}

/** What a destroy would lose, and what it would delete. */
export interface Foreseen {
  readonly contents: readonly string[];
  readonly losses: Losses;
}

async function atStake(engine: Engine): Promise<AtStake> {
  const kubeconfig = await engine.kubeconfig();
  return kubeconfig === undefined ? nothingAtStake : atStakeIn(kubeconfig);
}

/** Looks at what a destroy would lose; changes nothing. */
export async function foresee(engine: Engine): Promise<Foreseen> {
  const contents = await engine.contents();
  const at = contents.length === 0 ? nothingAtStake : await atStake(engine);
  return { contents, losses: lossesOf(contents, at, clusterKind(engine.input) !== "stack") };
}

/**
 * Refuses what may not be destroyed now.
 *
 * @param confirm the stack's name, as somebody typed it
 * @throws UsageError with the reason
 */
export function refuseDestroy(
  { input, kind }: Pick<Engine, "input" | "kind">,
  { others }: Losses,
  confirm?: string,
): void {
  const { stack } = input;
  if (others.length > 0)
    throw new UsageError(
      `Stack ${stack} owns a cluster that others stand on: ${others.join(", ")} ${others.length === 1 ? "is a namespace" : "are namespaces"} of another stack. Nothing was changed; destroy that first.`,
    );
  const environment = input.raw.values[`${projectName}:environment`] as Environment | undefined;
  const required = kind !== "rehearsal" || environment === "prod";
  refuseUnconfirmed({ stack, confirm, required, why: `Stack ${stack} would be destroyed` });
}

function still(losses: Losses, at: AtStake): readonly string[] {
  const services = new Set(at.services.map(({ metadata }) => `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`));
  const volumes = new Set(at.volumes.map(({ metadata }) => metadata?.name));
  return [
    ...losses.loadBalancers
      .filter(({ service }) => services.has(service))
      .map(({ address, service }) => `load balancer ${address} of service ${service}`),
    ...losses.volumes
      .filter(({ fate, name }) => fate === "lost" && volumes.has(name))
      .map(({ claim, name, size }) => `volume ${name} (${size}) of claim ${claim}`),
  ];
}

/** What is there of a cluster; undefined where there is none any more. */
async function lastLook(engine: Engine): Promise<AtStake | undefined> {
  try {
    const kubeconfig = await engine.kubeconfig();
    return kubeconfig === undefined ? undefined : await atStakeIn(kubeconfig);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** What to do when a stack's cluster went with it, so that only its cloud can tell what is left. */
function askTheCloud({ input, kind }: Engine, expected: number): readonly string[] {
  const own = clusterKind(input);
  const lists = own === undefined ? undefined : cloudLists[own];
  if (kind === "rehearsal" || lists === undefined) return [];
  return [
    `The cluster is gone; only its cloud can tell whether ${String(expected)} load balancers and volumes are: ${lists}`,
  ];
}

/** Waits until the load balancers and volumes that were foreseen are gone, and says which aren't. */
async function verify(engine: Engine, losses: Losses, progress: Progress, seconds: number): Promise<readonly string[]> {
  const expected = losses.loadBalancers.length + losses.volumes.filter(({ fate }) => fate === "lost").length;
  const until = Date.now() + seconds * 1000;
  while (expected > 0) {
    const at = await lastLook(engine);
    if (at === undefined) return askTheCloud(engine, expected);
    const left = still(losses, at);
    if (left.length === 0) break;
    if (Date.now() > until)
      return left.map(
        (what) => `${what} is still there ${String(seconds)} s after the stack; remove it where the cloud lists it.`,
      );
    progress(`waiting for the cloud: ${left.join(", ")}`);
    await sleep(1000);
  }
  return [];
}

/**
 * Destroys a stack, and looks whether what a cluster would leave behind is gone.
 *
 * @param seconds that the cloud may take. @default 120
 * @returns what is left, each with the reason
 */
export async function destroyStack(
  engine: Engine,
  { losses }: Foreseen,
  progress: Progress,
  seconds: number = cloudPatience,
): Promise<readonly string[]> {
  const left = await engine.destroy(progress);
  return left.length > 0 ? left : verify(engine, losses, progress, seconds);
}
