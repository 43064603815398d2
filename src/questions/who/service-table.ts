import type {Line, Span, Table} from '../../report.ts'
import {count} from '../naming.ts'
import type {Access} from './access.ts'
import {type AudienceRow, completeRows} from './audience.ts'
import type {ClientClass} from './clients.ts'
import type {OutsideRegion} from './entrance.ts'
import type {Roster, RosterEntry} from './roster.ts'
import type {FamilyAnswers, PortAnswer, ServiceAnswer} from './service-answer.ts'
import {describeEntries, describePortOf, describeReasons, describeRegion, MOST_NAMED} from './wording.ts'

const MARKS: Readonly<Record<Access, Span>> = {
  allowed: {text: '✓', tone: 'good'},
  partial: {text: '!', tone: 'unsure'},
  unknown: {text: '?', tone: 'unsure'},
  denied: {text: '✗', tone: 'bad'},
}
const ORDER: readonly Access[] = ['allowed', 'partial', 'unknown', 'denied']

export function markOfAccess(access: Access): Span {
  return MARKS[access]
}

/** More rows of one sort than these say nothing more. */
const MOST_ROWS = 8

/** One Service: for each of its ports who may reach it and by which rule, the few before the many. */
export function serviceTables(answer: ServiceAnswer, {clients, heldUp}: FamilyAnswers, roster: Roster): readonly Table[] {
  const groups = new Map<string, PortAnswer[]>()
  for (const port of answer.ports) {
    const key = `${port.audience?.index} ${JSON.stringify(port.outside?.map((region) => [describeRegion(region), region.value.access]))}`
    groups.set(key, [...(groups.get(key) ?? []), port])
  }
  const isOnly = groups.size === 1
  return [...groups.values()].flatMap((ports): readonly Table[] => {
    const [first] = ports
    if (!first?.audience) return []
    const rows = [...clientRows(completeRows(first.audience, clients, heldUp), roster, answer), ...outsideRows(answer, first.outside)]
    const title: Line = [{text: ports.map(describePortOf).join(', '), tone: 'name'}]
    return [{...(!isOnly && {title}), columns: [{name: 'CLIENTS'}, {name: 'BECAUSE'}], rows, indent: 2}]
  })
}

function clientRows(rows: readonly AudienceRow[], roster: Roster, answer: ServiceAnswer): readonly (readonly Line[])[] {
  const isSplit = rows.length > 1
  // The rest is told last.
  const rank = ({isRest, access}: AudienceRow) => (isRest && isSplit ? ORDER.length : ORDER.indexOf(access))
  const told = new Map<Access, number>()
  const lines: (readonly Line[])[] = []
  const beyond = new Map<Access, ClientClass[]>()
  for (const row of rows.toSorted((a, b) => rank(a) - rank(b))) {
    const times = (told.get(row.access) ?? 0) + 1
    told.set(row.access, times)
    if (times > MOST_ROWS && !row.isRest) beyond.set(row.access, [...(beyond.get(row.access) ?? []), ...row.classes])
    else lines.push(rowLine(row.access, whoIs(row, roster, answer, isSplit), describeReasons(row)))
  }
  const more = [...beyond].map(([access, classes]) =>
    rowLine(access, describeEntries(roster.entriesOf(classes), answer.service.namespace), 'for other reasons, see -o json'),
  )
  return [...lines.slice(0, -1), ...more, ...lines.slice(-1)]
}

function rowLine(access: Access, who: string, why: string): readonly Line[] {
  return [[MARKS[access], ` ${who}`], [access === 'partial' ? `some endpoints only: ${why}` : why]]
}

function whoIs({classes, access, isRest}: AudienceRow, roster: Roster, {service}: ServiceAnswer, isSplit: boolean): string {
  const entries = roster.entriesOf(classes)
  const hasNodes = classes.some((client) => client.nodes.length > 0 || isAnyNode(client))
  const nodes = hasNodes ? (access === 'allowed' ? 'nodes' : "nodes other than a pod's own") : ''
  return [describeAll(entries, roster, service, isRest && isSplit), nodes].filter((text) => text !== '').join(', ')
}

function describeAll(entries: readonly RosterEntry[], {total}: Roster, {namespace}: ServiceAnswer['service'], isRest: boolean): string {
  if (entries.length > 1 && entries.length === total) return 'every workload'
  return isRest && entries.length > MOST_NAMED ? count(entries.length, 'other workload') : describeEntries(entries, namespace)
}

/** Where the input has no nodes, one stands for all. */
function isAnyNode({kind, nodes, groups}: ClientClass): boolean {
  return kind === 'node' && nodes.length === 0 && groups.length === 0
}

function outsideRows({entrance, service}: ServiceAnswer, regions: readonly OutsideRegion[] | undefined): readonly (readonly Line[])[] {
  if (!entrance || !regions) {
    const why = service.headless ? 'headless: there is no address for the outside' : `type ${service.type}: no way in from outside`
    return [[[{text: '– outside', tone: 'dim'}], [{text: why, tone: 'dim'}]]]
  }
  const rank = ({value}: OutsideRegion) => ORDER.indexOf(value.access)
  return regions
    .toSorted((a, b) => rank(a) - rank(b))
    .map((region) => {
      const why = region.value.isOutOfRange ? 'loadBalancerSourceRanges leaves it out' : describeReasons(region.value)
      return rowLine(region.value.access, `outside: ${describeRegion(region)}`, why)
    })
}
