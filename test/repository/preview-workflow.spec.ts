import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { runInNewContext } from "node:vm";
import { parse } from "yaml";

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if: string;
  readonly steps: readonly Step[];
  readonly env?: Readonly<Record<string, string>>;
}

const file = resolve(__dirname, "../../.github/workflows/preview-environment.yml");
const { jobs } = parse(readFileSync(file, "utf8")) as {
  readonly jobs: Readonly<Record<"comment" | "environment" | "sweep", Job>>;
};

const repository = "acme/app";
const head = "0123456789abcdef0123456789abcdef01234567";

/** What GitHub tells of an event, as far as the workflow asks. */
interface Event {
  readonly name?: string;
  readonly action?: string;
  readonly repo?: string;
  readonly login?: string;
}

/** Whether a job runs, by its condition: GitHub's operators are those of JavaScript. */
function runs(job: Job, event: Event, result = "success"): boolean {
  const { action = "opened", login = "ada", name = "pull_request", repo = repository } = event;
  const pullRequest = { number: 42, head: { repo: { full_name: repo } }, user: { login } };
  const context = {
    // The clock tells nothing of pull requests and repositories.
    github: { repository, event_name: name, event: name === "schedule" ? {} : { action, pull_request: pullRequest } },
    needs: { environment: { result } },
    cancelled: () => false,
  };
  return Boolean(runInNewContext(job.if, context));
}

describe("the workflow of preview environments", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "preview-workflow-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const inFolder = (name: string): string => {
    const path = join(folder, name);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  };

  /**
   * Runs a step as GitHub does, with programs that only write down what they are told; a variable that it isn't given
   * fails.
   *
   * @param answer what they print
   * @param code with which `npm`, and therefore the step, ends
   */
  function run(job: Job, name: string, values: Readonly<Record<string, string>>, answer = "", code = 0): string {
    const step = job.steps.find((each) => each.name === name);
    assert.ok(step?.run !== undefined, name);
    const declared = { ...job.env, ...step.env };
    for (const key of Object.keys(values)) assert.ok(Object.hasOwn(declared, key), `${name} isn't given ${key}`);
    const program = (text: string): [string, { readonly mode: number }] => [`#!/bin/bash\n${text}\n`, { mode: 0o755 }];
    writeFileSync(join(folder, "npm"), ...program('printf "%s|" "$@" >> told\nprintf "%s" "$ANSWER"\nexit "$CODE"'));
    writeFileSync(
      join(folder, "gh"),
      ...program(
        'if [[ "$*" == *--jq* ]]; then echo "$ANSWER"; exit; fi\nprintf "%s|" "$@" >> told\ncp comment.json body',
      ),
    );
    const { status, stderr } = spawnSync("bash", ["-euc", step.run], {
      cwd: folder,
      encoding: "utf8",
      env: {
        PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}`,
        GITHUB_OUTPUT: join(folder, "output"),
        GITHUB_STEP_SUMMARY: join(folder, "summary"),
        ANSWER: answer,
        CODE: String(code),
        ...Object.fromEntries(Object.keys(declared).map((key) => [key, ""])),
        ...values,
      },
    });
    assert.equal(status, code, stderr);
    return inFolder("told");
  }

  it("runs for pull requests of the repository, the sweep by the clock or by hand, and nothing else", () => {
    const { comment, environment, sweep } = jobs;
    const running = (event: Event): readonly boolean[] => [runs(environment, event), runs(sweep, event)];
    for (const action of ["opened", "synchronize", "reopened", "closed"]) {
      assert.deepEqual(running({ action }), [true, false]);
      assert.deepEqual(running({ action, repo: "mallory/app" }), [false, false]);
      assert.deepEqual(running({ action, login: "dependabot[bot]" }), [false, false]);
      assert.equal(runs(comment, { action, repo: "mallory/app" }), false);
    }
    for (const name of ["schedule", "workflow_dispatch"]) assert.deepEqual(running({ name }), [false, true]);
    for (const name of ["push", "pull_request_target", "issue_comment", "workflow_run"])
      assert.deepEqual(running({ name }), [false, false]);
  });

  it("comments on what was done, and not on what was left to a newer run", () => {
    const commenting = ["success", "failure", "cancelled", "skipped"].map((result) => runs(jobs.comment, {}, result));
    assert.deepEqual(commenting, [true, true, false, false]);
  });

  const command = "run|--silent|rootstock|--|preview-environment|";

  it("removes and sweeps by rootstock, of an organization's stack as well", () => {
    const removed = run(jobs.environment, "Remove", { FROM: "acme/dev", NUMBER: "42" });
    assert.equal(removed, `${command}remove|--pr|42|--from|dev|`);
    rmSync(join(folder, "told"));
    const swept = run(
      jobs.sweep,
      "Remove environments whose time is over",
      { FROM: "dev", TTL: "72h" },
      "pr-1 is gone.",
    );
    assert.equal(swept, `${command}sweep|--from|dev|--ttl|72h|`);
    assert.equal(inFolder("summary"), "pr-1 is gone.");
  });

  it("fails where a sweep leaves something", () => {
    const left = { FROM: "dev", TTL: "72h" };
    run(jobs.sweep, "Remove environments whose time is over", left, "pr-1 is not quite gone", 1);
    assert.equal(inFolder("summary"), "pr-1 is not quite gone");
  });

  describe("with jq", () => {
    before(function () {
      // It is on GitHub's machines; a machine without it can't run these scripts.
      if (spawnSync("jq", ["--version"]).error !== undefined) this.skip();
    });

    const created = {
      stack: "pr-42",
      result: "succeeded",
      expires: "2026-11-24T09:00:00.000Z",
      failures: [],
      urls: { api: "https://a.pr-42.example.com/", web: "https://pr-42.example.com/" },
    };
    const failed = {
      ...created,
      result: "failed",
      failures: [{ what: "deployment dev/web", why: "0 of 1 are ready" }],
      urls: {},
    };
    const given = { FROM: "dev", MESSAGE: `${head}, run 7`, NUMBER: "42", TTL: "72h" };

    it("deploys by rootstock, and hands on what it says", () => {
      const told = run(jobs.environment, "Deploy", { ...given, TAG: "v1-abc" }, JSON.stringify(created));
      assert.equal(
        told,
        `${command}create|--pr|42|--from|dev|--ttl|72h|--tag|v1-abc|--message|${given.MESSAGE}|--json|`,
      );
      const { expires, failures, result, urls } = created;
      assert.equal(inFolder("output"), `created=${JSON.stringify({ result, expires, urls, failures })}\n`);
      rmSync(join(folder, "told"));
      const untagged = run(jobs.environment, "Deploy", given, JSON.stringify(created));
      assert.equal(untagged, `${command}create|--pr|42|--from|dev|--ttl|72h|--message|${given.MESSAGE}|--json|`);
    });

    it("fails as rootstock does, and hands on why", () => {
      run(jobs.environment, "Deploy", given, JSON.stringify(failed), 3);
      assert.match(inFolder("output"), /"failures":\[\{"what":"deployment dev\/web"/);
      rmSync(join(folder, "output"));
      run(jobs.environment, "Deploy", given, "", 1);
      assert.equal(inFolder("output"), "");
    });

    const said = {
      COMMENTS: "repos/acme/app/issues/42/comments",
      COMMENT: "repos/acme/app/issues/comments",
      MARKER: "<!-- rootstock: preview environment -->",
      RUN: "https://github.com/acme/app/actions/runs/7",
      SHA: head,
    };
    const comment = (action: string, result: string, found = "", handedOn: object = {}): string => {
      rmSync(join(folder, "told"), { force: true });
      const values = { ...said, ACTION: action, RESULT: result, CREATED: JSON.stringify(handedOn) };
      return run(jobs.comment, "Write the comment, or bring the one that is there up to date", values, found);
    };
    const body = (): string => (parse(inFolder("body")) as { readonly body: string }).body;
    const posted = `api|--silent|--method|POST|${said.COMMENTS}|--input|comment.json|`;
    const patched = `api|--silent|--method|PATCH|${said.COMMENT}/11|--input|comment.json|`;

    it("writes where the pull request runs, and until when, and brings that up to date", () => {
      for (const [found, how] of [
        ["", posted],
        ["11\n12", patched],
      ] as const) {
        assert.equal(comment("synchronize", "success", found, created), how);
        assert.equal(
          body(),
          `${said.MARKER}\nThe preview environment runs 0123456 until 2026-11-24T09:00:00.000Z:\n\n- api: https://a.pr-42.example.com/\n- web: https://pr-42.example.com/`,
        );
      }
    });

    it("writes why it doesn't run", () => {
      const why = `${said.MARKER}\nThe preview environment could not be deployed from 0123456: [run](${said.RUN})\n\n`;
      assert.equal(comment("opened", "failure", "", failed), posted);
      assert.equal(body(), `${why}- deployment dev/web: 0 of 1 are ready`);
      assert.equal(comment("opened", "failure", "11"), patched);
      assert.equal(body(), why);
    });

    it("writes that it is gone, or isn't, where somebody was told of it", () => {
      assert.equal(comment("closed", "success"), "");
      assert.equal(comment("closed", "success", "11"), patched);
      assert.equal(body(), `${said.MARKER}\nThe preview environment is gone.`);
      assert.equal(comment("closed", "failure"), posted);
      assert.match(body(), /could not be removed: \[run\]\(https:.*\/7\)\. The sweep tries again/);
    });
  });
});
