import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import {isLoopback} from '../../network/proxy/address-range.ts'
import type {Arrival} from '../../network/proxy/packet/arrival.ts'
import type {Decision, Fate} from '../../network/proxy/packet/decision.ts'
import type {Entry, Via} from '../../network/proxy/packet/entry.ts'
import type {RoutedPort} from '../../network/proxy/proxy-model.ts'
import type {TrafficPolicy} from '../../network/proxy/service-port.ts'
import {type HostPort, podsAtHostPort} from '../host-ports.ts'
import {judgeAsked} from '../resolve/judged-port.ts'
import type {Judgement} from '../resolve/judgement.ts'
import {backendOfHostPort, backendsOfPod, zoneOf} from './pod-backend.ts'
import {policyOf} from './policy-finding.ts'
import type {BackendData, Verdict} from './trace-data.ts'

/** Why a connection is not delivered, as far as rules and endpoints say. */
export type Reason =
  | {readonly kind: 'no-endpoints'; readonly port: RoutedPort; readonly judgement: Judgement}
  | {readonly kind: 'no-local-endpoints'; readonly port: RoutedPort; readonly via: Via}
  | {readonly kind: 'source-ranges'; readonly port: RoutedPort}
  /** The address is a Service's, the port is not. */
  | {readonly kind: 'no-such-port'; readonly services: readonly Service[]}
  /** Some answers, or all, do not come back to the client as it expects them. */
  | {
      readonly kind: 'answer-lost'
      readonly answer: 'bypasses-node' | 'own-address'
      readonly node: string
      readonly port: RoutedPort
      readonly via: Via
      /** By which the endpoints were picked. */
      readonly policy: TrafficPolicy
    }
  /** A pod has the port of the node. */
  | {readonly kind: 'host-port'; readonly node: string; readonly pods: readonly HostPort[]}
  /** It is for a program of the node. */
  | {readonly kind: 'node-program'; readonly node: string; readonly service: Service | undefined}
  /** A load balancer's question is answered by kube-proxy itself, with 503. */
  | {readonly kind: 'no-local-endpoints-for-check'; readonly service: Service}
  | {readonly kind: 'unassigned-cluster-ip'}
  /** The rules leave it alone, though the Service has the address. */
  | {readonly kind: 'not-translated'; readonly service: Service | undefined}
  | {readonly kind: 'balancer'; readonly services: readonly Service[]}
  /** Policies forbid it, or may. */
  | {readonly kind: 'policy'; readonly backends: readonly BackendData[]}
  /** What is in kube-proxy's place does otherwise, or may. */
  | {readonly kind: 'other-proxy'; readonly message: string}
  | {
      readonly kind: 'not-stated'
      readonly what: 'placement' | 'source' | 'client-node' | 'entry-node' | 'answer'
      readonly port: RoutedPort | undefined
    }

/** What becomes of a connection at one node. */
export interface Outcome {
  readonly verdict: Verdict
  readonly reason: Reason | undefined
  readonly backends: readonly BackendData[]
}

/** Reads the end of a connection as kube-proxies leave it. `service` is the one that was asked for, where one was. */
export function outcomeOf(cluster: Cluster, {fate, hops}: Decision, service: Service | undefined): Outcome {
  const end = (verdict: Verdict, reason?: Reason, backends: readonly BackendData[] = []): Outcome => ({verdict, reason, backends})
  switch (fate.kind) {
    case 'endpoints':
      return ofArrivals(cluster, fate)
    case 'rejected':
      return fate.entry ? ofRefusal(cluster, fate.entry) : end('rejected', {kind: 'no-such-port', services: servicesMet(hops)})
    case 'dropped': {
      const {port, via} = fate.entry
      return end('dropped', fate.why === 'source-ranges' ? {kind: fate.why, port} : {kind: fate.why, port, via})
    }
    case 'health-check':
      return fate.check.status === 200
        ? end('delivered')
        : end('delivered', {kind: 'no-local-endpoints-for-check', service: fate.check.service})
    case 'node':
      return atNode(cluster, fate.node, hops)
    case 'pod':
      return end('delivered', undefined, backendsOfPod(cluster, fate.pod, hops))
    case 'balancer':
      return end('unknown', {kind: 'balancer', services: fate.services})
    case 'nowhere': {
      const services = servicesMet(hops)
      return end('dropped', services.length > 0 ? {kind: 'no-such-port', services} : {kind: 'unassigned-cluster-ip'})
    }
    case 'leaves': {
      const services = servicesMet(hops)
      return services.length > 0 ? end('dropped', {kind: 'no-such-port', services}) : end('unknown', {kind: 'not-translated', service})
    }
    case 'unknown':
      return end('unknown', {kind: 'not-stated', what: fate.why, port: entryOf(hops)})
  }
}

/** For the node itself: rules leave it alone. */
function atNode(cluster: Cluster, node: string, hops: Decision['hops']): Outcome {
  const service = entryOf(hops)?.service
  const packet = hops.at(-1)?.packet
  const pods =
    packet && !service ? podsAtHostPort(cluster, {node, address: packet.destination, port: packet.port, protocol: packet.protocol}) : []
  // What leads a host port to its pod is the network plugin's, and need not answer on loopback.
  const listening = packet && isLoopback(packet.destination) ? pods.filter(({isOnHost}) => isOnHost) : pods
  return listening.length > 0
    ? {
        verdict: 'delivered',
        reason: {kind: 'host-port', node, pods: listening},
        backends: packet ? listening.map((one) => backendOfHostPort(cluster, one, packet)) : [],
      }
    : {verdict: 'unknown', reason: {kind: 'node-program', node, service}, backends: []}
}

function entryOf(hops: Decision['hops']): RoutedPort | undefined {
  const last = hops.at(-1)?.interpretation
  return last?.kind === 'service' ? last.entry.port : undefined
}

/** The Services that have the address, but not the port. */
function servicesMet(hops: Decision['hops']): readonly Service[] {
  const met = hops.flatMap(({interpretation}) => (interpretation.kind === 'unknown-port' ? interpretation.services : []))
  return [...new Set(met.map(({port}) => port.service))]
}

/** Nobody behind it: the same judgement as `resolve` makes, which may be that the input does not show them. */
function ofRefusal(cluster: Cluster, {port, via}: Entry): Outcome {
  const {service, declared} = port
  // In ipvs mode a policy Local refuses where others drop.
  if (port.usable.existAnywhere && policyOf(port, via) === 'Local')
    return {verdict: 'rejected', reason: {kind: 'no-local-endpoints', port, via}, backends: []}
  const asked = service.ports.length > 1 ? String(declared.name ?? declared.port) : undefined
  const judgement = judgeAsked(cluster, {service: {...service, ports: [declared]}, port: asked})
  const verdict = judgement.verdict === 'unknown' ? 'unknown' : 'rejected'
  return {verdict, reason: {kind: 'no-endpoints', port, judgement}, backends: []}
}

type EndpointsFate = Extract<Fate, {kind: 'endpoints'}>

function ofArrivals(cluster: Cluster, {node, entry, outcome}: EndpointsFate): Outcome {
  const backends = outcome.arrivals.map((arrival) => backendOf(cluster, arrival))
  const lost = backends.filter(({answer}) => answer === 'bypasses-node' || answer === 'own-address')
  const [first] = lost
  if (first) {
    const verdict = lost.length === backends.length ? 'dropped' : 'partial'
    return {
      verdict,
      reason: {
        kind: 'answer-lost',
        answer: first.answer as 'bypasses-node' | 'own-address',
        node,
        port: entry.port,
        via: entry.via,
        policy: outcome.policy,
      },
      backends,
    }
  }
  const isOpen = backends.some(({answer}) => answer === 'unknown')
  return {
    verdict: isOpen ? 'unknown' : 'delivered',
    reason: isOpen ? {kind: 'not-stated', what: 'answer', port: entry.port} : undefined,
    backends,
  }
}

function backendOf(cluster: Cluster, {endpoint, probability, source, answer}: Arrival): BackendData {
  const {address, port, target, listed, isTerminating} = endpoint
  return {
    address,
    port,
    probability,
    target,
    replicas: listed.replicas,
    nodeName: listed.nodeName,
    zone: zoneOf(cluster, listed.nodeName),
    terminating: isTerminating,
    source: {kind: source.kind, node: source.kind === 'node' ? source.node : null, address: source.address},
    answer,
    policy: null,
  }
}
