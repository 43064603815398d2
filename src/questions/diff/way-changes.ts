import {boundOf} from '../exposure/admitted.ts'
import {enumerate} from '../naming.ts'
import type {Effect, EffectKind} from './effect.ts'
import {coversPath, isFarther} from './entry-reach.ts'
import {guardsOf} from './guard.ts'
import {severityOfGrowth} from './severities.ts'
import {coversSources} from './source-ranges.ts'
import {involvedIn, type Told} from './way-effect.ts'
import type {WayIn} from './way-in.ts'
import {sameThrough} from './way-pairing.ts'
import {describeClients, describeFarthest, describeLetIn, hostsOf, nameOfWay, throughOf, throughWays} from './way-wording.ts'

/** What is otherwise of ways that are in both inputs; what is so of several ports is said once. */
export function wayChanges(told: Told, pairs: readonly (readonly [WayIn, WayIn])[]): readonly Effect[] {
  const changes = [clientChange, placementChange, pathChange, tlsChange, guardChange, hostChange, addressChange, portChange, throughChange]
  const groups = new Map<string, {readonly change: WayChange; readonly was: WayIn[]; readonly is: WayIn[]}>()
  for (const [was, is] of pairs) {
    for (const changeOf of changes) {
      const change = changeOf(was, is)
      if (!change) continue
      const key = JSON.stringify([change.kind, change.what, change.before, change.after, nameOfWay(is)])
      const group = groups.get(key) ?? {change, was: [], is: []}
      groups.set(key, group)
      group.was.push(was)
      group.is.push(is)
    }
  }
  return [...groups.values()].flatMap(({change, was, is}) => toEffect(told, was, is, change))
}

interface WayChange {
  readonly kind: EffectKind
  readonly what: string
  readonly before: string
  readonly after: string
  readonly message: string | ((was: readonly WayIn[], is: readonly WayIn[]) => string)
  /** Whether it grew perhaps, and nobody can tell. */
  readonly isDoubtful?: boolean
}

const GROWTH: ReadonlySet<EffectKind> = new Set(['newly-reachable', 'sources-widened', 'sources-changed', 'path-widened'])
const MOVES: ReadonlySet<EffectKind> = new Set(['port-moved', 'tls-dropped', 'login-dropped', 'address-made-public'])

function toEffect(
  told: Told,
  was: readonly WayIn[],
  is: readonly WayIn[],
  {kind, what, before, after, message, isDoubtful}: WayChange,
): readonly Effect[] {
  const [former, present] = [was[0], is[0]]
  if (!former || !present) return []
  const farther = isFarther(former.entry, present.entry) ? former : present
  return [
    {
      kind,
      severity: GROWTH.has(kind) ? (isDoubtful ? 'warning' : severityOfGrowth(present.entry)) : MOVES.has(kind) ? 'warning' : 'info',
      subject: told.subject,
      reach: farther.entry.reach,
      about: `${what} of ${nameOfWay(present)}`,
      before,
      after,
      message: typeof message === 'string' ? message : message(was, is),
      involved: [...involvedIn(present, told), ...involvedIn(former, {...told, around: []})],
      further: told.further,
      isDoubtful: GROWTH.has(kind) && (isDoubtful === true || present.entry.reach === 'unknown'),
    },
  ]
}

/** How far away clients can be, and which of them are let in. */
function clientChange(was: WayIn, is: WayIn): WayChange | undefined {
  const [from, to] = [was.entry, is.entry]
  const [before, after] = [describeClients(from), describeClients(to)]
  if (isFarther(from, to) || isFarther(to, from)) return reachChange(from, to)
  const [widens, narrows] = [!coversSources(from.sources, to.sources), !coversSources(to.sources, from.sources)]
  if (!widens && !narrows) return undefined
  const kind = widens && narrows ? 'sources-changed' : widens ? 'sources-widened' : 'sources-narrowed'
  const message = `${nameOfWay(is)} lets in ${describeLetIn(to)} instead of ${describeLetIn(from)}`
  return {kind, what: 'sources', before, after, message}
}

/** What could not be told, and can, or can no longer, is more or less perhaps. */
function reachChange(from: WayIn['entry'], to: WayIn['entry']): WayChange {
  const isMore = isFarther(to, from)
  const kind = isMore ? 'newly-reachable' : 'no-longer-reachable'
  const isAsFar = boundOf(from) === boundOf(to)
  const isTold = isMore && isAsFar
  // What policies kept out perhaps, and those of whom only some may come, may have been able to come before.
  const isDoubtful = to.reach === 'unknown' || (isTold && (from.perhaps !== undefined || to.sources.length > 0))
  const perhaps = isMore ? isDoubtful : from.reach === 'unknown' || (to.reach === 'unknown' && isAsFar)
  const question = to.reach === 'unknown' && to.question !== undefined ? `: ${to.question}` : ''
  const [was, is] = [describeFarthest(from), describeFarthest(to)]
  const message = (former: readonly WayIn[], present: readonly WayIn[]) => {
    if (isTold && !isDoubtful) return `reachable from ${is} for certain ${throughWays(present)}, which could not be told before`
    const lead = perhaps ? 'perhaps ' : ''
    if (isMore) {
      const rest = isTold ? ', which could not be told before' : `, no longer only from ${was}${question}`
      return `${lead}newly reachable from ${is} ${throughWays(present)}${rest}`
    }
    const rest = isAsFar ? question : `, only from ${describeClients(to)}${question}`
    return `${lead}no longer reachable from ${was} ${throughWays(former)}${rest}`
  }
  return {kind, what: 'reach', before: describeClients(from), after: describeClients(to), message, isDoubtful}
}

/** Whoever is let in is the same: it is the address that others may find, and what is between it and them is a list alone. */
function placementChange({entry: from}: WayIn, is: WayIn): WayChange | undefined {
  const to = is.entry
  if (from.placement === to.placement || from.placement === undefined || to.placement === undefined || from.reach !== to.reach)
    return undefined
  const isPublic = to.placement === 'public'
  const via = to.via === 'LoadBalancer' ? to.via : nameOfWay(is)
  const message = isPublic
    ? `${via} gets a public address, and lets in ${describeLetIn(to)}`
    : `${via} gets an address of the private network instead of a public one`
  const kind = isPublic ? 'address-made-public' : 'address-made-private'
  return {kind, what: 'placement', before: from.placement, after: to.placement, message}
}

function pathChange(was: WayIn, is: WayIn): WayChange | undefined {
  const [from, to] = [was.entry.path, is.entry.path]
  const [widens, narrows] = [!coversPath(from, to), !coversPath(to, from)]
  if (!widens && !narrows) return undefined
  const kind = widens && !narrows ? 'path-widened' : narrows && !widens ? 'path-narrowed' : 'entry-changed'
  const message = `${nameOfWay(is)} takes ${to ?? 'every path'} instead of ${from ?? 'every path'}`
  return {kind, what: 'path', before: from ?? '/', after: to ?? '/', message}
}

function tlsChange(was: WayIn, is: WayIn): WayChange | undefined {
  const [from, to] = [was.entry.tls, is.entry.tls]
  if (from === to || from === null || to === null) return undefined
  const [before, after] = from ? ['TLS', 'no TLS'] : ['no TLS', 'TLS']
  const message = `${nameOfWay(is)} ${to ? 'speaks TLS now' : 'no longer speaks TLS'}`
  return {kind: to ? 'tls-added' : 'tls-dropped', what: 'tls', before, after, message}
}

/** What clients have to show. */
function guardChange({entry: from}: WayIn, is: WayIn): WayChange | undefined {
  const [was, now] = [guardsOf(from), guardsOf(is.entry)]
  const [before, after] = [was.join('; '), now.join('; ')]
  if (before === after) return undefined
  if (now.length === 0)
    return {kind: 'login-dropped', what: 'guard', before, after: 'nothing', message: `${nameOfWay(is)} no longer ${enumerate(was)}`}
  if (was.length === 0)
    return {kind: 'login-added', what: 'guard', before: 'nothing', after, message: `${nameOfWay(is)} ${enumerate(now)} now`}
  return {kind: 'entry-changed', what: 'guard', before, after, message: `${nameOfWay(is)} ${enumerate(now)}, no longer ${enumerate(was)}`}
}

function hostChange(was: WayIn, is: WayIn): WayChange | undefined {
  const [before, after] = [hostsOf(was), hostsOf(is)]
  if (was.hosts.join() === is.hosts.join()) return undefined
  return {kind: 'entry-changed', what: 'hosts', before, after, message: `${nameOfWay(is)} answers to ${after} instead of ${before}`}
}

/** An address that only one input states is no difference. */
function addressChange(was: WayIn, is: WayIn): WayChange | undefined {
  const [before, after] = [was.addresses.join(', '), is.addresses.join(', ')]
  if (before === '' || after === '' || before === after) return undefined
  return {kind: 'entry-changed', what: 'address', before, after, message: `${nameOfWay(is)} has address ${after} instead of ${before}`}
}

/** The ports of the Service are told of it, and its node ports. */
function portChange(was: WayIn, is: WayIn): WayChange | undefined {
  const [from, to] = [was.entry, is.entry]
  if (from.port === to.port || from.port === null || to.port === null || from.via === 'NodePort') return undefined
  if (from.port === from.servicePort?.port && to.port === to.servicePort?.port) return undefined
  const message = `${nameOfWay(is)} is at port ${to.port} instead of ${from.port}`
  return {kind: 'port-moved', what: 'port', before: `${from.port}`, after: `${to.port}`, message}
}

function throughChange(was: WayIn, is: WayIn): WayChange | undefined {
  const [before, after] = [throughOf(was.entry), throughOf(is.entry)]
  if (sameThrough(was, is) || before === after) return undefined
  return {kind: 'entry-changed', what: 'through', before, after, message: `comes in through ${after} instead of ${before}`}
}
