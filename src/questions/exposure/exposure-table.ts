import type {EntryFacts} from '../../network/entry/entry-facts.ts'
import type {Reach} from '../../network/entry/front.ts'
import type {Column, Line, Span, Table} from '../../report.ts'
import {count, enumerate, shortName} from '../naming.ts'
import {boundOf, farthestOf} from './admitted.ts'
import {NO_CONTROLLER, NO_ENDPOINT} from './emptiness.ts'
import type {ExposedEntry} from './exposed-service.ts'
import {inShort} from './noted-questions.ts'
import {isAlarming} from './severity.ts'
import {nameOf, type Shown, type ShownEntry} from './shown-entry.ts'
import type {Way} from './told-ways.ts'
import {describeThrough, describeWho} from './wording.ts'

/** A line for each Service and distinct way. `noted` are the questions that are told whole beside the table. */
export function exposureTable(all: readonly Shown[], ways: readonly Way[], facts: EntryFacts, noted: ReadonlyMap<string, number>): Table {
  return {
    columns: COLUMNS,
    rows: rowsOf(ways, (way) => rowOf(way, facts, noted)),
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

function rowOf({shown, first, entries}: Way, facts: EntryFacts, noted: ReadonlyMap<string, number>): Row {
  const {entry} = first
  const paths = new Set(entries.map((one) => one.entry.path ?? '/'))
  return [
    [reachCell(entry.reach, entry.perhaps)],
    [{text: nameCell(shown), tone: 'name'}],
    [portsCell(entries)],
    [describeThrough(entry, facts, [...paths])],
    [enumerate([...new Set(entries.flatMap((one) => one.entry.address ?? []))]) || '–'],
    [enumerate([...new Set(entries.flatMap((one) => one.entry.targetPorts.map(String)))]) || '–'],
    [[...entry.evidence, ...entry.remarks].join('; ') || '–'],
    whoCell(shown, first, noted),
  ]
}

type Row = readonly Line[]

/** A Service that several files define comes by the same ways, as a rule: those that read the same are told once. */
function rowsOf(ways: readonly Way[], rowOf: (way: Way) => Row): readonly Row[] {
  const known = new Map<string, {way: Way; row: Row}>()
  for (const way of ways) {
    const row = rowOf(way)
    const key = readingOf(row)
    const twin = known.get(key)
    if (!twin) known.set(key, {way, row})
    else {
      twin.way = {...twin.way, entries: [...twin.way.entries, ...way.entries]}
      twin.row = rowOf(twin.way)
    }
  }
  return [...known.values()].map(({row}) => row)
}

/** What stands in the columns that are always shown. */
function readingOf(row: Row): string {
  let text = ''
  for (const [index, cell] of row.entries()) {
    if (COLUMNS[index]?.wide === true) continue
    for (const span of cell) text += typeof span === 'string' ? span : span.text
    text += '\n'
  }
  return text
}

/** From how far away, in a word: `internet?` is as far as that, unless policies keep clients out. */
export function reachCell(reach: Reach, perhaps?: Reach): Span {
  switch (reach) {
    case 'unknown':
      return {text: `${perhaps ?? ''}?`, tone: 'unsure'}
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

function whoCell({arePoliciesKnown}: Shown, {entry, sensitivity}: ShownEntry, noted: ReadonlyMap<string, number>): Line {
  const isNoted = entry.question !== undefined && noted.has(entry.question)
  const who = `${isNoted && entry.reach === 'unknown' ? inShort(entry.question) : describeWho(entry)}${emptinessOf(entry)}`
  // Its question is a note: it is the same of many.
  const unsure: readonly Span[] = entry.reach !== 'unknown' && entry.question ? [' ', {text: '?', tone: 'unsure'}] : []
  if (!sensitivity) return [who, ...unsure]
  const mark: Span = isAlarming(entry, sensitivity) ? {text: '✗', tone: 'bad'} : {text: '·', tone: 'dim'}
  const isUnguarded = arePoliciesKnown && entry.reach === 'cluster' && entry.narrowedBy.length === 0
  return [who, ...unsure, '  ', mark, ` ${sensitivity.what}${isUnguarded ? ', no policy' : ''}`]
}

/** A way stays open where nobody answers: that somebody may in a moment is no reason to leave it out. */
function emptinessOf({reach, remarks}: ExposedEntry): string {
  const remark = reach === 'none' ? undefined : remarks.find((one) => one === NO_ENDPOINT || one === NO_CONTROLLER)
  return remark === undefined ? '' : `, ${remark}`
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

/** What can be nothing worse than open inside is no riddle from outside. */
function wordsFor({reach, entries}: Shown): string {
  const bound = reach === 'unknown' ? farthestOf(entries.map(({entry}) => ({reach: boundOf(entry)}))) : reach
  return bound === reach ? WORDS[reach] : bound === 'internet' ? WORDS.unknown : `perhaps ${WORDS[bound]}`
}

function footerOf(all: readonly Shown[]): Line {
  const services = all.filter(({kind, service, entries}) => kind === 'Service' && (service?.type !== 'ExternalName' || entries.length > 0))
  const workloads = all.filter(({kind}) => kind === 'workload')
  const words = services.map(wordsFor)
  const counts = ORDER.flatMap((reach) => [WORDS[reach], `perhaps ${WORDS[reach]}`]).flatMap((text) => {
    const number = words.filter((one) => one === text).length
    return number > 0 ? `${number} ${text}` : []
  })
  const beside = workloads.length === 0 ? '' : `; ${count(workloads.length, 'workload')} reached past every Service`
  return [`${count(services.length, 'Service')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}${beside}`]
}
