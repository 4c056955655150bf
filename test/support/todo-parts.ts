import type { Actual } from "./plan-parts";
import type { Recording } from "./recording";

/** The five services of the Todo application. */
export const services = ["frontend", "backend", "mcp", "notification", "sse-gateway"] as const;

/** One of them. */
export type Service = (typeof services)[number];

/** The same value for each service. */
export const one = (value: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(services.map((name) => [name, value]));

/** What each service has, by service. */
export const ofEach =
  (actual: (name: Service) => Actual): Actual =>
  (made: Recording) =>
    Object.fromEntries(services.map((name) => [name, actual(name)(made)]));
