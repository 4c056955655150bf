import type { NodePool } from "../components/cluster/contract";
import type { MonthlyCost } from "../components/cost/monthly-cost";
import type { Finding } from "../policy/contract";
import { isRelease } from "./answers";
import { capacityOf, capacityWarnings, type PodGroup, show } from "./capacity";
import { costLines } from "./cost-lines";
import { objectOf } from "./manifests";
import { operatorImages } from "./operator-pods";
import { imagesOf } from "./pods";
import { policyLines } from "./policy-lines";
import type { ProgramRun } from "./program";
import type { Registration } from "./registration";
import { poolSuggestion } from "./smallest-pool";
import { table } from "./table";
import { hideSecrets } from "./wire";

type Json = Readonly<Record<string, unknown>>;

const layers = ["cluster", "platform", "application"] as const;

/** The layer that a resource belongs to, told by the components above it. */
export function layerOf({ urn }: Pick<Registration, "urn">): (typeof layers)[number] | undefined {
  return layers.find((layer) => urn.includes(`rootstock:${layer}:`));
}

function kindOf({ type }: Registration): string {
  return isRelease(type) ? "Release" : (type.split(":").at(-1) ?? type);
}

function counts(registrations: readonly Registration[]): string {
  const byKind = new Map<string, number>();
  for (const registration of registrations)
    byKind.set(kindOf(registration), (byKind.get(kindOf(registration)) ?? 0) + 1);
  return [...byKind]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, count]) => (count === 1 ? kind : `${String(count)} ${kind}`))
    .join(", ");
}

function layerLines(registrations: readonly Registration[]): readonly string[] {
  const made = registrations.filter(({ custom, read }) => custom && !read);
  return table(
    layers.map((layer) => {
      const own = made.filter((registration) => layerOf(registration) === layer);
      return [layer, String(own.length), counts(own)];
    }),
  );
}

function chartLines(registrations: readonly Registration[]): readonly string[] {
  return table(
    registrations
      .filter(({ type }) => isRelease(type))
      .map(({ inputs, name }) => {
        const { chart, version, repositoryOpts, namespace } = hideSecrets(inputs) as {
          readonly chart?: string;
          readonly version?: string;
          readonly namespace?: string;
          readonly repositoryOpts?: { readonly repo?: string };
        };
        return [name, version ?? "(file)", namespace ?? "", repositoryOpts?.repo ?? chart ?? ""];
      }),
  );
}

function imageLines(registrations: readonly Registration[]): readonly string[] {
  const images = registrations.flatMap((registration) => {
    const object = objectOf(registration);
    return object === undefined ? [] : [...imagesOf(object), ...operatorImages(object)];
  });
  return [...new Set(images)].sort().map((image) => `  ${image}`);
}

function capacityLines(groups: readonly PodGroup[], pools: readonly NodePool[]): readonly string[] {
  const capacity = capacityOf(groups, pools);
  const { least, most, limits, offeredAtMin, offeredAtMax } = capacity;
  return [
    ...table([
      ["requests, fewest pods", show(least)],
      ["requests, most pods", show(most)],
      ["limits, most pods", show(limits)],
      ...(pools.length === 0
        ? [["nodes", "not known: the cluster is somebody else's"]]
        : [
            [`nodes, ${String(offeredAtMin.nodes)} at least`, show(offeredAtMin)],
            [`nodes, ${String(offeredAtMax.nodes)} at most`, show(offeredAtMax)],
          ]),
    ]),
  ];
}

/** What a reviewer wants to know of a plan. */
export interface ReportInput {
  readonly title: string;
  readonly run: ProgramRun;
  readonly pods: readonly PodGroup[];
  readonly pools: readonly NodePool[];
  /** Secrets for which a stand-in was used. */
  readonly standIns: readonly string[];
  /** What the rules of `policy/` have against the plan. @default nobody asked them */
  readonly findings?: readonly Finding[];
}

/** A plan as text, one section a subject. */
export function report({ title, run, pods, pools, standIns, findings }: ReportInput): string {
  const { registrations, outputs } = run;
  const shown = hideSecrets(outputs) as Json;
  const urls = (shown["urls"] ?? {}) as Readonly<Record<string, string>>;
  const loadBalancer = shown["loadBalancer"] as { readonly kind: string; readonly value: string } | undefined;
  const kept = (shown["kept"] ?? []) as readonly string[];
  const suggestion = poolSuggestion(pods, pools);
  const warnings = [
    ...run.warnings,
    ...capacityWarnings(capacityOf(pods, pools)),
    ...(suggestion === undefined ? [] : [suggestion]),
  ];
  const grafana = shown["grafanaUrl"];
  const cost = shown["monthlyCost"] as MonthlyCost | undefined;
  const section = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", name, ...lines];
  return [
    title,
    ...section("Layers", layerLines(registrations)),
    ...section(
      "Endpoints",
      table([
        ...Object.entries(urls),
        ["load balancer", loadBalancer === undefined ? "none" : `${loadBalancer.kind}, known once it exists`],
        ["grafana", typeof grafana === "string" ? grafana : "none"],
      ]),
    ),
    ...section("Charts", chartLines(registrations)),
    ...section("Images", imageLines(registrations)),
    ...section("Capacity", capacityLines(pods, pools)),
    ...section(
      `Cost by the month, USD, list prices${cost === undefined ? "" : ` of ${cost.pricesOf}`} without traffic and taxes`,
      costLines(cost),
    ),
    ...section(
      "Kept at destroy",
      kept.map((line) => `  ${line}`),
    ),
    ...section("Stand-ins for secrets", standIns.length === 0 ? [] : [`  ${standIns.join(", ")}`]),
    ...section("Policy", findings === undefined ? [] : policyLines(findings)),
    ...section(
      "Warnings",
      warnings.map((line) => `  - ${line}`),
    ),
  ].join("\n");
}
