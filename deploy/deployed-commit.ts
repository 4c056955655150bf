import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { projectRoot } from "../plan/program";

type Variables = Readonly<Record<string, string | undefined>>;

/** The commit of a run, as the well-known CI services tell: GitHub, GitLab, Bitbucket, Buildkite, CircleCI, Azure Pipelines. */
const commitVariables = [
  "GITHUB_SHA",
  "CI_COMMIT_SHA",
  "BITBUCKET_COMMIT",
  "BUILDKITE_COMMIT",
  "CIRCLE_SHA1",
  "BUILD_SOURCEVERSION",
];

function firstOf(variables: Variables, names: readonly string[]): string | undefined {
  return names.map((name) => variables[name]).find((value) => value !== undefined && value !== "");
}

/** What `git describe` says of a checkout: its commit, with `-dirty` where files differ; undefined where it has none. */
async function describedCommit(directory: string): Promise<string | undefined> {
  const words = ["describe", "--always", "--abbrev=40", "--exclude=*", "--dirty"];
  try {
    const { stdout } = await promisify(execFile)("git", words, { cwd: directory, timeout: 5000 });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The commit that is deployed, as CI or git tells; undefined where neither does. */
export async function commitOf(variables: Variables, directory = projectRoot): Promise<string | undefined> {
  return firstOf(variables, commitVariables) ?? (await describedCommit(directory));
}
