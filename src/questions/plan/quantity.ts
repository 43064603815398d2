const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
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
}

/** A Kubernetes quantity in its base unit: `500m` is 0.5, `1Gi` is 1073741824, `2e3` is 2000. Undefined where the text is none. */
export function parseQuantity(value: unknown): number | undefined {
  const match = /^\+?(\d+(?:\.\d*)?|\.\d+)(?:(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E)|[eE]([+-]?\d{1,3}))?$/.exec(String(value ?? '').trim())
  if (!match) return undefined
  const number = Number(match[1])
  return match[3] === undefined ? number * (SUFFIXES[match[2] ?? ''] ?? 1) : number * 10 ** Number(match[3])
}
