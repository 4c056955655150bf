/** A line from one node to another. */
export interface Arc {
  readonly from: string;
  readonly to: string;
}

/** A place in a drawing of columns: which column, and how far down, in rows. */
export interface Place {
  readonly column: number;
  readonly row: number;
}

/** Where every node stands, and the places that each arc passes between its ends, in the order of the arcs. */
export interface Layout {
  readonly places: ReadonlyMap<string, Place>;
  readonly bends: readonly (readonly Place[])[];
  readonly columns: number;
  readonly rows: number;
}

/** Each node one column behind the farthest that leads to it; arcs that would close a circle lead back. */
function columnsOf(nodes: readonly string[], arcs: readonly Arc[]): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  const visit = (node: string, above: ReadonlySet<string>): number => {
    const known = columns.get(node);
    if (known !== undefined) return known;
    const within = new Set([...above, node]);
    const column = arcs
      .filter(({ from, to }) => to === node && !within.has(from))
      .reduce((farthest, { from }) => Math.max(farthest, visit(from, within) + 1), 0);
    columns.set(node, column);
    return column;
  };
  for (const node of nodes) visit(node, new Set());
  // Who leads nowhere and stands alone at the left of its only user would draw long lines: pull nodes to the right.
  for (const node of [...nodes].sort((a, b) => (columns.get(b) ?? 0) - (columns.get(a) ?? 0))) {
    const next = arcs.filter(({ from }) => from === node).map(({ to }) => columns.get(to) ?? 0);
    const nearest = Math.min(...next) - 1;
    const led = arcs.some(({ to }) => to === node);
    if (next.length > 0 && !led && nearest > (columns.get(node) ?? 0)) columns.set(node, nearest);
  }
  return columns;
}

/** A chain of places through every column that an arc passes; ends included. */
function chainOf({ from, to }: Arc, index: number, columns: ReadonlyMap<string, number>): readonly string[] {
  const start = columns.get(from) ?? 0;
  const end = columns.get(to) ?? 0;
  const between = Array.from({ length: Math.max(0, end - start - 1) }, (_, step) => bendName(index, start + step + 1));
  return [from, ...between, to];
}

const bendName = (arc: number, column: number): string => `\u0000${arc}:${column}`;

const isBend = (name: string): boolean => name.startsWith("\u0000");

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Orders every column by the mean place of what its members are joined to, to and fro, so that fewer lines cross. */
function ordered(columns: readonly (readonly string[])[], links: readonly (readonly [string, string])[]): string[][] {
  const order = columns.map((column) => [...column]);
  const rows = new Map<string, number>();
  const note = (): void => {
    for (const column of order)
      for (const [row, name] of column.entries()) rows.set(name, row - (column.length - 1) / 2);
  };
  note();
  for (let sweep = 0; sweep < 12; sweep += 1) {
    for (const column of sweep % 2 === 0 ? order : [...order].reverse()) {
      const wished = new Map(
        column.map((name) => [
          name,
          mean(links.flatMap(([a, b]) => (a === name ? [rows.get(b) ?? 0] : b === name ? [rows.get(a) ?? 0] : []))) ??
            rows.get(name) ??
            0,
        ]),
      );
      column.sort((a, b) => (wished.get(a) ?? 0) - (wished.get(b) ?? 0));
      note();
    }
  }
  return order;
}

/**
 * Places nodes in columns, from those that start something at the left to those that only answer at the right. The
 * same for the same input; no two nodes have one place.
 */
export function layeredLayout(nodes: readonly string[], arcs: readonly Arc[]): Layout {
  const columnOf = columnsOf(nodes, arcs);
  const chains = arcs.map((arc, index) => chainOf(arc, index, columnOf));
  const count = Math.max(0, ...columnOf.values()) + 1;
  const columns = Array.from({ length: count }, (): string[] => []);
  for (const node of nodes) columns[columnOf.get(node) ?? 0]?.push(node);
  arcs.forEach(({ from }, index) => {
    const start = columnOf.get(from) ?? 0;
    for (const [step, name] of (chains[index] ?? []).slice(1, -1).entries()) columns[start + step + 1]?.push(name);
  });
  const links = chains.flatMap((chain) => chain.slice(1).map((name, index) => [chain[index] ?? "", name] as const));
  const order = ordered(columns, links);
  // A line needs less room than a box.
  const height = (name: string): number => (isBend(name) ? 0.45 : 1);
  const heights = order.map((column) => column.reduce((sum, name) => sum + height(name), 0));
  const rows = Math.max(1, ...heights);
  const places = new Map<string, Place>();
  order.forEach((column, index) => {
    let row = (rows - (heights[index] ?? 0)) / 2;
    for (const name of column) {
      places.set(name, { column: index, row: row + height(name) / 2 });
      row += height(name);
    }
  });
  return {
    places: new Map([...places].filter(([name]) => !isBend(name))),
    bends: chains.map((chain) => chain.slice(1, -1).flatMap((name) => places.get(name) ?? [])),
    columns: count,
    rows,
  };
}
