import type {Cluster} from '../../cluster/cluster.ts'
import type {EntryFacts} from '../../network/entry/entry-facts.ts'
import {findEntryFacts} from '../../network/entry/find-entry-facts.ts'
import type {Finding, Line, Report, Severity, Span, Table} from '../../report.ts'
import {describeUnusedClasses} from '../exposure/unused-classes.ts'
import {count} from '../naming.ts'
import {fileSpan, type Places} from '../places.ts'
import {servicesInScope} from '../resolve/asked-service.ts'
import {audienceEffects} from './audience-effects.ts'
import {brokenEffects} from './broken-effects.ts'
import {type Change, groupEffects, withoutRepeats} from './change.ts'
import {type DiffData, toDiffData} from './diff-data.ts'
import {findEdits, type ObjectEdit, placeOf} from './edit.ts'
import {type Effect, ruleOf} from './effect.ts'
import {entryEffects} from './entry-effects.ts'
import {isolationEffects} from './isolation-effects.ts'
import {pairServices} from './pairing.ts'
import {serviceEffects} from './service-effects.ts'
import {type DiffScope, openSide} from './side.ts'
import {unjudgedEffects} from './unjudged-effects.ts'
import {describeAll, describeAlone, describeEdit, describeUnder, isDoubtful, nameOfObject} from './wording.ts'

export interface DiffParameters extends DiffScope {
  /** The two inputs as they were named. */
  readonly names: {readonly before: string; readonly after: string}
  /** What to know of how they were compared, a sentence each. */
  readonly notes?: readonly string[]
  /** What could not be read of either input, so that nobody can tell what is in it: `part of deploy/`. */
  readonly unread?: readonly string[]
}

export type DiffReport = Report & {readonly data: DiffData}

/**
 * What follows from the second input and did not follow from the first: who can come to what, and what Services reach. How it is written, in which order
 * and in which files, makes no difference.
 */
export function diff(before: Cluster, after: Cluster, parameters: DiffParameters): DiffReport {
  const edits = findEdits(before, after)
  const effects = [
    ...findEffects(before, after, parameters),
    // Asked for Services with labels, the answer is about those alone.
    ...(parameters.selector === undefined ? unjudgedEffects(before, after, edits, parameters) : []),
  ]
  const all = groupEffects(effects, edits)
  const places: Places = new Map()
  const told = withoutRepeats(effects)
  const isTold = new Set(told)
  const changes = all.map((change): Change => ({...change, effects: change.effects.filter((effect) => isTold.has(effect))}))
  const shown = changes.filter((change) => change.effects.length > 0)
  const unread = parameters.unread ?? []
  const [verdict, rest] = describeAll(told, unread)
  const worst = told.some(({severity}) => severity === 'error')
    ? 'error'
    : told.some(({severity}) => severity === 'warning')
      ? 'warning'
      : 'info'
  const isEmpty = told.length === 0 && [before, after].every((cluster) => servicesInScope(cluster, parameters).length === 0)
  const isOpen = unread.length > 0 || told.some(isDoubtful)
  const mark = worst === 'info' && unread.length > 0 ? UNREAD_MARK : HEAD_MARKS[worst]
  return {
    kind: 'Diff',
    data: toDiffData(parameters.names, all, places),
    headline: isEmpty && unread.length === 0 ? ['no Service in scope'] : [mark, ' ', {text: verdict, tone: 'name'}, rest],
    tables: shown.map((change, index) => toTable(change, places, index === shown.length - 1 ? footerOf(told) : undefined)),
    findings: shown.flatMap(findingsOf),
    notes: [...(parameters.notes ?? []), ...describeUnusedClasses(parameters.said ?? {}, [before, after])],
    places,
    tablesTellFindings: true,
    names: [...new Set(told.map(({subject}) => `${subject.kind.toLowerCase()}/${subject.name}`))],
    answer: worst === 'error' ? 'negative' : isOpen ? 'undecided' : 'positive',
  }
}

/** All effects, those that say the same of another thing included: seen from the other end each has its counterpart. */
export function findEffects(before: Cluster, after: Cluster, scope: DiffScope): readonly Effect[] {
  const [factsBefore, factsAfter] = findFacts(before, after, scope)
  const [former, present] = [openSide(before, factsBefore, scope), openSide(after, factsAfter, scope)]
  const services = pairServices(former, present)
  return [
    ...entryEffects(former, present, services),
    ...serviceEffects(services),
    ...(scope.selector === undefined ? brokenEffects(former, present, scope) : []),
    // Asked for Services with labels, the answer is about those alone.
    ...(scope.selector === undefined ? isolationEffects(before, after, scope) : []),
    ...audienceEffects(before, after, services),
  ]
}

/** What only one of the inputs shows of the cluster is taken to be so of both: an edit does not move it to another cloud. */
function findFacts(before: Cluster, after: Cluster, {said}: DiffScope): readonly [EntryFacts, EntryFacts] {
  const [was, is] = [findEntryFacts(before, said), findEntryFacts(after, said)]
  const complete = (own: EntryFacts, other: EntryFacts): EntryFacts => ({
    ...own,
    cloud: own.cloud ?? other.cloud,
    nodes: own.nodes ?? other.nodes,
  })
  return [complete(was, is), complete(is, was)]
}

const MARKS: Readonly<Record<Severity, Span>> = {
  error: {text: '✗', tone: 'bad'},
  warning: {text: '!', tone: 'unsure'},
  info: {text: '·', tone: 'dim'},
}

const UNREAD_MARK: Span = {text: '?', tone: 'unsure'}

const HEAD_MARKS: Readonly<Record<Severity, Span>> = {...MARKS, info: {text: '✓', tone: 'good'}}

function toTable(change: Change, places: Places, footer: Line | undefined): Table {
  const {causes, effects} = change
  const [first] = causes
  const title: Line = causes.flatMap(
    (edit, index): Line => [...(index === 0 ? [] : ['; ']), {text: nameOfObject(edit.object), tone: 'name'}, describeEdit(edit)],
  )
  const rows = effects.map((effect): readonly Line[] => {
    const {name, text} = describeUnder(change, effect)
    return [[MARKS[effect.severity]], name === '' ? [text] : [{text: name, tone: 'name'}, `: ${text}`]]
  })
  const where = first && whereOf(first, places)
  return {...(first && {title}), rows: [...(where ? [[[], where]] : []), ...distinct(rows)], indent: 2, ...(footer && {footer})}
}

/** The file of a cause; its line is looked up when it is printed. */
function whereOf(edit: ObjectEdit, places: Places): Line | undefined {
  const place = placeOf(edit)
  return place && [fileSpan(place, places)]
}

function distinct(rows: readonly (readonly Line[])[]): readonly (readonly Line[])[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()]
}

function findingsOf({causes, effects}: Change): readonly Finding[] {
  const [first] = causes
  const place = first && placeOf(first)
  return effects.map((effect) => ({
    rule: ruleOf(effect.kind),
    severity: effect.severity,
    message: describeAlone(effect),
    object: effect.subject,
    ...(place && {place}),
  }))
}

function footerOf(effects: readonly Effect[]): Line | undefined {
  // One speaks for itself.
  if (effects.length < 2) return undefined
  const of = (severity: Severity) => effects.filter((effect) => effect.severity === severity).length
  return [`${count(effects.length, 'change')}: ${count(of('error'), 'error')}, ${count(of('warning'), 'warning')}, ${of('info')} info`]
}
