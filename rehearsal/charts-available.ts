import { UsageError } from "../components/errors";
import { type ChartRequest, type ChartSource, chartName, type Helm } from "./helm";

/** The charts that will be installed, and why. */
export interface ChartChoice {
  readonly source: ChartSource;
  /** Said to the user, always. */
  readonly sentence: string;
}

/**
 * Chooses between the published charts and our stand-ins.
 *
 * @param wanted what the user asked for; undefined tries the published ones first
 * @throws UsageError when the published charts were asked for and can't be reached
 */
export async function chooseCharts(
  wanted: string | undefined,
  charts: readonly ChartRequest[],
  helm: Helm,
): Promise<ChartChoice> {
  if (wanted !== undefined && wanted !== "upstream" && wanted !== "stand-in") {
    throw new UsageError(`--charts is "${wanted}"; allowed: upstream, stand-in.`);
  }
  const standIn =
    "Charts: stand-ins of our own with the same names, definitions and requests; not the published charts";
  if (wanted === "stand-in") return { source: "stand-in", sentence: `${standIn}, as asked for.` };
  const probe = charts[0];
  if (probe === undefined) return { source: "upstream", sentence: "Charts: none, another stack owns the platform." };
  if (await helm.reaches(probe))
    return { source: "upstream", sentence: "Charts: the published ones, at their pinned versions." };
  const where = probe.repository ?? probe.chart;
  if (wanted === "upstream") {
    throw new UsageError(
      `--charts upstream: chart ${chartName(probe.chart)} can't be had from ${where}; go online, set platform.charts.mirror, or rehearse with --charts stand-in.`,
    );
  }
  return { source: "stand-in", sentence: `${standIn}, because ${where} can't be reached.` };
}
