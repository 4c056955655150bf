import type { ClusterKind } from "../components/cluster/contract";
import type { ClusterConfig } from "./config/cluster-schema";
import { type Probe, type Requirement, requirements } from "./preflight-requirements";

export { type Probe, type Requirement, requirements } from "./preflight-requirements";

/** What a machine lacks. */
export interface PreflightReport {
  /** Without these, `pulumi up` fails. */
  readonly missing: readonly Requirement[];
  /** Without these, work with the cluster is harder. */
  readonly advised: readonly Requirement[];
  /** All of it in words; undefined when nothing lacks. */
  readonly message?: string;
}

/** Everything that a machine lacks to deploy on a cluster, at once. Neither plan nor rehearsal needs any of it. */
export async function preflight(
  config: ClusterConfig,
  probe: Probe,
  given: { readonly kubeconfig: boolean } = { kubeconfig: false },
): Promise<PreflightReport> {
  const checked = await Promise.all(
    requirements(config, given).map(async (requirement) => ({ requirement, met: await requirement.met(probe) })),
  );
  const unmet = checked.filter(({ met }) => !met).map(({ requirement }) => requirement);
  const missing = unmet.filter(({ optional }) => optional !== true);
  const advised = unmet.filter(({ optional }) => optional === true);
  const message = describe(config.kind, missing, advised);
  return { missing, advised, ...(message !== undefined && { message }) };
}

const problems = {
  tool: "isn't on PATH, or doesn't run",
  credential: "is missing, or isn't accepted",
  setting: "isn't set",
};

function describe(
  kind: ClusterKind,
  missing: readonly Requirement[],
  advised: readonly Requirement[],
): string | undefined {
  const line = ({ type, name, purpose, fix, optional }: Requirement) =>
    `  - ${name} ${problems[type]}; it ${optional === true ? "helps" : "is needed"} to ${purpose}. To mend it: ${fix}`;
  const parts = [
    ...(missing.length > 0 ? [`On a cluster of kind ${kind}, pulumi up would fail here:`, ...missing.map(line)] : []),
    ...(advised.length > 0 ? ["Useful, but not needed:", ...advised.map(line)] : []),
  ];
  return parts.length > 0 ? parts.join("\n") : undefined;
}
