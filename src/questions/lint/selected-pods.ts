import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import type {Origin} from '../../cluster/object.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {selectPods} from '../../network/endpoints/backends.ts'
import {podGroupsOf} from '../../network/policy/pod-group.ts'
import {includesGroup} from '../../network/policy/pod-set.ts'
import type {PodSet, Policy, Selector} from '../../network/policy/policy.ts'
import {policiesOf} from '../../network/policy/policy-set.ts'
import {ownerOf} from '../pod-owner.ts'
import {directoryOf} from './directory.ts'

/** The pods that a NetworkPolicy selects for certain, one definition of each. */
export function subjectsOf(cluster: Cluster, policy: Policy): readonly Pod[] {
  return obtain(joinsOf(cluster).subjects, policy, () => podsOf(cluster, policy, policy.subject))
}

/**
 * The pods of a set that a policy names, one definition of each: those that are in it for certain. Of variants that are defined again and again, one
 * in another directory may not be the one that is meant.
 */
export function podsOf(cluster: Cluster, policy: Policy, set: PodSet): readonly Pod[] {
  return variantsOf(cluster, set).filter(
    (pod) => cluster.counts(pod, policy) && (areNear(pod.origin, policy.origin) || !isRedefined(cluster, pod)),
  )
}

/** The same with every definition of each: what holds of all of them holds, whichever is meant. */
export function variantsOf(cluster: Cluster, {namespaces, pods}: PodSet): readonly Pod[] {
  if (pods === undefined) return []
  if (namespaces.kind === 'named') return cluster.pods.select(pods, namespaces.namespace)
  const {namespaceLabels} = policiesOf(cluster)
  return cluster.pods.select(pods).filter((pod) => {
    const group = podGroupsOf(cluster).of(pod)
    return includesGroup({namespaces, pods}, group, namespaceLabels, group) === true
  })
}

/** The NetworkPolicies that select a pod for certain, in the order of the input. */
export function policiesFor(cluster: Cluster, pod: Pod): readonly Policy[] {
  const joins = joinsOf(cluster)
  joins.policies ??= join(
    policiesOf(cluster).all.filter(({tier}) => tier === 'namespace'),
    (policy) => subjectsOf(cluster, policy).filter((pod) => cluster.counts(policy, pod)),
  )
  return joins.policies.get(pod) ?? []
}

/** The Services that select a pod, in the order of the input. */
export function servicesFor(cluster: Cluster, pod: Pod): readonly Service[] {
  const joins = joinsOf(cluster)
  joins.services ??= join(cluster.services, (service) =>
    selectPods(cluster, service).filter((pod) => cluster.counts({identity: service, origin: service.origin}, pod)),
  )
  return joins.services.get(pod) ?? []
}

/** On the network of a node no policy is for a pod. */
export function isOnHostNetwork({spec}: Pod): boolean {
  return fieldsOf(spec)['hostNetwork'] === true
}

export function selectsEverything(selector: Selector): boolean {
  return selector?.length === 0
}

/** Whether several files define the workload of a pod, or pods of it. */
function isRedefined(cluster: Cluster, pod: Pod): boolean {
  const joins = joinsOf(cluster)
  if (!joins.files) {
    joins.files = new Map()
    for (const one of cluster.pods.all) obtain(joins.files, ownerKey(one), () => new Set()).add(one.origin?.file)
  }
  return (joins.files.get(ownerKey(pod))?.size ?? 0) > 1
}

function ownerKey(pod: Pod): string {
  const {kind, namespace, name} = ownerOf(pod)
  return `${kind}/${namespace}/${name}`
}

/** Whether one of two files is in the directory of the other, or below; what lies apart in a repository may be meant for another cluster. */
export function areNear(one: Origin | undefined, other: Origin | undefined): boolean {
  const [a, b] = [directoryOf(one), directoryOf(other)]
  return a.startsWith(b) || b.startsWith(a)
}

/** Who selects whom, each worked out when it is first asked for. */
interface Joins {
  readonly subjects: Map<Policy, readonly Pod[]>
  /** By workload, the files that define it or pods of it. */
  files?: Map<string, Set<string | undefined>>
  policies?: ReadonlyMap<Pod, readonly Policy[]>
  services?: ReadonlyMap<Pod, readonly Service[]>
}

const JOINS = new WeakMap<Cluster, Joins>()

function joinsOf(cluster: Cluster): Joins {
  const known = JOINS.get(cluster)
  if (known) return known
  const joins: Joins = {subjects: new Map()}
  JOINS.set(cluster, joins)
  return joins
}

function join<T>(selecting: readonly T[], select: (one: T) => readonly Pod[]): ReadonlyMap<Pod, readonly T[]> {
  const found = new Map<Pod, T[]>()
  for (const one of selecting) for (const pod of select(one)) obtain(found, pod, () => []).push(one)
  return found
}
