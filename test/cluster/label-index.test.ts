import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {createLabelIndex} from '../../src/cluster/label-index.ts'
import {type LabelSelector, type Labels, matchesLabels, type Requirement, SELECTS_NOTHING} from '../../src/cluster/label-selector.ts'

interface Entry {
  readonly name: string
  readonly namespace: string
  readonly labels: Labels
}

const itself = (entry: Entry) => entry
const is = (key: string, ...values: string[]): Requirement => ({key, operator: 'In', values})

const entries: readonly Entry[] = [
  {name: 'web-1', namespace: 'shop', labels: {app: 'web', tier: 'front'}},
  {name: 'web-2', namespace: 'qa', labels: {app: 'web'}},
  {name: 'api-1', namespace: 'shop', labels: {app: 'api', tier: 'back'}},
  {name: 'bare', namespace: 'shop', labels: {}},
  {name: 'web-3', namespace: 'shop', labels: {app: 'web', tier: 'back'}},
]
const namesOf = (selected: readonly Entry[]) => selected.map(({name}) => name)

describe('a label index', () => {
  const index = createLabelIndex(entries, itself)

  test('selects in one namespace, or in all of them, in the order given', () => {
    expect(namesOf(index.select([is('app', 'web')], 'shop'))).toEqual(['web-1', 'web-3'])
    expect(namesOf(index.select([is('app', 'web')]))).toEqual(['web-1', 'web-2', 'web-3'])
    expect(namesOf(index.select([is('app', 'web', 'api'), is('tier', 'back')], 'shop'))).toEqual(['api-1', 'web-3'])
  })

  test('selects everything with no requirement, and nothing with the selector that selects nothing', () => {
    expect(namesOf(index.select([]))).toEqual(['web-1', 'web-2', 'api-1', 'bare', 'web-3'])
    expect(namesOf(index.select([], 'shop'))).toEqual(['web-1', 'api-1', 'bare', 'web-3'])
    expect(index.select(SELECTS_NOTHING)).toEqual([])
  })

  test('keeps the order of more than ten entries', () => {
    const many = Array.from({length: 25}, (_, number): Entry => {
      return {name: `pod-${number}`, namespace: number % 2 === 0 ? 'shop' : 'qa', labels: {app: number % 3 === 0 ? 'web' : 'api'}}
    })
    expect(createLabelIndex(many, itself).select([is('app', 'web', 'api')])).toEqual(many)
    expect(createLabelIndex(many, itself).select([])).toEqual(many)
  })

  test('finds those without the key where the requirement allows it', () => {
    expect(namesOf(index.select([{key: 'tier', operator: 'DoesNotExist', values: []}]))).toEqual(['web-2', 'bare'])
    expect(namesOf(index.select([{key: 'app', operator: 'NotIn', values: ['web']}]))).toEqual(['api-1', 'bare'])
  })

  test('lists namespaces, keys, values and pairs for near misses', () => {
    expect(index.namespaces()).toEqual(['qa', 'shop'])
    expect(index.keysIn('shop')).toEqual(['app', 'tier'])
    expect(index.keysIn('qa')).toEqual(['app'])
    expect(index.valuesOf('app', 'shop')).toEqual(['api', 'web'])
    expect(index.valuesOf('app', 'qa')).toEqual(['web'])
    expect(namesOf(index.withPair('tier', 'back', 'shop'))).toEqual(['api-1', 'web-3'])
    expect(namesOf(index.inNamespace('qa'))).toEqual(['web-2'])
  })

  test('has nothing of a namespace, key or value that it does not know', () => {
    expect(index.select([], 'prod')).toEqual([])
    expect(index.inNamespace('prod')).toEqual([])
    expect(index.keysIn('prod')).toEqual([])
    expect(index.valuesOf('app', 'prod')).toEqual([])
    expect(index.valuesOf('zone', 'shop')).toEqual([])
    expect(index.withPair('app', 'db', 'shop')).toEqual([])
    expect(index.select([is('zone', 'a')])).toEqual([])
  })

  test('hands out lists that are the caller’s own', () => {
    const taken = index.withPair('app', 'web', 'shop') as Entry[]
    taken.length = 0
    expect(namesOf(index.withPair('app', 'web', 'shop'))).toEqual(['web-1', 'web-3'])
  })

  test('takes names that every JavaScript object has for ordinary keys, values and namespaces', () => {
    const labels: Labels = JSON.parse('{"__proto__": "x", "constructor": "y"}')
    const odd = {name: 'odd', namespace: '__proto__', labels}
    const plain = {name: 'plain', namespace: 'constructor', labels: {app: 'toString'}}
    const oddIndex = createLabelIndex([odd, plain], itself)
    expect(oddIndex.namespaces()).toEqual(['__proto__', 'constructor'])
    expect(oddIndex.keysIn('__proto__')).toEqual(['__proto__', 'constructor'])
    expect(oddIndex.select([is('__proto__', 'x'), is('constructor', 'y')])).toEqual([odd])
    expect(oddIndex.select([{key: 'constructor', operator: 'Exists', values: []}])).toEqual([odd])
    expect(oddIndex.select([{key: 'toString', operator: 'Exists', values: []}])).toEqual([])
    expect(oddIndex.withPair('app', 'toString', 'constructor')).toEqual([plain])
  })
})

describe('the work of a label index', () => {
  /** Labels that write down that they were looked at. */
  function watch(labels: Labels, onLook: () => void): Labels {
    const look =
      <A extends unknown[], R>(trap: (...given: A) => R) =>
      (...given: A): R => {
        onLook()
        return trap(...given)
      }
    return new Proxy<Labels>(labels, {
      get: look(Reflect.get),
      has: look(Reflect.has),
      ownKeys: look(Reflect.ownKeys),
      getOwnPropertyDescriptor: look(Reflect.getOwnPropertyDescriptor),
    })
  }

  /** 2,000 pods in 2 namespaces: all of tier front, 500 of each of two apps a namespace, 10 of each release a namespace. */
  function createWatchedIndex() {
    const visited = new Set<string>()
    let described = 0
    const pods = Array.from({length: 2000}, (_, number): Entry => {
      const labels = {tier: 'front', app: number % 4 < 2 ? 'web' : 'api', release: String(Math.floor(number / 20))}
      const entry = {name: `pod-${number}`, namespace: number % 2 === 0 ? 'shop' : 'qa'}
      return {...entry, labels: watch(labels, () => visited.add(entry.name))}
    })
    const index = createLabelIndex(pods, (entry) => {
      described += 1
      return entry
    })
    const visitsBefore = visited.size
    for (const namespace of ['shop', 'qa']) index.keysIn(namespace)
    const visitsAtFirst = visited.size
    visited.clear()
    return {index, visited, described, visitsBefore, visitsAtFirst}
  }

  test('visits the entries of a namespace when their labels are first asked for, and those of others not at all', () => {
    const {described, visitsBefore, visitsAtFirst} = createWatchedIndex()
    expect(described).toBe(2000)
    expect(visitsBefore).toBe(0)
    expect(visitsAtFirst).toBe(2000)
  })

  test('visits no entry for a key that was asked for before, nor after many keys for any other', () => {
    const visited: string[] = []
    const keys = Array.from({length: 12}, (_, number) => `key-${number}`)
    const watched = (name: string, own: readonly string[]): Entry => ({
      name,
      namespace: 'shop',
      labels: new Proxy(Object.fromEntries(own.map((key) => [key, 'yes'])), {
        getOwnPropertyDescriptor: (labels, key) => {
          visited.push(`${name} ${String(key)}`)
          return Reflect.getOwnPropertyDescriptor(labels, key)
        },
      }),
    })
    const index = createLabelIndex([watched('all', keys), watched('none', [])], itself)
    for (const key of keys) expect(namesOf(index.withPair(key, 'yes', 'shop'))).toEqual(['all'])
    expect(visited.filter((visit) => visit === 'none key-0')).toHaveLength(1)
    expect(visited.filter((visit) => visit === 'none key-11')).toHaveLength(0)
    const before = visited.length
    for (const key of keys) expect(namesOf(index.withPair(key, 'yes', 'shop'))).toEqual(['all'])
    expect(index.keysIn('shop')).toEqual(keys.toSorted())
    expect(visited).toHaveLength(before)
  })

  test('verifies only the entries of the rarest pair, wherever it stands in the selector', () => {
    const {index, visited} = createWatchedIndex()
    const requirements = [is('tier', 'front'), is('release', '7'), is('app', 'web')]
    for (const selector of [requirements, requirements.toReversed()]) {
      visited.clear()
      // Release 7 is pods 140 to 159, the even ones of them in shop, every second of those of app web.
      expect(namesOf(index.select(selector, 'shop'))).toEqual(['pod-140', 'pod-144', 'pod-148', 'pod-152', 'pod-156'])
      expect(visited.size).toBe(10)
    }
  })

  test('visits nothing for a value that no entry has', () => {
    const {index, visited} = createWatchedIndex()
    expect(index.select([is('tier', 'front'), is('app', 'wbe')], 'shop')).toEqual([])
    expect(index.select([{key: 'zone', operator: 'Exists', values: []}])).toEqual([])
    expect(visited.size).toBe(0)
  })

  test('adds up the values of a set, and takes the smaller of set and pair', () => {
    const {index, visited} = createWatchedIndex()
    expect(index.select([is('release', '1', '2', '2', 'none'), is('tier', 'front')])).toHaveLength(40)
    expect(visited.size).toBe(40)
  })

  test('visits no entry of another namespace', () => {
    const {index, visited} = createWatchedIndex()
    expect(index.select([{key: 'app', operator: 'NotIn', values: ['web']}], 'qa')).toHaveLength(500)
    expect(visited.size).toBe(1000)
  })
})

const key = fc.constantFrom('app', 'tier', 'release', 'constructor', '__proto__')
const value = fc.constantFrom('', 'a', 'b', '1', '2', '10', 'x1')
const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({key, operator: fc.constantFrom('In' as const, 'NotIn' as const), values: fc.array(value, {maxLength: 4})}),
  fc.record({key, operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const), values: fc.constant([])}),
  fc.record({key, operator: fc.constantFrom('GreaterThan' as const, 'LessThan' as const), values: fc.tuple(value)}),
)
const selectors: fc.Arbitrary<LabelSelector> = fc.array(requirement, {maxLength: 4})
const namespace = fc.constantFrom('shop', 'qa', '__proto__')
const labelSet = fc.array(fc.tuple(key, value), {maxLength: 4}).map((pairs): Labels => Object.fromEntries(pairs))
const population = fc.array(fc.record({name: fc.uuid(), namespace, labels: labelSet}), {maxLength: 40, size: 'max'})

describe('a label index against a naive scan', () => {
  test('selects the same entries in the same order', () => {
    let selectedInAll = 0
    fc.assert(
      fc.property(population, selectors, fc.option(namespace, {nil: undefined}), (given, selector, scope) => {
        const expected = given.filter(
          (entry) => (scope === undefined || entry.namespace === scope) && matchesLabels(selector, entry.labels),
        )
        selectedInAll += expected.length
        expect(createLabelIndex(given, itself).select(selector, scope)).toEqual(expected)
      }),
      {numRuns: 2000},
    )
    expect(selectedInAll).toBeGreaterThan(1000)
  })

  test('knows the same namespaces, keys, values and pairs', () => {
    fc.assert(
      fc.property(population, namespace, key, value, (given, scope, someKey, someValue) => {
        const index = createLabelIndex(given, itself)
        const inScope = given.filter((entry) => entry.namespace === scope)
        const sorted = (texts: readonly string[]) => [...new Set(texts)].sort()
        expect(index.namespaces()).toEqual(sorted(given.map((entry) => entry.namespace)))
        expect(index.inNamespace(scope)).toEqual(inScope)
        expect(index.keysIn(scope)).toEqual(sorted(inScope.flatMap(({labels}) => Object.keys(labels))))
        const pairs = inScope.flatMap(({labels}) => Object.entries(labels))
        expect(index.valuesOf(someKey, scope)).toEqual(sorted(pairs.flatMap(([k, v]) => (k === someKey ? [v] : []))))
        const having = inScope.filter(({labels}) => Object.entries(labels).some(([k, v]) => k === someKey && v === someValue))
        expect(index.withPair(someKey, someValue, scope)).toEqual(having)
      }),
      {numRuns: 500},
    )
  })
})
