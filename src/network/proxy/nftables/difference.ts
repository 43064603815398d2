import type {AddressFamily} from '../../../cluster/address.ts'
import {reachableNames} from './reachable-names.ts'
import type {Chain, Container, Element, Rule, Table} from './table.ts'

/** One thing that two tables do not share. */
export interface TableDifference {
  readonly family: AddressFamily
  /** `stale` is extra, but no packet comes there: kube-proxy deletes chains at a sync later than the one that empties them. */
  readonly kind: 'missing' | 'extra' | 'altered' | 'order' | 'stale'
  /** `chain services`, `map service-ips`. */
  readonly where: string
  /** The rule or element; empty where all of `where` is meant. Of what was altered, what it should be. */
  readonly what: string
  /** Of what was altered, what it is. */
  readonly instead?: string
}

type Found = Omit<TableDifference, 'family'>

/** What is missing, extra or altered in `actual`. Comments, counts and clients in affinity sets do not count. Empty where both say the same. */
export function compareTables(expected: readonly Table[], actual: readonly Table[]): readonly TableDifference[] {
  return (['IPv4', 'IPv6'] as const).flatMap((family) => {
    const find = (tables: readonly Table[]): Table =>
      tables.find((table) => table.family === family) ?? {family, counters: [], containers: [], chains: []}
    return compareTable(find(expected), find(actual)).map((difference) => ({family, ...difference}))
  })
}

function compareTable(expected: Table, actual: Table): readonly Found[] {
  const reached = reachableNames(actual)
  const compare = <T>(kind: string, of: (table: Table) => readonly T[], nameOf: (item: T) => string, compareOne: Compare<T>) => {
    const byName = (table: Table) => new Map(of(table).map((item) => [nameOf(item), item]))
    return compareNamed(kind, byName(expected), byName(actual), reached, compareOne)
  }
  const containersOf = (kind: Container['kind']) => (table: Table) => table.containers.filter((container) => container.kind === kind)
  return [
    ...compare(
      'counter',
      ({counters}) => counters,
      String,
      () => [],
    ),
    ...compare('set', containersOf('set'), ({name}) => name, compareContainers),
    ...compare('map', containersOf('map'), ({name}) => name, compareContainers),
    ...compare(
      'chain',
      ({chains}) => chains,
      ({name}) => name,
      compareChains,
    ),
  ]
}

type Compare<T> = (where: string, expected: T, actual: T) => readonly Found[]

function compareNamed<T>(
  kind: string,
  expected: ReadonlyMap<string, T>,
  actual: ReadonlyMap<string, T>,
  reached: ReadonlySet<string>,
  compareOne: Compare<T>,
): readonly Found[] {
  const found = [...expected].flatMap(([name, wanted]): readonly Found[] => {
    const real = actual.get(name)
    return real === undefined ? [{kind: 'missing', where: `${kind} ${name}`, what: ''}] : compareOne(`${kind} ${name}`, wanted, real)
  })
  const extra = [...actual.keys()].filter((name) => !expected.has(name))
  return [...found, ...extra.map((name): Found => ({kind: reached.has(name) ? 'extra' : 'stale', where: `${kind} ${name}`, what: ''}))]
}

function compareContainers(where: string, expected: Container, actual: Container): readonly Found[] {
  // The kernel decides on the size, at the first element.
  const head = ({type, properties}: Container) => [type, ...properties.filter((property) => !property.startsWith('size '))].join('; ')
  return [...compareHeads(where, head(expected), head(actual)), ...compareElements(where, expected.elements, actual.elements)]
}

function compareHeads(where: string, expected: string, actual: string): readonly Found[] {
  return expected === actual ? [] : [{kind: 'altered', where, what: expected, instead: actual}]
}

function compareElements(where: string, expected: readonly Element[], actual: readonly Element[]): readonly Found[] {
  const wanted = byKey(expected)
  const real = byKey(actual)
  const found = [...wanted].flatMap(([key, rivals]): readonly Found[] => {
    const what = formatElement(rivals[0])
    const there = real.get(key)?.[0]
    if (!there) return [{kind: 'missing', where, what}]
    return rivals.some(({verdict}) => verdict === there.verdict) ? [] : [{kind: 'altered', where, what, instead: formatElement(there)}]
  })
  const extra = [...real].flatMap(([key, [element]]) => (wanted.has(key) ? [] : [element]))
  return [...found, ...extra.map((element): Found => ({kind: 'extra', where, what: formatElement(element)}))]
}

/** Elements that contradict each other stand together. */
function byKey(elements: readonly Element[]): ReadonlyMap<string, readonly [Element, ...Element[]]> {
  const groups = new Map<string, [Element, ...Element[]]>()
  for (const element of elements) {
    const key = element.key.join(' . ')
    const group = groups.get(key)
    if (group) group.push(element)
    else groups.set(key, [element])
  }
  return groups
}

function formatElement({key, verdict}: Element): string {
  return `${key.join(' . ')}${verdict === undefined ? '' : ` : ${verdict}`}`
}

function compareChains(where: string, expected: Chain, actual: Chain): readonly Found[] {
  return [...compareHeads(where, expected.hook ?? '', actual.hook ?? ''), ...compareRules(where, expected.rules, actual.rules)]
}

function compareRules(where: string, expected: readonly Rule[], actual: readonly Rule[]): readonly Found[] {
  const real = actual.map(({text}) => canonical(text))
  const texts = expected.flatMap(({text, doubt}) => {
    const wanted = canonical(text)
    return doubt === undefined ? wanted : real.filter((one) => fits(wanted, one))
  })
  const missing = withoutEach(texts, real).map((what): Found => ({kind: 'missing', where, what}))
  const extra = withoutEach(real, texts).map((what): Found => ({kind: 'extra', where, what}))
  if (missing.length + extra.length > 0) return [...missing, ...extra]
  const misplaced = texts.find((text, index) => text !== real[index])
  return misplaced === undefined ? [] : [{kind: 'order', where, what: misplaced}]
}

/** `<…>` stands for what the input does not tell. */
function fits(wanted: string, real: string): boolean {
  const [before = '', after] = wanted.split(/<[^>]*>/)
  return after === undefined ? wanted === real : real.startsWith(before) && real.endsWith(after)
}

/** What is in the first list more often than in the second. */
function withoutEach(texts: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const text of others) left.set(text, (left.get(text) ?? 0) + 1)
  return texts.filter((text) => {
    const count = left.get(text) ?? 0
    left.set(text, count - 1)
    return count <= 0
  })
}

/** What versions of nft print in several ways: lone elements with and without braces, operators as words, leading zeros. */
function canonical(text: string): string {
  return text
    .replace(/([sd]addr(?: !=)?) \{ ([^ ,}]+) \}/, '$1 $2')
    .replace(/ or (?=0x)/g, ' | ')
    .replace(/ xor (?=0x)/g, ' ^ ')
    .replace(/ and (?=0x)/g, ' & ')
    .replace(/0x0*([0-9a-f]+)/g, '0x$1')
}
