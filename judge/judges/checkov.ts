import type { JudgeFinding, Place } from "../contract";

interface Failed {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
  readonly file_path: string;
}

interface Report {
  readonly results?: { readonly failed_checks?: readonly Failed[] };
}

/**
 * What checkov prints as JSON of a folder that has a folder for each place.
 *
 * @param placeOf the place by the name of its folder
 */
export function checkovFindings(output: string, placeOf: (folder: string) => Place): readonly JudgeFinding[] {
  const parsed = JSON.parse(output) as Report | readonly Report[];
  const reports = Array.isArray(parsed) ? (parsed as readonly Report[]) : [parsed as Report];
  return reports.flatMap(({ results }) =>
    (results?.failed_checks ?? []).map(({ check_id, check_name, resource, file_path }) => {
      const [kind = "", ...name] = resource.split(".");
      return {
        judge: "checkov",
        check: check_id,
        subject: `${kind}/${name.at(-1) ?? ""}`,
        message: check_name,
        place: placeOf(file_path.split("/")[1] ?? ""),
      };
    }),
  );
}
