import type { FlowChange } from "./review";

/** Flows between the same two in the same state, drawn as one line. */
export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly state: FlowChange["state"];
  /** Sorted as numbers. */
  readonly ports: readonly string[];
}

/** A drawing of flows: who takes part, and the lines between them. */
export interface FlowGraph {
  readonly nodes: readonly string[];
  readonly edges: readonly FlowEdge[];
}

/** More lines than this are a tangle; the table has them. */
const mostEdges = 60;

/** What everybody does and nobody looks for: names are looked up, metrics are collected. */
function isRoutine({ from, state, to }: FlowChange): boolean {
  return state === "kept" && (to === "cluster DNS" || /(^|\/)prometheus$/.test(from) || to === "dapr-system");
}

/**
 * The flows that changed, and around them those that stay between the same parties; undefined where nothing changed.
 */
export function flowGraph(flows: readonly FlowChange[]): FlowGraph | undefined {
  const changed = flows.filter(({ state }) => state !== "kept");
  if (changed.length === 0) return undefined;
  const shown = flows.filter((flow) => !isRoutine(flow));
  const near = new Set(changed.flatMap(({ from, to }) => [from, to]));
  const around = shown.filter(({ from, state, to }) => state !== "kept" || near.has(from) || near.has(to));
  // As much context as can be read: all of it, what is near, or none.
  const drawn = [shown, around, changed].find((choice) => edgesOf(choice).length <= mostEdges) ?? changed;
  const edges = edgesOf(drawn).slice(0, mostEdges);
  return { nodes: [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort(), edges };
}

function edgesOf(flows: readonly FlowChange[]): readonly FlowEdge[] {
  const edges = new Map<string, Omit<FlowEdge, "ports"> & { readonly ports: string[] }>();
  for (const { from, port, state, to } of flows) {
    const key = JSON.stringify([from, to, state]);
    const known = edges.get(key);
    if (known === undefined) edges.set(key, { from, to, state, ports: [port] });
    else known.ports.push(port);
  }
  return [...edges.values()].map((edge) => ({ ...edge, ports: edge.ports.sort((a, b) => Number(a) - Number(b)) }));
}
