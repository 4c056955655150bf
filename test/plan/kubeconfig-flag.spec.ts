import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kubeconfigOfFlag } from "../../plan/kubeconfig-flag";

describe("--kubeconfig", () => {
  it("is read, unless it is no file of a kubeconfig's size", () => {
    const directory = mkdtempSync(join(tmpdir(), "rootstock-kubeconfig-"));
    try {
      const file = join(directory, "config");
      writeFileSync(file, "kind: Config\n");
      assert.equal(kubeconfigOfFlag(file), "kind: Config\n");
      writeFileSync(file, "x".repeat(1024 * 1024 + 1));
      for (const [path, reason] of [
        [join(directory, "gone"), "ENOENT: no such file or directory, open '.*'"],
        [directory, "it is no ordinary file"],
        [file, "it has 1048577 bytes, and 1048576 are the most"],
      ] as const)
        assert.throws(
          () => kubeconfigOfFlag(path),
          new RegExp(
            `^UsageError: --kubeconfig is ${path}, which can't be read \\(${reason}\\); name the kubeconfig of a cluster that is there\\.$`,
          ),
        );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
