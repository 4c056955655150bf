import type { JudgeFinding } from "../contract";

const place = { system: "repository" } as const;

/** What actionlint prints with `-format '{{json .}}'`. */
export function actionlintFindings(output: string): readonly JudgeFinding[] {
  const found = JSON.parse(output) as readonly {
    readonly message: string;
    readonly filepath: string;
    readonly line: number;
    readonly kind: string;
  }[];
  return found.map(({ kind, filepath, line, message }) => ({
    judge: "actionlint",
    check: kind,
    subject: `${filepath}:${line}`,
    message,
    place,
  }));
}

/** What zizmor prints with `--format json`. */
export function zizmorFindings(output: string): readonly JudgeFinding[] {
  const found = JSON.parse(output) as readonly {
    readonly ident: string;
    readonly desc: string;
    readonly locations: readonly {
      readonly symbolic: { readonly key: { readonly Local?: { readonly given_path: string } } };
    }[];
  }[];
  return found.map(({ ident, desc, locations }) => ({
    judge: "zizmor",
    check: ident,
    subject: locations[0]?.symbolic.key.Local?.given_path ?? "",
    message: desc,
    place,
  }));
}

/** What gitleaks prints with `--report-format json`; the secret itself is left out. */
export function gitleaksFindings(output: string): readonly JudgeFinding[] {
  const found = JSON.parse(output) as readonly {
    readonly RuleID: string;
    readonly Description: string;
    readonly File: string;
    readonly StartLine: number;
  }[];
  return found.map(({ RuleID, Description, File, StartLine }) => ({
    judge: "gitleaks",
    check: RuleID,
    subject: `${File}:${StartLine}`,
    message: Description,
    place,
  }));
}
