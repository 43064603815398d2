import {count, enumerate, shortName} from '../naming.ts'
import {describePortNumber, labelPort} from '../resolve/port-column.ts'
import type {Judged} from './access.ts'
import type {OutsideRegion} from './entrance.ts'
import type {RosterEntry} from './roster.ts'
import type {PortAnswer} from './service-answer.ts'

/** More workloads than these are counted. */
export const MOST_NAMED = 3
/** Longer names than these leave a line no room for why. */
const MOST_CHARACTERS = 44

/** `deploy/api (3 pods) and job/load of ops`, or how many there are, and where. `home` is the namespace that goes without saying. */
export function describeEntries(entries: readonly RosterEntry[], home: string): string {
  const named = entries.length <= MOST_NAMED ? enumerate(entries.map((entry) => describeEntry(entry, home))) : undefined
  if (named !== undefined && (entries.length < 2 || named.length <= MOST_CHARACTERS)) return named
  const namespaces = [...new Set(entries.map(({reference}) => reference.namespace ?? ''))]
  const where = namespaces.length === 1 ? `of ${namespaces[0]}` : `of ${count(namespaces.length, 'namespace')}`
  return `${entries.length} workloads ${where}`
}

function describeEntry({reference, pods}: RosterEntry, home: string): string {
  const where = reference.namespace === home ? '' : ` of ${reference.namespace}`
  return `${shortName(reference)}${reference.kind === 'Pod' || pods === 1 || pods === null ? '' : ` (${count(pods, 'pod')})`}${where}`
}

/** Why clients have the access that they have, without a full stop. */
export function describeReasons({access, because}: Judged): string {
  if (because.length === 0) return access === 'allowed' ? 'no policy forbids it' : ''
  const [first, second, ...more] = because.map(({direction, message}) => (direction === 'egress' ? `egress: ${message}` : message))
  return [first, second, more.length > 0 ? `and ${more.length} more, see -o json` : undefined].filter(Boolean).join('; ')
}

/** `anyone`, `203.0.113.0/24`, `anyone but 10.0.0.0/8`. */
export function describeRegion({range, except}: Pick<OutsideRegion, 'range' | 'except'>): string {
  const who = range.prefixLength === 0 ? 'anyone' : range.text
  return except.length === 0 ? who : `${who} but ${enumerate(except.map(({text}) => text))}`
}

/** `http`, `53/UDP`; `any port` of a headless Service that names none. */
export function describePortOf({port}: PortAnswer): string {
  return port ? (port.name === null ? describePortNumber(port) : labelPort(port)) : 'any'
}
