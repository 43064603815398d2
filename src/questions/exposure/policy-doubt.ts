import type {LocatedDoubt} from '../../network/policy/doubt.ts'
import type {Policy} from '../../network/policy/policy.ts'
import {enumerate} from '../naming.ts'
import {describeDoubt, nameOfForeignPolicy, nameOfPolicy} from '../policy-wording.ts'
import type {Side} from '../who/sides.ts'

/**
 * What would settle whether policies keep somebody out, where that cannot be told: first the question, which is short enough for a table, then why it is open.
 * Undefined where none of the sides is open. `policies` are those that may be meant where the doubt names none.
 */
export function questionOf(sides: readonly Pick<Side, 'verdict'>[], whom: string, policies: readonly Policy[] = []): string | undefined {
  for (const {verdict} of sides) {
    if (verdict.because.kind !== 'open') continue
    const {doubt} = verdict.because
    return `${keepOut(deciders(verdict.because, policies), whom)} ${describeSettling(doubt)}`
  }
  return undefined
}

/** `does shop/deny keep clients out?` */
export function keepOut(policies: readonly string[], whom: string): string {
  const names = [...new Set(policies)]
  return `${names.length === 1 ? 'does' : 'do'} ${names.length === 0 ? 'policies' : enumerate(names, 2)} keep ${whom} out?`
}

/** Those that the doubt is about; where it is about whose address they see, all of them. */
function deciders({doubt, policy}: LocatedDoubt, all: readonly Policy[]): readonly string[] {
  switch (doubt.kind) {
    case 'foreign':
      return [nameOfForeignPolicy(doubt.policy)]
    case 'order':
      return doubt.policies.map(nameOfPolicy)
    case 'unread':
      return []
    default:
      return (policy ? [policy] : all).map(nameOfPolicy)
  }
}

function describeSettling(doubt: LocatedDoubt['doubt']): string {
  if (doubt.kind === 'foreign') return `policies of ${doubt.policy.product} are not judged here`
  // A node puts its own address in the place of the client's, unless it is told to keep that.
  if (doubt.kind === 'rewritten' && doubt.what === 'source') return `${describeDoubt(doubt)}: externalTrafficPolicy Local settles it`
  return describeDoubt(doubt)
}
