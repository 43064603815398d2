/** Nano-units in a thousandth of a unit. */
const MILLI = 10n ** 6n

/** How many nano-units a unit is, by the suffix of a quantity. */
const SUFFIXES: Readonly<Record<string, bigint>> = {
  n: 1n,
  u: 10n ** 3n,
  m: MILLI,
  '': 10n ** 9n,
  k: 10n ** 12n,
  M: 10n ** 15n,
  G: 10n ** 18n,
  T: 10n ** 21n,
  P: 10n ** 24n,
  E: 10n ** 27n,
  Ki: 10n ** 9n * 2n ** 10n,
  Mi: 10n ** 9n * 2n ** 20n,
  Gi: 10n ** 9n * 2n ** 30n,
  Ti: 10n ** 9n * 2n ** 40n,
  Pi: 10n ** 9n * 2n ** 50n,
  Ei: 10n ** 9n * 2n ** 60n,
}

const QUANTITY = /^\+?(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)$/

/**
 * An amount of CPU in nano-cores, rounded up (k8s.io/apimachinery pkg/api/resource: `3920m`, `4`, `0.5`, `4e0`). Undefined for what is none, or
 * is negative.
 */
export function nanoCores(value: unknown): bigint | undefined {
  const match = QUANTITY.exec(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '')
  const [, whole = '', fraction = '', exponent = '0', suffix = ''] = match ?? []
  if (!match || whole + fraction === '') return undefined
  const digits = BigInt(whole + fraction) * (SUFFIXES[suffix] ?? 1n)
  const power = Number(exponent) - fraction.length
  return power >= 0 ? digits * 10n ** BigInt(power) : divideUp(digits, 10n ** BigInt(-power))
}

/** Milli-cores, rounded up as Go's Quantity.MilliValue does. */
export function milliCores(nano: bigint): number {
  return Number(divideUp(nano, MILLI))
}

function divideUp(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by
}
