import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { charts } from "../../components/platform/versions";

interface CustomManager {
  readonly managerFilePatterns: readonly string[];
  readonly matchStrings: readonly string[];
  readonly datasourceTemplate: string;
}

const root = resolve(__dirname, "../..");
const { customManagers } = JSON.parse(readFileSync(join(root, "renovate.json"), "utf8")) as {
  readonly customManagers: readonly CustomManager[];
};

/** What a manager finds in a file: the named groups of each match. */
function found({ managerFilePatterns, matchStrings }: CustomManager, file: string): Record<string, string>[] {
  if (!managerFilePatterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(file))) return [];
  const text = readFileSync(join(root, file), "utf8");
  return matchStrings.flatMap((pattern) =>
    [...text.matchAll(new RegExp(pattern, "g"))].map(({ groups }) => groups ?? {}),
  );
}

describe("updates by Renovate", () => {
  it("find every chart of the table, each in its own repository", () => {
    const updated = customManagers.flatMap((manager) =>
      found(manager, "components/platform/versions.ts").map(({ depName, currentValue, registryUrl, registry }) => {
        assert.equal(manager.datasourceTemplate, registryUrl === undefined ? "docker" : "helm");
        return [depName, currentValue, registryUrl ?? `oci://${String(registry)}`];
      }),
    );
    const pinned = Object.values(charts).map(({ name, version, repository }) => [name, version, repository]);
    assert.deepEqual(updated.sort(), pinned.sort());
  });

  it("find every image that a system names with its tag", () => {
    const systems = readdirSync(join(root, "stacks/systems")).map((file) => `stacks/systems/${file}`);
    const named = systems.flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/"((?:docker\.io|ghcr\.io|quay\.io)\/[^":]+:[^"]+)"/g)].map(
        ([, image]) => image,
      ),
    );
    const updated = customManagers.flatMap((manager) =>
      systems.flatMap((file) =>
        found(manager, file).map(({ depName, currentValue }) => `${String(depName)}:${String(currentValue)}`),
      ),
    );
    assert.notEqual(named.length, 0);
    assert.deepEqual(updated.sort(), named.sort());
  });
});
