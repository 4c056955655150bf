import assert from "node:assert/strict";
import fc from "fast-check";
import { environments } from "../../components/environment";
import { type WaveStack, wavesOf } from "../../deploy/waves";

const stack = (name: string, environment: WaveStack["environment"], owner?: string): WaveStack => ({
  name,
  environment,
  ...(owner === undefined ? {} : { owner }),
});

const names = (waves: readonly (readonly WaveStack[])[]): readonly (readonly string[])[] =>
  waves.map((wave) => wave.map(({ name }) => name));

/** Stacks that share clusters with stacks before them in the list, or with ones that aren't deployed. */
const anyStacks = fc
  .array(
    fc.record({
      environment: fc.constantFrom(...environments),
      owner: fc.option(fc.nat(), { nil: undefined }),
      elsewhere: fc.boolean(),
    }),
    { maxLength: 60 },
  )
  .map((rows) =>
    rows.map(({ elsewhere, environment, owner }, index) => {
      if (owner === undefined || index === 0) return stack(`s${String(index)}`, environment);
      return stack(`s${String(index)}`, environment, elsewhere ? "elsewhere" : `s${String(owner % index)}`);
    }),
  )
  .chain((stacks) => fc.shuffledSubarray(stacks, { minLength: stacks.length, maxLength: stacks.length }));

const anySize = fc.integer({ min: 1, max: 12 });

describe("waves of stacks", () => {
  it("begin with the stack nearest to development, and go on towards production", () => {
    const stacks = [stack("p1", "prod"), stack("d2", "dev"), stack("s1", "staging"), stack("d1", "dev")];
    assert.deepEqual(names(wavesOf(stacks, { size: 2 })), [["d1"], ["d2", "s1"], ["p1"]]);
    assert.deepEqual(names(wavesOf(stacks, { size: 9, canary: "s1" })), [["s1"], ["d1", "d2", "p1"]]);
    assert.deepEqual(wavesOf([], { size: 2 }), []);
  });

  it("deploy the owner of a cluster before those who share it", () => {
    const stacks = [stack("dev", "dev", "prod"), stack("staging", "staging", "prod"), stack("prod", "prod")];
    assert.deepEqual(names(wavesOf(stacks, { size: 4 })), [["prod"], ["dev", "staging"]]);
    assert.deepEqual(names(wavesOf(stacks, { size: 4, canary: "staging" })), [["prod"], ["staging"], ["dev"]]);
  });

  it("refuse a canary that isn't there, and circles", () => {
    assert.throws(() => wavesOf([stack("dev", "dev")], { size: 1, canary: "nope" }), {
      message: '--canary is "nope"; it must be one of the stacks that are deployed: dev.',
    });
    assert.throws(
      () => wavesOf([stack("a", "dev", "b"), stack("b", "dev", "a")], { size: 1 }),
      /a -> b -> a; give one/,
    );
  });

  it("have every stack once, and no wave is empty or too large", () => {
    fc.assert(
      fc.property(anyStacks, anySize, (stacks, size) => {
        const waves = wavesOf(stacks, { size });
        assert.deepEqual([...waves.flat().map(({ name }) => name)].sort(), stacks.map(({ name }) => name).sort());
        assert.ok(waves.every(({ length }) => length > 0 && length <= size));
      }),
    );
  });

  it("have no stack beside or before the owner of its cluster", () => {
    fc.assert(
      fc.property(anyStacks, anySize, (stacks, size) => {
        const waveOf = new Map(
          wavesOf(stacks, { size }).flatMap((wave, index) => wave.map(({ name }) => [name, index] as const)),
        );
        for (const { name, owner = "" } of stacks)
          if (waveOf.has(owner)) assert.ok((waveOf.get(owner) ?? 0) < (waveOf.get(name) ?? 0));
      }),
    );
  });

  it("put a canary behind nobody but the owners of its cluster", () => {
    fc.assert(
      fc.property(anyStacks, anySize, fc.nat(), (stacks, size, pick) => {
        fc.pre(stacks.length > 0);
        const canary = stacks[pick % stacks.length]?.name ?? "";
        const waves = names(wavesOf(stacks, { size, canary }));
        const place = waves.findIndex((wave) => wave.includes(canary));
        assert.deepEqual(waves[place], [canary]);
        let owner = stacks.find(({ name }) => name === canary)?.owner;
        for (const wave of waves.slice(0, place).reverse()) {
          assert.deepEqual(wave, [owner]);
          owner = stacks.find(({ name }) => name === owner)?.owner;
        }
      }),
    );
  });

  it("depend on no order in which stacks are named", () => {
    fc.assert(
      fc.property(anyStacks, anySize, (stacks, size) => {
        assert.deepEqual(wavesOf([...stacks].reverse(), { size }), wavesOf(stacks, { size }));
      }),
    );
  });
});
