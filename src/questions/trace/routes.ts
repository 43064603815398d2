import type {Cluster} from '../../cluster/cluster.ts'
import {labelOf, valueAt} from '../../cluster/fields.ts'
import type {Service} from '../../cluster/service.ts'
import {findBackends} from '../../network/endpoints/backends.ts'
import {policiesOf} from '../../network/policy/policy-set.ts'
import type {Client} from '../../network/proxy/packet/client.ts'
import {type Connection, type Decision, decide} from '../../network/proxy/packet/decision.ts'
import type {ProxyView} from '../../network/proxy/packet/proxy-view.ts'
import type {RoutedPort} from '../../network/proxy/proxy-model.ts'
import {readProxyNode} from '../../network/proxy/proxy-node.ts'
import {isGood} from './explanation.ts'
import {type Outcome, outcomeOf} from './outcome.ts'

/** Where a connection goes: to an address, or to each node's own, as load balancers do. */
export interface Way {
  readonly client: Client
  readonly address: string | 'of-each-node'
  readonly port: number
  readonly protocol: string
  /** The nodes that it may enter or start from where nothing says which; `''` stands for any. */
  readonly nodes: readonly string[]
  /** The Service that was asked for. */
  readonly service: Service | undefined
}

/** The nodes that treat a connection alike, by one of them. */
export interface Route extends Outcome {
  readonly nodes: readonly string[]
  readonly decision: Decision
  /** Ready endpoints on each of the nodes; null where that plays no part. */
  readonly localEndpoints: number | null
  readonly healthCheck: {readonly port: number | null; readonly status: number} | null
}

const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers'

/** All nodes; where the input has no Node, those that endpoints name, and any other. */
export function possibleNodes(cluster: Cluster, services: readonly Service[]): readonly string[] {
  if (cluster.nodes.size > 0) return [...cluster.nodes.keys()]
  const named = services.flatMap((service) => findBackends(cluster, service).endpoints.flatMap(({nodeName}) => nodeName ?? []))
  return [...new Set(named), '']
}

/** The nodes that load balancers use; all where every one is left out. */
export function balancedNodes(cluster: Cluster, nodes: readonly string[]): readonly string[] {
  const kept = nodes.filter((name) => labelOf(cluster.nodes.get(name)?.labels ?? {}, EXCLUDED) === undefined)
  return kept.length > 0 ? kept : nodes
}

/** Follows a connection by way of every node that it may meet first. */
export function findRoutes(cluster: Cluster, view: ProxyView, way: Way): readonly Route[] {
  const kinds = new Map<string, string[]>()
  for (const node of firstNodes(view, way)) {
    const kind = kindOf(cluster, view, way, node)
    const same = kinds.get(kind)
    if (same) same.push(node)
    else kinds.set(kind, [node])
  }
  return [...kinds.values()].map((nodes) => follow(cluster, view, way, nodes))
}

/** Puts the nodes together that treat a connection alike; what fails comes last. */
export function joinRoutes(routes: readonly Route[]): readonly Route[] {
  const groups = new Map<string, Route>()
  for (const route of routes) {
    const key = signatureOf(route)
    const same = groups.get(key)
    groups.set(key, same ? {...same, nodes: [...same.nodes, ...route.nodes]} : route)
  }
  const rank = ({verdict}: Route) => [true, null, false].indexOf(isGood(verdict))
  return [...groups.values()].map(withoutNames).toSorted((a, b) => rank(a) - rank(b))
}

/** Each of several nodes puts its own address there. */
function withoutNames(route: Route): Route {
  if (route.nodes.length < 2) return route
  const backends = route.backends.map((backend) =>
    backend.source.kind === 'node' ? {...backend, source: {...backend.source, node: null, address: null}} : backend,
  )
  return {...route, backends}
}

function firstNodes(view: ProxyView, {client, address, nodes}: Way): readonly string[] {
  if (client.kind !== 'outside') return client.node === null ? nodes : [client.node]
  const owner = address === 'of-each-node' ? undefined : view.nodeAt(address)
  return owner === undefined ? nodes : [owner]
}

/** Of many nodes those go together that cannot differ: of one zone, and without endpoints where it matters who has some. */
function kindOf(cluster: Cluster, view: ProxyView, way: Way, name: string): string {
  const {client, nodes, service} = way
  if (nodes.length < FEW || client.kind === 'node' || !service) return `node ${name}`
  const hosts = hostsOf(cluster, view, service)
  if (hosts.has(name)) return `node ${name}`
  const {zone, primaryFamily, addresses} = readProxyNode(name, cluster.nodes.get(name))
  return JSON.stringify([zone, primaryFamily, addresses.IPv4 === '127.0.0.1', addresses.IPv6 === '::1'])
}

const FEW = 20

const HOSTS = new WeakMap<ProxyView, ReadonlySet<string>>()

function hostsOf(cluster: Cluster, view: ProxyView, service: Service): ReadonlySet<string> {
  const known = HOSTS.get(view)
  if (known) return known
  // A pod's own node reaches it, whatever NetworkPolicies say.
  const {endpoints} = prefersSome(service) || policiesOf(cluster).all.length > 0 ? findBackends(cluster, service) : {endpoints: []}
  const hosts = new Set(endpoints.flatMap(({nodeName, hints}) => [...(nodeName === null ? [] : [nodeName]), ...(hints?.forNodes ?? [])]))
  HOSTS.set(view, hosts)
  return hosts
}

/** Whether it may matter to a Service on which node an endpoint is. */
function prefersSome({object, trafficDistribution}: Service): boolean {
  const policies = ['internalTrafficPolicy', 'externalTrafficPolicy'].map((key) => valueAt(object, 'spec', key))
  // Hints for nodes come of this only, or were written by hand beside the annotation for zones.
  return policies.includes('Local') || trafficDistribution !== undefined
}

function follow(cluster: Cluster, view: ProxyView, way: Way, nodes: readonly string[]): Route {
  const [node = ''] = nodes
  const decision = decide(view, connectionOf(cluster, way, node))
  const outcome = outcomeOf(cluster, decision, way.service)
  const local = localPort(decision)
  const check = local?.healthCheckNodePort ?? null
  const family = local && view.modelOf(decision.hops.at(-1)?.node ?? '').families[local.family]
  const answer =
    check === null ? undefined : family?.healthChecks.find(({port, service}) => port === check && service.name === local?.service.name)
  return {
    ...outcome,
    nodes,
    decision,
    localEndpoints: local ? local.endpoints.filter(({isLocal, isReady}) => isLocal && isReady).length : null,
    healthCheck: answer ? {port: typeof answer.port === 'number' ? answer.port : null, status: answer.status} : null,
  }
}

/** The Service port whose policy Local decides; undefined where every endpoint counts. */
function localPort({fate, hops}: Decision): RoutedPort | undefined {
  const last = hops.at(-1)?.interpretation
  if (last?.kind !== 'service' || fate.kind === 'rejected') return undefined
  const {via, port} = last.entry
  const policy = via === 'cluster-ip' ? port.internalPolicy : port.externalPolicy
  return policy === 'Local' ? port : undefined
}

function connectionOf(cluster: Cluster, {client, address, port, protocol}: Way, node: string): Connection {
  const from: Client = client.kind === 'outside' ? client : {...client, node}
  if (address !== 'of-each-node') return {from, to: {address, port}, protocol, entryNode: node}
  const {addresses, primaryFamily} = readProxyNode(node, cluster.nodes.get(node))
  return {from, to: {address: addresses[primaryFamily], port}, protocol, entryNode: node}
}

/** All that a reader would call a difference; the name of a node that puts its own address there is none. */
function signatureOf({verdict, reason, backends, localEndpoints, healthCheck, decision}: Route): string {
  const what = reason && ('what' in reason ? reason.what : reason.kind)
  return JSON.stringify([
    verdict,
    what,
    decision.fate.kind === 'node' ? decision.fate.node : null,
    localEndpoints,
    healthCheck,
    backends.map(({address, target, port, probability, answer, source, policy}) => [
      address ?? target?.name,
      port,
      probability,
      answer,
      source.kind,
      policy && [policy.allowed, policy.egress.policies, policy.ingress.policies],
    ]),
  ])
}
