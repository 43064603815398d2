import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {DiffReport} from '../../../src/questions/diff/diff.ts'
import {MIRROR} from '../../../src/questions/diff/effect.ts'
import {exitOf} from '../answer.ts'
import {MUTATIONS, type Mutation} from './mutation.ts'
import {compare, type Draft, shop} from './shop.ts'

/** What the answer tells: severity, kind and object of each finding. */
function told({findings}: DiffReport): readonly string[] {
  return findings
    .map(({severity, rule, object}) => `${severity} ${rule.split('/')[1]} ${object?.kind}/${object?.namespace}/${object?.name}`)
    .sort()
}

function edited({edit}: Mutation): Draft[] {
  const objects = shop()
  edit(objects)
  return objects
}

/** Every effect with what was and is, as the other direction would have it. */
function effectsOf({data}: DiffReport, isMirrored: boolean): readonly string[] {
  const effects = data.changes.flatMap((change) => change.effects)
  const texts = effects.map(({kind, object, before, after}) =>
    JSON.stringify(isMirrored ? [MIRROR[kind], object, after, before] : [kind, object, before, after]),
  )
  return texts.sort()
}

/** Mulberry32: the same order on every run. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return items
    .map((item) => [next(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}

test('there are at least sixty edits, each of another name', () => {
  expect(new Set(MUTATIONS.map(({name}) => name)).size).toBe(MUTATIONS.length)
  expect(MUTATIONS.length).toBeGreaterThanOrEqual(60)
})

describe('one edit has its own effects and no others', () => {
  test.each(MUTATIONS)('$name', (mutation) => {
    expect(told(compare(shop(), edited(mutation)))).toEqual(mutation.effects)
  })
})

describe('whatever the order of the objects', () => {
  test.each(MUTATIONS)('$name', (mutation) => {
    const [before, after] = [shuffled(shop(), 7), shuffled(edited(mutation), mutation.name.length)]
    expect(told(compare(before, after))).toEqual(mutation.effects)
  })
})

describe('the way back is the mirror of the way there', () => {
  test.each(MUTATIONS)('$name', (mutation) => {
    const [there, back] = [compare(shop(), edited(mutation)), compare(edited(mutation), shop())]
    expect(effectsOf(there, true)).toEqual(effectsOf(back, false))
  })
})

test('two edits at once are mirrored too', () => {
  fc.assert(
    fc.property(fc.constantFrom(...MUTATIONS), fc.constantFrom(...MUTATIONS), (one, other) => {
      const [left, right] = [edited(one), edited(other)]
      expect(effectsOf(compare(left, right), true)).toEqual(effectsOf(compare(right, left), false))
    }),
    {numRuns: 150},
  )
})

describe('an edit that opens something fails, and no other does', () => {
  test.each(MUTATIONS)('$name', (mutation) => {
    const grows = mutation.effects.some((effect) => effect.startsWith('error'))
    const report = compare(shop(), edited(mutation))
    expect(exitOf(report)).toBe(grows ? 1 : 0)
    expect(report.data.exposureGrew).toBe(grows)
  })
})

describe('all effects stand under what was edited', () => {
  // Where two objects are edited at once, either is named.
  test.each(MUTATIONS.filter(({effects}) => effects.length > 0))('$name', (mutation) => {
    const changes = compare(shop(), edited(mutation)).data.changes
    expect(changes.flatMap(({causes}) => causes).length).toBeGreaterThan(0)
    expect(changes.filter(({causes}) => causes.length === 0)).toEqual([])
  })
})

test('the shop and itself have no differences', () => {
  const report = compare(shop(), shop())
  expect(report.data.changes).toEqual([])
  expect(report.findings).toEqual([])
  expect(report.tables).toEqual([])
})
