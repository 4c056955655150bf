import type { Seen } from "../../doctor/contract";

/** When the tests' clusters are looked at. */
export const now = new Date("2026-11-21T12:00:00Z");

/** A time so many minutes before that. */
export function ago(minutes: number): string {
  return new Date(now.getTime() - minutes * 60_000).toISOString();
}

/** A cluster in which there is nothing but what is given. */
export function seen(parts: Partial<Seen>): Seen {
  return {
    now,
    pods: [],
    nodes: [],
    services: [],
    claims: [],
    volumes: [],
    storageClasses: [],
    namespaces: [],
    deployments: [],
    autoscalers: [],
    budgets: [],
    leases: [],
    events: [],
    releases: [],
    definitions: [],
    certificates: [],
    orders: [],
    challenges: [],
    history: [],
    ...parts,
  };
}
