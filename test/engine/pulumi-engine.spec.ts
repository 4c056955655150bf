import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { PulumiEngine } from "../../deploy/pulumi-engine";
import { engineStory } from "../support/engine-story";
import { type PulumiStage, pulumiStage, stageStack } from "./pulumi-stage";
import { enginePresent } from "./workspace";

const present = enginePresent();
const quietly = { command: "up", message: "", progress: () => undefined } as const;
const stages: PulumiStage[] = [];

engineStory(
  `a stack through Pulumi's engine${present ? "" : " (left out: pulumi is not on PATH)"}`,
  async () => {
    if (!present) return undefined;
    const stage = await pulumiStage();
    stages.push(stage);
    return stage;
  },
  (stage) => {
    it("says who holds a stack, since when, and what to run", async () => {
      const engine = await stage().open();
      const state = join(stages[0]?.project.directory ?? "", "state");
      const locks = join(state, ".pulumi/locks/organization/rootstock", stageStack);
      const lock = { pid: 4_194_304, username: "anna", hostname: hostname(), timestamp: "2026-11-20T08:00:00Z" };
      mkdirSync(locks, { recursive: true });
      const held = join(locks, "held.json");
      writeFileSync(held, JSON.stringify(lock));
      await assert.rejects(engine.up(engine.input, quietly), {
        name: "UsageError",
        message:
          `Stack here is locked since 2026-11-20T08:00:00Z by anna@${hostname()} (process 4194304). That process has ended ` +
          "without giving it back; run: pulumi cancel --yes --stack here, and then the same command again.",
      });
      rmSync(held);
    });

    it("refuses in a sentence what Pulumi refuses", async () => {
      const { file, project } = stages[0] ?? assert.fail();
      const { input } = await stage().open();
      const unknown = new PulumiEngine({ ...project, file, input: { ...input, stack: "nowhere" } });
      await assert.rejects(unknown.history(), /^UsageError: There is no stack nowhere .* pulumi stack init nowhere/);
      await assert.rejects(
        unknown.preview(() => undefined),
        /^UsageError: There is no stack nowhere/,
      );
      const environment = { ...project.environment, PULUMI_CONFIG_PASSPHRASE: "another" };
      const stranger = new PulumiEngine({ ...project, environment, file, input });
      await assert.rejects(
        stranger.preview(() => undefined),
        /^UsageError: PULUMI_CONFIG_PASSPHRASE isn't the passphrase of stack here; set the right one\.$/,
      );
    });
  },
);
