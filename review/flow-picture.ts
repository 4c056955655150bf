import { escapeMarkup } from "./escape-markup";
import { type FlowEdge, flowGraph } from "./flow-graph";
import { type Layout, layeredLayout, type Place } from "./layered-layout";
import type { FlowChange } from "./review";

/** Sizes in pixels. */
const box = { width: 180, height: 44 } as const;
const gap = { x: 116, y: 24 } as const;
/** Between the lines that end at one side of a box, where there is room. */
const apart = 13;
const margin = 14;

interface Point {
  readonly x: number;
  readonly y: number;
}

const pitch = { x: box.width + gap.x, y: box.height + gap.y } as const;

/** The middle of a place. */
function centre({ column, row }: Place): Point {
  return { x: margin + box.width / 2 + column * pitch.x, y: margin + row * pitch.y };
}

const at = ({ x, y }: Point): string => `${x.toFixed(0)} ${y.toFixed(0)}`;

/** A line that leaves and enters every point sideways. */
function curve(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const previous = points[index - 1];
      if (previous === undefined) return `M${at(point)}`;
      const bend = (point.x - previous.x) / 2;
      return `C${at({ x: previous.x + bend, y: previous.y })} ${at({ x: point.x - bend, y: point.y })} ${at(point)}`;
    })
    .join(" ");
}

/** Where on its last curve a line's port is written, so that two lines between the same boxes don't hide it. */
const labelAt: Readonly<Record<FlowEdge["state"], number>> = { added: 0.66, removed: 0.34, kept: 0.5 };

/** A point of the curve into the end of a line, where lines have parted. */
function labelPoint(points: readonly Point[], state: FlowEdge["state"]): Point {
  const end = points.at(-1) ?? { x: 0, y: 0 };
  const start = points.at(-2) ?? end;
  const t = labelAt[state];
  const [across, down] = [1.5 * t * (1 - t) + t ** 3, t * t * (3 - 2 * t)];
  return { x: start.x + (end.x - start.x) * across, y: start.y + (end.y - start.y) * down };
}

/** How far from the middle of its box's side each line ends: lines of one side stand below each other. */
function offsets(edges: readonly FlowEdge[], side: "from" | "to", { bends, places }: Layout): readonly number[] {
  const other = side === "from" ? "to" : "from";
  const towards = (edge: FlowEdge, index: number): number => {
    const chain = bends[index] ?? [];
    const next = side === "from" ? chain[0] : chain.at(-1);
    return (next ?? places.get(edge[other]))?.row ?? 0;
  };
  return edges.map((edge, index) => {
    const mates = edges
      .map((mate, at) => ({ mate, at }))
      .filter(({ mate }) => mate[side] === edge[side])
      .sort((a, b) => towards(a.mate, a.at) - towards(b.mate, b.at) || a.at - b.at);
    const step = Math.min(apart, (box.height - 10) / mates.length);
    return (mates.findIndex(({ at }) => at === index) - (mates.length - 1) / 2) * step;
  });
}

interface Ends {
  readonly state: FlowEdge["state"];
  readonly leaves: number;
  readonly arrives: number;
}

/** The points of a line between two boxes; one that leads back or up and down goes below both. */
function pathOf(
  from: Place,
  to: Place,
  bends: readonly Place[],
  { arrives, leaves, state }: Ends,
): { readonly path: string; readonly label: Point } {
  const [start, end] = [centre(from), centre(to)];
  if (to.column <= from.column) {
    const low = Math.max(start.y, end.y) + box.height / 2 + gap.y * 0.8;
    const [a, b] = [
      { x: start.x, y: start.y + box.height / 2 },
      { x: end.x, y: end.y + box.height / 2 },
    ];
    return {
      path: `M${at(a)} C${at({ x: a.x, y: low })} ${at({ x: b.x, y: low })} ${at(b)}`,
      label: { x: (a.x + b.x) / 2, y: low - 6 },
    };
  }
  const points = [
    { x: start.x + box.width / 2, y: start.y + leaves },
    ...bends.map(centre).flatMap(({ x, y }) => [
      { x: x - box.width / 2, y },
      { x: x + box.width / 2, y },
    ]),
    { x: end.x - box.width / 2 - 2, y: end.y + arrives },
  ];
  return { path: curve(points), label: labelPoint(points, state) };
}

const signs: Readonly<Record<FlowEdge["state"], string>> = { added: "+", removed: "−", kept: "" };

function edgeSvg(
  { from, ports, state, to }: FlowEdge,
  bends: readonly Place[],
  ends: Ends,
  { places }: Layout,
): string {
  const [start, end] = [places.get(from), places.get(to)];
  if (start === undefined || end === undefined) return "";
  const { label, path } = pathOf(start, end, bends, ends);
  const text = `${signs[state]}${ports.slice(0, 4).join(", ")}${ports.length > 4 ? ` and ${ports.length - 4} more` : ""}`;
  const title = `${from} to ${to}, port ${ports.join(", ")}: ${state === "kept" ? "stays" : state}`;
  return [
    `<g class="flow ${state}"><title>${escapeMarkup(title)}</title>`,
    `<path d="${path}" marker-end="url(#arrow-${state})"/>`,
    `<text x="${label.x.toFixed(0)}" y="${(label.y + 4).toFixed(0)}">${escapeMarkup(text)}</text></g>`,
  ].join("");
}

/** What happens to a node: one that all lines come with, or go with, is new or gone for the network. */
function stateOfNode(node: string, edges: readonly FlowEdge[]): FlowEdge["state"] {
  const states = new Set(edges.filter(({ from, to }) => from === node || to === node).map(({ state }) => state));
  const [only] = states;
  return states.size === 1 && only !== undefined ? only : "kept";
}

/** A name cut to a number of characters. */
function fitting(name: string, length: number): string {
  const characters = Array.from(name);
  return escapeMarkup(characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : name);
}

function nodeSvg(node: string, place: Place, edges: readonly FlowEdge[]): string {
  const { x, y } = centre(place);
  const left = (x - box.width / 2).toFixed(0);
  const top = (y - box.height / 2).toFixed(0);
  const middle = x.toFixed(0);
  // An address range has a slash as well.
  const slash = /^[\d.:a-f]+\/\d+$/.test(node) ? -1 : node.indexOf("/");
  const name = fitting(node.slice(slash + 1), 21);
  const text =
    slash < 0
      ? `<text x="${middle}" y="${(y + 4.5).toFixed(0)}">${name}</text>`
      : `<text class="namespace" x="${middle}" y="${(y - 5).toFixed(0)}">${fitting(node.slice(0, slash), 26)}</text><text x="${middle}" y="${(y + 11).toFixed(0)}">${name}</text>`;
  return [
    `<g class="node ${stateOfNode(node, edges)}"><title>${escapeMarkup(node)}</title>`,
    `<rect x="${left}" y="${top}" width="${box.width}" height="${box.height}" rx="9"/>${text}</g>`,
  ].join("");
}

/** Lines that change lie above those that don't. */
const drawing: readonly FlowEdge["state"][] = ["kept", "removed", "added"];

/** A picture of the flows as SVG, coloured by the page's styles; undefined where no flow changed. */
export function flowPicture(flows: readonly FlowChange[]): string | undefined {
  const graph = flowGraph(flows);
  if (graph === undefined) return undefined;
  const { edges, nodes } = graph;
  const layout = layeredLayout(nodes, edges);
  const width = 2 * margin + layout.columns * pitch.x - gap.x;
  const height = 2 * margin + layout.rows * pitch.y;
  const marker = (state: string): string =>
    `<marker id="arrow-${state}" class="arrow ${state}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>`;
  const [leaves, arrives] = [offsets(edges, "from", layout), offsets(edges, "to", layout)];
  const lines = edges.map((edge, index) => {
    const ends = { state: edge.state, leaves: leaves[index] ?? 0, arrives: arrives[index] ?? 0 };
    return { edge, svg: edgeSvg(edge, layout.bends[index] ?? [], ends, layout) };
  });
  return [
    `<svg class="flows" viewBox="0 0 ${width} ${height.toFixed(0)}" width="${width}" role="img" aria-labelledby="flows-title"><title id="flows-title">Network flows before and after</title>`,
    `<defs>${drawing.map(marker).join("")}</defs>`,
    ...drawing.flatMap((state) => lines.filter(({ edge }) => edge.state === state).map(({ svg }) => svg)),
    ...nodes.map((node) => nodeSvg(node, layout.places.get(node) ?? { column: 0, row: 0 }, edges)),
    "</svg>",
  ].join("\n");
}
