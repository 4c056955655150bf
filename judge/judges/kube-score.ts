import type { JudgeFinding, Place } from "../contract";

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

/** What kube-score prints as JSON: findings are everything that isn't fine. */
export function kubeScoreFindings(output: string, place: Place): readonly JudgeFinding[] {
  return (JSON.parse(output) as readonly Scored[]).flatMap(({ type_meta, object_meta, checks }) =>
    (checks ?? [])
      .filter(({ grade, skipped }) => !skipped && grade < 10)
      .map(({ check, grade }) => ({
        judge: "kube-score",
        check: check.id,
        subject: `${type_meta.kind}/${object_meta.name}`,
        message: `${grade === 1 ? "critical" : "warning"}: ${check.name}`,
        place,
      })),
  );
}
