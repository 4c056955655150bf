import type { JudgeFinding, Place } from "./contract";
import type { Judgement } from "./exempt";
import { critical } from "./judges/kube-score";

/** A column of the table: what is counted under its heading. */
interface Column {
  readonly heading: string;
  readonly judge: string;
  /** @default all that the judge finds */
  readonly counts?: (finding: JudgeFinding) => boolean;
}

const isCritical = ({ message }: JudgeFinding): boolean => message.startsWith(critical);

/** A judge's columns: kube-score tells what is critical from what it only warns of. */
function columnsOf(judge: string): readonly Column[] {
  if (judge !== "kube-score") return [{ heading: judge, judge }];
  return [
    { heading: "kube-score critical", judge, counts: isCritical },
    { heading: "warning", judge, counts: (finding) => !isCritical(finding) },
  ];
}

/** Places that the same judges have judged. */
export interface Judged {
  readonly judges: readonly string[];
  readonly places: readonly Place[];
}

/** The name of a place. */
export function title({ system, environment }: Place): string {
  return environment === undefined ? system : `${system} ${environment}`;
}

function cell(standing: number, exempted: number): string {
  return exempted === 0 ? String(standing) : `${String(standing)} (+${String(exempted)})`;
}

/**
 * A row for each place and a column for each judge: how many findings stand, and how many are put up with. A judge
 * that hasn't judged a place has a dash there.
 */
export function tally(
  groups: readonly Judged[],
  { standing, exempted }: Pick<Judgement, "standing" | "exempted">,
): { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const columns = [...new Set(groups.flatMap(({ judges }) => judges))].flatMap(columnsOf);
  const count = (found: readonly JudgeFinding[], { judge, counts }: Column, place: Place): number =>
    found.filter(
      (finding) => finding.judge === judge && title(finding.place) === title(place) && (counts?.(finding) ?? true),
    ).length;
  return {
    header: ["judged", ...columns.map(({ heading }) => heading)],
    rows: groups.flatMap(({ judges, places }) =>
      places.map((place) => [
        title(place),
        ...columns.map((column) =>
          judges.includes(column.judge) ? cell(count(standing, column, place), count(exempted, column, place)) : "–",
        ),
      ]),
    ),
  };
}
