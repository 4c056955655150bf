// The judges: scanners of other people's making, over the plans of every system in every environment and the repository.
if (require.main === module) process.setSourceMapsEnabled(false);

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, Option } from "commander";
import { type Environment, environments } from "../components/environment";
import { runCommand } from "../plan/command";
import type { JudgeFinding, ManifestJudge, Manifests } from "./contract";
import { judged } from "./exempt";
import { exemptions } from "./exemptions";
import { manifestJudges } from "./judges";
import { repository, repositoryJudges } from "./judges/repository";
import { bareYaml } from "./neighbours/bare-yaml";
import { cdk8sPlus } from "./neighbours/cdk8s-plus";
import { helmCreate } from "./neighbours/helm-create";
import { rootstock } from "./neighbours/rootstock";
import { policyJudge, writePlans } from "./plans";
import { type JudgeRun, markdownReport, textReport } from "./report";

interface JudgeFlags {
  readonly env?: readonly Environment[];
  readonly neighbours: boolean;
  readonly out?: string;
}

const tell = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

async function judgedBy(judge: ManifestJudge, manifests: readonly Manifests[]): Promise<readonly JudgeFinding[]> {
  const start = performance.now();
  const found = await judge.judge(manifests);
  tell(`${judge.name}: ${String(manifests.length)} folders in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return found;
}

async function neighboursOf(directory: string): Promise<readonly Manifests[]> {
  return [await rootstock(directory), await cdk8sPlus(directory), await helmCreate(directory), bareYaml(directory)];
}

async function judgeAll(directory: string, { env, neighbours }: JudgeFlags): Promise<JudgeRun> {
  tell("planning");
  const plans = await writePlans(join(directory, "plans"), env);
  const others = neighbours ? await neighboursOf(join(directory, "neighbours")) : [];
  const found: JudgeFinding[] = plans.flatMap(({ findings }) => findings);
  for (const judge of manifestJudges) found.push(...(await judgedBy(judge, [...plans, ...others])));
  for (const { judge } of repositoryJudges) found.push(...(await judge()));
  const date = new Date().toISOString().slice(0, 10);
  const isOurs = ({ place }: JudgeFinding): boolean => !others.some((other) => other.place === place);
  return {
    date,
    versions: Object.fromEntries([...manifestJudges, ...repositoryJudges].map(({ name, version }) => [name, version])),
    own: [
      { judges: [policyJudge, ...manifestJudges.map(({ name }) => name)], places: plans.map(({ place }) => place) },
      { judges: repositoryJudges.map(({ name }) => name), places: [repository] },
    ],
    ...(neighbours && {
      neighbours: { judges: manifestJudges.map(({ name }) => name), places: others.map(({ place }) => place) },
    }),
    judgement: judged(found.filter(isOurs), exemptions, date),
    neighbourFindings: { standing: found.filter((finding) => !isOurs(finding)), exempted: [] },
  };
}

async function main(flags: JudgeFlags): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "rootstock-judge-"));
  try {
    const run = await judgeAll(directory, flags);
    console.log(textReport(run, exemptions).join("\n"));
    if (flags.out !== undefined) writeFileSync(flags.out, markdownReport(run, exemptions));
    if (run.judgement.standing.length + run.judgement.expired.length > 0) process.exitCode = 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

void runCommand(
  new Command("judge")
    .description("Lets independent scanners judge every plan, the repository, and what neighbours make.")
    .addOption(new Option("--env <names...>", "these environments alone").choices(environments))
    .option("--no-neighbours", "leave out what neighbours make of the same application")
    .option("--out <file>", "write the table as a page, too, e.g. docs/judgement.md")
    .action(main),
);
