import type {RoutedPort} from '../proxy-model.ts'
import type {Outcome} from '../treatment.ts'
import {addressOf, clusterIPOf, nodePortOf} from './address-text.ts'
import {serviceChain} from './chain-name.ts'
import {hasExternalChain, hasFirewall, internalChain} from './service-chains.ts'
import type {Element} from './table.ts'

/** What one Service port adds to the sets and maps that all of them share: a function for each. */

export function clusterIPs(port: RoutedPort): readonly Element[] {
  return [{key: [clusterIPOf(port)]}]
}

/** Endpoints of this node that may reach themselves. */
export function hairpins({usable, protocol}: RoutedPort): readonly Element[] {
  const here = usable.reachable.filter(({isLocal}) => isLocal)
  return here.map((endpoint) => ({key: [addressOf(endpoint), addressOf(endpoint), protocol.toLowerCase(), String(endpoint.port)]}))
}

export function services(port: RoutedPort): readonly Element[] {
  const internal = {key: atAddress(port, clusterIPOf(port)), verdict: `goto ${internalChain(port)}`}
  const verdict = `goto ${serviceChain('external', port)}`
  return [
    ...(port.internal.others.kind === 'endpoints' ? [internal] : []),
    ...(hasExternalChain(port) ? externalKeys(port) : []).map((key) => ({key, verdict})),
  ]
}

export function nodePorts(port: RoutedPort): readonly Element[] {
  const verdict = `goto ${serviceChain('external', port)}`
  return hasExternalChain(port) ? nodePortKeys(port).map((key) => ({key, verdict})) : []
}

export function firewalls(port: RoutedPort): readonly Element[] {
  if (!hasFirewall(port)) return []
  return port.loadBalancerIPs.map((address) => ({key: atAddress(port, address), verdict: `goto ${serviceChain('firewall', port)}`}))
}

/** Policy Local without a local endpoint is among `services` as well: pods and the node itself go on to the other endpoints from there. */
export function refusedServices(port: RoutedPort): readonly Element[] {
  return [
    ...refusals(port, port.internal.others, [atAddress(port, clusterIPOf(port))]),
    ...refusals(port, port.external?.others, externalKeys(port)),
  ]
}

export function refusedNodePorts(port: RoutedPort): readonly Element[] {
  return refusals(port, port.external?.others, nodePortKeys(port))
}

export function refusedOverLoopback(port: RoutedPort, protocols: readonly string[]): readonly Element[] {
  const protocol = port.protocol.toLowerCase()
  return protocols.includes(protocol) ? nodePortKeys(port).map((key) => ({key, verdict: `goto localhost-nodeport-reject-${protocol}`})) : []
}

type Key = Element['key']

function atAddress({protocol, port}: RoutedPort, address: string): Key {
  return [address, protocol.toLowerCase(), String(port)]
}

function externalKeys(port: RoutedPort): readonly Key[] {
  return [...port.externalIPs, ...port.loadBalancerIPs].map((address) => atAddress(port, address))
}

function nodePortKeys(port: RoutedPort): readonly Key[] {
  const number = nodePortOf(port)
  return number === null ? [] : [[port.protocol.toLowerCase(), number]]
}

/** The longest that nft takes. Before 1.37 kube-proxy did not cut names off, and all of its changes were refused for one that is longer. */
const MAX_COMMENT_LENGTH = 128

function refusals(port: RoutedPort, outcome: Outcome | undefined, keys: readonly Key[]): readonly Element[] {
  if (!outcome || outcome.kind === 'endpoints') return []
  const verdict = outcome.kind === 'reject' ? 'goto reject-chain' : 'drop'
  return keys.map((key) => ({key, verdict, comment: port.name.slice(0, MAX_COMMENT_LENGTH)}))
}
