import { readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../plan/program";
import type { JudgeFinding } from "../contract";
import { goJudge, goVersion } from "../go-programs";
import { pythonJudges, pythonVersion } from "../python-programs";
import { outputOf } from "../running";

/** What the repository's judges judge. */
export const repository = { system: "repository" } as const;

const place = repository;

/** A judge of the repository. */
export interface RepositoryJudge {
  readonly name: string;
  /** Its version as it is pinned. */
  readonly version: string;
  /**
   * @param directory of a checkout
   * @throws UsageError where the program can't be had on this machine
   */
  readonly judge: (directory?: string) => Promise<readonly JudgeFinding[]>;
}

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

const workflows = ".github/workflows";

const actionlint: RepositoryJudge = {
  name: "actionlint",
  version: goVersion("actionlint"),
  judge: async (directory = projectRoot) => {
    const files = readdirSync(join(directory, workflows)).map((file) => join(workflows, file));
    return actionlintFindings(outputOf(await goJudge("actionlint"), ["-format", "{{json .}}", ...files], directory));
  },
};

const zizmor: RepositoryJudge = {
  name: "zizmor",
  version: pythonVersion("zizmor"),
  judge: async (directory = projectRoot) =>
    zizmorFindings(
      outputOf(
        join(await pythonJudges(), "zizmor"),
        ["--offline", "--quiet", "--format", "json", ".github"],
        directory,
      ),
    ),
};

/** Through the whole history, as what was ever committed can be read by everybody. */
const gitleaks: RepositoryJudge = {
  name: "gitleaks",
  version: goVersion("gitleaks"),
  judge: async (directory = projectRoot) =>
    gitleaksFindings(
      outputOf(
        await goJudge("gitleaks"),
        ["git", ".", "--no-banner", "--redact", "--report-format", "json", "--report-path", "-"],
        directory,
      ),
    ),
};

/** The judges of the repository. */
export const repositoryJudges: readonly RepositoryJudge[] = [actionlint, zizmor, gitleaks];
