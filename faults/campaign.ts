import { Arena } from "./arena";
import { Chance } from "./chance";
import type { Disturbance } from "./disturbance";
import { type DisturbanceName, disturbances } from "./disturbances";
import { faultsOf, lostBetween } from "./state";

/** What came of one run: a rehearsal that was disturbed, and one that wasn't. */
export interface Run {
  readonly seed: number;
  readonly disturbance: DisturbanceName;
  /** Whether nothing of the stack was there before. */
  readonly fromNothing: boolean;
  readonly faults: number;
  /** Whether the disturbed rehearsal ended well, and what it said where it didn't. */
  readonly survived: boolean;
  readonly said: string;
  /** Whether the next, undisturbed run left everything as it should be. */
  readonly converged: boolean;
  readonly findings: readonly string[];
}

/** What a campaign is told. */
export interface CampaignOptions {
  /** Names the control plane. */
  readonly name: string;
  readonly seed: number;
  readonly runs: number;
  /** @default all, in an order that follows from the seed */
  readonly only?: readonly DisturbanceName[];
  readonly onRun?: (run: Run) => void;
}

const names = Object.keys(disturbances) as DisturbanceName[];

/** Every disturbance as often as every other, in an order that follows from the seed. */
function order(chance: Chance, of: readonly DisturbanceName[], runs: number): readonly DisturbanceName[] {
  const all: DisturbanceName[] = [];
  while (all.length < runs) {
    const left = [...of];
    while (left.length > 0) all.push(...left.splice(chance.between(0, left.length - 1), 1));
  }
  return all.slice(0, runs);
}

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);

async function runOf(arena: Arena, seed: number, disturbance: DisturbanceName, tag: string): Promise<Run> {
  const chance = new Chance(seed);
  const fromNothing = chance.next() < 0.4;
  if (fromNothing) await arena.clear();
  const before = sum(arena.proxy.injected.values());
  const disturb: Disturbance = disturbances[disturbance];
  const { endings, faults, findings = [] } = await disturb(arena, tag, chance);
  const survived = endings.every(({ ok }) => ok);
  await arena.revive();
  const seen = await arena.state();
  const found: string[] = [...findings];
  for (const { puzzling, said } of endings) if (puzzling) found.push(`told as nobody understands it: ${said}`);
  if (survived && endings.length > 0)
    found.push(...faultsOf(seen).map((fault) => `said that all is well, but ${fault}`));
  const next = await arena.rehearse(tag);
  const after = await arena.state();
  const left = [...faultsOf(after), ...lostBetween(seen, after)];
  if (!next.ok) found.push(`the next run didn't make up for it: ${next.said}`);
  found.push(...left.map((fault) => `after the next run: ${fault}`));
  return {
    seed,
    disturbance,
    fromNothing,
    faults: faults + sum(arena.proxy.injected.values()) - before,
    survived,
    said: endings.map(({ said }) => said).join(" | "),
    converged: next.ok && left.length === 0,
    findings: found,
  };
}

/** Disturbs rehearsals of one stack, one after the other, on one control plane. */
export async function campaign({ name, only = names, onRun, runs, seed }: CampaignOptions): Promise<readonly Run[]> {
  const chance = new Chance(seed);
  const arena = await Arena.open(name);
  const done: Run[] = [];
  try {
    for (const [index, disturbance] of order(chance, only, runs).entries()) {
      const run = await runOf(arena, chance.between(0, 2 ** 31), disturbance, `v1.0.${String(index)}`);
      done.push(run);
      onRun?.(run);
      // What is left amiss by one run is no finding of the next.
      if (!run.converged) await arena.clear();
    }
  } finally {
    await arena.close();
  }
  return done;
}
