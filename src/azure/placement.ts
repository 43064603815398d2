import {compareRanges, contains, halves, overlaps, type Range} from './range.ts'
import {rangeSize, smallestRange} from './subnet-size.ts'

export interface WantedSubnet {
  readonly name: string
  readonly prefixLength: number
}

/** Where the wanted subnets would go. */
export interface Placement {
  readonly placed: readonly {readonly name: string; readonly range: Range}[]
  /** What found no room, largest first. */
  readonly unplaced: readonly WantedSubnet[]
  /** What stays free, in the order of addresses. */
  readonly free: readonly Range[]
}

/**
 * Places subnets in an address space around what is taken: the largest first, each in the smallest free block that holds it, which
 * wastes nothing between them because every block is a power of two.
 */
export function placeSubnets(space: readonly Range[], taken: readonly Range[], wanted: readonly WantedSubnet[]): Placement {
  let free = space.flatMap((range) => without(range, taken))
  const placed: {name: string; range: Range}[] = []
  const unplaced: WantedSubnet[] = []
  for (const subnet of wanted.toSorted((a, b) => a.prefixLength - b.prefixLength)) {
    const block = free
      .filter((range) => range.prefixLength <= subnet.prefixLength)
      .toSorted((a, b) => b.prefixLength - a.prefixLength || compareRanges(a, b))[0]
    if (block === undefined) {
      unplaced.push(subnet)
      continue
    }
    const {first, rest} = carve(block, subnet.prefixLength)
    free = [...free.filter((range) => range !== block), ...rest]
    placed.push({name: subnet.name, range: first})
  }
  return {placed, unplaced, free: free.toSorted(compareRanges)}
}

/** The prefix length of the smallest network that holds all these subnets; undefined beyond a /0. */
export function smallestNetwork(prefixLengths: readonly number[]): number | undefined {
  return smallestRange(prefixLengths.reduce((sum, prefixLength) => sum + rangeSize(prefixLength), 0))
}

/** The lower end of a block at the wanted size, and what is left of it. */
function carve(block: Range, prefixLength: number): {readonly first: Range; readonly rest: readonly Range[]} {
  const parts = block.prefixLength < prefixLength ? halves(block) : undefined
  if (!parts) return {first: block, rest: []}
  const {first, rest} = carve(parts[0], prefixLength)
  return {first, rest: [...rest, parts[1]]}
}

/** The largest blocks of a range that touch nothing that is taken. */
function without(range: Range, taken: readonly Range[]): readonly Range[] {
  const touching = taken.filter((other) => overlaps(range, other))
  if (touching.length === 0) return [range]
  if (touching.some((other) => contains(other, range))) return []
  return (halves(range) ?? []).flatMap((half) => without(half, touching))
}
