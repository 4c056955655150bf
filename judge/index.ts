// The judges: scanners of other people's making, over the plans of every system in every environment and the repository.
process.setSourceMapsEnabled(false);

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { environments } from "../components/environment";
import { runCommand } from "../plan/command";
import { planFiles } from "../plan/manifests";
import { plan } from "../plan/plan";
import { planFindings } from "../plan/policy";
import { projectRoot } from "../plan/program";
import { table } from "../plan/table";
import { systemNames } from "../stacks/systems";
import type { JudgeFinding, Place } from "./contract";
import { judged } from "./exempt";
import { exemptions } from "./exemptions";
import { checkovFindings } from "./judges/checkov";
import { kubeScoreFindings } from "./judges/kube-score";
import { actionlintFindings, gitleaksFindings, zizmorFindings } from "./judges/repository";
import { goJudge, outputOf, pythonJudges } from "./programs";

/** A plan's folder of files, and what it is of. */
interface Planned {
  readonly folder: string;
  readonly place: Place;
  readonly rules: readonly JudgeFinding[];
}

const title = ({ system, environment }: Place): string =>
  environment === undefined ? system : `${system}, ${environment}`;

/** Writes the objects of every plan, each into a folder of its own; charts' values aren't objects. */
async function writePlans(directory: string): Promise<readonly Planned[]> {
  const planned: Planned[] = [];
  for (const system of systemNames) {
    for (const environment of environments) {
      const place = { system, environment };
      const made = await plan({ system, env: environment });
      const folder = `${system}-${environment}`;
      for (const { path, text } of planFiles(made.run.registrations, made.run.outputs)) {
        if (!path.endsWith(".yaml") || path.startsWith("_charts/")) continue;
        const file = join(directory, folder, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      const rules = planFindings(made).map(({ rule, object, message }) => ({
        judge: "our rules",
        check: rule,
        subject: object,
        message,
        place,
      }));
      planned.push({ folder, place, rules });
    }
  }
  return planned;
}

function yamlFiles(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => join(directory, file));
}

async function judgePlans(directory: string, planned: readonly Planned[]): Promise<readonly JudgeFinding[]> {
  const kubeScore = await goJudge("kube-score");
  const checkov = join(await pythonJudges(), "checkov");
  const places = new Map(planned.map(({ folder, place }) => [folder, place]));
  const scored = planned.flatMap(({ folder, place }) =>
    kubeScoreFindings(
      outputOf(kubeScore, ["score", "--output-format", "json", ...yamlFiles(join(directory, folder))]),
      place,
    ),
  );
  const checked = outputOf(checkov, [
    "-d",
    directory,
    "--framework",
    "kubernetes",
    "--quiet",
    "--compact",
    "-o",
    "json",
  ]);
  return [
    ...planned.flatMap(({ rules }) => rules),
    ...scored,
    ...checkovFindings(checked, (folder) => places.get(folder) ?? { system: folder }),
  ];
}

async function judgeRepository(): Promise<readonly JudgeFinding[]> {
  const [actionlint, gitleaks, python] = [await goJudge("actionlint"), await goJudge("gitleaks"), await pythonJudges()];
  const leaks = ["git", ".", "--no-banner", "--redact", "--report-format", "json", "--report-path", "-"];
  return [
    ...actionlintFindings(outputOf(actionlint, ["-format", "{{json .}}"], projectRoot)),
    ...zizmorFindings(
      outputOf(join(python, "zizmor"), ["--offline", "--quiet", "--format", "json", ".github"], projectRoot),
    ),
    ...gitleaksFindings(outputOf(gitleaks, leaks, projectRoot)),
  ];
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "rootstock-judge-"));
  try {
    const planned = await writePlans(directory);
    const findings = [...(await judgePlans(directory, planned)), ...(await judgeRepository())];
    const { standing, exempted, unused, expired } = judged(findings, exemptions, new Date().toISOString().slice(0, 10));
    const places = [...planned.map(({ place }) => place), { system: "repository" }];
    const judges = {
      plans: ["our rules", "kube-score", "checkov"],
      repository: ["actionlint", "zizmor", "gitleaks"],
    } as const;
    const count = (found: readonly JudgeFinding[], judge: string, place: Place): number =>
      found.filter((finding) => finding.judge === judge && title(finding.place) === title(place)).length;
    const rows = places.flatMap((place) =>
      (place.system === "repository" ? judges.repository : judges.plans).map((judge) => [
        title(place),
        judge,
        String(count(standing, judge, place)),
        `(+${count(exempted, judge, place)} exempted)`,
      ]),
    );
    console.log(["Findings", ...table(rows)].join("\n"));
    const lines = standing.map(({ judge, check, subject, message, place }) => [
      judge,
      check,
      title(place),
      subject,
      message,
    ]);
    if (lines.length > 0) console.log(["", "To be mended", ...table(lines)].join("\n"));
    console.log(
      [
        "",
        "Exemptions",
        ...exemptions.map(({ judge, check, reason, expires }) => `  ${judge} ${check} until ${expires}: ${reason}`),
      ].join("\n"),
    );
    for (const { judge, check } of expired) console.log(`  expired: ${judge} ${check}`);
    for (const { judge, check } of unused) console.log(`  needed by nothing: ${judge} ${check}; take it out`);
    if (standing.length + expired.length > 0) process.exitCode = 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

void runCommand(
  new Command("judge").description("Lets independent scanners judge every plan and the repository.").action(main),
);
