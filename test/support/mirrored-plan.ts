import { type Plan, planOf } from "../../plan/plan";
import { type Flags, readStack } from "../../plan/stack-file";

/** The mirror that plans of tests have: charts in one place, images in another. */
export const testMirror = {
  charts: "oci://registry.internal/charts",
  images: "registry.internal/mirror",
} as const;

/** The plan of a stack whose file names a mirror for everything. */
export async function mirroredPlan(flags: Flags, charts: string = testMirror.charts): Promise<Plan> {
  const input = await readStack(flags);
  const platform = { charts: { mirror: charts }, images: { mirror: testMirror.images } };
  const values = { ...input.raw.values, "rootstock:platform": JSON.stringify(platform) };
  return planOf({ ...input, raw: { ...input.raw, values } });
}
