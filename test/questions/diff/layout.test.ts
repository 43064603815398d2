import fc from 'fast-check'
import {dump} from 'js-yaml'
import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import {objectsOf} from '../../manifest.ts'
import {MUTATIONS} from './mutation.ts'
import {clusterFrom, compareClusters, type Draft, shop} from './shop.ts'

/** The same mapping with its keys in another order. */
function reordered(value: unknown, isReversed: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => reordered(item, isReversed))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, reordered(inner, isReversed)] as const)
  return Object.fromEntries(isReversed ? entries.reverse() : entries)
}

interface Layout {
  /** By object, where it stands in the order of all. */
  readonly order: readonly number[]
  /** By object, the file that it goes into. */
  readonly files: readonly number[]
  readonly isJson: boolean
  readonly indent: number
  readonly isFlow: boolean
  readonly isReversed: boolean
}

const count = shop().length
const layouts: fc.Arbitrary<Layout> = fc.record({
  order: fc.shuffledSubarray([...Array(count).keys()], {minLength: count, maxLength: count}),
  files: fc.array(fc.integer({min: 0, max: 5}), {minLength: count, maxLength: count}),
  isJson: fc.boolean(),
  indent: fc.integer({min: 1, max: 6}),
  isFlow: fc.boolean(),
  isReversed: fc.boolean(),
})

/** The objects written down and read again. */
function clusterIn(objects: readonly Draft[], {order, files, isJson, indent, isFlow, isReversed}: Layout) {
  const texts = new Map<number, string[]>()
  for (const index of order) {
    const object = reordered(objects[index], isReversed)
    const text = isJson ? JSON.stringify(object, null, indent) : dump(object, {indent, flowLevel: isFlow ? 1 : -1})
    const file = files[index] ?? 0
    texts.set(file, [...(texts.get(file) ?? []), text])
  }
  const sourced = [...texts].flatMap(([file, parts]) => objectsOf(parts.join('\n---\n'), `part-${file}.yaml`))
  return buildCluster({objects: sourced, leftOut: []}, undefined)
}

describe('how a tree is written makes no difference', () => {
  test('in whatever order, files and notation its objects stand', () => {
    fc.assert(
      fc.property(layouts, layouts, (one, other) => {
        expect(compareClusters(clusterIn(shop(), one), clusterIn(shop(), other)).data.changes).toEqual([])
      }),
      {numRuns: 40},
    )
  })

  test('and an edit is found in any of them', () => {
    const edits = MUTATIONS.filter(({effects}) => effects.length > 0)
    fc.assert(
      fc.property(layouts, fc.constantFrom(...edits), (layout, mutation) => {
        const objects = shop()
        mutation.edit(objects)
        const places = Array.from({length: objects.length}, (_, index) => index)
        const wide = {...layout, order: [...layout.order.filter((index) => index < objects.length), ...places.slice(count)]}
        const {findings} = compareClusters(clusterFrom(shop()), clusterIn(objects, wide))
        const told = findings.map(
          ({severity, rule, object}) => `${severity} ${rule.split('/')[1]} ${object?.kind}/${object?.namespace}/${object?.name}`,
        )
        expect(told.sort()).toEqual(mutation.effects)
      }),
      {numRuns: 40},
    )
  })
})
