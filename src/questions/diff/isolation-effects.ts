import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Direction} from '../../network/policy/policy.ts'
import {enumerate, shortName} from '../naming.ts'
import {compareText} from '../order.ts'
import {ownerOf} from '../pod-owner.ts'
import {policiesAsEnforced} from '../policy-dataplane.ts'
import {findPolicedPods} from '../resolve/policies/policed-pods.ts'
import {type Effect, keyOf} from './effect.ts'
import {severityOfLostIsolation} from './severities.ts'
import type {DiffScope} from './side.ts'

/** Which policies are for the pods of a workload in one direction. */
interface Guard {
  /** Whether they isolate all of its pods; null where that cannot be told. */
  readonly isIsolated: boolean | null
  readonly policies: ReadonlyMap<string, ObjectReference>
}

interface GuardedWorkload {
  readonly reference: ObjectReference
  readonly guards: Readonly<Record<Direction, Guard>>
}

/** Of which workloads policies have let go, and which they have got hold of. Those that are in one input alone are not told of. */
export function isolationEffects(before: Cluster, after: Cluster, {namespace}: Pick<DiffScope, 'namespace'>): readonly Effect[] {
  const [former, present] = [guardedWorkloads(before, namespace), guardedWorkloads(after, namespace)]
  const changes = new Map<string, GuardChange & {readonly workloads: ObjectReference[]; readonly directions: Set<Direction>}>()
  for (const [key, {reference, guards}] of present) {
    const known = former.get(key)
    if (!known) continue
    for (const direction of ['ingress', 'egress'] as const) {
      for (const change of compareGuards(known.guards[direction], guards[direction])) {
        // What happens to several workloads in one namespace by the same policies is one thing.
        const same = JSON.stringify([change.kind, change.was, change.is, change.policies.map(keyOf), change.others, reference.namespace])
        const known = changes.get(same) ?? {...change, workloads: [], directions: new Set()}
        changes.set(same, known)
        known.directions.add(direction)
        if (!known.workloads.some((one) => keyOf(one) === key)) known.workloads.push(reference)
      }
    }
  }
  return [...changes.values()].map(effectOf)
}

function guardedWorkloads(cluster: Cluster, namespace: string | undefined): ReadonlyMap<string, GuardedWorkload> {
  const set = policiesAsEnforced(cluster)
  const pods = (namespace === undefined ? cluster.pods.all : cluster.pods.inNamespace(namespace)).filter(({finished}) => !finished)
  const policed = findPolicedPods(
    cluster,
    set,
    pods.map((pod) => ({pod, name: keyOf(ownerOf(pod)), services: []})),
  )
  const found = new Map<string, GuardedWorkload>()
  for (const {name, pods: own, ingress, egress} of policed) {
    const [pod] = own
    if (!pod) continue
    const guards = {ingress: guardOf(ingress), egress: guardOf(egress)}
    const known = found.get(name)
    found.set(name, known ? {...known, guards: joinGuards(known.guards, guards)} : {reference: ownerOf(pod), guards})
  }
  return found
}

function guardOf({
  isolated,
  policies,
}: {
  readonly isolated: boolean | null
  readonly policies: readonly {readonly policy: {readonly reference: ObjectReference}; readonly doubt: unknown}[]
}): Guard {
  return {
    isIsolated: isolated,
    policies: new Map(
      policies.flatMap(({policy, doubt}) => (doubt === undefined ? [[keyOf(policy.reference), policy.reference] as const] : [])),
    ),
  }
}

/** Pods of one workload that policies tell apart: it is isolated where all of them are. */
function joinGuards(one: GuardedWorkload['guards'], other: GuardedWorkload['guards']): GuardedWorkload['guards'] {
  const join = (direction: Direction): Guard => {
    const [left, right] = [one[direction], other[direction]]
    const isIsolated =
      left.isIsolated === right.isIsolated ? left.isIsolated : left.isIsolated === false || right.isIsolated === false ? false : null
    return {isIsolated, policies: new Map([...left.policies, ...right.policies])}
  }
  return {ingress: join('ingress'), egress: join('egress')}
}

interface GuardChange {
  readonly kind: 'policy-stopped-selecting' | 'policy-starts-selecting'
  readonly was: boolean | null
  readonly is: boolean | null
  readonly policies: readonly ObjectReference[]
  /** Those that select it in both inputs. */
  readonly others: readonly string[]
}

function compareGuards(before: Guard, after: Guard): readonly GuardChange[] {
  const [was, is] = [before.isIsolated, after.isIsolated]
  const missingIn = (other: Guard, own: Guard) => [...own.policies].filter(([key]) => !other.policies.has(key)).map(([, policy]) => policy)
  const [lost, gained] = [missingIn(after, before), missingIn(before, after)]
  const others = [...before.policies.keys()].filter((key) => after.policies.has(key)).sort(compareText)
  const change = (kind: GuardChange['kind'], policies: readonly ObjectReference[]): GuardChange => ({
    kind,
    was,
    is,
    policies: policies.toSorted((a, b) => compareText(keyOf(a), keyOf(b))),
    others,
  })
  return [
    ...(lost.length > 0 ? [change('policy-stopped-selecting', lost)] : []),
    ...(gained.length > 0 ? [change('policy-starts-selecting', gained)] : []),
  ]
}

type GuardedChange = GuardChange & {readonly workloads: readonly ObjectReference[]; readonly directions: ReadonlySet<Direction>}

function effectOf(change: GuardedChange): Effect {
  const {kind, was, is, policies, others, workloads, directions} = change
  const subject = workloads[0] ?? {kind: 'Pod', namespace: null, name: '?'}
  const both = directions.size === 2 ? 'ingress and egress' : ([...directions][0] ?? '')
  const stops = kind === 'policy-stopped-selecting'
  return {
    kind,
    severity: isOpened(change) ? severityOfLostIsolation({isFromClients: directions.has('ingress'), isCertain: is === false}) : 'info',
    subject,
    reach: undefined,
    about: `${both} of ${workloads.map(keyOf).join()} by ${policies.map(keyOf).join()}`,
    before: describeState(was, stops ? policies : [], others),
    after: describeState(is, stops ? [] : policies, others),
    message: describeChange(change, both),
    involved: [...policies, ...workloads, ...namespaceOf(subject)],
  }
}

/** It let go of what nothing else holds. */
function isOpened({kind, was, is}: GuardChange): boolean {
  return kind === 'policy-stopped-selecting' && was === true && is !== true
}

function describeChange(change: GuardedChange, directions: string): string {
  const {kind, was, is, policies, workloads} = change
  const names = enumerate(workloads.map(shortName), 4)
  const policy = `${policies.length === 1 ? 'policy' : 'policies'} ${enumerate(policies.map(nameOf), 4)}`
  const verb = policies.length === 1 ? 'selects' : 'select'
  if (kind === 'policy-starts-selecting') {
    const isClosed = was !== true && is === true
    return `${policy} now ${verb} ${names}${isClosed ? `: isolated for ${directions}` : ` (${directions})`}`
  }
  const stopped = `${policy} no longer ${verb} ${names}`
  if (!isOpened(change)) return `${stopped} (${directions})`
  const whom = workloads.length === 1 ? 'it' : 'them'
  return is === null
    ? `${stopped}, and whether anything else isolates ${whom} for ${directions} cannot be told`
    : `${stopped}: nothing isolates ${whom} for ${directions} any more`
}

function describeState(isIsolated: boolean | null, policies: readonly ObjectReference[], others: readonly string[]): string {
  const names = [...policies.map(keyOf), ...others].sort(compareText)
  const state = isIsolated === null ? 'perhaps isolated' : isIsolated ? 'isolated' : 'open'
  return names.length === 0 ? state : `${state} by ${names.join(', ')}`
}

function nameOf({namespace, name}: ObjectReference): string {
  return namespace === null ? name : `${namespace}/${name}`
}

export function namespaceOf({namespace}: ObjectReference): readonly ObjectReference[] {
  return namespace === null ? [] : [{kind: 'Namespace', namespace: null, name: namespace}]
}
