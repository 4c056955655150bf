import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

type Fields = Readonly<Record<string, unknown>>;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Fields;
}

interface Job {
  readonly if?: string;
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly with?: Fields;
  readonly env?: Readonly<Record<string, string>>;
  readonly secrets?: Fields;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly concurrency?: { readonly "cancel-in-progress": boolean };
  readonly "timeout-minutes"?: number;
}

interface Workflow {
  readonly on: Readonly<Record<string, { readonly inputs?: Fields; readonly secrets?: Fields } | null>>;
  readonly permissions?: Fields;
  readonly jobs: Readonly<Record<string, Job>>;
}

const root = resolve(__dirname, "../..");
const directory = join(root, ".github/workflows");
const files = readdirSync(directory).sort();
const textOf = (file: string): string => readFileSync(join(directory, file), "utf8");
const workflows = new Map(files.map((file) => [file, parse(textOf(file)) as Workflow]));
const jobs = [...workflows].flatMap(([file, { jobs: own }]) =>
  Object.entries(own).map(([name, job]) => ({ file, job, where: `${file}: ${name}` })),
);
const reusable = [...workflows].filter(([, { on }]) => "workflow_call" in on);

/** Workflows that a pull request starts, and the reusable ones that are meant to be called by such. */
const onPullRequests = ["checks.yml", "preview-environment.yml", "pull-request.yml", "review.yml"];

describe("workflows", () => {
  it("pin every action by commit, with its version beside it", () => {
    const uses = files.flatMap((file) =>
      [...textOf(file).matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, used = ""]) => `${file}: ${used}`),
    );
    assert.ok(uses.length > 20);
    for (const used of uses)
      assert.match(used, /: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$|: \.\/\.github\/workflows\/[\w-]+\.yml/);
  });

  it("give no permission to all jobs, and have a bound on the time of each", () => {
    for (const [file, { permissions }] of workflows)
      assert.deepEqual(permissions, file === "checks.yml" ? { contents: "read" } : {}, file);
    for (const { job, where } of jobs) {
      if (job.uses === undefined) assert.ok(Number(job["timeout-minutes"]) <= 90, where);
      for (const [right, level] of Object.entries(job.permissions ?? {}))
        if (level === "write")
          assert.ok(["id-token", "packages", "pull-requests", "security-events"].includes(right), `${where}: ${right}`);
    }
  });

  it("fail with a command that is shown as well", () => {
    const piped = jobs.flatMap(({ job, where }) =>
      (job.steps ?? []).flatMap(({ run = "" }) => (/\| tee /.test(run) ? [{ run, where }] : [])),
    );
    assert.ok(piped.length > 2);
    // GitHub runs scripts with bash -e alone, where a pipe ends as its last command does.
    for (const { run, where } of piped) assert.match(run, /^set -o pipefail$/m, where);
  });

  it("leave no token in a checkout", () => {
    for (const { job, where } of jobs)
      for (const step of job.steps ?? [])
        if (step.uses?.startsWith("actions/checkout@") === true)
          assert.equal(step.with?.["persist-credentials"], false, where);
  });

  it("never run a fork's code with secrets or with a right to write", () => {
    const notForForks = "github.event.pull_request.head.repo.full_name == github.repository";
    for (const file of files) assert.doesNotMatch(textOf(file), /pull_request_target|workflow_run/, file);
    for (const { file, job, where } of jobs.filter((each) => onPullRequests.includes(each.file))) {
      const secret = job.secrets !== undefined || JSON.stringify(job.env ?? {}).includes("secrets.");
      const writes = Object.values(job.permissions ?? {}).includes("write") && job.uses === undefined;
      const neverOnPullRequests =
        job.if === "github.event_name == 'schedule' || github.event_name == 'workflow_dispatch'";
      if ((secret || writes || job.environment !== undefined) && !neverOnPullRequests)
        assert.ok(job.if?.includes(notForForks), `${where} of ${file} would run for forks`);
    }
  });

  it("write a comment in a job that runs nothing of the pull request", () => {
    const writers = jobs.filter(({ job }) => job.permissions?.["pull-requests"] === "write" && job.uses === undefined);
    assert.deepEqual(
      writers.map(({ where }) => where),
      ["preview-environment.yml: comment", "review.yml: comment"],
    );
    for (const { job } of writers)
      for (const { run = "", uses } of job.steps ?? []) {
        assert.equal(uses, undefined);
        assert.doesNotMatch(run, /npm|node|git /);
      }
  });

  it("never cut off what changes a stack", () => {
    const changing = jobs.filter(({ job }) =>
      (job.steps ?? []).some(
        ({ run = "", with: given }) =>
          given?.["command"] === "up" || /rootstock -- (up|destroy|preview-environment|rollback|promote)/.test(run),
      ),
    );
    assert.ok(changing.some(({ file }) => file === "deploy.yml"));
    for (const { job, where } of changing) assert.equal(job.concurrency?.["cancel-in-progress"], false, where);
  });

  it("are called by docs/workflows.md with inputs and secrets that they have", () => {
    const text = readFileSync(join(root, "docs/workflows.md"), "utf8");
    for (const [file] of reusable) assert.ok(text.includes(`](../.github/workflows/${file})`), file);
    const callers = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = ""]) => parse(yaml) as Workflow);
    const called = new Set<string>();
    for (const [name, job] of callers.flatMap((caller) => Object.entries(caller.jobs))) {
      const file = /\/([\w-]+\.yml)@[0-9a-f]{40}$/.exec(job.uses ?? "")?.[1] ?? "";
      const taken = workflows.get(file)?.on["workflow_call"];
      assert.ok(taken !== undefined && taken !== null, `${name} calls ${String(job.uses)}`);
      called.add(file);
      for (const input of Object.keys(job.with ?? {})) assert.ok(Object.hasOwn(taken.inputs ?? {}, input), input);
      for (const secret of Object.keys(job.secrets ?? {}))
        assert.ok(Object.hasOwn(taken.secrets ?? {}, secret), secret);
      const required = Object.entries(taken.inputs ?? {}).filter(([, input]) => (input as Fields)["required"] === true);
      for (const [input] of required) assert.ok(Object.hasOwn(job.with ?? {}, input), `${name} lacks ${input}`);
    }
    // review.yml is a part of pull-request.yml.
    assert.deepEqual([...called, "review.yml"].sort(), reusable.map(([file]) => file).sort());
  });
});
