import { parseAllDocuments } from "yaml";
import { UsageError } from "../errors";
import type { ChartSource } from "./chart-source";

/** A custom resource definition, as far as its upgrade needs to know it. */
export interface Definition {
  readonly apiVersion: string;
  readonly kind: "CustomResourceDefinition";
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** From which chart version to which; undefined when an update keeps the version. */
export function versionChange(
  before: Readonly<Record<string, unknown>> | undefined,
  after: Readonly<Record<string, unknown>> | undefined,
): { readonly from: string; readonly to: string } | undefined {
  const from = before?.["version"];
  const to = after?.["version"];
  return typeof from === "string" && typeof to === "string" && from !== to ? { from, to } : undefined;
}

/** Arguments for the helm client that print the definitions in a chart's `crds/` folder. */
export function showDefinitions(source: ChartSource): readonly string[] {
  return [
    "show",
    "crds",
    source.chart,
    "--version",
    source.version,
    ...(source.repository === undefined ? [] : ["--repo", source.repository]),
  ];
}

/**
 * The definitions in what `helm show crds` printed, ready for server-side apply.
 *
 * `spec.conversion` is left out: an operator that converts versions by webhook (Dapr's) writes its own address and
 * certificate there after installation, and a chart has only placeholders. A field that an apply doesn't mention
 * stays with whom it belongs to.
 *
 * @throws UsageError when a document is not YAML.
 */
export function parseDefinitions(printed: string): readonly Definition[] {
  return parseAllDocuments(printed).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      throw new UsageError(`helm show crds printed something that is no YAML: ${error.message}`);
    }
    const value: unknown = document.toJS();
    return isDefinition(value) ? [withoutConversion(value)] : [];
  });
}

function withoutConversion(definition: Definition): Definition {
  const { apiVersion, kind, metadata } = definition;
  const spec = Object.fromEntries(Object.entries(definition.spec).filter(([field]) => field !== "conversion"));
  return { apiVersion, kind, metadata: { ...metadata }, spec };
}

function isDefinition(value: unknown): value is Definition {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === "CustomResourceDefinition" &&
    "apiVersion" in value &&
    typeof value.apiVersion === "string" &&
    "metadata" in value &&
    "spec" in value &&
    typeof value.spec === "object"
  );
}
