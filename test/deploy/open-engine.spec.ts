import assert from "node:assert/strict";
import type { Engine } from "../../deploy/contract";
import { whileOpen } from "../../deploy/open-engine";
import { stackKubeconfig } from "../../deploy/stack-kubeconfig";

describe("an engine", () => {
  let ended = 0;
  const engine = (kubeconfig?: string): Engine =>
    ({
      input: { stack: "shop" },
      kubeconfig: () => Promise.resolve(kubeconfig),
      end: () => Promise.resolve(void ended++),
    }) as unknown as Engine;

  beforeEach(() => {
    ended = 0;
  });

  it("is ended after what was done with it", async () => {
    const found = await whileOpen(
      () => Promise.resolve(engine("kind: Config")),
      async (open) => {
        assert.equal(ended, 0);
        return stackKubeconfig(open);
      },
    );
    assert.deepEqual([found, ended], ["kind: Config", 1]);
  });

  it("is ended where that fails, such as for want of a cluster", async () => {
    await assert.rejects(
      whileOpen(() => Promise.resolve(engine()), stackKubeconfig),
      /^UsageError: Stack shop has no cluster yet; deploy it first: rootstock up\.$/,
    );
    assert.equal(ended, 1);
  });
});
