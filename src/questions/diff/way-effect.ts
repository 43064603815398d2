import type {ObjectReference} from '../../cluster/object.ts'
import type {Severity} from '../../report.ts'
import {enumerate, shortKind} from '../naming.ts'
import {compareText} from '../order.ts'
import {type Effect, type EffectKind, keyOf} from './effect.ts'
import {isFarther} from './entry-reach.ts'
import type {Openness, WayIn} from './way-in.ts'
import {describeClients, describeWays, throughWays} from './way-wording.ts'

/** Of whom ways in are told, and what else may have changed them. */
export interface Told {
  readonly subject: ObjectReference
  readonly around: readonly ObjectReference[]
}

/** A way that came or went; `lead` is what is so of several alike. */
export interface WayEffect extends Omit<Effect, 'message'> {
  readonly lead: string
  readonly way: WayIn
}

/** A way that only one of the inputs has. It opens nothing where the other has a way of this kind to the same ports of pods, and for as many. */
export function lostOrGained({subject, around}: Told, which: 'lost' | 'gained', way: WayIn, other: Openness): WayEffect {
  const isCovered = way.targets.every((target) => other.covers(way, target))
  const kinds = which === 'gained' ? (['entry-added', 'newly-reachable'] as const) : (['entry-removed', 'no-longer-reachable'] as const)
  return comingOrGoing(subject, around, kinds[isCovered ? 0 : 1], way, '')
}

/** Pods of other workloads behind a way that is in both inputs: what is open is the pod. That their port moves is told of the Service. */
export function ownersLostOrGained(
  {subject, around}: Told,
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
    return [comingOrGoing(subject, around, kind, way, enumerate([...new Set(others.map(nameOfTarget))]))]
  }
  return [...effectsOf('newly-reachable', is, was, openness.before), ...effectsOf('no-longer-reachable', was, is, openness.after)]
}

const LEADS: Readonly<Record<string, string>> = {
  'entry-added': 'has another way in',
  'entry-removed': 'has a way in less',
  'newly-reachable': 'newly reachable',
  'no-longer-reachable': 'no longer reachable',
}

function comingOrGoing(
  subject: ObjectReference,
  around: readonly ObjectReference[],
  kind: EffectKind,
  way: WayIn,
  pods: string,
): WayEffect {
  const {entry} = way
  const isNew = kind === 'entry-added' || kind === 'newly-reachable'
  const lead = pods === '' ? (LEADS[kind] ?? '') : `${pods} ${LEADS[kind]}`
  const clients = describeClients(entry)
  return {
    kind,
    severity: kind === 'newly-reachable' ? severityOf(way) : 'info',
    subject,
    reach: entry.reach,
    about: pods === '' ? throughWays([way]) : `pods ${pods} ${throughWays([way])}`,
    before: isNew ? null : clients,
    after: isNew ? clients : null,
    involved: involvedIn(subject, way, around),
    lead,
    way,
  }
}

/** More is open: for certain, or where it cannot be told how far, perhaps. */
export function severityOf({entry}: WayIn): Severity {
  return entry.reach === 'internet' || entry.reach === 'network' ? 'error' : 'warning'
}

/** Everything on the way, and the policies that keep somebody out. */
export function involvedIn(subject: ObjectReference, {entry}: WayIn, around: readonly ObjectReference[]): readonly ObjectReference[] {
  return [...entry.through, ...around, ...entry.narrowedBy.map((text) => policyOf(text, subject))]
}

/** `NetworkPolicy shop/db`, as exposure names policies. */
function policyOf(text: string, {namespace}: ObjectReference): ObjectReference {
  const [kind = '', name = ''] = text.split(' ')
  const [first = '', second] = name.split('/')
  if (second !== undefined) return {kind, namespace: first, name: second}
  return {kind, namespace: kind === 'NetworkPolicy' ? namespace : null, name: first}
}

/** Ways that came or went together, in one sentence. */
export function joinWays(effects: readonly WayEffect[]): readonly Effect[] {
  const groups = new Map<string, WayEffect[]>()
  for (const effect of effects) {
    const key = `${effect.kind} ${effect.lead}`
    const group = groups.get(key)
    if (group) group.push(effect)
    else groups.set(key, [effect])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const {lead, way: _, ...effect} = first
    const ways = group.map(({way}) => way)
    return {
      ...effect,
      severity: group.some(({severity}) => severity === 'error') ? 'error' : effect.severity,
      reach: ways.map(({entry}) => entry.reach).reduce((one, other) => (isFarther(other, one) ? other : one)),
      about: joinTexts(group.map(({about}) => about)) ?? '',
      before: joinTexts(group.map(({before}) => before)),
      after: joinTexts(group.map(({after}) => after)),
      message: `${lead} ${describeWays(ways)}${questionsOf(effect.kind, ways)}`,
      involved: [...new Map(group.flatMap(({involved}) => involved).map((one) => [keyOf(one), one])).values()],
    }
  })
}

function joinTexts(texts: readonly (string | null)[]): string | null {
  const stated = [...new Set(texts.flatMap((text) => text ?? []))].sort(compareText)
  return stated.length === 0 ? null : stated.join('; ')
}

/** What would settle how far away clients can be. */
function questionsOf(kind: EffectKind, ways: readonly WayIn[]): string {
  if (kind !== 'entry-added' && kind !== 'newly-reachable') return ''
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
