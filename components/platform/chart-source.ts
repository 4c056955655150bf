import type { ChartFacts } from "./chart-facts";

/** Where a release takes its chart from, as `helm.v3.Release` and the helm client both understand it. */
export interface ChartSource {
  /** A name in `repository`, an `oci://` reference, or the path of a packaged chart. */
  readonly chart: string;
  readonly version: string;
  /** Address of an http(s) repository; absent for OCI and for packages. */
  readonly repository?: string;
}

/**
 * Where a chart comes from.
 *
 * @param mirror an http(s) or `oci://` repository, or a local directory of packaged charts `<name>-<version>.tgz`,
 * that stands in for every chart's own repository.
 */
export function chartSource(chart: Pick<ChartFacts, "name" | "version" | "repository">, mirror?: string): ChartSource {
  const home = (mirror ?? chart.repository).replace(/\/+$/, "");
  if (home.startsWith("oci://")) {
    return { chart: `${home}/${chart.name}`, version: chart.version };
  }
  if (isRepositoryAddress(home)) {
    return { chart: chart.name, version: chart.version, repository: home };
  }
  return { chart: packagePath(chart, home), version: chart.version };
}

/** Whether a mirror is a directory of this machine rather than an address. */
export function isChartDirectory(mirror: string): boolean {
  return !mirror.startsWith("oci://") && !isRepositoryAddress(mirror);
}

/** Path of a chart's package in a directory of packages. */
export function packagePath(chart: Pick<ChartFacts, "name" | "version">, directory: string): string {
  return `${directory.replace(/\/+$/, "")}/${chart.name}-${chart.version}.tgz`;
}

function isRepositoryAddress(text: string): boolean {
  return /^https?:\/\//.test(text);
}
