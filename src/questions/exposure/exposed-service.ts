import type {Cluster} from '../../cluster/cluster.ts'
import {groupBy} from '../../cluster/group-by.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {findBackends} from '../../network/endpoints/backends.ts'
import type {BrokenEntry, Entry} from '../../network/entry/entry.ts'
import type {EntryFacts} from '../../network/entry/entry-facts.ts'
import type {Placement, Reach} from '../../network/entry/front.ts'
import {policiesOf} from '../../network/policy/policy-set.ts'
import {ownerOf} from '../pod-owner.ts'
import {type Admission, createAdmission, portBehind} from './admission.ts'
import {type Admitted, everybody, farthestOf} from './admitted.ts'
import {type DeclaredEntries, declaredEntriesOf} from './declared-entries.ts'
import {mayBeSensitive} from './sensitive-port.ts'
import {doubtUnread, isInDoubt} from './unread-ways.ts'

/** One way in, with who is left when policies have had their say. */
export interface ExposedEntry extends Omit<Entry, 'front'> {
  readonly reach: Reach
  /** How far away clients are where the reach is unknown and policies keep nobody out; undefined where it is known, and where the way itself leaves it open. */
  readonly perhaps: Reach | undefined
  /** What kind of address clients connect to, whoever of them is let in; undefined where that is not known, or means nothing. */
  readonly placement: Placement | undefined
  /** The only ones within reach that are let in: CIDRs, and in words what is none. [] is everybody within reach. */
  readonly sources: readonly string[]
  /** What shows it, a sentence each without a full stop. */
  readonly evidence: readonly string[]
  /** What would settle it where it is unknown, or may be farther. */
  readonly question: string | undefined
  /** What a reader should know beside: a sentence each without a full stop. */
  readonly remarks: readonly string[]
  /** The policies that keep somebody out who would come in without them: `shop/db`. */
  readonly narrowedBy: readonly string[]
  /** What is connected to on the pods: numbers, or the name of a port where no pod says its number. */
  readonly targetPorts: readonly (number | string)[]
}

/** A Service with every way to it, from outside and (ClusterIP, Headless) from inside. An ExternalName has only those of routes that lead to it. */
export interface ExposedService {
  readonly service: Service
  /** The farthest of its entries; `unknown` where one that cannot be told may be farther than all others; `none` without any. */
  readonly reach: Reach
  readonly entries: readonly ExposedEntry[]
}

/** Pods that are reached past every Service, by their workload. */
export interface ExposedWorkload {
  readonly workload: ObjectReference
  readonly reach: Reach
  readonly entries: readonly ExposedEntry[]
}

/** All that is open, and what was meant to be. */
export interface Exposed {
  readonly services: readonly ExposedService[]
  readonly workloads: readonly ExposedWorkload[]
  readonly broken: readonly BrokenEntry[]
  /** What may lead to Services in a way that is not judged. */
  readonly unjudged: readonly ObjectReference[]
}

/** Every Service of the cluster, or those given, by every way in, and who is left to come in when policies have had their say. */
export function exposeServices(
  cluster: Cluster,
  facts: EntryFacts,
  services: readonly Service[] = cluster.services,
): readonly ExposedService[] {
  return exposeCluster(cluster, facts, services).services
}

/** The same with pods past every Service, and the ways that lead nowhere. */
export function exposeCluster(cluster: Cluster, facts: EntryFacts, services: readonly Service[] = cluster.services): Exposed {
  return exposeDeclared(cluster, declaredEntriesOf(cluster, facts), services)
}

/**
 * The same of those of these Services that differ from what every Service is: open to all pods of the cluster, and to nobody else. Left out are those that
 * no way leads to from outside and that nothing sensitive listens behind, where no policy is and all was read. In a large input that is nearly all.
 */
export function exposeNotable(cluster: Cluster, facts: EntryFacts, services: readonly Service[]): Exposed {
  const declared = declaredEntriesOf(cluster, facts)
  const {all, foreign} = policiesOf(cluster)
  const areAllNotable = all.length > 0 || foreign.length > 0 || isInDoubt(cluster)
  const notable = areAllNotable
    ? services
    : services.filter((service) => declared.ofService(service).length > 0 || mayBeSensitive(service, findBackends(cluster, service)))
  return exposeDeclared(cluster, declared, notable)
}

function exposeDeclared(cluster: Cluster, declared: DeclaredEntries, services: readonly Service[]): Exposed {
  const admission = createAdmission(cluster)
  return doubtUnread(cluster, {
    services: services.map((service) => exposeService(service, declared, admission)),
    workloads: exposeWorkloads(declared.ofPods, admission),
    broken: declared.broken,
    unjudged: declared.unjudged,
  })
}

function exposeService(service: Service, declared: DeclaredEntries, admission: Admission): ExposedService {
  if (service.type === 'ExternalName') return exposeExternalName(service, declared)
  const ports = service.ports.length === 0 && service.headless ? [null] : service.ports
  const targets = new Map(ports.map((port) => [port?.index, admission.targetPortsOf(service, port)]))
  const entries = declared.ofService(service).map((entry) => {
    const targetPorts = targets.get(entry.servicePort?.index) ?? admission.targetPortsOf(service, entry.servicePort ?? null)
    return toExposed(entry, admission.admit(entry), targetPorts)
  })
  for (const port of ports) entries.push(insideEntry(service, port, admission.admitInside(service, port), targets.get(port?.index) ?? []))
  return {service, reach: farthestOf(entries), entries}
}

/** It has no way in of its own, and no policy stands before what it names: whom an Ingress lets in comes through to there. */
function exposeExternalName(service: Service, declared: DeclaredEntries): ExposedService {
  const entries = declared.ofService(service).map((entry) => toExposed(entry, everybody(entry.front.reach, entry.front.sources), []))
  return {service, reach: farthestOf(entries), entries}
}

/** Named one by one: an object that begins as a copy of another takes V8 several times as long, and there may be ten thousand. */
function toExposed(entry: Entry, admitted: Admitted, targetPorts: readonly (number | string)[]): ExposedEntry {
  const {via, address, hosts, path, port, protocol, tls, front, through, service, servicePort, pods, place} = entry
  const {reach, perhaps, sources, narrowedBy, question: ofPolicies} = admitted
  const {evidence, placement} = front
  // Policies may settle what the way leaves open: nobody gets in, whoever comes, or private networks alone.
  const asked = reach === 'none' || (front.reach === 'unknown' && reach !== 'unknown') ? undefined : front.question
  const question = ofPolicies ?? asked
  const remarks = ofPolicies !== undefined && asked !== undefined ? [...admitted.remarks, asked] : admitted.remarks
  return {
    via,
    address,
    hosts,
    path,
    port,
    protocol,
    tls,
    through,
    service,
    servicePort,
    pods,
    place,
    reach,
    perhaps,
    placement,
    sources,
    evidence,
    question,
    remarks,
    narrowedBy,
    targetPorts,
  }
}

function insideEntry(
  service: Service,
  port: ServicePort | null,
  {reach, perhaps, sources, question, narrowedBy, remarks}: Admitted,
  targetPorts: readonly (number | string)[],
): ExposedEntry {
  const {headless, clusterIPs, origin} = service
  return {
    via: headless ? 'Headless' : 'ClusterIP',
    address: clusterIPs[0] ?? null,
    hosts: NONE,
    path: undefined,
    port: port?.port ?? null,
    protocol: port?.protocol ?? 'TCP',
    tls: null,
    through: NONE,
    service,
    servicePort: port ?? undefined,
    pods: NONE,
    place: origin && {origin, path: port ? ['spec', 'ports', port.index] : ['metadata', 'name']},
    reach,
    perhaps,
    placement: undefined,
    sources,
    evidence: NONE,
    question,
    remarks,
    narrowedBy,
    targetPorts,
  }
}

const NONE: readonly never[] = []

/** Each entry once for each workload that has pods of it. */
function exposeWorkloads(entries: readonly Entry[], {admit}: Admission): readonly ExposedWorkload[] {
  const found = new Map<string, {readonly workload: ObjectReference; readonly entries: ExposedEntry[]}>()
  for (const entry of entries) {
    for (const [key, pods] of podsByWorkload(entry.pods)) {
      const own = {...entry, pods}
      const targetPorts = pods.flatMap((pod) => portBehind(pod, entry.port, entry.protocol) ?? [])
      const exposed = found.get(key) ?? {workload: workloadOf(pods), entries: []}
      exposed.entries.push(toExposed(own, admit(own), [...new Set(targetPorts)]))
      found.set(key, exposed)
    }
  }
  return [...found.values()].map((one) => ({...one, reach: farthestOf(one.entries)}))
}

function podsByWorkload(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  return groupBy(pods, (pod) => {
    const {kind, namespace, name} = ownerOf(pod)
    return `${kind}/${namespace}/${name}`
  })
}

function workloadOf([pod]: readonly Pod[]): ObjectReference {
  return pod ? ownerOf(pod) : {kind: 'Pod', namespace: null, name: ''}
}
