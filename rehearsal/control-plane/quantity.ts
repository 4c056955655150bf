const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a Kubernetes quantity stands for: `250m` is 0.25, `1Ki` is 1024. The API server has checked it. */
export function quantity(text: string | number | undefined): number {
  const [, digits = "", suffix = ""] = String(text ?? 0).match(/^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/) ?? [];
  const factor = suffixes[suffix];
  if (digits === "" || factor === undefined) throw new Error(`"${String(text)}" is not a Kubernetes quantity`);
  return Number(digits) * factor;
}
