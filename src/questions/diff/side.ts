import type {Cluster} from '../../cluster/cluster.ts'
import {groupBy} from '../../cluster/group-by.ts'
import {referenceTo} from '../../cluster/identity.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Service} from '../../cluster/service.ts'
import type {EntryFacts} from '../../network/entry/entry-facts.ts'
import {type Exposed, type ExposedService, exposeCluster} from '../exposure/exposed-service.ts'
import type {SaidFacts} from '../exposure/said-facts.ts'
import {ownerOf} from '../pod-owner.ts'
import {servicesInScope} from '../resolve/asked-service.ts'
import {type Judgement, judge} from '../resolve/judgement.ts'
import {keyOf} from './effect.ts'

/** What follows from one of the two inputs. */
export interface Side {
  readonly cluster: Cluster
  /** The Services of the scope by namespace and name; several where one is defined more than once. */
  readonly services: ReadonlyMap<string, readonly ServiceState[]>
  readonly exposed: Exposed
}

/** A Service with what stands behind it, and who can come to it. */
export interface ServiceState {
  readonly service: Service
  readonly reference: ObjectReference
  readonly judgement: Judgement
  readonly exposed: ExposedService | undefined
  /** The workloads of its pods, or pods without one, by their keys. */
  readonly owners: ReadonlyMap<string, OwnerState>
}

/** The pods of one workload behind a Service. */
export interface OwnerState {
  readonly reference: ObjectReference
  /** Null where the input does not state how many. */
  readonly replicas: number | null
  /** By the name and protocol of a port of the Service, the port of the pods that it leads to. */
  readonly ports: ReadonlyMap<string, ReadonlySet<number>>
}

export interface DiffScope {
  /** What the user says of the clusters that manifests do not. */
  readonly said?: Partial<EntryFacts> & Pick<SaidFacts, 'classesOfFlags'>
  readonly namespace: string | undefined
  readonly selector: LabelSelector | undefined
}

export function openSide(cluster: Cluster, facts: EntryFacts, scope: DiffScope): Side {
  const services = servicesInScope(cluster, scope)
  const exposed = exposeCluster(cluster, facts, services)
  const byService = new Map(exposed.services.map((one) => [one.service, one]))
  const states = services.map((service): ServiceState => {
    const judgement = judge(cluster, service)
    return {service, reference: referenceTo(service), judgement, exposed: byService.get(service), owners: ownersOf(judgement)}
  })
  return {cluster, services: groupBy(states, ({reference}) => keyOf(reference)), exposed}
}

/** Pods that are to be, unready ones included: whether they are ready is no matter of manifests. */
function ownersOf({service, backends}: Judgement): ReadonlyMap<string, OwnerState> {
  const owners = new Map<string, {reference: ObjectReference; replicas: number | null; ports: Map<string, Set<number>>}>()
  const add = (reference: ObjectReference) => {
    const key = keyOf(reference)
    const owner = owners.get(key) ?? {reference, replicas: 0, ports: new Map()}
    owners.set(key, owner)
    return owner
  }
  for (const pod of backends.listed) {
    if (pod.replicas === 0) continue
    const owner = add(ownerOf(pod))
    owner.replicas = owner.replicas === null || pod.replicas === null ? null : owner.replicas + pod.replicas
  }
  for (const {target, workload, port, portName, protocol, address} of backends.endpoints) {
    const reference: ObjectReference = workload
      ? {kind: workload.kind, namespace: service.namespace, name: workload.name}
      : (target ?? {kind: 'address', namespace: null, name: address ?? '?'})
    // Pods of which only slices tell are counted nowhere.
    const owner = owners.get(keyOf(reference)) ?? {...add(reference), replicas: null}
    owners.set(keyOf(reference), owner)
    if (port === null) continue
    const key = portKey({name: portName, protocol: protocol ?? 'TCP'})
    const ports = owner.ports.get(key) ?? new Set()
    owner.ports.set(key, ports.add(port))
  }
  return owners
}

/** How endpoints name the port of a Service that they belong to. */
export function portKey({name, protocol}: {readonly name: string | null; readonly protocol: string}): string {
  return `${name ?? ''}/${protocol}`
}
