import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {isLoopback} from '../../network/proxy/address-range.ts'
import type {KnownDataplane} from '../kube-proxy/dataplane.ts'
import type {Difference, ProxiedConnection, ProxyProduct} from '../kube-proxy/products/product.ts'
import type {About} from './common-data.ts'
import type {Passage} from './passage.ts'
import type {Route} from './routes.ts'
import type {BackendData, StepData} from './trace-data.ts'

type Packets = Extract<Passage, {kind: 'packets'}>

/** Routes as they are where something is in kube-proxy's place, and what a reader should know of it. */
export interface Replaced {
  readonly routes: readonly Route[]
  readonly notes: readonly string[]
}

/**
 * Which endpoints a Service has does not depend on what balances it. What a product's documentation says that it does otherwise changes the answer, or
 * leaves it open; what it does not say counts as Kubernetes has it, but that node ports answer on loopback addresses, which is kube-proxy's alone.
 */
export function underDataplane({cluster, setup}: About, passage: Packets, routes: readonly Route[]): Replaced {
  const {dataplane} = setup
  const {replacement} = dataplane
  if (!replacement || !routes.some(isBalanced)) return {routes, notes: []}
  if (dataplane.kind !== 'replaced')
    return {routes, notes: [`${replacement.name} may be in the place of kube-proxy: ${dataplane.evidence}`]}
  const {name, product} = replacement
  const told = new Set<string>()
  const changed = routes.map((route): Route => {
    if (!isBalanced(route)) return route
    const connection = connectionOf(cluster, passage, route)
    const differences = [...product.differences(cluster, connection), ...loopbackDifference(product, passage, connection)]
    for (const {message} of differences) told.add(message)
    return change(route, passage, name, differences)
  })
  return {
    routes: changed,
    notes: [
      `${name} is in the place of kube-proxy (${dataplane.evidence}): the endpoints are the same, the rules are not`,
      ...[...told].map((message) => `${name}: ${message}`),
    ],
  }
}

/** Whether the rules of a kube-proxy would have a part in it. */
export function isBalanced({decision: {fate, hops}}: Route): boolean {
  const met = hops.at(-1)?.interpretation.kind
  return fate.kind !== 'pod' && fate.kind !== 'balancer' && met !== undefined && met !== 'not-ours'
}

function connectionOf(cluster: Cluster, {caller, via, protocol, service}: Packets, route: Route): ProxiedConnection {
  const {decision, reason, backends} = route
  const {fate, hops} = decision
  const own = caller.client.kind === 'pod' ? (caller.client.addresses ?? []) : []
  const met = hops.at(-1)?.interpretation
  return {
    client: caller.client.kind,
    via: via ?? (met?.kind === 'service' ? met.entry.via : undefined),
    protocol,
    service,
    refusal: reason?.kind,
    affinitySeconds: fate.kind === 'endpoints' ? fate.outcome.affinitySeconds : null,
    endpoints: backends.length,
    reachesItself: backends.some((backend) => backend.address !== null && own.includes(parseAddress(backend.address)?.text ?? '')),
    hasHints: service !== undefined && cluster.slicesOf(service).some(({endpoints}) => endpoints.some(({hints}) => hints !== null)),
  }
}

function loopbackDifference({servesLoopback}: ProxyProduct, {address}: Packets, {refusal}: ProxiedConnection): readonly Difference[] {
  if (!isLoopback(address)) return []
  if (servesLoopback)
    return [{message: 'it serves node ports on loopback addresses, too', effect: refusal === undefined ? 'none' : 'verdict-open'}]
  return [{message: 'its documentation does not say whether it serves node ports on loopback addresses', effect: 'verdict-open'}]
}

function change(route: Route, {caller}: Packets, name: string, differences: readonly Difference[]): Route {
  const isKept = differences.some(({effect}) => effect === 'source-kept')
  const address = caller.client.kind === 'outside' ? caller.client.address : null
  const kept = (backend: BackendData): BackendData => ({...backend, source: {kind: 'client', node: null, address}, answer: 'returns'})
  const backends = isKept ? route.backends.map(kept) : route.backends
  const open = differences.find(({effect}) => effect === 'verdict-open')
  if (!open) return {...route, backends}
  return {...route, backends, verdict: 'unknown', reason: {kind: 'other-proxy', message: `${name}: ${open.message}`}}
}

/** The step about rules: kube-proxy's chains are not there, or may not be. */
export function underOtherRules(step: StepData, route: Route, {kind, replacement}: KnownDataplane): StepData {
  if (!replacement || !isBalanced(route)) return step
  if (route.decision.fate.kind === 'health-check') return {...step, message: step.message.replace('kube-proxy', replacement.name)}
  if (kind === 'replaced')
    return {step: 'rules', ok: null, message: `${replacement.name}: ${replacement.product.means} instead of kube-proxy's rules`}
  return {...step, ok: null, message: `${step.message}, unless ${replacement.name} is in the place of kube-proxy`}
}
