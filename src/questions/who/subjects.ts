import type {Party} from '../../network/policy/party.ts'
import {isUnseen, type PodGroup} from '../../network/policy/pod-group.ts'
import type {Direction, PodSet, Policy} from '../../network/policy/policy.ts'
import type {PolicySet} from '../../network/policy/policy-set.ts'
import {homeOf, type Membership, NO_SETS, type Sets} from './membership.ts'
import {createSetsTable, restrictSets} from './sets-table.ts'

/** Whom the policies of one direction are for. The same object for parties whom the same policies are for, as far as is known. */
export interface Subject {
  readonly index: number
  readonly policies: readonly Policy[]
  /** Whether a policy of a network plugin may be for them. */
  readonly hasForeign: boolean
}

export type SubjectOf = (party: Party, direction: Direction) => Subject

/** `placeOf` and `variantOf` say what else of pods counts than the sets that they are in: their namespace, and from which file they are. */
export function createSubjects(
  set: PolicySet,
  membership: Membership,
  placeOf: (group: PodGroup) => string,
  variantOf: (group: PodGroup) => string | undefined,
): SubjectOf {
  const bySet = {ingress: subjectSets(set, 'ingress', membership), egress: subjectSets(set, 'egress', membership)}
  const places = new Map(set.all.map((policy, index) => [policy, index]))
  const inOrder = (policies: readonly Policy[]) => [...new Set(policies)].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
  const known = createSetsTable<Subject>()
  const restrict = restrictSets((direction, number) => bySet[direction].has(number))
  const describe = (party: Party, direction: Direction, own: Sets): Omit<Subject, 'index'> => {
    if (party.kind !== 'pod') return {policies: [], hasForeign: set.foreign.length > 0}
    if (isUnseen(party.group)) return {policies: set.all, hasForeign: set.foreign.length > 0}
    const selecting = [...own.keys()].flatMap((number) => bySet[direction].get(number) ?? [])
    const policies = inOrder(selecting.flatMap(({policies}) => policies))
    const counting = variantOf(party.group) === undefined ? undefined : new Set(set.forPodsOf(party.group))
    return {
      policies: counting ? policies.filter((policy) => policy.tier !== 'namespace' || counting.has(policy)) : policies,
      hasForeign: selecting.some(({hasForeign}) => hasForeign),
    }
  }
  const kindOf = (party: Party) => {
    if (party.kind !== 'pod') return `${party.kind} ${foreignNodeKey(set, party)}`
    return isUnseen(party.group) ? `unseen ${homeOf(party.group)}` : `${placeOf(party.group)} ${variantOf(party.group) ?? ''}`
  }
  return (party, direction) => {
    const own = party.kind === 'pod' && !isUnseen(party.group) ? restrict(direction, membership.setsOf(party.group)) : NO_SETS
    return known.obtain(`${direction} ${kindOf(party)}`, own, (index) => ({index, ...describe(party, direction, own)}))
  }
}

interface SubjectSet {
  readonly policies: Policy[]
  hasForeign: boolean
}

/** The policies of a direction by the number of the set of pods that they are for; foreign ones are counted, and not judged. */
function subjectSets(set: PolicySet, direction: Direction, {numberOf}: Membership): ReadonlyMap<number, SubjectSet> {
  const byNumber = new Map<number, SubjectSet>()
  const setFor = (subject: PodSet): SubjectSet => {
    const number = numberOf(subject) ?? -1
    const known = byNumber.get(number) ?? {policies: [], hasForeign: false}
    byNumber.set(number, known)
    return known
  }
  for (const policy of set.all) if (policy[direction]) setFor(policy.subject).policies.push(policy)
  for (const foreign of set.foreign) if (foreign[direction]) for (const subject of foreign.subjects) setFor(subject).hasForeign = true
  return byNumber
}

/** Policies of network plugins may be for nodes, by their labels. */
function foreignNodeKey({foreign}: PolicySet, party: Party): string {
  return party.kind === 'node' && foreign.some(({nodes}) => nodes.length > 0) ? JSON.stringify([party.name, party.labels]) : ''
}
