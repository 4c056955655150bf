import { show } from "../plan/capacity";
import { table } from "../plan/table";
import { hideSecrets } from "../plan/wire";
import type { AutoscalerReport } from "./control-plane/autoscaler";
import type { NodePlacement } from "./control-plane/placement";
import type { NotReady, WorkloadsReport } from "./control-plane/readiness";
import { type Injection, injectedTotal } from "./injected";
import type { Rehearsed } from "./rehearse";

type Json = Readonly<Record<string, unknown>>;

/** What a rehearsal found. */
export interface RehearsalResult {
  readonly stacks: readonly Rehearsed[];
  readonly workloads: WorkloadsReport;
  readonly capacity: AutoscalerReport | undefined;
  /** The smallest node pool that holds everything; undefined where the stack's own does. */
  readonly suggestion: string | undefined;
  readonly injected: Injection;
  /** Secrets that were made with stand-ins, as operators would make them of the stack's objects. */
  readonly operatorSecrets: readonly string[];
  /** Which charts were used. */
  readonly charts: string;
  readonly kubernetesVersion: string;
  /** The kubeconfig's file, where the cluster was there before. */
  readonly existing: string | undefined;
  /** Whether the program has a node pool, or nodes were assumed. */
  readonly assumedNodes: boolean;
}

/** Whether everything runs, and would with what a rehearsal can't have. */
export function succeeded({ workloads, injected }: RehearsalResult): boolean {
  return workloads.ready && injected.pods.every(({ node }) => node !== undefined);
}

function stackLines({ input, run, changes, removed, seconds }: Rehearsed): readonly string[] {
  const outputs = hideSecrets(run.outputs) as Json;
  const loadBalancer = outputs["loadBalancer"] as { readonly kind: string; readonly value: string } | undefined;
  return [
    "",
    `Stack ${input.stack}: ${String(changes.created)} created, ${String(changes.changed)} changed, ${String(changes.unchanged)} unchanged, ${String(removed.length)} removed`,
    ...removed.map((name) => `  removed ${name}`),
    ...table([
      ...Object.entries((outputs["urls"] ?? {}) as Readonly<Record<string, string>>),
      ["load balancer", loadBalancer === undefined ? "none" : `${loadBalancer.value} (${loadBalancer.kind})`],
      ["grafana", typeof outputs["grafanaUrl"] === "string" ? outputs["grafanaUrl"] : "none"],
    ]),
    `  time: ${Object.entries(seconds)
      .map(([layer, time]) => `${layer} ${time.toFixed(1)} s`)
      .join(", ")}`,
  ];
}

function nodeLines(placement: readonly NodePlacement[]): readonly string[] {
  const amounts = (node: NodePlacement): string => {
    const percent = (asked: number, has: number): string =>
      has === 0 ? "" : ` (${String(Math.round((asked / has) * 100))} %)`;
    return `${show(node.requested)} of ${show(node.allocatable)}${percent(node.requested.memory, node.allocatable.memory)}`;
  };
  return table(
    placement.map((node) => [node.node, node.size, node.zone, `${String(node.pods.length)} pods`, amounts(node)]),
  );
}

function notReadyLines(notReady: readonly NotReady[]): readonly string[] {
  return notReady.flatMap(({ kind, namespace, name, message, reasons }) => [
    `  ${kind.toLowerCase()} ${namespace}/${name}: ${message}`,
    ...reasons.map((reason) => `    ${reason}`),
  ]);
}

function injectedLines({ pods, furtherNodes }: Injection): readonly string[] {
  if (pods.length === 0) return [];
  const homeless = pods.filter(({ node }) => node === undefined);
  const verdict =
    furtherNodes.length === 0 ? "they fit on these nodes" : `they fit once the pool adds ${furtherNodes.join(", ")}`;
  return [
    `  ${String(pods.length)} containers or pods more would come from webhooks and operators, which a rehearsal can't run:`,
    ...[...Map.groupBy(pods, ({ name }) => name)].map(([name, same]) => `    ${String(same.length)} × ${name}`),
    `  ${show(injectedTotal(pods))} in all; ${homeless.length === 0 ? verdict : `no room for ${String(homeless.length)} of them, even on the pool's most nodes:`}`,
    ...[...new Set(homeless.map(({ name, requests }) => `    ${name} (${show(requests)})`))],
  ];
}

function secretLines(names: readonly string[]): readonly string[] {
  const count = names.length === 1 ? "1 Secret stands in" : `${String(names.length)} Secrets stand in`;
  return names.length === 0
    ? []
    : [
        `  ${count} for what External Secrets or Sealed Secrets would make, with no value of theirs: ${names.join(", ")}`,
      ];
}

function poolLines(capacity: AutoscalerReport | undefined): readonly string[] {
  return (capacity?.pools ?? []).map(
    ({ name, size, nodes, min, max }) =>
      `  pool ${name} (${size}): ${String(nodes)} nodes were needed, of ${String(min)} to ${String(max)}`,
  );
}

/** The result as text. */
export function rehearsalReport(result: RehearsalResult): string {
  const { stacks, workloads, capacity, injected, charts, kubernetesVersion, existing, assumedNodes, suggestion } =
    result;
  const late = notReadyLines(workloads.notReady);
  const homeless = injected.pods.some(({ node }) => node === undefined) || (capacity?.unplaced ?? []).length > 0;
  const kept = [
    ...new Set(stacks.flatMap(({ run }) => (hideSecrets(run.outputs) as { kept?: readonly string[] }).kept ?? [])),
  ];
  const warnings = [...new Set(stacks.flatMap(({ run }) => run.warnings))];
  return [
    existing === undefined
      ? `Kubernetes ${kubernetesVersion}: a real control plane with simulated nodes; containers don't run, webhooks don't answer.`
      : `Kubernetes ${kubernetesVersion}, the cluster of ${existing}: containers and webhooks are as real as they are there.`,
    charts,
    ...(assumedNodes
      ? ["Nodes: assumed, because the stack doesn't describe those of its cluster (cluster.nodePools)."]
      : []),
    ...stacks.flatMap(stackLines),
    "",
    "Placement",
    ...poolLines(capacity),
    ...nodeLines(workloads.placement),
    ...injectedLines(injected),
    ...secretLines(result.operatorSecrets),
    ...(homeless && suggestion !== undefined ? [`  ${suggestion}`] : []),
    ...(late.length === 0 ? [] : ["", "Not ready", ...late]),
    ...(existing === undefined || kept.length === 0
      ? []
      : ["", "Stays in the cluster", ...kept.map((line) => `  ${line}`)]),
    ...(warnings.length === 0 ? [] : ["", "Warnings", ...warnings.map((line) => `  - ${line}`)]),
    "",
    succeeded(result)
      ? `All ${String(workloads.workloads)} workloads are ready.`
      : `The rehearsal failed: ${String(workloads.notReady.length)} of ${String(workloads.workloads)} workloads are not ready${injected.pods.some(({ node }) => node === undefined) ? ", and not everything would fit" : ""}.`,
  ].join("\n");
}
