import type { Application, Workload } from "../../components/application/contract";
import { daprPorts } from "../../components/application/dapr";
import type { SecretBackEnd } from "../../components/application/secret-back-end";
import type { PlatformFacts } from "../../components/platform/contract";
import { NetworkPolicies, type Pod, type Policy } from "../../review/network-policies";
import { dig, type Recording } from "./recording";

/** Who talks to whom: `web -> api:8080`, sorted. */
export type Matrix = readonly string[];

const sorted = (lines: Iterable<string>): Matrix => [...new Set(lines)].sort();

/** Pods that a program plans in a namespace, by the name of what makes them. */
function plannedPods(made: Recording, namespace: string): ReadonlyMap<string, Pod> {
  const found = new Map<string, Pod>();
  for (const [kind, path] of [
    ["Deployment", ["spec", "template", "metadata", "labels"]],
    ["StatefulSet", ["spec", "template", "metadata", "labels"]],
    ["CronJob", ["spec", "jobTemplate", "spec", "template", "metadata", "labels"]],
  ] as const) {
    for (const name of made.names(kind)) {
      const labels = made.input(kind, name, ...path) as Pod["labels"];
      if (made.input(kind, name, "metadata", "namespace") === namespace) found.set(name, { namespace, labels });
    }
  }
  // The operator labels the pods of a cluster so; they are not in the plan.
  for (const name of made.names("Cluster")) {
    found.set(name, { namespace, labels: { "cnpg.io/cluster": name, "cnpg.io/podRole": "instance" } });
  }
  return found;
}

/** Pods of others, which the application's policies let in or out where it needs them. */
function neighbours({ dapr, ingress, monitoring, postgres, tracing, vault }: PlatformFacts): ReadonlyMap<string, Pod> {
  const found = new Map<string, Pod>([
    ["dns", { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } }],
    // Somebody in another namespace who calls himself what our own pods are called.
    ["stranger", { namespace: "elsewhere", labels: { "app.kubernetes.io/name": "redis" } }],
  ]);
  if (ingress !== undefined) found.set("ingress", { namespace: ingress.namespace, labels: ingress.podLabels });
  if (monitoring !== undefined)
    found.set("prometheus", { namespace: monitoring.namespace, labels: monitoring.prometheusLabels });
  if (dapr !== undefined) found.set("dapr", { namespace: dapr.namespace, labels: { app: "dapr" } });
  if (postgres !== undefined)
    found.set("postgres-operator", { namespace: postgres.namespace, labels: postgres.operatorLabels });
  // What External Secrets and Sealed Secrets make, the API server hands to the kubelet: no pod reaches them.
  if (vault !== undefined) found.set("vault", { namespace: vault.namespace, labels: vault.podLabels });
  if (tracing !== undefined) found.set("collector", { namespace: tracing.namespace, labels: tracing.podLabels });
  return found;
}

/** Address ranges that the application itself names. */
function namedRanges({ workloads }: Application): readonly string[] {
  const connections = Object.values(workloads).flatMap(({ connectsTo = [] }) => connectsTo);
  return ["0.0.0.0/0", ...connections.flatMap((end) => (typeof end === "object" && "network" in end ? end.cidrs : []))];
}

/** A place outside of the cluster, where the ranges that only the cloud knows are those of its stores: `managed:5432`. */
function placeName(place: string, known: readonly string[]): string {
  const [range = "", port = ""] = place.split(":");
  return known.includes(range) ? place : `managed:${port}`;
}

/** Everything that the planned policies let through, over every port that any of them names and one that none does. */
export function allowed(made: Recording, application: Application, facts: PlatformFacts): Matrix {
  const { namespace } = application;
  const policies = made
    .names("NetworkPolicy")
    .filter((name) => made.input("NetworkPolicy", name, "metadata", "namespace") === namespace)
    .map((name) => made.input("NetworkPolicy", name, "spec") as Policy);
  const network = new NetworkPolicies(namespace, policies);
  const own = plannedPods(made, namespace);
  const all = new Map([...own, ...neighbours(facts)]);
  const ports = [...network.ports, 22];
  const known = namedRanges(application);
  const lines: string[] = [];
  for (const [from, pod] of all) {
    if (own.has(from)) lines.push(...network.outside(pod).map((place) => `${from} -> ${placeName(place, known)}`));
    for (const [to, other] of all) {
      if (from === to || !(own.has(from) || own.has(to))) continue;
      lines.push(
        ...ports.filter((port) => network.reaches(pod, other, port)).map((port) => `${from} -> ${to}:${String(port)}`),
      );
    }
  }
  return sorted(lines);
}

/** Names of the pods of a workload: both slots of one that is released blue/green. */
function podsOf(application: Application, name: string): readonly string[] {
  const workload = application.workloads[name];
  return workload?.kind === "deployment" && workload.slots !== undefined ? [`${name}-blue`, `${name}-green`] : [name];
}

/** Where a connection by name leads: a workload's port, or a store's. */
function inner(application: Application, to: string): readonly string[] {
  const workload = application.workloads[to];
  if (workload !== undefined && workload.kind !== "scheduled")
    return podsOf(application, to).map((pod) => `${pod}:${String(workload.port)}`);
  const store = application.stores?.[to];
  const port = store?.kind === "postgres" ? 5432 : 6379;
  switch (store?.place) {
    case "external":
      return [`0.0.0.0/0:${String(port)}`];
    case "managed":
      return [`managed:${String(port)}`];
    default:
      return [`${to}:${String(port)}`];
  }
}

/**
 * What a PostgreSQL in the cluster needs beside its clients: its operator, Prometheus, names, and the API server, whose
 * address nobody knows: anybody outside of the namespace on that one's ports.
 */
function aroundPostgres(application: Application, facts: PlatformFacts): readonly string[] {
  const { monitoring, postgres } = facts;
  const names = Object.entries(application.stores ?? {})
    .filter(([, store]) => store.kind === "postgres" && store.place === "cluster")
    .map(([name]) => name);
  return names.flatMap((name) => [
    `${name} -> dns:53`,
    ...[...neighbours(facts).keys()].flatMap((other) => [`${name} -> ${other}:443`, `${name} -> ${other}:6443`]),
    ...(postgres === undefined ? [] : [`postgres-operator -> ${name}:5432`, `postgres-operator -> ${name}:8000`]),
    ...(monitoring === undefined || application.monitored === false ? [] : [`prometheus -> ${name}:9187`]),
  ]);
}

/** Secrets with values of their own that a secret is made of. */
function valuesIn(application: Application, name: string): readonly string[] {
  const source = application.secrets?.[name];
  if (source?.from !== "composed") return [name];
  return [...source.template.matchAll(/\{\{(\w+)\}\}/g)].flatMap((match) => valuesIn(application, match[1] ?? ""));
}

/** Whether Vault's agent has something to write into the pods of a workload: all but what CloudNativePG has to know. */
function asksVault(application: Application, { files = {}, secrets = [] }: Workload): boolean {
  const inFiles = Object.values(files).flatMap((file) => ("secret" in file ? [file.secret] : []));
  const owners = Object.entries(application.stores ?? {}).flatMap(([name, { kind, place }]) =>
    kind === "postgres" && place === "cluster" ? [`${name.toUpperCase()}_PASSWORD`] : [],
  );
  return [...secrets, ...inFiles].flatMap((name) => valuesIn(application, name)).some((name) => !owners.includes(name));
}

/** Everything that an application declares, read by itself: not by the code that makes the policies. */
export function declared(application: Application, facts: PlatformFacts, backEnd: SecretBackEnd): Matrix {
  const lines = [...aroundPostgres(application, facts)];
  for (const [name, workload] of Object.entries(application.workloads)) {
    const serving = workload.kind === "scheduled" ? undefined : workload;
    const sidecar = serving?.dapr !== undefined;
    const components = Object.values(application.dapr?.components ?? {}).filter(({ scopes }) => scopes.includes(name));
    for (const from of podsOf(application, name)) {
      const add = (...to: readonly string[]): unknown => lines.push(...to.map((end) => `${from} -> ${end}`));
      add("dns:53");
      for (const connection of [...(workload.connectsTo ?? []), ...components.flatMap((part) => part.connectsTo)]) {
        if (typeof connection === "string") add(...inner(application, connection));
        else if ("invoke" in connection) add(`${connection.invoke}:${String(daprPorts.internal)}`);
        else if ("internet" in connection) add(...connection.ports.map((port) => `0.0.0.0/0:${String(port)}`));
        else if ("kubernetes" in connection) {
          // Nobody knows its address: anybody outside of the namespace on its ports.
          for (const other of neighbours(facts).keys()) add(`${other}:443`, `${other}:6443`);
        } else add(...connection.cidrs.flatMap((cidr) => connection.ports.map((port) => `${cidr}:${String(port)}`)));
      }
      if (backEnd.kind === "vault" && asksVault(application, workload)) add("vault:8200");
      if (sidecar) add(...daprPorts.controlPlane.map((port) => `dapr:${String(port)}`));
      const sampled = sidecar && (application.dapr?.samplingRate ?? 0) > 0;
      if (facts.tracing !== undefined && (workload.traces === true || sampled)) add("collector:4317");
      if (serving === undefined) continue;
      if (facts.ingress !== undefined && (application.routes ?? []).some(({ to }) => to === name))
        lines.push(`ingress -> ${from}:${String(serving.port)}`);
      if (facts.monitoring === undefined || application.monitored === false) continue;
      if (serving.metrics !== undefined) lines.push(`prometheus -> ${from}:${String(serving.port)}`);
      if (sidecar) lines.push(`prometheus -> ${from}:${String(daprPorts.metrics)}`);
    }
  }
  return sorted(lines);
}

/** The facts of a platform that a program exports. */
export function factsOf(made: Recording): PlatformFacts {
  return dig(made.outputs, "shared", "platform") as PlatformFacts;
}
