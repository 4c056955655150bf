import { basename, dirname, join } from "node:path";
import type { JudgeFinding, ManifestJudge, Place } from "../contract";
import { pythonJudges, pythonVersion } from "../python-programs";
import { outputOf } from "../running";

interface Failed {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
  readonly file_path: string;
}

interface Report {
  readonly results?: { readonly failed_checks?: readonly Failed[]; readonly parsing_errors?: readonly string[] };
}

/**
 * What checkov prints as JSON of a folder that has a folder for each place.
 *
 * @param placeOf the place by the name of its folder
 */
export function checkovFindings(output: string, placeOf: (folder: string) => Place): readonly JudgeFinding[] {
  const parsed = JSON.parse(output) as Report | readonly Report[];
  const reports = Array.isArray(parsed) ? (parsed as readonly Report[]) : [parsed as Report];
  const finding = (file: string, check: string, subject: string, message: string): JudgeFinding => ({
    judge: "checkov",
    check,
    subject,
    message,
    place: placeOf(file.split("/")[1] ?? ""),
  });
  return reports.flatMap(({ results: { failed_checks = [], parsing_errors = [] } = {} }) => [
    ...failed_checks.map(({ check_id, check_name, resource, file_path }) => {
      const [kind = "", ...name] = resource.split(".");
      return finding(file_path, check_id, `${kind}/${name.at(-1) ?? ""}`, check_name);
    }),
    // A file that it can't read is one that it doesn't judge.
    ...parsing_errors.map((file) => finding(file, "unreadable", basename(file), "checkov can't read this file")),
  ]);
}

/** checkov with all of its checks for Kubernetes; folders must stand side by side. */
export const checkov: ManifestJudge = {
  name: "checkov",
  version: pythonVersion("checkov"),
  judge: async (manifests) => {
    const program = join(await pythonJudges(), "checkov");
    const places = new Map(manifests.map(({ folder, place }) => [basename(folder), place]));
    const parents = new Set(manifests.map(({ folder }) => dirname(folder)));
    const check = (directory: string): string =>
      outputOf(program, ["-d", directory, "--framework", "kubernetes", "--quiet", "--compact", "-o", "json"]);
    return [...parents].flatMap((directory) =>
      checkovFindings(check(directory), (folder) => places.get(folder) ?? { system: folder }),
    );
  },
};
