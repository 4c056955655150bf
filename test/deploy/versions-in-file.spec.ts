import assert from "node:assert/strict";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import type { Versions } from "../../deploy/contract";
import { versionsIn, withVersionsIn } from "../../deploy/versions-in-file";

const tag = fc.oneof(
  fc.constantFrom("v1.2.3", "1.10", "0x1f", "true", "null", "2026-11-21", "main-abc123f", "1e3"),
  fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/),
);
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const digest = fc.stringMatching(/^[a-f0-9]{64}$/).map((hex) => `sha256:${hex}`);
const versions: fc.Arbitrary<Versions> = fc.record(
  {
    imageTag: fc.oneof(tag, fc.dictionary(name, tag, { minKeys: 1, maxKeys: 5, noNullPrototype: true })),
    slots: fc.dictionary(name, fc.constantFrom("blue", "green"), { maxKeys: 3, noNullPrototype: true }),
    digests: fc.dictionary(
      fc.tuple(name, tag).map(([image, of]) => `registry.example.com/${image}:${of}`),
      digest,
      { maxKeys: 4, noNullPrototype: true },
    ),
  },
  { noNullPrototype: true },
);

/** Lines of a stack's file that aren't about versions, as people and Pulumi write them. */
const otherLines = [
  "  # Why this is so, in a line of its own.",
  "  aws:region:   eu-west-1   # kept as it is",
  "  rootstock:environment: staging",
  "  rootstock:cluster: {kind: kubeconfig}",
  "  rootstock:secrets:\n    DATABASE_URL:\n        secure: AAABAFh3bGxk+/=",
  '  rootstock:domain: "example.com"',
  "",
  "  rootstock:platform:\n      images:\n          mirror: 'mirror.internal/all'",
  '  rootstock:secretVersions: { JWT: { version: 2, rotated: "2026-11-20" } }',
];

/** The lines of a setting, in one of the styles in which they are found. */
function settingLines(key: string, value: unknown, style: number): string {
  if (style === 0) return `  "${key}":   ${JSON.stringify(value)}`;
  if (style === 1) return `  ${key}: ${JSON.stringify(value)} # a comment`;
  return stringify({ [key]: value }, { lineWidth: 0, indent: 4 })
    .trimEnd()
    .replaceAll(/^/gm, "  ");
}

/** A stack's file: what is about versions anywhere among the rest, each in its own style, or left out. */
const file = fc
  .record({
    before: versions,
    styles: fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }),
    order: fc.shuffledSubarray([...otherLines.keys()], { minLength: 1 }),
    places: fc.array(fc.nat(otherLines.length), { minLength: 3, maxLength: 3 }),
    short: fc.boolean(),
  })
  .map(({ before, order, places, short, styles }) => {
    const others = order.map((index) => otherLines[index] ?? "");
    const lines = [...others];
    for (const [index, key] of (["imageTag", "slots", "digests"] as const).entries()) {
      const style = styles[index] ?? 0;
      if (style === 3) continue;
      lines.splice(places[index] ?? 0, 0, settingLines(short ? key : `rootstock:${key}`, before[key], style));
    }
    return { others, text: `encryptionsalt: v1:c2FsdA==:v1:dGV4dA==\nconfig:\n${lines.join("\n")}\n# the end\n` };
  });

describe("versions in a stack's file", () => {
  it("are read as they were written, and nothing else is changed", () => {
    fc.assert(
      fc.property(file, versions, ({ others, text }, wanted) => {
        const written = withVersionsIn(text, wanted);
        assert.deepEqual(versionsIn(written), wanted);
        let at = 0;
        for (const lines of ["encryptionsalt: v1:c2FsdA==:v1:dGV4dA==\nconfig:\n", ...others, "# the end\n"]) {
          const found = written.indexOf(lines, at);
          assert.ok(found >= at, `${lines}\nis not where it was in\n${written}`);
          at = found + lines.length;
        }
        const { config: before } = parse(text) as { config: Record<string, unknown> | null };
        const { config: after } = parse(written) as { config: Record<string, unknown> };
        const rest = (settings: Record<string, unknown>) =>
          Object.entries(settings).filter(([key]) => !/^(rootstock:)?(imageTag|slots|digests)$/.test(key));
        assert.deepEqual(rest(after), rest(before ?? {}));
      }),
      { numRuns: 400 },
    );
  });

  it("stay the same text where they are what is written already", () => {
    fc.assert(
      fc.property(file, versions, ({ text }, wanted) => {
        const once = withVersionsIn(text, wanted);
        assert.equal(withVersionsIn(once, wanted), once);
      }),
    );
  });

  it("come into a section that has nothing but comments, which stay", () => {
    assert.equal(
      withVersionsIn("config: # of this stack\n\n# the end\n", { imageTag: "v1", slots: {}, digests: {} }),
      "config:\n  rootstock:imageTag: v1\n  # of this stack\n\n  # the end\n",
    );
  });

  it("change in the lines where they stand, with their comments", () => {
    const text = `config:
  rootstock:imageTag: # what runs
    default: v1 # everything
    # the two slots
    web-blue: v1
    web-green: v2 # next
    old: v0
  rootstock:slots: {web: blue}   # who serves
  rootstock:domain: example.com
`;
    assert.equal(
      withVersionsIn(text, {
        imageTag: { default: "v1", "web-blue": "v3", "web-green": "v2", api: "1.0" },
        slots: { web: "green" },
        digests: { "ghcr.io/acme/web:v3": `sha256:${"a".repeat(64)}` },
      }),
      `config:
  rootstock:imageTag:
    # what runs
    default: v1 # everything
    # the two slots
    web-blue: v3
    web-green: v2 # next
    api: "1.0"
  rootstock:slots: { web: green } # who serves
  rootstock:digests:
    ghcr.io/acme/web:v3: sha256:${"a".repeat(64)}
  rootstock:domain: example.com
`,
    );
  });

  it("are added where a file has none", () => {
    const wanted: Versions = { imageTag: "v1", slots: {}, digests: {} };
    assert.equal(
      withVersionsIn("config:\n    rootstock:environment: dev\n", wanted),
      "config:\n    rootstock:environment: dev\n    rootstock:imageTag: v1\n",
    );
    assert.equal(
      withVersionsIn("encryptionsalt: x\n", wanted),
      "encryptionsalt: x\nconfig:\n  rootstock:imageTag: v1\n",
    );
    assert.equal(
      withVersionsIn("config: { rootstock:domain: a.b }", wanted),
      "config: { rootstock:domain: a.b, rootstock:imageTag: v1 }\n",
    );
  });

  it("aren't written into a file whose other settings would change with them", () => {
    const wanted: Versions = { imageTag: "v2", slots: {}, digests: {} };
    assert.throws(() => withVersionsIn("config:\n  rootstock:imageTag: &tag v1\n  other:x: *tag\n", wanted), {
      message:
        "The stack's file uses aliases (*name), and settings can't be written without changing others; write the values out.",
    });
    assert.throws(() => withVersionsIn("config: [\n", wanted), {
      message: "The stack's file is no valid YAML, and can't be written; mend it first.",
    });
  });
});
