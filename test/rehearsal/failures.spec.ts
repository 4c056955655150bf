import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Application, DeploymentWorkload } from "../../components/application/contract";
import { UsageError } from "../../components/errors";
import { charts } from "../../components/platform/versions";
import { rehearsalReport, succeeded } from "../../rehearsal/report";
import { Rehearsal } from "../../rehearsal/run";
import { withTodo } from "../support/todo-variant";
import { freshName, rehearseOnce } from "./rehearse-once";

function changing(name: string, change: Partial<DeploymentWorkload>): (application: Application) => Application {
  return (application) => {
    const workload = application.workloads[name];
    if (workload?.kind !== "deployment") throw new Error(`${name} is no deployment`);
    return { ...application, workloads: { ...application.workloads, [name]: { ...workload, ...change } } };
  };
}

function processesOf(name: string): string {
  return execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(`clusters/${name}/`))
    .join("\n");
}

describe("a rehearsal that fails", function () {
  this.timeout(600_000);

  it("names a pod that doesn't fit, with the scheduler's reason, and grows the pool to its most first", () => {
    const resources = {
      cpu: { request: "3" as const, limit: "4" as const },
      memory: { request: "1Gi" as const, limit: "1Gi" as const },
    };
    return withTodo(changing("backend", { resources }), () =>
      rehearseOnce({ env: "dev" }, (result) => {
        assert.equal(succeeded(result), false);
        const late = result.workloads.notReady.find(({ name }) => name === "backend");
        assert.equal(late?.kind, "Deployment");
        assert.match(late.reasons.join("\n"), /Insufficient cpu/);
        assert.match(rehearsalReport(result), /deployment dev\/backend: /);
      }),
    );
  });

  it("gives the API server's message and the place in the program, and leaves nothing running", async () => {
    const name = freshName();
    await assert.rejects(
      withTodo(changing("backend", { config: { TOO_LONG: "x".repeat(2 ** 20 + 1) } }), () =>
        rehearseOnce({ env: "dev" }, () => undefined, name),
      ),
      (error: unknown) => {
        assert.ok(error instanceof UsageError, String(error));
        assert.match(
          error.message,
          /The API server refused configmap dev\/backend-config.*Too long: may not be more than 1048576 bytes/s,
        );
        assert.match(error.message, /components\/application\/\w+\.ts:\d+/);
        return true;
      },
    );
    assert.equal(processesOf(name), "");
  });

  it("ends when a release fails, though the stack's outputs wait for it, and gives helm's own message", async () => {
    const directory = mkdtempSync(join(tmpdir(), "rootstock-charts-"));
    for (const { name, version } of Object.values(charts)) writeFileSync(join(directory, `${name}-${version}.tgz`), "");
    const file = join(directory, "Pulumi.broken.yaml");
    const settings = {
      environment: "dev",
      imageTag: "v1.0.0",
      cluster: { kind: "doks" },
      platform: { charts: { mirror: directory } },
    };
    writeFileSync(file, stringify({ config: settings }));
    await assert.rejects(
      rehearseOnce({ config: file }, () => undefined),
      (error: unknown) => error instanceof UsageError && /^Release \S+ failed: Error: /.test(error.message),
    );
    rmSync(directory, { recursive: true });
  });

  it("says so when the API server dies under it, and leaves nothing running", async () => {
    const name = freshName();
    const rehearsal = new Rehearsal({ env: "dev", charts: "stand-in" }, name);
    try {
      for (const step of rehearsal.steps) {
        if (step.title === "Program") execFileSync("pkill", ["-KILL", "-f", `clusters/${name}/.*kube-apiserver`]);
        await step.run(() => undefined);
      }
      assert.fail("the rehearsal went on without an API server");
    } catch (error) {
      assert.ok(error instanceof UsageError, String(error));
      assert.match(error.message, /The API server doesn't answer, so .* could not be (applied|read)|unreachable/);
    } finally {
      await rehearsal.end();
    }
    assert.equal(processesOf(name), "");
  });
});
