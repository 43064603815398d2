import type {BrokenEntry} from '../../network/entry/entry.ts'
import type {Effect} from './effect.ts'
import {keyOf} from './effect.ts'
import type {DiffScope, Side} from './side.ts'

/** Ways in that lead nowhere newly, and those that do no longer. */
export function brokenEffects(before: Side, after: Side, {namespace}: Pick<DiffScope, 'namespace'>): readonly Effect[] {
  const [former, present] = [before, after].map(({exposed}) => {
    const own = exposed.broken.filter(({object}) => namespace === undefined || object.namespace === namespace)
    return new Map(own.map((one) => [`${keyOf(one.object)} ${one.reason} ${one.message}`, one]))
  })
  const missingIn = (other: typeof former, own: typeof former) => [...(own ?? [])].flatMap(([key, one]) => (other?.has(key) ? [] : one))
  return [
    ...missingIn(former, present).map((one) => effectOf('way-broken', one)),
    ...missingIn(present, former).map((one) => effectOf('way-mended', one)),
  ]
}

function effectOf(kind: 'way-broken' | 'way-mended', {object, reason, message}: BrokenEntry): Effect {
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
    involved: [object],
  }
}
