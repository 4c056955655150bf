import type { Recording } from "./recording";
import type { Requirement } from "./requirements";

/** The five services of the Todo application. */
export const services = ["frontend", "backend", "mcp", "notification", "sse-gateway"] as const;

/** One of them. */
export type Service = (typeof services)[number];

type Actual = Requirement["actual"];

/** What stands at a path of a service's pod. */
export const pod =
  (name: string, ...path: (string | number)[]): Actual =>
  (made: Recording) =>
    made.input("Deployment", name, "spec", "template", "spec", ...path);

/** What stands at a path of a service's container. */
export const container = (name: string, ...path: (string | number)[]): Actual => pod(name, "containers", 0, ...path);

/** A plain setting of a service. */
export const env =
  (name: string, key: string): Actual =>
  (made: Recording) =>
    made.input("ConfigMap", `${name}-config`, "data", key);

/** The keys of what stands at a path of an object's inputs, sorted. */
export const keys =
  (kind: string, name: string, ...path: string[]): Actual =>
  (made: Recording) =>
    Object.keys(made.input(kind, name, ...path) ?? {}).sort();

/** The same value for each service. */
export const one = (value: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(services.map((name) => [name, value]));

/** What each service has, by service. */
export const ofEach =
  (actual: (name: Service) => Actual): Actual =>
  (made: Recording) =>
    Object.fromEntries(services.map((name) => [name, actual(name)(made)]));
