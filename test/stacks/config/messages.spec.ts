import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { quoteValue, sentences } from "../../../stacks/config/messages";
import { secretShape } from "../../../stacks/config/plain-secrets";

/** What is said of a value that a schema refuses. */
function told(schema: z.ZodType, value: unknown): readonly string[] {
  const { error } = schema.safeParse(value);
  return sentences(error?.issues ?? [], { file: "F", value, otherKeys: [] }, schema);
}

const one = (schema: z.ZodType, value: unknown): string => told(z.strictObject({ a: schema }), { a: value }).join("\n");

describe("sentences", () => {
  it("take the words of a schema, in whichever of its forms", () => {
    const saying = (error: string): string => one(z.string().regex(/^x$/, { error }), "y");
    assert.equal(saying("must be x"), 'F: a is "y"; it must be x.');
    assert.equal(saying("it must be x"), 'F: a is "y"; it must be x.');
    assert.equal(saying("write x"), 'F: a is "y"; write x.');
    const sentence = z.string().superRefine((_, context) => {
      context.addIssue({ code: "custom", message: "a and b are at odds; choose one." });
    });
    assert.equal(one(sentence, "y"), "F: a and b are at odds; choose one.");
    const predicate = z.string().superRefine((_, context) => {
      context.addIssue({ code: "custom", message: "must be even" });
    });
    assert.equal(one(predicate, "y"), 'F: a is "y"; it must be even.');
  });

  it("have words for what schemas say nothing of", () => {
    assert.equal(one(z.int(), 1.5), "F: a is 1.5; it must be a whole number.");
    assert.equal(one(z.number().positive(), 0), "F: a is 0; it must be more than 0.");
    assert.equal(one(z.number().lt(3), 3), "F: a is 3; it must be less than 3.");
    assert.equal(one(z.number().multipleOf(2), 3), "F: a is 3; it must be a multiple of 2.");
    assert.equal(one(z.string().min(1), ""), 'F: a is ""; it must have at least 1 character.');
    assert.equal(
      one(z.array(z.string()).max(2), ["1", "2", "3"]),
      'F: a is ["1","2","3"]; it must have at most 2 entries.',
    );
    assert.equal(one(z.literal([7, 14]), 8), "F: a is 8; it must be 7 or 14.");
    assert.equal(one(z.string().regex(/^x$/), "y"), 'F: a is "y"; it must match /^x$/.');
    assert.equal(one(z.array(z.int()), [1, "x"]), 'F: a.1 is "x"; it must be a number.');
    assert.equal(
      one(z.boolean(), undefined),
      "F: a is missing; it must be true or false: set it with pulumi config set a <value>.",
    );
  });

  it("choose the branch of a union that was meant", () => {
    const union = z.union([z.string().regex(/^v/, { error: "must begin with v" }), z.record(z.string(), z.int())]);
    assert.equal(one(union, "x"), 'F: a is "x"; it must begin with v.');
    assert.equal(one(union, { b: "x" }), 'F: a.b is "x"; it must be a number.');
    assert.equal(one(union, 5), "F: a is 5; it must be a text or a map.");
  });

  it("exist for any value of any setting, one line each", () => {
    const schema = z.strictObject({
      kind: z.enum(["one", "two"]),
      size: z.union([z.int().min(3), z.array(z.string().min(2))]),
      inner: z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("a"), x: z.int() }),
        z.strictObject({ kind: z.literal("b") }),
      ]),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("kind", "size", "inner", "other"), fc.jsonValue()), (value) => {
        const found = told(schema, value);
        assert.equal(found.length === 0, schema.safeParse(value).success);
        for (const sentence of found) assert.match(sentence, /^F: .*\.$/);
      }),
    );
  });
});

describe("quoteValue", () => {
  it("is short and never a secret", () => {
    assert.equal(quoteValue("a"), '"a"');
    assert.equal(quoteValue({ a: 1 }), '{"a":1}');
    assert.equal(quoteValue("x".repeat(80)).length, 58);
    assert.equal(quoteValue("redis://:secret@host"), "[secret]");
    assert.equal(quoteValue({ deep: ["sk-abcdefghijklmnopqrstuvwx"] }), "[secret]");
  });
});

describe("secretShape", () => {
  it("knows secrets by their shape", () => {
    const shapes: Readonly<Record<string, string>> = {
      github_pat_11ABCDEFG0abcdefghijkl: "a GitHub token",
      AKIAIOSFODNN7EXAMPLE: "an AWS access key",
      "xoxb-123456789012-abc": "a Slack webhook or token",
      "sk-proj-abcdefghijklmnopqrst": "an API key",
      "-----BEGIN OPENSSH PRIVATE KEY-----": "a private key",
      "amqps://user:pass@host/": "an address with a password in it",
      "rediss://:pass@host:6379/0": "an address with a password in it",
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x": "a JSON Web Token",
      "glpat-abcdefghijklmnopqrst": "a GitLab token",
      [`AIza${"x".repeat(35)}`]: "a Google API key",
    };
    for (const [text, shape] of Object.entries(shapes)) assert.equal(secretShape(text), shape, text);
  });

  it("lets ordinary settings pass", () => {
    for (const text of [
      "v1.2.3",
      "main-latest",
      "https://example.com/a:b@c",
      "sk-short",
      "10.0.0.0/16",
      "#alerts",
      "sha256:" + "a".repeat(64),
      "arn:aws:iam::123456789012:role/ci",
    ]) {
      assert.equal(secretShape(text), undefined, text);
    }
  });
});
