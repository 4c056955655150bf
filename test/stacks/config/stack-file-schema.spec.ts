import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { environments } from "../../../components/environment";
import { projectDefaults } from "../../../plan/stack-yaml";
import { defaultedSettings, stackFileSchema } from "../../../stacks/config/stack-file-schema";

const root = resolve(__dirname, "../../..");
const written = join(root, "stacks/config/stack-file.schema.json");

/** Validates a stack's file as an editor does; the messages, or nothing. */
function problems(file: string): readonly string[] {
  const validate = new Ajv({
    allErrors: true,
    strict: false,
    formats: { email: /^[^@\s]+@[^@\s]+$/, uri: true, date: true },
  }).compile(stackFileSchema());
  validate(parse(readFileSync(file, "utf8")));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}

/** Fixtures whose mistake is one of single settings, which an editor can see. */
const visible = [
  "unknown-key",
  "unknown-nested-key",
  "unknown-platform-key",
  "setting-of-another-kind",
  "unknown-top-level-key",
  "wrong-type-list",
  "wrong-type-number-in-quotes",
  "wrong-type-boolean-in-quotes",
  "unknown-system",
  "unknown-environment",
  "unknown-cluster-kind",
  "node-pool-of-none",
  "bad-volume-size",
  "bad-retention",
  "bad-replicas",
  "bad-email",
  "bad-domain",
  "bad-image-tag",
  "image-tag-list",
  "missing-environment",
  "missing-everything",
  "secrets-in-plain",
  "secrets-not-a-map",
  "secret-of-bad-name",
  "config-not-a-map",
  "several-mistakes",
] as const;

describe("the JSON Schema of stack files", () => {
  it("is written anew whenever the schema changes: npm run schema", () => {
    assert.equal(readFileSync(written, "utf8"), `${JSON.stringify(stackFileSchema(), null, 2)}\n`);
  });

  it("lets a file leave out what Pulumi.yaml has a default for", () => {
    const { secrets: _secrets, ...defaults } = projectDefaults(join(root, "Pulumi.yaml"));
    assert.deepEqual(Object.keys(defaults).sort(), [...defaultedSettings].sort());
  });

  for (const environment of environments) {
    const file = join(root, `Pulumi.${environment}.yaml`);
    it(`accepts Pulumi.${environment}.yaml, which names it for editors`, () => {
      assert.deepEqual(problems(file), []);
      assert.equal(
        readFileSync(file, "utf8").split("\n")[0],
        "# yaml-language-server: $schema=./stacks/config/stack-file.schema.json",
      );
    });
  }

  it("accepts what Pulumi itself adds, and encrypted secrets", () => {
    assert.deepEqual(problems(join(root, "test/fixtures/encrypted-stack.yaml")), []);
  });

  for (const name of visible) {
    it(`refuses ${name}.yaml`, () => {
      assert.notDeepEqual(problems(join(root, "test/fixtures/bad-config", `${name}.yaml`)), []);
    });
  }

  it("describes every setting", () => {
    const undescribed: string[] = [];
    const walk = (schema: unknown, path: string): void => {
      if (typeof schema !== "object" || schema === null) return;
      const {
        properties = {},
        anyOf = [],
        oneOf = [],
      } = schema as { properties?: object; anyOf?: unknown[]; oneOf?: unknown[] };
      for (const [key, child] of Object.entries(properties)) {
        if (!("description" in (child as object)) && key !== "secure") undescribed.push(`${path}.${key}`);
        walk(child, `${path}.${key}`);
      }
      for (const branch of [...anyOf, ...oneOf]) walk(branch, path);
    };
    walk(stackFileSchema(), "");
    assert.deepEqual(undescribed, []);
  });

  it("is tried on fixtures that are there", () => {
    const files = readdirSync(join(root, "test/fixtures/bad-config"));
    for (const name of visible) assert.ok(files.includes(`${name}.yaml`), name);
  });
});
