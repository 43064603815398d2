/** Numbers that only look like chance: one seed, one sequence. */
export interface Random {
  /** A whole number from 0 up to, not including, the bound. */
  readonly below: (bound: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(items: readonly T[]) => T
  /** One of the keys, as often as its weight has a share in all. */
  readonly weighted: <K extends string>(weights: Readonly<Record<K, number>>) => K
  readonly shuffle: <T>(items: readonly T[]) => readonly T[]
  /** So many different items, in the order of the list; all where there are fewer. */
  readonly some: <T>(items: readonly T[], count: number) => readonly T[]
}

/** Mulberry32, by Tommy Ettinger (public domain): 32 bits of state, more than enough to draw test cases. */
export function createRandom(seed: number): Random {
  let state = seed | 0
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number) => Math.floor(fraction() * bound)
  return {
    below,
    chance: (probability) => fraction() < probability,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    weighted: <K extends string>(weights: Readonly<Record<K, number>>) => {
      const entries = Object.entries<number>(weights) as [K, number][]
      let point = fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [key, weight] of entries) {
        if (point < weight) return key
        point -= weight
      }
      return (entries[0] as [K, number])[0]
    },
    shuffle: (items) => {
      const left = [...items]
      return items.map(() => left.splice(below(left.length), 1)[0] as (typeof left)[number])
    },
    some: (items, count) => {
      let wanted = Math.min(count, items.length)
      return items.filter((_, index) => {
        const taken = fraction() * (items.length - index) < wanted
        if (taken) wanted--
        return taken
      })
    },
  }
}
