/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export type Chance = () => number

export function chanceOf(seed: string): Chance {
  let state = [...seed].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of several; undefined of none. */
export function pick<T>(all: readonly T[], chance: Chance): T | undefined {
  return all[Math.floor(chance() * all.length)]
}

export function shuffle<T>(all: readonly T[], chance: Chance): readonly T[] {
  const left = [...all]
  return all.flatMap(() => left.splice(Math.floor(chance() * left.length), 1))
}

/** A word with one slip of the pen: a letter left out, written twice or as another, or two that changed places. The first letter is never the one. */
export function misspell(word: string, chance: Chance): string | undefined {
  const letters = [...word.matchAll(/(?<=[a-z])[a-z](?=[a-z])/g)].map(({index}) => index)
  const at = pick(letters, chance)
  if (at === undefined || word.length < 4) return undefined
  const [before, letter = '', next = '', after] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)]
  const other = letter === 'z' ? 'a' : String.fromCharCode(letter.charCodeAt(0) + 1)
  const swapped = letter === next ? undefined : before + next + letter + after
  return pick(
    [before + next + after, before + letter + letter + next + after, before + other + next + after, swapped ?? before + next + after],
    chance,
  )
}
