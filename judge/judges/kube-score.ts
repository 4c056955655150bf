import type { JudgeFinding, ManifestJudge, Place } from "../contract";
import { goJudge, goVersion } from "../go-programs";
import { outputOf, yamlFiles } from "../running";

interface Scored {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string };
  readonly checks:
    | readonly {
        readonly check: { readonly id: string; readonly name: string };
        /** 1 is critical, 5 a warning, 10 fine. */
        readonly grade: number;
        readonly skipped: boolean;
      }[]
    | null;
}

/** How kube-score's criticals are told from its warnings. */
export const critical = "critical: ";

/** What kube-score prints as JSON: findings are everything that isn't fine. */
export function kubeScoreFindings(output: string, place: Place): readonly JudgeFinding[] {
  return (JSON.parse(output) as readonly Scored[]).flatMap(({ type_meta, object_meta, checks }) =>
    (checks ?? [])
      .filter(({ grade, skipped }) => !skipped && grade < 10)
      .map(({ check, grade }) => ({
        judge: "kube-score",
        check: check.id,
        subject: `${type_meta.kind}/${object_meta.name}`,
        message: `${grade === 1 ? critical : "warning: "}${check.name}`,
        place,
      })),
  );
}

/** kube-score with its own defaults, but for nothing. */
export const kubeScore: ManifestJudge = {
  name: "kube-score",
  version: goVersion("kube-score"),
  judge: async (manifests) => {
    const program = await goJudge("kube-score");
    const score = (folder: string): string =>
      outputOf(program, ["score", "--output-format", "json", ...yamlFiles(folder)]);
    return manifests.flatMap(({ folder, place }) => kubeScoreFindings(score(folder), place));
  },
};
