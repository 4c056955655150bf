import { type Environment, environments } from "../components/environment";
import { UsageError } from "../components/errors";

/** A stack that is deployed together with others. */
export interface WaveStack {
  readonly name: string;
  readonly environment: Environment;
  /** The stack on whose cluster it runs, where that isn't its own. */
  readonly owner?: string;
}

/** How stacks are put into waves. */
export interface WaveOptions {
  /** Most stacks in a wave. */
  readonly size: number;
  /** The stack that goes first. @default the first of the environment nearest to development that shares nobody's cluster */
  readonly canary?: string;
}

/** From development to production, then by name: the cheapest mistake first. */
function inOrder<S extends WaveStack>(stacks: readonly S[]): readonly S[] {
  const rank = ({ environment }: S): number => environments.indexOf(environment);
  return [...stacks].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

function canaryOf<S extends WaveStack>(stacks: readonly S[], named: string | undefined): S | undefined {
  if (named === undefined) {
    const names = new Set(stacks.map(({ name }) => name));
    return stacks.find(({ owner }) => owner === undefined || !names.has(owner)) ?? stacks[0];
  }
  const found = stacks.find(({ name }) => name === named);
  if (found !== undefined) return found;
  const known = stacks.map(({ name }) => name).join(", ");
  throw new UsageError(`--canary is "${named}"; it must be one of the stacks that are deployed: ${known}.`);
}

/** A stack and whoever must be there before it, those first. */
function withOwners<S extends WaveStack>(stack: S, byName: ReadonlyMap<string, S>): readonly S[] {
  const chain: S[] = [];
  for (let next: S | undefined = stack; next !== undefined; next = byName.get(next.owner ?? "")) {
    if (chain.includes(next)) {
      const names = [next, ...chain.slice(0, chain.indexOf(next) + 1)].map(({ name }) => name).join(" -> ");
      throw new UsageError(
        `Stacks share each other's clusters in a circle: ${names}; give one of them a cluster of its own (cluster.kind).`,
      );
    }
    chain.unshift(next);
  }
  return chain;
}

/**
 * Stacks in waves: one wave is over before the next begins. The canary is alone in its wave, behind nobody but the
 * owners of its cluster; no stack is in the wave of its cluster's owner, or in an earlier one.
 *
 * @throws UsageError for a canary that isn't there, and for clusters that are shared in a circle
 */
export function wavesOf<S extends WaveStack>(
  stacks: readonly S[],
  { canary, size }: WaveOptions,
): readonly (readonly S[])[] {
  const ordered = inOrder(stacks);
  const byName = new Map(ordered.map((stack) => [stack.name, stack]));
  for (const stack of ordered) withOwners(stack, byName);
  const first = canaryOf(ordered, canary);
  const waves: (readonly S[])[] = first === undefined ? [] : withOwners(first, byName).map((stack) => [stack]);
  const placed = new Set(waves.flat().map(({ name }) => name));
  while (placed.size < ordered.length) {
    const wave = ordered
      .filter(
        ({ name, owner }) => !placed.has(name) && (owner === undefined || !byName.has(owner) || placed.has(owner)),
      )
      .slice(0, size);
    waves.push(wave);
    for (const { name } of wave) placed.add(name);
  }
  return waves;
}
