import {enumerate} from '../naming.ts'
import type {Effect, EffectKind} from './effect.ts'
import {coversPath, coversSources, isFarther} from './entry-reach.ts'
import {involvedIn, severityOf, type Told} from './way-effect.ts'
import type {WayIn} from './way-in.ts'
import {sameThrough} from './way-pairing.ts'
import {describeClients, hostsOf, nameOfWay, throughOf, throughWays} from './way-wording.ts'

/** What is otherwise of ways that are in both inputs; what is so of several ports is said once. */
export function wayChanges(told: Told, pairs: readonly (readonly [WayIn, WayIn])[]): readonly Effect[] {
  const changes = [clientChange, pathChange, tlsChange, hostChange, addressChange, portChange, throughChange]
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
}

const GROWTH: ReadonlySet<EffectKind> = new Set(['newly-reachable', 'sources-widened', 'sources-changed', 'path-widened'])
const MOVES: ReadonlySet<EffectKind> = new Set(['port-moved', 'tls-dropped'])

function toEffect(
  {subject, around}: Told,
  was: readonly WayIn[],
  is: readonly WayIn[],
  {kind, what, before, after, message}: WayChange,
): readonly Effect[] {
  const [former, present] = [was[0], is[0]]
  if (!former || !present) return []
  const farther = isFarther(former.entry.reach, present.entry.reach) ? former : present
  return [
    {
      kind,
      severity: GROWTH.has(kind) ? severityOf(present) : MOVES.has(kind) ? 'warning' : 'info',
      subject,
      reach: farther.entry.reach,
      about: `${what} of ${nameOfWay(present)}`,
      before,
      after,
      message: typeof message === 'string' ? message : message(was, is),
      involved: [...involvedIn(subject, present, around), ...involvedIn(subject, former, [])],
    },
  ]
}

/** How far away clients can be, and which of them are let in. */
function clientChange(was: WayIn, is: WayIn): WayChange | undefined {
  const [from, to] = [was.entry, is.entry]
  const [before, after] = [describeClients(from), describeClients(to)]
  if (from.reach !== to.reach) {
    const isMore = isFarther(to.reach, from.reach)
    const question = to.reach === 'unknown' && to.question !== undefined ? `: ${to.question}` : ''
    const message = (former: readonly WayIn[], present: readonly WayIn[]) =>
      isMore
        ? `newly reachable from ${after} ${throughWays(present)}, no longer only from ${before}${question}`
        : `no longer reachable from ${before} ${throughWays(former)}, only from ${after}${question}`
    return {kind: isMore ? 'newly-reachable' : 'no-longer-reachable', what: 'reach', before, after, message}
  }
  const [widens, narrows] = [!coversSources(from.sources, to.sources), !coversSources(to.sources, from.sources)]
  if (!widens && !narrows) return undefined
  const kind = widens && narrows ? 'sources-changed' : widens ? 'sources-widened' : 'sources-narrowed'
  const message = `${nameOfWay(is)} lets in ${letIn(to.sources)} instead of ${letIn(from.sources)}`
  return {kind, what: 'sources', before, after, message}
}

function letIn(sources: readonly string[]): string {
  return sources.length === 0 ? 'everyone' : `only ${enumerate(sources.toSorted(), 4)}`
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
