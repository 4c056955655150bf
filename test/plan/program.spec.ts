import assert from "node:assert/strict";
import { core } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { TypicalAnswers } from "../../plan/answers";
import { plan } from "../../plan/plan";
import { runProgram } from "../../plan/program";
import { recordProgram } from "../support/deploy";

describe("running a program", () => {
  it("collects what the program warns of, and nothing else", async () => {
    const { warnings } = await recordProgram(() => {
      void pulumi.log.warn("mind\nthe step");
      void pulumi.log.info("hello");
      return Promise.resolve({});
    });
    assert.deepEqual(warnings, ["mind\nthe step"]);
  });

  it("says once that ingress-nginx is retired", async () => {
    const { run } = await plan({ env: "dev" });
    assert.equal(run.warnings.filter((warning) => /ingress-nginx was retired upstream/.test(warning)).length, 1);
  });

  it("fails with what the program throws, at whatever time", async () => {
    await assert.rejects(
      recordProgram(() => Promise.reject(new Error("at once"))),
      { message: "at once" },
    );
    const late = recordProgram(() => {
      new core.v1.ConfigMap("map", {
        data: pulumi.output(Promise.reject<Record<string, string>>(new Error("too late"))),
      });
      return Promise.resolve({});
    });
    await assert.rejects(late, { message: /too late$/ });
  });

  it("fails with what an answerer refuses", async () => {
    const answers = new TypicalAnswers("ip");
    const refusing = {
      call: answers.call.bind(answers),
      resource: () => {
        throw new Error("quota is used up");
      },
    };
    const run = runProgram({ file: "f", values: {}, secretKeys: [] }, "test", refusing, () => {
      new core.v1.ConfigMap("map", {});
      return Promise.resolve({});
    });
    await assert.rejects(run, { message: "quota is used up" });
  });

  it("leaves the console as it was", async () => {
    const before = { ...console };
    await recordProgram(() => Promise.reject(new Error("x"))).catch(() => undefined);
    assert.deepEqual({ ...console }, before);
  });

  it("records parents, providers, dependencies and protection", async () => {
    const made = await recordProgram(() => {
      const parent = new core.v1.Namespace("parent", {}, { protect: true });
      new core.v1.ConfigMap(
        "child",
        { metadata: { namespace: parent.metadata.name } },
        { parent, retainOnDelete: true },
      );
      return Promise.resolve({});
    });
    const child = made.one("ConfigMap", "child");
    const parent = made.one("Namespace", "parent");
    assert.equal(
      child.urn,
      "urn:pulumi:test::rootstock::kubernetes:core/v1:Namespace$kubernetes:core/v1:ConfigMap::child",
    );
    assert.deepEqual(
      [child.parent, child.dependencies, child.retainOnDelete, child.protect, parent.protect],
      [parent.urn, [parent.urn], true, true, true],
    );
    assert.match(made.input("ConfigMap", "child", "metadata", "namespace") as string, /^parent-[0-9a-f]{7}$/);
  });
});
