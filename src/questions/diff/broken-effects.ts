import type {ObjectReference} from '../../cluster/object.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {BrokenEntry} from '../../network/entry/entry.ts'
import type {Effect} from './effect.ts'
import {keyOf} from './effect.ts'
import type {DiffScope, Side} from './side.ts'

/** Ways in that lead nowhere newly, and those that do no longer. */
export function brokenEffects(before: Side, after: Side, {namespace}: Pick<DiffScope, 'namespace'>): readonly Effect[] {
  const waysOf = waysThrough(before, after)
  const [former, present] = [before, after].map(({exposed}) => {
    const own = exposed.broken.filter(({object}) => namespace === undefined || object.namespace === namespace)
    return new Map(own.map((one) => [`${keyOf(one.object)} ${one.reason} ${one.message}`, one]))
  })
  const missingIn = (other: typeof former, own: typeof former) => [...(own ?? [])].flatMap(([key, one]) => (other?.has(key) ? [] : one))
  return [
    ...missingIn(former, present).map((one) => effectOf('way-broken', one, waysOf)),
    ...missingIn(present, former).map((one) => effectOf('way-mended', one, waysOf)),
  ]
}

/** Everything on the ways that lead, or led, through an object, with the workloads of controllers. */
type WaysThrough = (object: ObjectReference) => readonly ObjectReference[]

function waysThrough(...sides: readonly Side[]): WaysThrough {
  const around = new Map<string, ObjectReference[]>()
  for (const {services} of sides) {
    for (const {exposed} of [...services.values()].flat()) {
      for (const {through} of exposed?.entries ?? []) for (const one of through) obtain(around, keyOf(one), () => []).push(...through)
    }
  }
  const ownersOf = (service: ObjectReference) =>
    sides.flatMap(({services}) =>
      (services.get(keyOf(service)) ?? []).flatMap(({owners}) => [...owners.values()].map((one) => one.reference)),
    )
  return (object) => {
    const through = [...new Map((around.get(keyOf(object)) ?? []).map((one) => [keyOf(one), one])).values()]
    return [...through.flatMap(ownersOf), ...through]
  }
}

/** The objects that a message names: `Gateway infra/gw does not take it`, `there is no Service shop/api`. */
function objectsIn(message: string): readonly ObjectReference[] {
  return [...message.matchAll(/\b([A-Z]\w+) ([a-z0-9.-]+)\/([a-z0-9.-]*[a-z0-9])/g)].map(([, kind = '', namespace = '', name = '']) => ({
    kind,
    namespace,
    name,
  }))
}

function effectOf(kind: 'way-broken' | 'way-mended', {object, reason, message}: BrokenEntry, waysOf: WaysThrough): Effect {
  const isBroken = kind === 'way-broken'
  return {
    kind,
    severity: isBroken ? 'warning' : 'info',
    subject: object,
    reach: undefined,
    about: message,
    before: isBroken ? null : reason,
    after: isBroken ? reason : null,
    message: isBroken ? `leads nowhere: ${message}` : `no longer leads nowhere: ${message}`,
    // Whoever is named does not take it any more, or is gone, as a rule; else it was sent elsewhere.
    involved: objectsIn(message),
    further: [object, ...waysOf(object)],
  }
}
