import type {EntryFacts} from '../../network/entry/entry-facts.ts'
import type {Reach} from '../../network/entry/front.ts'
import type {Column, Line, Span, Table} from '../../report.ts'
import {count, enumerate, shortName} from '../naming.ts'
import {distanceOf} from './admitted.ts'
import type {ExposedEntry} from './exposed-service.ts'
import {isAlarming} from './severity.ts'
import {nameOf, type Shown, type ShownEntry} from './shown-entry.ts'
import {describeThrough, describeWho} from './wording.ts'

/** Ways of one Service that a reader need not tell apart. */
interface Way {
  readonly shown: Shown
  readonly first: ShownEntry
  readonly entries: readonly ShownEntry[]
}

/**
 * A line for each Service and distinct way, the worst first. The cluster IP is told of where there is no farther way, and ways that let
 * in nobody whom another does not let in anyway are left out, unless somebody asks for all (`isWhole`); -o json has them of each.
 */
export function exposureTable(all: readonly Shown[], facts: EntryFacts, isWhole: boolean): Table {
  const ways = all.flatMap((shown) => waysOf(shown, facts, isWhole)).toSorted((a, b) => b.first.severity - a.first.severity)
  const asked = repeatedQuestions(all)
  return {
    columns: COLUMNS,
    rows: withoutTwins(ways, facts, asked).map((way) => rowOf(way, facts, asked)),
    footer: footerOf(all),
  }
}

const COLUMNS: readonly Column[] = [
  {name: 'REACH'},
  {name: 'SERVICE'},
  {name: 'PORT', whole: true},
  {name: 'THROUGH', whole: true},
  {name: 'ADDRESS', wide: true},
  {name: 'TARGET', wide: true},
  {name: 'EVIDENCE', wide: true},
  {name: 'WHO'},
]

function waysOf(shown: Shown, facts: EntryFacts, isWhole: boolean): readonly Way[] {
  const outside = shown.entries.filter(({entry: {via}}) => via !== 'ClusterIP' && via !== 'Headless')
  const isFarther = outside.some(({entry: {reach}}) => reach !== 'none')
  const told = isWhole ? shown.entries : isFarther ? outside.filter((one) => !isOutdone(one, outside)) : shown.entries
  const [only, second] = told
  if (only && !second) return [{shown, first: only, entries: told}]
  const groups = new Map<string, ShownEntry[]>()
  for (const one of told) {
    const {entry, sensitivity} = one
    const {via, reach, sources, tls, protocol, question} = entry
    const key = [via, reach, tls, protocol, question, sensitivity?.what, describeThrough(entry, facts, []), ...sources].join('|')
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()].flatMap((entries) => {
    const [first] = entries
    return first ? {shown, first, entries} : []
  })
}

/** Whether whoever comes this way may as well come by another, which leads to the same from farther away. */
function isOutdone({entry}: ShownEntry, others: readonly ShownEntry[]): boolean {
  return others.some(
    ({entry: other}) =>
      other.servicePort?.index === entry.servicePort?.index &&
      other.sources.length === 0 &&
      other.reach !== 'unknown' &&
      (isBalancerOver(other, entry) || isFartherRoute(other, entry)),
  )
}

function isBalancerOver(other: ExposedEntry, {via, reach}: ExposedEntry): boolean {
  return other.via === 'LoadBalancer' && via === 'NodePort' && distanceOf(other.reach) >= distanceOf(reach)
}

/** The same hosts and path, by another door of the same controller. */
function isFartherRoute(other: ExposedEntry, {via, reach, tls, hosts, path}: ExposedEntry): boolean {
  if (via !== 'Ingress' && via !== 'Gateway') return false
  const isSame = other.via === via && other.tls === tls && other.path === path && other.hosts.join() === hosts.join()
  return isSame && distanceOf(other.reach) > distanceOf(reach)
}

function rowOf({shown, first, entries}: Way, facts: EntryFacts, asked: ReadonlyMap<string, number>): readonly Line[] {
  const {entry} = first
  const paths = new Set(entries.map((one) => one.entry.path ?? '/'))
  return [
    [reachCell(entry.reach)],
    [{text: nameCell(shown), tone: 'name'}],
    [portsCell(entries)],
    [describeThrough(entry, facts, [...paths])],
    [enumerate([...new Set(entries.flatMap((one) => one.entry.address ?? []))]) || '–'],
    [enumerate([...new Set(entries.flatMap((one) => one.entry.targetPorts.map(String)))]) || '–'],
    [[...entry.evidence, ...entry.remarks].join('; ') || '–'],
    whoCell(first, asked),
  ]
}

/** A Service that several files define comes by the same ways, as a rule: those that read the same are told once. */
function withoutTwins(ways: readonly Way[], facts: EntryFacts, asked: ReadonlyMap<string, number>): readonly Way[] {
  const known = new Map<string, Way>()
  for (const way of ways) {
    const key = JSON.stringify(rowOf(way, facts, asked).filter((_, index) => COLUMNS[index]?.wide !== true))
    const twin = known.get(key)
    known.set(key, twin ? {...twin, entries: [...twin.entries, ...way.entries]} : way)
  }
  return [...known.values()]
}

/** Questions that stand between the answer and more than one way, with their number: one note says how to settle each. */
export function repeatedQuestions(all: readonly Shown[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const {entries} of all)
    for (const {entry} of entries)
      if (entry.reach === 'unknown' && entry.question !== undefined) counts.set(entry.question, (counts.get(entry.question) ?? 0) + 1)
  return new Map([...counts].filter(([, number]) => number > 1))
}

/** `which cloud runs it?` of `which cloud runs it? say so with --cloud, or in svcscope.yaml`. */
function inShort(question: string): string {
  return question.slice(0, question.indexOf('?') + 1) || question
}

function reachCell(reach: Reach): Span {
  switch (reach) {
    case 'unknown':
      return {text: '?', tone: 'unsure'}
    case 'none':
      return {text: 'nobody', tone: 'dim'}
    default:
      return reach
  }
}

function nameCell({kind, reference}: Shown): string {
  return kind === 'Service' ? nameOf(reference) : `${reference.namespace ?? ''}/${shortName(reference)}`
}

/** `80, 443/TCP`; a node port that is not chosen yet has no number. */
function portsCell(entries: readonly ShownEntry[]): string {
  const [first] = entries
  const numbers = [...new Set(entries.map(({entry}) => (entry.port === null ? '?' : String(entry.port))))]
  return `${enumerate(numbers, 2)}/${first?.entry.protocol ?? 'TCP'}`
}

function whoCell({entry, sensitivity}: ShownEntry, asked: ReadonlyMap<string, number>): Line {
  const isRepeated = entry.reach === 'unknown' && asked.has(entry.question ?? '')
  const who = isRepeated ? inShort(entry.question ?? '') : describeWho(entry)
  // Its question is a note: it is the same of many.
  const unsure: readonly Span[] = entry.reach !== 'unknown' && entry.question ? [' ', {text: '?', tone: 'unsure'}] : []
  if (!sensitivity) return [who, ...unsure]
  const mark: Span = isAlarming(entry, sensitivity) ? {text: '✗', tone: 'bad'} : {text: '·', tone: 'dim'}
  const isUnguarded = entry.reach === 'cluster' && entry.narrowedBy.length === 0
  return [who, ...unsure, '  ', mark, ` ${sensitivity.what}${isUnguarded ? ', no policy' : ''}`]
}

const ORDER: readonly Reach[] = ['internet', 'unknown', 'network', 'cluster', 'namespace', 'none']

const WORDS: Readonly<Record<Reach, string>> = {
  internet: 'open to the internet',
  unknown: 'unknown',
  network: 'to the network',
  cluster: 'to the cluster',
  namespace: 'to their namespace',
  none: 'to nobody',
}

function footerOf(all: readonly Shown[]): Line {
  const services = all.filter(({kind, service}) => kind === 'Service' && service?.type !== 'ExternalName')
  const workloads = all.filter(({kind}) => kind === 'workload')
  const counts = ORDER.flatMap((reach) => {
    const number = services.filter((one) => one.reach === reach).length
    return number > 0 ? `${number} ${WORDS[reach]}` : []
  })
  const beside = workloads.length === 0 ? '' : `; ${count(workloads.length, 'workload')} reached past every Service`
  return [`${count(services.length, 'Service')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}${beside}`]
}
