import {groupBy} from '../../cluster/group-by.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import {enumerate, shortKind} from '../naming.ts'
import {compareText} from '../order.ts'
import {type Effect, type EffectKind, keyOf} from './effect.ts'
import {isFarther} from './entry-reach.ts'
import {guardsOf} from './guard.ts'
import {severityOfGrowth} from './severities.ts'
import type {Openness, WayIn} from './way-in.ts'
import {describeClients, describeFarthest, describeWays, throughClearWays, throughWays} from './way-wording.ts'

/** Of whom ways in are told, and what else may have changed them. */
export interface Told {
  readonly subject: ObjectReference
  readonly around: readonly ObjectReference[]
  /** The policies that keep somebody out, and so may keep a way shut that is gone. */
  readonly further: readonly ObjectReference[]
  /** The workloads of the Service of a controller: how they are started says what they serve. */
  readonly behind: (service: ObjectReference) => readonly ObjectReference[]
}

/** A way that came or went; `lead` is what is so of several alike. */
export interface WayEffect extends Omit<Effect, 'message'> {
  readonly lead: string
  readonly way: WayIn
}

/**
 * A way that only one of the inputs has. It opens nothing where the other has a way of this kind to the same ports of pods, and for as many; then it may
 * still be the only one without TLS, or without a log-in, of all that the subject has in the other (`others`).
 */
export function lostOrGained(told: Told, which: 'lost' | 'gained', way: WayIn, other: Openness, others: readonly WayIn[]): WayEffect {
  const isCovered = way.targets.every((target) => other.covers(way, target))
  const isGained = which === 'gained'
  const kindOf = (gained: EffectKind, lost: EffectKind) => comingOrGoing(told, isGained ? gained : lost, way, '')
  if (!isCovered) return kindOf('newly-reachable', 'no-longer-reachable')
  const like = others.filter((one) => one.entry.via === way.entry.via)
  if (guardsOf(way.entry).length === 0 && isEach(like, (one) => guardsOf(one.entry).length > 0))
    return kindOf('login-dropped', 'login-added')
  if (way.entry.tls === false && isEach(like, (one) => one.entry.tls === true)) return kindOf('tls-dropped', 'tls-added')
  return kindOf('entry-added', 'entry-removed')
}

function isEach(ways: readonly WayIn[], holds: (way: WayIn) => boolean): boolean {
  return ways.length > 0 && ways.every(holds)
}

/** Pods of other workloads behind a way that is in both inputs: what is open is the pod. That their port moves is told of the Service. */
export function ownersLostOrGained(
  told: Told,
  was: WayIn,
  is: WayIn,
  openness: {readonly before: Openness; readonly after: Openness},
): readonly WayEffect[] {
  const effectsOf = (kind: 'newly-reachable' | 'no-longer-reachable', way: WayIn, counterpart: WayIn, other: Openness) => {
    const known = new Set(counterpart.targets.map(ownerOfTarget))
    const others = way.targets.filter(
      (target) => !known.has(ownerOfTarget(target)) && !target.startsWith('Service/') && !other.covers(way, target),
    )
    if (others.length === 0) return []
    return [comingOrGoing(told, kind, way, enumerate([...new Set(others.map(nameOfTarget))]))]
  }
  return [...effectsOf('newly-reachable', is, was, openness.before), ...effectsOf('no-longer-reachable', was, is, openness.after)]
}

const LEADS: Readonly<Record<string, string>> = {
  'entry-added': 'has another way in',
  'entry-removed': 'has a way in less',
  'newly-reachable': 'newly reachable',
  'no-longer-reachable': 'no longer reachable',
  'tls-dropped': 'is now reached without TLS too',
  'tls-added': 'is no longer reached without TLS',
  'login-dropped': 'is now reached without a log-in too',
  'login-added': 'is no longer reached without a log-in',
}

function comingOrGoing(told: Told, kind: EffectKind, way: WayIn, pods: string): WayEffect {
  const {entry} = way
  const isNew = COMINGS.has(kind)
  const lead = pods === '' ? (LEADS[kind] ?? '') : `${pods} ${LEADS[kind]}`
  const clients = describeClients(entry)
  return {
    kind,
    severity:
      kind === 'newly-reachable' ? severityOfGrowth(entry) : kind === 'tls-dropped' || kind === 'login-dropped' ? 'warning' : 'info',
    subject: told.subject,
    reach: entry.reach,
    about: pods === '' ? throughWays([way]) : `pods ${pods} ${throughWays([way])}`,
    before: isNew ? null : clients,
    after: isNew ? clients : null,
    involved: involvedIn(way, told),
    further: told.further,
    isDoubtful: kind === 'newly-reachable' && entry.reach === 'unknown',
    lead,
    way,
  }
}

const COMINGS: ReadonlySet<EffectKind> = new Set(['entry-added', 'newly-reachable', 'tls-dropped', 'login-dropped'])

/** Everything on the way, and the policies that keep somebody out. */
export function involvedIn({entry}: WayIn, {around, behind}: Pick<Told, 'around' | 'behind'>): readonly ObjectReference[] {
  return [...entry.through, ...entry.through.flatMap(behind), ...around, ...entry.narrowedBy.map(policyOf)]
}

/** `shop/db`, `AdminNetworkPolicy strict`, `CiliumNetworkPolicy shop/db`, as exposure names policies: a NetworkPolicy goes without its kind. */
export function policyOf(text: string): ObjectReference {
  const words = text.split(' ')
  const [kind = '', path = ''] = words.length > 1 ? words : ['NetworkPolicy', text]
  const [first = '', second] = path.split('/')
  return second === undefined ? {kind, namespace: null, name: first} : {kind, namespace: first, name: second}
}

/** Ways that came or went together, in one sentence. */
export function joinWays(effects: readonly WayEffect[]): readonly Effect[] {
  const groups = groupBy(effects, ({kind, lead}) => `${kind} ${lead}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    const {lead, way: _, ...effect} = first
    const ways = group.map(({way}) => way)
    const through = SAYS_TLS.has(effect.kind) ? throughClearWays : throughWays
    // Where nothing of it is certain, all of the sentence is perhaps.
    const isCertain = ways.some(({entry}) => entry.reach !== 'unknown')
    const sentence = isCertain
      ? `${lead} ${describeWays(ways, describeClients, through)}`
      : `perhaps ${lead} ${describeWays(ways, describeFarthest, through)}`
    return {
      ...effect,
      severity: group.some(({severity}) => severity === 'error') ? 'error' : effect.severity,
      isDoubtful: group.every(({isDoubtful}) => isDoubtful === true),
      reach: ways.map(({entry}) => entry).reduce((one, other) => (isFarther(other, one) ? other : one)).reach,
      about: joinTexts(group.map(({about}) => about)) ?? '',
      before: joinTexts(group.map(({before}) => before)),
      after: joinTexts(group.map(({after}) => after)),
      message: `${sentence}${questionsOf(effect.kind, ways)}`,
      involved: [...new Map(group.flatMap(({involved}) => involved).map((one) => [keyOf(one), one])).values()],
    }
  })
}

const SAYS_TLS: ReadonlySet<EffectKind> = new Set(['tls-dropped', 'tls-added'])

function joinTexts(texts: readonly (string | null)[]): string | null {
  const stated = [...new Set(texts.flatMap((text) => text ?? []))].sort(compareText)
  return stated.length === 0 ? null : stated.join('; ')
}

/** What would settle how far away clients can be. */
function questionsOf(kind: EffectKind, ways: readonly WayIn[]): string {
  if (!COMINGS.has(kind)) return ''
  const questions = new Set(ways.flatMap(({entry}) => (entry.reach === 'unknown' ? (entry.question ?? []) : [])))
  return questions.size === 0 ? '' : `: ${[...questions].join('; ')}`
}

/** `Deployment/shop/web` of `Deployment/shop/web:8080/TCP`. */
function ownerOfTarget(target: string): string {
  return target.slice(0, target.lastIndexOf(':'))
}

/** `deploy/web` of the same. */
function nameOfTarget(target: string): string {
  const [kind = '', , ...name] = ownerOfTarget(target).split('/')
  return `${shortKind(kind)}/${name.join('/')}`
}
