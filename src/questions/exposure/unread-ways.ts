import type {Cluster} from '../../cluster/cluster.ts'
import {describeRead, findUnread, type ReadableKindName, type Unread} from '../../cluster/read.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import type {Via} from '../../network/entry/entry.ts'
import {policiesOf} from '../../network/policy/policy-set.ts'
import {findUnreadPolicy} from '../reads/policy-reads.ts'
import {FOREIGN_READS} from '../reads/way-in-reads.ts'
import {farthestOf} from './admitted.ts'
import type {Exposed, ExposedEntry, ExposedService} from './exposed-service.ts'

/**
 * The same with what could not be read taken for what it may hide: a way in that may be there is one of unknown reach, and a way that may be open to
 * others than it seems has unknown reach too. The question says what was not read. Nothing changes where all was, and where manifests were.
 */
export function doubtUnread(cluster: Cluster, exposed: Exposed): Exposed {
  if (!isInDoubt(cluster)) return exposed
  return {
    ...exposed,
    services: exposed.services.map((one) => doubtService(cluster, one)),
    workloads: exposed.workloads.map((one) => {
      const entries = one.entries.map((entry) => doubtEntry(cluster, one.workload.namespace ?? '', entry))
      return {...one, entries, reach: farthestOf(entries)}
    }),
  }
}

/** Whether something could not be read of what a running cluster was asked for. */
export function isInDoubt({coverage}: Cluster): boolean {
  return coverage?.unread.some(({reason}) => reason !== 'not-served') === true
}

function doubtService(cluster: Cluster, {service, entries}: ExposedService): ExposedService {
  const judged = [
    ...entries.map((entry) => doubtEntry(cluster, service.namespace, entry)),
    ...possibleWays(cluster, service).flatMap(({via, question}) => possibleEntries(service, via, question, entries)),
  ]
  return {service, entries: judged, reach: farthestOf(judged)}
}

function doubtEntry(cluster: Cluster, namespace: string, entry: ExposedEntry): ExposedEntry {
  if (entry.reach === 'unknown') return entry
  const question = questionOf(cluster, namespace, entry)
  if (question === undefined) return entry
  const isInside = entry.via === 'ClusterIP' || entry.via === 'Headless'
  return {...entry, reach: 'unknown', perhaps: isInside ? 'cluster' : undefined, sources: [], question}
}

/** What would settle who comes in by this way; undefined where that is known. */
function questionOf(cluster: Cluster, namespace: string, {via, reach, narrowedBy, question}: ExposedEntry): string | undefined {
  const {coverage} = cluster
  const find = (kind: ReadableKindName) => findUnread(coverage, kind, {namespace})
  const isShut = reach === 'none' && narrowedBy.length === 0
  // Whoever is nowhere let in, no policy lets in; what a controller does may be unknown all the same.
  const policies = isShut ? undefined : (findUnreadPolicy(coverage, namespace) ?? unreadSubjects(cluster, namespace, narrowedBy))
  if (policies) return `do policies narrow it? ${notRead(policies)}`
  // Of addresses that somebody has told no node need say anything.
  const settings = BY_NODES.has(via) ? (question === undefined ? [] : NODES) : (SETTINGS[via] ?? [])
  const unread = settings.flatMap((kind) => find(kind) ?? [])[0]
  return unread && `how far does it lead? ${notRead(unread)}`
}

/** What says how far a way of this kind leads, beside what already asks for itself. */
const SETTINGS: Partial<Readonly<Record<Via, readonly ReadableKindName[]>>> = {
  Ingress: ['IngressClass', 'IngressClassParams', 'NginxIngressController'],
  Gateway: ['GatewayClass'],
}
const BY_NODES: ReadonlySet<Via> = new Set(['NodePort', 'HostPort', 'HostNetwork'])
const NODES = ['Node'] as const satisfies readonly ReadableKindName[]

/** Policies are known, and whom they are for, or whom they let in, is not. */
function unreadSubjects(cluster: Cluster, namespace: string, narrowedBy: readonly string[]): Unread | undefined {
  const {all, foreign} = policiesOf(cluster)
  const pods = all.length + foreign.length > 0 ? findUnread(cluster.coverage, 'Pod', {namespace}) : undefined
  // They select by the labels of namespaces.
  return pods ?? (narrowedBy.length > 0 ? findUnreadLabels(cluster) : undefined)
}

/** Nothing but their labels is asked for. */
function findUnreadLabels({coverage}: Cluster): Unread | undefined {
  return coverage?.unread.find(({read, reason}) => read.kind === 'Namespace' && reason !== 'not-served')
}

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const
const PARENTS = ['Gateway', 'ListenerSet', 'XListenerSet'] as const

interface PossibleWay {
  readonly via: Via
  readonly question: string
}

function possibleWays(cluster: Cluster, {namespace, selector, type}: Service): readonly PossibleWay[] {
  const {coverage} = cluster
  const ingress = findUnread(coverage, 'Ingress', {namespace})
  const gateway = unreadGateway(cluster)
  const foreign = unreadForeignKind(cluster, namespace)
  const pods = selector && type !== 'ExternalName' ? findUnread(coverage, 'Pod', {namespace}) : undefined
  return [
    ...(ingress ? [{via: 'Ingress' as const, question: `does an Ingress lead to it? ${notRead(ingress)}`}] : []),
    ...(gateway ? [{via: 'Gateway' as const, question: `does a Gateway lead to it? ${notRead(gateway)}`}] : []),
    ...(foreign ? [{via: 'Ingress' as const, question: `do ways of other products lead to it? ${notRead(foreign)}`}] : []),
    ...(pods ? [{via: 'HostPort' as const, question: `have its pods ports of their nodes? ${notRead(pods)}`}] : []),
  ]
}

/** Some of them lead to Services of other namespaces; nobody asks for a kind that the cluster does not serve. */
function unreadForeignKind({coverage}: Cluster, namespace: string): Unread | undefined {
  for (const kind of FOREIGN_READS) {
    const unread = findUnread(coverage, kind, {namespace: undefined}) ?? findUnread(coverage, kind, {namespace})
    if (unread) return unread
  }
  return undefined
}

/** A route of any namespace may lead to a Service; where no Gateway is, none does, and where no route is, neither. */
function unreadGateway({coverage, others}: Cluster): Unread | undefined {
  const find = (kinds: readonly ReadableKindName[]) => kinds.flatMap((kind) => findUnread(coverage, kind, {namespace: undefined}) ?? [])[0]
  const has = (kinds: readonly string[]) => others.some(({kind}) => kinds.includes(kind))
  const [routes, parents] = [find(ROUTES), find(PARENTS)]
  if (routes && (parents || has(PARENTS))) return routes
  return parents && has(ROUTES) ? parents : undefined
}

/** One for each port, since any may be the one that is led to. */
function possibleEntries(service: Service, via: Via, question: string, entries: readonly ExposedEntry[]): readonly ExposedEntry[] {
  const ports: readonly (ServicePort | undefined)[] = service.ports.length === 0 ? [undefined] : service.ports
  return ports.map((servicePort) => ({
    via,
    address: null,
    hosts: [],
    path: undefined,
    port: null,
    protocol: servicePort?.protocol ?? 'TCP',
    tls: null,
    through: [],
    service,
    servicePort,
    pods: [],
    place: undefined,
    reach: 'unknown',
    perhaps: undefined,
    placement: undefined,
    sources: [],
    evidence: [],
    question,
    remarks: [],
    narrowedBy: [],
    targetPorts: entries.find((entry) => entry.servicePort?.index === servicePort?.index)?.targetPorts ?? [],
  }))
}

function notRead({read}: Unread): string {
  return `${describeRead(read)} could not be read`
}
