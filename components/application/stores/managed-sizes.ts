import { parseQuantity } from "../../quantities";
import type { PostgresStore, RedisStore } from "./contract";

/** A machine that a cloud offers for stores, by its own name. */
export interface StoreSize {
  readonly name: string;
  readonly cpu: number;
  /** Memory of the machine, in GiB. */
  readonly memory: number;
}

const gibibyte = 1024 ** 3;

/** CPU and memory that a store asks for; a managed machine has at least as much. */
function asked(store: PostgresStore | RedisStore): { readonly cpu: number; readonly memory: number } {
  if (store.kind === "redis") return { cpu: 0, memory: ((store.maxMemoryMebibytes ?? 192) * 4) / 3 / 1024 };
  const { cpu, memory } = store.resources;
  return { cpu: parseQuantity(cpu.limit), memory: parseQuantity(memory.limit) / gibibyte };
}

/** The smallest of a cloud's machines, which are in order, that holds a store; the largest if none does. */
export function sizeFor(store: PostgresStore | RedisStore, sizes: readonly [StoreSize, ...StoreSize[]]): string {
  const { cpu, memory } = asked(store);
  const [smallest] = sizes;
  return (sizes.find((size) => size.cpu >= cpu && size.memory >= memory) ?? sizes.at(-1) ?? smallest).name;
}

/** A volume's size in whole GiB, at least `least`. */
export function wholeGibibytes(size: string, least: number): number {
  return Math.max(Math.ceil(parseQuantity(size) / gibibyte), least);
}
