import { type Plan, planOf } from "../../plan/plan";
import { type Flags, readStack } from "../../plan/stack-file";

/** The mirror that plans of tests have: charts in one place, images in another. */
export const testMirror = {
  charts: "oci://registry.internal/charts",
  images: "registry.internal/mirror",
} as const;

/** Add-ons that no system of ours asks for by itself. */
export const optionalAddOns = {
  dns: { provider: "route53" },
  externalSecrets: { enabled: true },
  sealedSecrets: { enabled: true },
  vault: { enabled: true },
  tracing: { enabled: true },
  argoCd: { enabled: true },
  kyverno: { enabled: true },
} as const;

/**
 * The plan of a stack whose file names a mirror for everything.
 *
 * @param platform what else the file sets of its platform
 */
export async function mirroredPlan(flags: Flags, platform: object = {}): Promise<Plan> {
  return plannedWith(flags, {
    ...platform,
    charts: { mirror: testMirror.charts },
    images: { mirror: testMirror.images },
  });
}

/** The plan of a stack whose file sets this, and nothing else, of its platform. */
export async function plannedWith(flags: Flags, platform: object): Promise<Plan> {
  const input = await readStack(flags);
  const values = { ...input.raw.values, "rootstock:platform": JSON.stringify(platform) };
  return planOf({ ...input, raw: { ...input.raw, values } });
}
