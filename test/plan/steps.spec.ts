import assert from "node:assert/strict";
import { inSteps } from "../../plan/steps";

describe("steps that take their time", () => {
  it("are done in their order, and return what each returned", async () => {
    const order: string[] = [];
    const [count, words] = await inSteps(
      [
        {
          title: "Count",
          run: async (progress) => {
            progress("counting");
            await new Promise(setImmediate);
            order.push("count");
            return 3;
          },
        },
        { title: "Words", run: () => Promise.resolve([...order, "words"]) },
      ],
      true,
    );
    assert.equal(count.toFixed(1), "3.0");
    assert.deepEqual(words, ["count", "words"]);
  });

  it("end at the first that fails, with its own error", async () => {
    const failure = new Error("no such thing");
    let later = false;
    const steps = inSteps(
      [
        { title: "Fails", run: (): Promise<void> => Promise.reject(failure) },
        {
          title: "Later",
          run: () => {
            later = true;
            return Promise.resolve();
          },
        },
      ],
      true,
    );
    await assert.rejects(steps, (error) => error === failure);
    assert.equal(later, false);
  });
});
