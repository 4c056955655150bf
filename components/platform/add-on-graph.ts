import { UsageError } from "../errors";

/** What an add-on needs of another: that it is there. Which installations wait for which is the components' affair. */
export interface Requirement<Name extends string> {
  readonly name: Name;
  /** Why, as the end of the sentence "… is needed because …". */
  readonly because: string;
}

/** An add-on's place among the others. */
export interface AddOnNode<Name extends string> {
  readonly name: Name;
  /** The setting that turns it on or off, for messages. */
  readonly setting: string;
  readonly requires: readonly Requirement<Name>[];
  readonly conflicts: readonly Name[];
}

/**
 * The chosen add-ons in an order in which each comes after all that it requires; ties keep the given order.
 *
 * @throws UsageError when a requirement is missing, when two add-ons exclude each other, or when requirements run in
 * a circle; all problems at once, one sentence each.
 */
export function installationOrder<Name extends string>(chosen: readonly AddOnNode<Name>[]): readonly AddOnNode<Name>[] {
  const byName = new Map(chosen.map((node) => [node.name, node]));
  const problems = [...missing(chosen, byName), ...conflicting(chosen, byName)];
  if (problems.length > 0) {
    throw new UsageError(problems.join("\n"));
  }
  const placed = new Set<Name>();
  const ordered: AddOnNode<Name>[] = [];
  let waiting = [...chosen];
  while (waiting.length > 0) {
    const ready = waiting.filter((node) => node.requires.every(({ name }) => placed.has(name)));
    const [next] = ready;
    if (next === undefined) {
      throw new UsageError(circle(waiting));
    }
    placed.add(next.name);
    ordered.push(next);
    waiting = waiting.filter((node) => node !== next);
  }
  return ordered;
}

function missing<Name extends string>(
  chosen: readonly AddOnNode<Name>[],
  byName: ReadonlyMap<Name, AddOnNode<Name>>,
): readonly string[] {
  return chosen.flatMap((node) =>
    node.requires
      .filter(({ name }) => !byName.has(name))
      .map(
        ({ name, because }) =>
          `The add-on ${node.name} requires ${name}, which this platform leaves out: ${because}. ` +
          `Add ${name}, or turn ${node.name} off with ${node.setting}: false.`,
      ),
  );
}

function conflicting<Name extends string>(
  chosen: readonly AddOnNode<Name>[],
  byName: ReadonlyMap<Name, AddOnNode<Name>>,
): readonly string[] {
  return chosen.flatMap((node) =>
    node.conflicts.flatMap((name) => {
      const other = byName.get(name);
      return other === undefined
        ? []
        : [
            `The add-ons ${node.name} and ${name} exclude each other: ` +
              `turn one of them off, with ${node.setting}: false or ${other.setting}: false.`,
          ];
    }),
  );
}

/** One circle among add-ons of which none can come first, as a sentence. */
function circle<Name extends string>(waiting: readonly AddOnNode<Name>[]): string {
  const byName = new Map(waiting.map((node) => [node.name, node]));
  const path: Name[] = [];
  let node: AddOnNode<Name> | undefined = waiting[0];
  while (node !== undefined && !path.includes(node.name)) {
    path.push(node.name);
    const next: Requirement<Name> | undefined = node.requires.find(({ name }) => byName.has(name));
    node = next === undefined ? undefined : byName.get(next.name);
  }
  const start = node === undefined ? 0 : path.indexOf(node.name);
  const loop = [...path.slice(start), ...(node === undefined ? [] : [node.name])];
  return `The add-ons require each other in a circle, so none can be installed first: ${loop.join(" → ")}.`;
}
