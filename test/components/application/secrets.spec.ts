import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { SecretValues } from "../../../components/application/secret-values";
import {
  composed,
  generated,
  referencesOf,
  type SecretSource,
  secretErrors,
  supplied,
} from "../../../components/application/secrets";
import { clear, hideSecrets, redacted } from "../../../plan/wire";
import { recordProgram } from "../../support/deploy";
import type { Recording } from "../../support/recording";

/** A program whose outputs are the values of secrets. */
function programOf(
  sources: Readonly<Record<string, SecretSource>>,
  given: Readonly<Record<string, string>>,
  names: readonly string[],
): Promise<Recording> {
  return recordProgram(() => {
    const supplies = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, pulumi.output(value)]));
    const secrets = new SecretValues(sources, supplies, {});
    return Promise.resolve(Object.fromEntries(names.map((name) => [name, secrets.get(name)])));
  });
}

describe("values of secrets", () => {
  it("are supplied, generated or composed, and always marked", async () => {
    const sources = {
      A: supplied("a", "s"),
      B: generated(16, "hex"),
      C: generated(24),
      D: composed("<{{A}}|{{B}}|{{A}}>"),
    };
    const made = await programOf(sources, { A: "$& {{B}} value" }, ["D", "A", "B", "C"]);
    const { A, B = "", C = "", D } = clear(made.outputs) as Readonly<Record<string, string>>;
    assert.equal(A, "$& {{B}} value");
    assert.match(B, /^[0-9a-f]{32}$/);
    assert.equal(Buffer.from(C, "base64").length, 24);
    assert.equal(D, `<$& {{B}} value|${B}|$& {{B}} value>`);
    assert.deepEqual(hideSecrets(made.outputs), { A: redacted, B: redacted, C: redacted, D: redacted });
    assert.deepEqual(made.names("RandomBytes"), ["b", "c"], "each is made once");
  });

  it("are refused by a sentence when nobody has them", async () => {
    await assert.rejects(programOf({ A: generated(16) }, {}, ["B"]), {
      name: "UsageError",
      message: "Secret B is used but not declared; declared are A.",
    });
    await assert.rejects(programOf({ A: supplied("the key", "k") }, {}, ["A"]), {
      name: "UsageError",
      message: "Secret A is missing (the key); set it with: pulumi config set --secret --path 'secrets.A'",
    });
  });
});

describe("templates of secrets", () => {
  const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,5}$/);

  it("mention what stands between double braces", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z:/@ ]*$/), name)), (parts) => {
        const template = parts.map(([text, reference]) => `${text}{{${reference}}}`).join("");
        assert.deepEqual(
          referencesOf(template),
          parts.map(([, reference]) => reference),
        );
      }),
    );
  });

  it("are sound exactly where every mention leads to an end", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(5), { maxLength: 3 }), { minLength: 1, maxLength: 6 }), (graph) => {
        const called = (index: number): string => `S${String(index)}`;
        const sources = Object.fromEntries(
          graph.map((mentions, index) => [
            called(index),
            mentions.length === 0 ? generated(32) : composed(mentions.map((other) => `{{${called(other)}}}`).join("-")),
          ]),
        );
        const ends = (index: number, path: readonly number[]): boolean =>
          !path.includes(index) &&
          graph[index] !== undefined &&
          graph[index].every((other) => ends(other, [...path, index]));
        const sound = graph.every((_, index) => ends(index, []));
        assert.equal(secretErrors(sources).length === 0, sound);
      }),
    );
  });
});
