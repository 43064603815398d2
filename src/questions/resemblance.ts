/**
 * The number of insertions, deletions, substitutions and swaps of neighbours that turn one word into another (optimal string alignment),
 * or `limit + 1` as soon as it must be more than `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let previous = Array.from({length: b.length + 1}, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      current.push(cost)
    }
    // A swap reaches back over one row, so both must be beyond the limit.
    if (Math.min(...current, ...previous) > limit) return limit + 1
    before = previous
    previous = current
  }
  return Math.min(previous[b.length] ?? 0, limit + 1)
}

/** How two words that should be equal resemble each other; undefined where they are simply different. */
export function resemblance(expected: string, actual: string): 'case' | 'typo' | undefined {
  if (expected === actual) return undefined
  if (expected.toLowerCase() === actual.toLowerCase()) return 'case'
  if (digitsOf(expected) !== digitsOf(actual)) return undefined
  const limit = tolerance(Math.min(expected.length, actual.length))
  return limit > 0 && editDistance(expected, actual, limit) <= limit ? 'typo' : undefined
}

/** The digits of a word. v1 and v2, redis and redis2: numbers count things, nobody misspells them. */
export function digitsOf(word: string): string {
  return word.replace(/\D+/g, ' ').trim()
}

/** Short words are too close to each other anyway. */
function tolerance(length: number): number {
  if (length < 4) return 0
  return length < 7 ? 1 : 2
}

/** The candidate that resembles a word most, for "did you mean". */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  let nearest: string | undefined
  let best = (word.length < 3 ? 1 : word.length < 6 ? 2 : Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), best)
    if (distance < best && distance < Math.max(word.length, candidate.length)) {
      best = distance
      nearest = candidate
    }
  }
  return nearest
}
