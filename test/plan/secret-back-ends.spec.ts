import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { SecretBackEnd } from "../../components/application/secret-back-end";
import { planFiles } from "../../plan/manifests";
import { planOf } from "../../plan/plan";
import { report } from "../../plan/report";
import { readStack, type StackInput } from "../../plan/stack-file";
import { secretTexts } from "../../plan/wire";
import { parseConfig } from "../../stacks/config/parse";
import { loadSystem, type SystemName, systemNames } from "../../stacks/systems";

const backEnds: Readonly<Record<SecretBackEnd["kind"], SecretBackEnd>> = {
  state: { kind: "state" },
  "external-secrets": { kind: "external-secrets", store: { kind: "gcp", project: "acme-prod" }, entry: "app" },
  "sealed-secrets": { kind: "sealed-secrets", sealed: {} },
  vault: { kind: "vault", path: "secret/data/prod/app", role: "app" },
};

/** A system in production, with its secrets in `backEnd`. */
async function stackWith(system: SystemName, backEnd: SecretBackEnd): Promise<StackInput> {
  const folder = mkdtempSync(join(tmpdir(), "back-ends-"));
  const config = join(folder, "Pulumi.prod.yaml");
  const kind = (await loadSystem(system)).clusters("prod").usual;
  const settings = { system, environment: "prod", imageTag: "v1.0.0", cluster: { kind }, secretBackEnd: backEnd };
  try {
    const entries = Object.entries<unknown>(settings).map(([key, value]): [string, unknown] => [
      `rootstock:${key}`,
      value,
    ]);
    writeFileSync(config, stringify({ config: Object.fromEntries(entries) }));
    return await readStack({ config });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Workloads whose secrets are variables, and whose images alone know what they run: Vault's agent can't serve them. */
async function leavesCommandToImage(system: SystemName): Promise<boolean> {
  const { raw } = await stackWith(system, backEnds.state);
  const { application } = await parseConfig(raw);
  return Object.values(application.workloads).some(
    ({ command, secrets = [], secretsAs }) => command === undefined && secrets.length > 0 && secretsAs !== "files",
  );
}

describe("every system with its secrets in every back end", function () {
  this.timeout(60_000);

  for (const system of systemNames) {
    for (const backEnd of Object.values(backEnds)) {
      it(`${system}, ${backEnd.kind}: the same description, and no value of a secret in the plan`, async () => {
        if (backEnd.kind === "vault" && (await leavesCommandToImage(system))) {
          await assert.rejects(stackWith(system, backEnd), /leaves its command to the image/);
          return;
        }
        const input = await stackWith(system, backEnd);
        const config = await parseConfig(input.raw);
        const usual = await parseConfig((await stackWith(system, backEnds.state)).raw);
        assert.equal(JSON.stringify(config.application), JSON.stringify(usual.application));
        assert.equal(config.secretBackEnd.kind, backEnd.kind);
        const { run, pods, pools } = await planOf(input);
        const texts = [
          ...planFiles(run.registrations, run.outputs).map(({ text }) => text),
          report({ title: "Plan", run, pods, pools, standIns: input.standIns }),
        ].join("\n");
        const databases = Object.values(config.application.stores ?? {}).map((store) =>
          store.kind === "postgres" ? store.database : "",
        );
        const supplied = Object.values(
          JSON.parse(input.raw.values["rootstock:secrets"] ?? "{}") as Record<string, string>,
        );
        const secrets = [...run.registrations.flatMap(({ inputs }) => secretTexts(inputs)), ...supplied].filter(
          (text) => text.length > 5 && !databases.includes(text),
        );
        assert.ok(secrets.length > 0);
        assert.deepEqual(
          secrets.filter((text) => texts.includes(text) || texts.includes(Buffer.from(text).toString("base64"))),
          [],
        );
      });
    }
  }
});
