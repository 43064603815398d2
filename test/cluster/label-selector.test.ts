import {readFileSync} from 'node:fs'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {quoteAsGo} from '../../src/cluster/go-quoting.ts'
import {
  formatLabelSelector,
  type LabelSelector,
  type Labels,
  matchesLabels,
  parseLabelSelector,
  type Requirement,
  SELECTS_NOTHING,
  selectorFromLabelSelector,
  selectorFromLabels,
} from '../../src/cluster/label-selector.ts'

/** What apimachinery says; see test/oracle/label-selector. */
interface Outcome {
  readonly error?: string
  readonly nothing?: true
  readonly canonical?: string
  readonly requirements?: LabelSelector
}
interface Fixture {
  readonly parse: readonly (Outcome & {readonly text: string})[]
  readonly wire: readonly (Outcome & {readonly wire: unknown; readonly decodeError?: string})[]
  readonly fromLabels: readonly (Outcome & {readonly labels: Labels | null; readonly string: string})[]
  readonly matching: {
    readonly labelSets: readonly Labels[]
    readonly cases: readonly {readonly selector: string; readonly matches: readonly number[]}[]
  }
  readonly quote: readonly {readonly text: string; readonly quoted: string}[]
}
const oracle: Fixture = JSON.parse(readFileSync(new URL('../fixtures/label-selectors.json', import.meta.url), 'utf8'))

function selectorOf(text: string): LabelSelector {
  const parsed = parseLabelSelector(text)
  if (parsed.kind === 'error') throw new Error(parsed.message)
  return parsed.selector
}

describe('what stands after kubectl -l', () => {
  test('the oracle knows at least 150 good and bad selectors', () => {
    expect(oracle.parse.filter(({error}) => error === undefined).length).toBeGreaterThan(100)
    expect(oracle.parse.filter(({error}) => error !== undefined).length).toBeGreaterThan(100)
  })

  test.each(oracle.parse.filter(({error}) => error === undefined))('is read as apimachinery reads it: $text', (expected) => {
    const selector = selectorOf(expected.text)
    expect(selector).toEqual(expected.requirements ?? [])
    expect(formatLabelSelector(selector)).toBe(expected.canonical)
  })

  test.each(oracle.parse.filter(({error}) => error !== undefined))('is refused in the words of apimachinery: $text', ({text, error}) => {
    expect(parseLabelSelector(text)).toEqual({kind: 'error', message: error})
  })

  test.each(oracle.quote)("is quoted in messages as Go's %q quotes it: $quoted", ({text, quoted}) => {
    expect(quoteAsGo(text)).toBe(quoted)
  })

  test('a lone surrogate is quoted as the replacement character, which Go would have in its place', () => {
    expect(quoteAsGo('a\ud800b')).toBe('"a\ufffdb"')
  })
})

describe('a metav1.LabelSelector', () => {
  const readable = oracle.wire.filter(({decodeError}) => decodeError === undefined)
  const wronglyTyped = oracle.wire.filter(({decodeError}) => decodeError !== undefined)

  test.each(readable.map((expected) => ({...expected, json: JSON.stringify(expected.wire)})))(
    'is converted as apimachinery does: $json',
    (expected) => {
      const parsed = selectorFromLabelSelector(expected.wire)
      if (expected.error !== undefined) return expect(parsed).toEqual({kind: 'error', message: expected.error})
      if (expected.nothing) return expect(parsed).toEqual({kind: 'selector', selector: SELECTS_NOTHING})
      expect(parsed).toEqual({kind: 'selector', selector: expected.requirements ?? []})
      expect(parsed.kind === 'selector' && formatLabelSelector(parsed.selector)).toBe(expected.canonical)
    },
  )

  test('that the API server cannot decode is an error', () => {
    expect(wronglyTyped.length).toBeGreaterThan(15)
    for (const {wire} of wronglyTyped) expect(selectorFromLabelSelector(wire), JSON.stringify(wire)).toMatchObject({kind: 'error'})
  })

  test('of a wrong type names the field that has it', () => {
    const messageOf = (value: unknown) => {
      const parsed = selectorFromLabelSelector(value)
      return parsed.kind === 'error' ? parsed.message : undefined
    }
    expect(messageOf(['app'])).toBe('the label selector must be a map, not a list')
    expect(messageOf({matchLabels: 'app=web'})).toBe('matchLabels must be a map, not a string')
    expect(messageOf({matchLabels: {app: 'web', version: 1.5}})).toBe('matchLabels[version] must be a string, not a number')
    expect(messageOf({matchExpressions: {}})).toBe('matchExpressions must be a list, not a map')
    expect(messageOf({matchExpressions: [{key: 'a', operator: 'Exists'}, true]})).toBe('matchExpressions[1] must be a map, not a boolean')
    expect(messageOf({matchExpressions: [{key: 'a', operator: 'In', values: ['b', 2]}]})).toBe(
      'matchExpressions[0].values[1] must be a string, not a number',
    )
  })

  test('that is absent selects nothing and has no text, one that is empty selects everything', () => {
    for (const absent of [undefined, null]) {
      const parsed = selectorFromLabelSelector(absent)
      expect(parsed).toEqual({kind: 'selector', selector: SELECTS_NOTHING})
    }
    expect(formatLabelSelector(SELECTS_NOTHING)).toBe('')
    for (const labels of [{}, {'': ''}, {app: 'web'}] as Labels[]) {
      expect(matchesLabels(SELECTS_NOTHING, labels)).toBe(false)
      expect(matchesLabels([], labels)).toBe(true)
    }
  })

  test('with several invalid labels names the first by key', () => {
    const parsed = selectorFromLabelSelector({matchLabels: {b: '-', a: '-'}})
    expect(parsed).toMatchObject({kind: 'error', message: expect.stringMatching(/^values\[0\]\[a\]: /)})
  })

  test('of any shape at all gives a selector or an error and never throws', () => {
    const anything = fc.anything({withNullPrototype: true})
    const field = fc.oneof(
      anything,
      fc.dictionary(fc.string(), anything),
      fc.array(fc.dictionary(fc.constantFrom('key', 'operator', 'values'), anything)),
    )
    fc.assert(
      fc.property(fc.oneof(anything, fc.record({matchLabels: field, matchExpressions: field})), (value) => {
        expect(['selector', 'error']).toContain(selectorFromLabelSelector(value).kind)
      }),
    )
  })
})

describe("a Service's selector", () => {
  test.each(oracle.fromLabels)('has one In per label, sorted by key: $string', ({labels, string, requirements}) => {
    const selector = selectorFromLabels(labels ?? {})
    expect(selector).toEqual(requirements ?? [])
    expect(formatLabelSelector(selector)).toBe(string)
  })
})

describe('matching', () => {
  const {cases, labelSets} = oracle.matching

  test('the oracle has matching and failing pairs enough', () => {
    const matching = cases.reduce((total, {matches}) => total + matches.length, 0)
    expect(matching).toBeGreaterThan(500)
    expect(cases.length * labelSets.length - matching).toBeGreaterThan(500)
  })

  test.each(cases)('$selector selects the labels that it selects in apimachinery', ({selector, matches}) => {
    const parsed = selectorOf(selector)
    const selected = labelSets.flatMap((labels, index) => (matchesLabels(parsed, labels) ? [index] : []))
    expect(selected).toEqual(matches)
  })

  test('an order with no bound, or with two, holds for nothing', () => {
    for (const values of [[], ['1', '2'], ['x']]) {
      expect(matchesLabels([{key: 'cpu', operator: 'GreaterThan', values}], {cpu: '5'})).toBe(false)
      expect(matchesLabels([{key: 'cpu', operator: 'LessThan', values}], {cpu: '0'})).toBe(false)
    }
  })
})

const name = fc.stringMatching(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,8}[A-Za-z0-9])?$/)
const prefix = fc.stringMatching(/^[a-z0-9]{1,3}(\.[a-z0-9]{1,3}){0,2}$/)
const key = fc.oneof(
  name,
  fc.constantFrom('in', 'notin', 'constructor', 'toString'),
  fc.tuple(prefix, name).map((parts) => parts.join('/')),
)
const value = fc.oneof(name, fc.constantFrom('', 'in', 'notin'))
const values = fc.uniqueArray(value, {minLength: 1, maxLength: 4}).map((list) => list.sort())
const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({key, operator: fc.constantFrom('In' as const, 'NotIn' as const), values}),
  fc.record({key, operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const), values: fc.constant([])}),
  fc.record({
    key,
    operator: fc.constantFrom('GreaterThan' as const, 'LessThan' as const),
    values: fc.nat().map((bound) => [String(bound)]),
  }),
)
const selector = fc.array(requirement, {maxLength: 6}).map((list) => list.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)))

describe('text and selector', () => {
  test('a selector that is printed and read again is the same', () => {
    fc.assert(
      fc.property(selector, (given) => {
        expect(selectorOf(formatLabelSelector(given))).toEqual(given)
      }),
      {numRuns: 1000},
    )
  })

  test('whatever is read prints to a text that reads the same', () => {
    const token = fc.constantFrom('a', 'b', '1', 'in', 'notin', '(', ')', ',', ',', '!', '=', '==', '!=', '>', '<', ' ', '\t')
    let read = 0
    fc.assert(
      fc.property(fc.array(token, {maxLength: 8}), (tokens) => {
        const parsed = parseLabelSelector(tokens.join(''))
        if (parsed.kind === 'error') return
        read += 1
        expect(selectorOf(formatLabelSelector(parsed.selector))).toEqual(parsed.selector)
      }),
      {numRuns: 5000},
    )
    expect(read).toBeGreaterThan(100)
  })
})
