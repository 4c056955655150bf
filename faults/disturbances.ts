import { setTimeout as sleep } from "node:timers/promises";
import { removeControlPlane } from "../rehearsal/control-plane/control-plane";
import { killHelm, restartApiServer } from "./api-server";
import type { Arena } from "./arena";
import type { Chance } from "./chance";
import type { Disturbance } from "./disturbance";
import { fillEtcd, limitEtcd, makeRoom, useUpEtcd } from "./etcd";
import { failingUpKilled, keptUpKilled, upStopped } from "./killed-deployments";
import type { RequestFault } from "./proxy";
import { destroyStopped, rotationStopped } from "./stopped-commands";

const statuses = [500, 503, 504] as const;

type Draw = (chance: Chance) => RequestFault;

const slow: Draw = (chance) => ({ kind: "slow", milliseconds: chance.between(50, 800) });
const tooMany: Draw = () => ({ kind: "error", status: 429, acted: false });
const erring: Draw = (chance) => ({ kind: "error", status: chance.of(statuses), acted: chance.next() < 0.4 });
const reset: Draw = (chance) => ({ kind: "reset", acted: chance.next() < 0.5 });

/** Requests are disturbed, each with this probability, while a rehearsal runs. */
function requests(probability: number, ...draws: readonly [Draw, ...Draw[]]): Disturbance {
  return async (arena, tag, chance) => {
    arena.proxy.disturb = () => (chance.next() < probability ? chance.of(draws)(chance) : undefined);
    try {
      return { endings: [await arena.rehearse(tag)], faults: 0 };
    } finally {
      arena.proxy.disturb = undefined;
    }
  };
}

/** Something happens once, after so many objects; `after` undoes it when the rehearsal has ended. */
function once(
  happen: (arena: Arena, chance: Chance) => Promise<number>,
  after: (arena: Arena) => Promise<void> = () => Promise.resolve(),
): Disturbance {
  return async (arena, tag, chance) => {
    const moment = chance.between(1, 22);
    let happening: Promise<number> | undefined;
    const ending = await arena.rehearse(tag, (count) => {
      if (count === moment) happening = happen(arena, chance);
    });
    const faults = (await happening) ?? 0;
    await after(arena);
    return { endings: [ending], faults };
  };
}

/** A process that rehearses gets a signal at some moment. */
function signalled(signal: NodeJS.Signals): Disturbance {
  return async (arena, tag, chance) => {
    const { child, ended } = arena.spawn(tag);
    await Promise.race([sleep(chance.between(1500, 14_000)), ended]);
    const sent = child.exitCode === null;
    child.kill(signal);
    const ending = await ended;
    return { endings: [ending], faults: sent ? 1 : 0 };
  };
}

const twoAtOnce: Disturbance = async (arena, tag, chance) => {
  const first = arena.spawn(tag);
  await sleep(chance.between(0, 4000));
  const second = arena.spawn(tag);
  const endings = await Promise.all([first.ended, second.ended]);
  const findings = endings.some(({ ok }) => ok)
    ? []
    : [`neither of two ended well: ${endings.map(({ said }) => said).join(" | ")}`];
  return { endings, faults: 1, findings };
};

/** A rehearsal that keeps its own control plane is killed at any moment, then run again, twice: the last has nothing to do. */
const keptKilled: Disturbance = async (arena, tag, chance) => {
  const findings: string[] = [];
  try {
    const { child, ended } = arena.spawn(tag, true);
    await Promise.race([sleep(chance.between(1500, 20_000)), ended]);
    const sent = child.exitCode === null;
    child.kill(chance.of(["SIGKILL", "SIGINT", "SIGTERM"]));
    await ended;
    const again = await arena.spawn(tag, true).ended;
    if (!again.ok) findings.push(`a killed run with --keep isn't made up for: ${again.said}`);
    const third = await arena.spawn(tag, true).ended;
    if (!/: 0 created, 0 changed, \d+ unchanged, 0 removed/.test(third.output))
      findings.push(`a run after a killed and a good one still had something to do: ${third.said}`);
    return { endings: [], faults: sent ? 1 : 0, findings };
  } finally {
    await removeControlPlane(`rehearsal-${arena.stack}`);
  }
};

/** All that is done to rehearsals, by the name that the campaign's table gives it. */
export const disturbances = {
  "API server slow": requests(0.3, slow),
  "429 too many requests": requests(0.15, tooMany),
  "500, 503, 504": requests(0.1, erring),
  "connections reset": requests(0.08, reset),
  "all of these at once": requests(0.15, slow, tooMany, erring, reset),
  "helm killed": once(async (_arena, chance) => {
    for (let tries = 0; tries < 40; tries += 1) {
      await sleep(chance.between(50, 400));
      const killed = await killHelm();
      if (killed > 0) return killed;
    }
    return 0;
  }),
  "API server restarted": once(async ({ plane }, chance) => {
    await restartApiServer(plane, chance.between(0, 4000));
    return 1;
  }),
  "etcd full for a while": once(async ({ plane }, chance) => {
    await fillEtcd(plane, true);
    await sleep(chance.between(500, 6000));
    await fillEtcd(plane, false);
    return 1;
  }),
  "etcd full to the end": once(
    async ({ plane }) => {
      await fillEtcd(plane, true);
      return 1;
    },
    ({ plane }) => fillEtcd(plane, false),
  ),
  "etcd's quota used up": async (arena, tag, chance) => {
    await limitEtcd(arena.plane);
    const used = once(
      async ({ plane }) => {
        await useUpEtcd(plane);
        return 1;
      },
      ({ plane }) => makeRoom(plane),
    );
    return used(arena, tag, chance);
  },
  "rehearsal killed": signalled("SIGKILL"),
  "rehearsal interrupted": signalled("SIGINT"),
  "two rehearsals at once": twoAtOnce,
  "API server gone for long": once(async ({ plane }) => {
    await restartApiServer(plane, 45_000);
    return 1;
  }),
  "kept rehearsal killed": keptKilled,
  "up killed": upStopped("SIGKILL"),
  "up interrupted": upStopped("SIGINT"),
  "failing up killed": failingUpKilled,
  "kept up killed": keptUpKilled,
  "rotate stopped": rotationStopped,
  "destroy stopped": destroyStopped,
} satisfies Readonly<Record<string, Disturbance>>;

/** Name of a disturbance. */
export type DisturbanceName = keyof typeof disturbances;
