import { UsageError } from "./errors";

/** An amount of CPU: cores or thousandths of a core. */
export type Cpu = `${number}` | `${number}m`;

/** An amount of memory or disk in binary units. */
export type Bytes = `${number}Ki` | `${number}Mi` | `${number}Gi` | `${number}Ti`;

const factors: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * The value of a Kubernetes quantity in its base unit (cores, bytes).
 *
 * @throws UsageError for a text that is no quantity, naming `setting`.
 */
export function parseQuantity(text: string, setting = "quantity"): number {
  const match = /^(\d{1,12}(?:\.\d{1,9})?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(text);
  const factor = factors[match?.[2] ?? ""];
  if (match === null || factor === undefined) {
    throw new UsageError(
      `${setting} is "${text}", which is no Kubernetes quantity; write a number with a unit, such as 250m (CPU), 512Mi or 20Gi.`,
    );
  }
  return Number(match[1]) * factor;
}

/** Cores as a quantity, rounded to thousandths, e.g. `1900m`. */
export function formatCpu(cores: number): string {
  const thousandths = Math.round(cores * 1000);
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${String(thousandths)}m`;
}

/** Bytes as a quantity in Mi or, from 10 Gi on, in Gi with one decimal. */
export function formatBytes(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes >= 10 * 1024
    ? `${String(Math.round(mebibytes / 102.4) / 10)}Gi`
    : `${String(Math.round(mebibytes))}Mi`;
}
