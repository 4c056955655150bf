import type { System } from "./contract";

/** The systems that a stack can name; each is loaded only when it is named. */
const systems = {
  chloromaster: async () => (await import("./chloromaster")).chloromaster,
  "detection-api": async () => (await import("./detection-api")).detectionApi,
  "ffe-backend": async () => (await import("./ffe-backend")).ffeBackend,
  "juniper-canopy": async () => (await import("./juniper-canopy")).juniperCanopy,
  todo: async () => (await import("./todo")).todo,
} as const satisfies Record<string, () => Promise<System>>;

/** Name of one of the systems. */
export type SystemName = keyof typeof systems;

/** Names of all systems. */
export const systemNames = Object.keys(systems) as [SystemName, ...SystemName[]];

/** The system of that name. */
export function loadSystem(name: SystemName): Promise<System> {
  return systems[name]();
}
