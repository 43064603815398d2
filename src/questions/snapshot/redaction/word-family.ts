import {compareText} from '../../order.ts'
import {resemblance} from '../../resemblance.ts'

export interface Member {
  readonly word: string
  /** The more frequent word that it resembles; undefined for one that stands for itself. */
  readonly like: string | undefined
}

/** Each word with the one that it is a misspelling of, the more frequent words first. */
export function inFamilies(words: ReadonlyMap<string, number>): readonly Member[] {
  const heads = new Map<string, string[]>()
  const sorted = [...words].sort(([a, often], [b, oftener]) => oftener - often || compareText(a, b))
  return sorted.map(([word]) => {
    const shortened = shortenings(word.toLowerCase())
    const like = [...shortened].flatMap((text) => heads.get(text) ?? []).find((head) => resemblance(head, word))
    if (like !== undefined) return {word, like}
    for (const text of shortened) heads.set(text, [...(heads.get(text) ?? []), word])
    return {word, like}
  })
}

export function isSame(a: string, b: string | undefined): boolean {
  return a.toLowerCase() === b?.toLowerCase()
}

/** Longer ones are no words that anybody types. */
const MAX_LENGTH = 30

/**
 * A word without up to two of its letters: words at a distance of two share one of these. It spares comparing all words with all. Digits stay, for
 * words with other ones do not resemble each other, and short words never do (resemblance.ts).
 */
function shortenings(word: string): ReadonlySet<string> {
  const all = new Set([word])
  const removed = word.length > MAX_LENGTH || word.length < 4 ? 0 : word.length < 7 ? 1 : 2
  let last: readonly string[] = [word]
  for (let round = 0; round < removed; round++) {
    last = [...new Set(last.flatMap(withoutOneLetter))]
    for (const text of last) all.add(text)
  }
  return all
}

function withoutOneLetter(word: string): readonly string[] {
  return Array.from(word, (letter, index) => (/\d/.test(letter) ? word : word.slice(0, index) + word.slice(index + 1)))
}
