import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Environment, environments } from "../components/environment";
import { mirrorList } from "../mirror/list";
import { ownImages } from "../pin/pins";
import { planFiles } from "../plan/manifests";
import { type Plan, planOf } from "../plan/plan";
import { planFindings } from "../plan/policy";
import { type Flags, readStack, type StackInput } from "../plan/stack-file";
import { projectName } from "../stacks/config/raw";
import { systemNames } from "../stacks/systems";
import type { JudgeFinding, Manifests, Place } from "./contract";

/** The name under which the rules in policy/ judge. */
export const policyJudge = "policy";

/** A plan's folder of files, what it is of, and what the rules in policy/ have against it. */
export interface PlannedManifests extends Manifests {
  readonly findings: readonly JudgeFinding[];
}

/** A digest that stands for the one that `npm run pin` would record: the images of sample systems are in no registry. */
function standInDigest(image: string): string {
  return `sha256:${createHash("sha256").update(image).digest("hex")}`;
}

/** A stack as it is once `npm run pin` has recorded the digest of every image. */
async function withStandInDigests(input: StackInput): Promise<StackInput> {
  const { run } = await planOf(input);
  const images = ownImages(mirrorList(run.registrations).images);
  const digests = Object.fromEntries(images.map((image) => [image, standInDigest(image)]));
  const values = { ...input.raw.values, [`${projectName}:digests`]: JSON.stringify(digests) };
  return { ...input, raw: { ...input.raw, values } };
}

/** Writes the objects of a plan, each into a file of its own; charts' values aren't objects. */
export function writeManifests(directory: string, name: string, planned: Plan, place: Place): PlannedManifests {
  const folder = join(directory, name);
  for (const { path, text } of planFiles(planned.run.registrations, planned.run.outputs)) {
    if (!path.endsWith(".yaml") || path.startsWith("_charts/")) continue;
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const findings = planFindings(planned).map(({ rule, object, message }) => ({
    judge: policyJudge,
    check: rule,
    subject: object,
    message,
    place,
  }));
  return { folder, place, findings };
}

/** Plans a stack with digests and writes its objects. */
async function planned(
  directory: string,
  flags: Flags,
  place: Place & { readonly environment: Environment },
): Promise<PlannedManifests> {
  const made = await planOf(await withStandInDigests(await readStack(flags)));
  return writeManifests(directory, `${place.system}-${place.environment}`, made, place);
}

/** Writes the plan of every system in every environment, with defaults, each into a folder of its own. */
export async function writePlans(
  directory: string,
  chosen: readonly Environment[] = environments,
): Promise<readonly PlannedManifests[]> {
  const all: PlannedManifests[] = [];
  for (const system of systemNames) {
    for (const environment of chosen)
      all.push(await planned(directory, { system, env: environment }, { system, environment }));
  }
  return all;
}
