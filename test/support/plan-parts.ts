import type { Recording } from "./recording";
import type { Requirement } from "./requirements";

/** What a row looks at. */
export type Actual = Requirement["actual"];

/** What stands at a path of an object's inputs. */
export const input =
  (kind: string, name: string, ...path: readonly (string | number)[]): Actual =>
  (made: Recording) =>
    made.input(kind, name, ...path);

/** What stands at a path of a service's pod. */
export const pod = (name: string, ...path: readonly (string | number)[]): Actual =>
  input("Deployment", name, "spec", "template", "spec", ...path);

/** What stands at a path of a service's container. */
export const container = (name: string, ...path: readonly (string | number)[]): Actual =>
  pod(name, "containers", 0, ...path);

/** A plain setting of a service. */
export const env = (name: string, key: string): Actual => input("ConfigMap", `${name}-config`, "data", key);

/** The keys of what stands at a path of an object's inputs, sorted. */
export const keys =
  (kind: string, name: string, ...path: readonly string[]): Actual =>
  (made: Recording) =>
    Object.keys(made.input(kind, name, ...path) ?? {}).sort();

/** What stands at a path of a chart's values. */
export const values = (release: string, ...path: readonly (string | number)[]): Actual =>
  input("Release", release, "values", ...path);

/** An annotation of ingress-nginx on an Ingress, without its prefix. */
export const nginx = (ingress: string, key: string): Actual =>
  input("Ingress", ingress, "metadata", "annotations", `nginx.ingress.kubernetes.io/${key}`);

/** Names of all objects of a kind. */
export const names =
  (kind: string): Actual =>
  (made: Recording) =>
    made.names(kind);

/** Several looks at once. */
export const all =
  (...actuals: readonly Actual[]): Actual =>
  (made: Recording) =>
    actuals.map((actual) => actual(made));

/** CPU and memory of a Deployment's or StatefulSet's container: requested, then at most. */
export const resourcesOf =
  (name: string, kind = "Deployment"): Actual =>
  (made: Recording) =>
    (["requests", "limits"] as const).flatMap((part) =>
      ["cpu", "memory"].map((what) =>
        made.input(kind, name, "spec", "template", "spec", "containers", 0, "resources", part, what),
      ),
    );

/** Fewest and most pods of an autoscaler, and its target use of CPU in percent. */
export const scalingOf =
  (name: string): Actual =>
  (made: Recording) => {
    const spec = (...path: readonly (string | number)[]) =>
      made.input("HorizontalPodAutoscaler", name, "spec", ...path);
    return [spec("minReplicas"), spec("maxReplicas"), spec("metrics", 0, "resource", "target", "averageUtilization")];
  };

/** Names of a system's alerts, sorted. */
export const alertNames: Actual = (made: Recording) =>
  made
    .all("PrometheusRule")
    .flatMap(
      ({ name }) => made.input("PrometheusRule", name, "spec", "groups") as readonly { rules: { alert: string }[] }[],
    )
    .flatMap(({ rules }) => rules.map(({ alert }) => alert))
    .sort();
