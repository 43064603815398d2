import type {Tally} from '../harness/sandbox.ts'

/**
 * Pearson's chi-square of what was counted against what was predicted. Who answered without being predicted makes it infinite.
 * `predicted` are probabilities by name, all together 1.
 */
export function chiSquare(counted: readonly Tally[], predicted: ReadonlyMap<string, number>): number {
  const total = counted.reduce((sum, {count}) => sum + count, 0)
  if (counted.some(({name = ''}) => !predicted.has(name))) return Number.POSITIVE_INFINITY
  return [...predicted].reduce((sum, [name, probability]) => {
    const expected = probability * total
    const count = counted.filter((tally) => tally.name === name).reduce((own, tally) => own + tally.count, 0)
    return sum + (count - expected) ** 2 / expected
  }, 0)
}

/**
 * The probability that chi-square of a perfect spread over seven endpoints (six degrees of freedom) is above x: e^(−x/2) (1 + x/2 + (x/2)²/2), the
 * upper tail of the distribution where the degrees of freedom are even. At 45 that is 1.69·10⁻¹⁰ · (1 + 22.5 + 253.1) = 4.7·10⁻⁸; four such tests
 * fail by chance in one of five million runs.
 */
export const BOUND_FOR_SEVEN = 45
