import assert from "node:assert/strict";
import { parse } from "yaml";
import { withSecretVersionsIn } from "../../deploy/secret-versions-in-file";

const text = `# yaml-language-server: $schema=./schema.json
encryptionsalt: v1:abc=
config:
  rootstock:environment: prod # the one that counts
  rootstock:secrets:
    API_KEY:
      secure: v1:aaaa:bbbb
  rootstock:secretVersions:
    # after the incident
    API_KEY: { version: 3, rotated: "2026-08-01" }
`;

describe("versions of secrets in a stack's file", () => {
  it("are written, and everything else stays as it was", () => {
    const changed = withSecretVersionsIn(text, {
      TOKEN: { version: 2, rotated: "2026-11-21", previous: true },
      API_KEY: { version: 4, rotated: "2026-11-21", previous: false },
    });
    assert.equal(
      changed,
      `${text.replace('version: 3, rotated: "2026-08-01"', 'version: 4, rotated: "2026-11-21"')}    TOKEN: { version: 2, rotated: "2026-11-21", previous: true }\n`,
    );
    const { config } = parse(changed) as { config: Record<string, unknown> };
    assert.deepEqual(config["rootstock:secretVersions"], {
      API_KEY: { version: 4, rotated: "2026-11-21" },
      TOKEN: { version: 2, rotated: "2026-11-21", previous: true },
    });
  });

  it("get a place where there was none, with the key as the file writes keys", () => {
    const none = withSecretVersionsIn("config:\n  rootstock:environment: dev\n", {
      TOKEN: { version: 2, rotated: "2026-11-21" },
    });
    assert.deepEqual(parse(none), {
      config: {
        "rootstock:environment": "dev",
        "rootstock:secretVersions": { TOKEN: { version: 2, rotated: "2026-11-21" } },
      },
    });
    const short = withSecretVersionsIn('config:\n  secretVersions: { A: { version: 1, rotated: "2026-01-01" } }\n', {
      A: { version: 2, rotated: "2026-11-21" },
    });
    assert.deepEqual(parse(short), { config: { secretVersions: { A: { version: 2, rotated: "2026-11-21" } } } });
  });

  it("aren't written into what is no stack's file", () => {
    for (const broken of ["config: [", "config: 3\n", "", "name: x\n"])
      assert.throws(() => withSecretVersionsIn(broken, { A: { version: 2, rotated: "2026-11-21" } }), {
        name: "UsageError",
      });
  });
});
