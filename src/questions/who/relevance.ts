import type {Direction} from '../../network/policy/policy.ts'
import type {PeerView} from './peer-views.ts'
import type {PolicyEye} from './policy-eye.ts'
import type {Subject} from './subjects.ts'

/** What the rules of a subject's policies look at in the other end. */
export interface Relevant {
  readonly sets: readonly number[]
  readonly asksMore: boolean
  /** The same for views that are alike to these rules. */
  readonly keyOf: (view: PeerView) => string
}

/** Worked out once for each subject. */
export function relevantOf({peers}: PolicyEye, direction: Direction): (subject: Subject) => Relevant {
  const known: Relevant[] = []
  return ({index, policies}) => {
    const already = known[index]
    if (already) return already
    const all = policies.map((policy) => peers[direction].of(policy))
    const sets = [...new Set(all.flatMap((one) => one.sets))]
    const asksMore = all.some((one) => one.asksMore)
    const keyOf = ({kind, sets: own, rest}: PeerView) => {
      let key = asksMore ? `${kind} ${rest}` : kind
      for (const number of sets) key += `,${own.get(number) ?? ''}`
      return key
    }
    const relevant = {sets, asksMore, keyOf}
    known[index] = relevant
    return relevant
  }
}
