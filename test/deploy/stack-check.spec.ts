import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkTable, passes } from "../../deploy/check-lines";
import { checkStack, type Surroundings } from "../../deploy/stack-check";

/** A machine that has everything, and a cluster that answers. */
const complete: Surroundings = {
  probe: {
    succeeds: () => Promise.resolve(true),
    hasFile: () => Promise.resolve(true),
    variable: (name) => name,
  },
  version: () => Promise.resolve("v1.2.3"),
  kubeconfig: () => Promise.resolve("kubeconfig"),
  reach: () => Promise.resolve("v1.36.3"),
  today: "2026-11-21",
};

const bare: Surroundings = {
  ...complete,
  probe: {
    succeeds: () => Promise.resolve(false),
    hasFile: () => Promise.resolve(false),
    variable: () => undefined,
  },
  kubeconfig: () => Promise.resolve(undefined),
};

const secret = (name: string): string => `    ${name}: { secure: v1:cipher }`;

const settings = [
  "config:",
  "  rootstock:environment: dev",
  "  rootstock:system: juniper-canopy",
  "  rootstock:imageTag: v1.0.0",
  "  rootstock:cluster: { kind: doks }",
];

describe("the check of a stack", () => {
  let directory: string;
  const check = async (lines: readonly string[], around: Surroundings) => {
    const config = join(directory, "Pulumi.shop.yaml");
    writeFileSync(config, `${lines.join("\n")}\n`);
    return checkStack({ config }, around);
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "rootstock-check-"));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it("passes where everything is there, and tells the versions", async () => {
    const lines = await check(
      [...settings, "  rootstock:secrets:", ...["GHCR_USERNAME", "GHCR_TOKEN"].map(secret)],
      complete,
    );
    assert.deepEqual(
      lines.filter(({ mark }) => mark !== "fine"),
      [],
    );
    const table = checkTable("shop", lines);
    assert.match(table, /^Configuration\n {2}✔ Pulumi\.shop\.yaml +juniper-canopy, dev, on doks\n/);
    assert.match(table, /\n {2}✔ pulumi +v1\.2\.3\n/);
    assert.match(table, /\nCluster\n {2}✔ doks +answers: Kubernetes v1\.36\.3\n/);
    assert.match(table, /\n\nStack shop can be deployed from this machine\.$/);
    assert.ok(passes(lines));
  });

  it("names what the machine and the stack lack, each with what mends it", async () => {
    const lines = await check(settings, bare);
    assert.ok(!passes(lines));
    const table = checkTable("shop", lines);
    assert.match(
      table,
      /✘ pulumi +isn't on PATH, or doesn't run; it is needed to deploy anything\n {6}to mend it: see https:/,
    );
    assert.match(table, /! helm +isn't on PATH/);
    assert.match(table, /✘ GHCR_TOKEN +is missing .*\n {6}pulumi config set --stack shop --secret --path 'sec/);
    assert.match(table, /- doks +there is no cluster yet/);
    assert.match(table, /can't be deployed from this machine: \d+ things are wrong\.$/);
  });

  it("tells all mistakes of a configuration at once, and looks at the machine all the same", async () => {
    const lines = await check(["config:", "  rootstock:environment: dve", "  rootstock:domian: x"], complete);
    const mistakes = lines.filter(({ group }) => group === "Configuration");
    assert.ok(mistakes.length >= 3, JSON.stringify(mistakes));
    assert.ok(mistakes.every(({ mark }) => mark === "wrong"));
    assert.ok(lines.some(({ mark, what }) => what === "pulumi" && mark === "fine"));
  });

  it("says which secret is due, and which soon will be", async () => {
    const age = async (rotated: string) => {
      const lines = await check(
        [...settings, `  rootstock:secretVersions: { GHCR_TOKEN: { version: 2, rotated: "${rotated}" } }`],
        complete,
      );
      return lines.find(({ state, what }) => what === "GHCR_TOKEN" && state.startsWith("was changed"));
    };
    // 90 days before 2026-11-21, and 76.
    const due = await age("2026-08-23");
    assert.deepEqual(due, {
      group: "Secrets",
      mark: "wrong",
      what: "GHCR_TOKEN",
      state: "was changed on 2026-08-23, and must be changed by 2026-11-21",
      fix:
        "it must be changed every 90 days: pulumi config set --stack shop --secret --path 'secrets.GHCR_TOKEN', " +
        `and then rootstock rotate GHCR_TOKEN --changed --config ${join(directory, "Pulumi.shop.yaml")}`,
    });
    assert.equal((await age("2026-08-24"))?.mark, "advice");
    assert.equal((await age("2026-09-06"))?.mark, "advice");
    assert.equal((await age("2026-09-07"))?.mark, "fine");
    const ahead = await age("2026-11-22");
    assert.equal(ahead?.mark, "advice");
    assert.equal(ahead.fix, "that day is yet to come; correct secretVersions.GHCR_TOKEN.rotated");
  });

  it("lets a secret live as long as its system says", async () => {
    const lines = await check(
      [
        ...settings.map((line) => line.replace("juniper-canopy", "detection-api")),
        '  rootstock:secretVersions: { TAK_ENDPOINT: { version: 2, rotated: "2020-01-01" } }',
      ],
      complete,
    );
    const endpoint = lines.filter(({ state, what }) => what === "TAK_ENDPOINT" && state.startsWith("was changed"));
    assert.deepEqual(
      endpoint.map(({ mark, state }) => [mark, state]),
      [["fine", "was changed on 2020-01-01"]],
    );
  });

  it("says why a cluster can't be reached", async () => {
    const lines = await check(settings, { ...complete, reach: () => Promise.reject(new Error("it didn't answer")) });
    assert.deepEqual(lines.at(-1), {
      group: "Cluster",
      mark: "wrong",
      what: "doks",
      state: "can't be reached: it didn't answer",
    });
  });
});
