import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import {once} from '../../cluster/once.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {selectPods} from '../../network/endpoints/backends.ts'
import type {Reach} from '../../network/entry/front.ts'
import {policiesOf} from '../../network/policy/policy-set.ts'
import {compareText} from '../order.ts'
import {boundOf, distanceOf} from './admitted.ts'
import type {Exposed, ExposedEntry} from './exposed-service.ts'
import {findSensitivity} from './sensitive-port.ts'
import type {Sensitivity} from './sensitivity.ts'
import {severityOf} from './severity.ts'

/** An entry with what listens behind it, and how bad that is. */
export interface ShownEntry {
  readonly entry: ExposedEntry
  readonly sensitivity: Sensitivity | undefined
  /** A number to sort by, 0 to 48. */
  readonly severity: number
}

/** A Service, or pods past every Service, by the ways that were asked about, the worst first. */
export interface Shown {
  readonly kind: 'Service' | 'workload'
  readonly reference: ObjectReference
  readonly service: Service | undefined
  readonly reach: Reach
  readonly entries: readonly ShownEntry[]
  /** Whether the input has what policies of its namespace would stand beside: without that they may all be elsewhere. */
  readonly arePoliciesKnown: boolean
}

/** From where clients come, at least; undefined is from anywhere. */
export type From = Extract<Reach, 'internet' | 'network' | 'cluster'>

/** The ways by which clients from there may come in, sorted by how bad they are; what has none is left out where somebody asks for them. */
export function showExposed(
  cluster: Cluster,
  {services, workloads}: Pick<Exposed, 'services' | 'workloads'>,
  from: From | undefined,
): readonly Shown[] {
  const namespaces = once(() => new Set([...cluster.pods.all, ...cluster.workloads].map(({namespace}) => namespace)))
  const isKnown = (namespace: string) => cluster.coverage !== undefined || namespaces().has(namespace) || policiesOf(cluster).all.length > 0
  const ofServices = services.map(({service, reach, entries}): Shown => {
    const {kind, namespace, name} = service
    const pods = selectPods(cluster, service)
    const shown = showEntries(entries, pods, from)
    return {kind: 'Service', reference: {kind, namespace, name}, service, reach, entries: shown, arePoliciesKnown: isKnown(namespace)}
  })
  const ofWorkloads = workloads.map(({workload, reach, entries}): Shown => {
    const pods = entries.flatMap((entry) => entry.pods.slice(0, 1))
    const shown = showEntries(entries, pods, from)
    return {kind: 'workload', reference: workload, service: undefined, reach, entries: shown, arePoliciesKnown: true}
  })
  const all = [...ofServices, ...ofWorkloads].filter(({entries}) => from === undefined || entries.length > 0)
  return all.toSorted(
    (a, b) =>
      worstOf(b) - worstOf(a) ||
      distanceOf(b.reach) - distanceOf(a.reach) ||
      compareText(nameOf(a.reference), nameOf(b.reference)) ||
      compareText(a.service?.origin?.file ?? '', b.service?.origin?.file ?? ''),
  )
}

function showEntries(entries: readonly ExposedEntry[], pods: readonly Pod[], from: From | undefined): readonly ShownEntry[] {
  // The ways to one port share what it leads to, and are asked about together.
  const known = new Map<ServicePort | undefined, Sensitivity | undefined>()
  return entries
    .filter((entry) => from === undefined || distanceOf(boundOf(entry)) >= distanceOf(from))
    .map((entry) => {
      const {servicePort} = entry
      const sensitivity = servicePort && known.has(servicePort) ? known.get(servicePort) : sensitivityOf(entry, pods)
      known.set(servicePort, sensitivity)
      return {entry, sensitivity, severity: severityOf(entry, sensitivity)}
    })
    .toSorted((a, b) => b.severity - a.severity || distanceOf(b.entry.reach) - distanceOf(a.entry.reach))
}

/** What listens behind an entry, where that had better not be open; `pods` are those of its Service. */
export function sensitivityOf(
  {targetPorts, servicePort, port, pods: own, service}: ExposedEntry,
  pods: readonly Pod[],
): Sensitivity | undefined {
  const numbers = [
    ...targetPorts.filter((one) => typeof one === 'number'),
    ...(servicePort?.port ? [servicePort.port] : port ? [port] : []),
  ]
  const names = [servicePort?.name, ...targetPorts].filter((name) => typeof name === 'string')
  return findSensitivity({numbers, names, pods: own.length > 0 ? own : pods, service})
}

function worstOf({entries: [first]}: Shown): number {
  return first?.severity ?? -1
}

export function nameOf({namespace, name}: Pick<ObjectReference, 'namespace' | 'name'>): string {
  return `${namespace ?? ''}/${name}`
}
