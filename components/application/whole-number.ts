/** The sentence for a workload's setting that must be a whole number within bounds, unless it is one. */
export function wholeNumberErrors(
  workload: string,
  setting: string,
  value: number,
  fewest: number,
  most = 1000,
): readonly string[] {
  return Number.isInteger(value) && value >= fewest && value <= most
    ? []
    : [
        `Workload ${workload} has ${setting} ${String(value)}; it must be a whole number from ${String(fewest)} to ${String(most)}.`,
      ];
}
