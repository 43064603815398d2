import {contains} from '../address-range.ts'
import type {ProxyEndpoint} from '../proxy-endpoint.ts'
import type {RoutedPort} from '../proxy-model.ts'
import {addressOf, clusterIPOf} from './address-text.ts'
import {endpointChain, serviceChain} from './chain-name.ts'
import {askForMasquerade, fromPods, internalMasquerading} from './masquerading.ts'
import type {NftablesSettings} from './nftables-settings.ts'
import {formatRanges, rangeOf} from './source-set.ts'
import {type Chain, type Rule, WORDS} from './table.ts'

/** The chains of one Service port: the way in from outside, its firewall, the choice of an endpoint, and endpoints that need a chain. */
export function serviceChains(port: RoutedPort, settings: NftablesSettings): readonly Chain[] {
  const {usable} = port
  const chains: Chain[] = []
  const spread = (name: string, endpoints: readonly ProxyEndpoint[]) => {
    const masquerading = name === internalChain(port) ? ownMasquerading(port, settings) : []
    chains.push({name, rules: [...masquerading, ...choiceRules(port, endpoints, settings)]})
  }
  if (usable.cluster.length > 0) spread(serviceChain('service', port), usable.cluster)
  if (usable.local.length > 0) spread(serviceChain('local', port), usable.local)
  if (hasExternalChain(port)) chains.push({name: serviceChain('external', port), rules: externalRules(port, settings)})
  if (hasFirewall(port)) chains.push({name: serviceChain('firewall', port), rules: firewallRules(port, settings)})
  if (usesEndpointChains(port, settings)) {
    for (const endpoint of usable.reachable) {
      chains.push({name: endpointChain('endpoint', port, endpoint), rules: endpointRules(port, endpoint, settings)})
    }
  }
  return chains
}

export function hasExternalChain({usable, isExternallyAccessible}: RoutedPort): boolean {
  return usable.existAnywhere && isExternallyAccessible
}

/** The firewall stands before everything else, so a Service without endpoints has one too. */
export function hasFirewall({loadBalancerIPs, sourceRanges}: RoutedPort): boolean {
  return loadBalancerIPs.length > 0 && sourceRanges.length > 0
}

/** The chain of the endpoints that traffic to the cluster IP goes to. */
export function internalChain(port: RoutedPort): string {
  return serviceChain(port.internalPolicy === 'Local' ? 'local' : 'service', port)
}

function usesEndpointChains({affinitySeconds}: RoutedPort, {style}: NftablesSettings): boolean {
  return affinitySeconds !== null || !style.masqueradesInPlace
}

/** Before 1.36 each Service masquerades for itself. */
function ownMasquerading(port: RoutedPort, settings: NftablesSettings): readonly Rule[] {
  if (settings.style.masqueradesInPlace) return []
  const text = internalMasquerading(`${WORDS[settings.family].ip} daddr ${clusterIPOf(port)}`, settings)
  return text === undefined ? [] : [{text}]
}

/** Policy Local keeps the source, but pods and the node itself go to all endpoints, as though their packets had gone out and come back. */
function externalRules(port: RoutedPort, settings: NftablesSettings): readonly Rule[] {
  const toAll = `goto ${serviceChain('service', port)}`
  const masquerade = askForMasquerade(settings)
  if (port.externalPolicy === 'Cluster') {
    const everybody: Rule = {text: masquerade, ...(settings.style.masqueradesInPlace && {comment: 'masquerade'})}
    return [everybody, {text: toAll}]
  }
  const pods = fromPods(settings.localTraffic, settings, false)
  const fromNode = 'fib saddr type local'
  return [
    ...(pods === '' ? [] : [{text: `${pods} ${toAll}`, comment: 'short-circuit pod traffic'}]),
    {text: `${fromNode} ${masquerade}`, comment: 'masquerade local traffic'},
    {text: `${fromNode} ${toAll}`, comment: 'short-circuit local traffic'},
    ...(port.usable.local.length > 0 ? [{text: `goto ${serviceChain('local', port)}`}] : []),
  ]
}

/** A node that may use the balancer's address may have it as its source, so that counts as well. */
function firewallRules({sourceRanges, loadBalancerIPs}: RoutedPort, {family, nodeAddress}: NftablesSettings): readonly Rule[] {
  const includesNode = sourceRanges.some((range) => contains(range, nodeAddress))
  const own = includesNode ? loadBalancerIPs.flatMap((address) => rangeOf(address, family) ?? []) : []
  return [{text: `${WORDS[family].ip} saddr != ${formatRanges([...sourceRanges, ...own], family)} drop`}]
}

/** Clients that have been here before go where they went; the others to one at random. */
function choiceRules(port: RoutedPort, endpoints: readonly ProxyEndpoint[], settings: NftablesSettings): readonly Rule[] {
  const {family, style} = settings
  const random = `numgen random mod ${endpoints.length}`
  if (usesEndpointChains(port, settings)) {
    const goto = (endpoint: ProxyEndpoint) => `goto ${endpointChain('endpoint', port, endpoint)}`
    const known = (endpoint: ProxyEndpoint) => `${WORDS[family].ip} saddr @${endpointChain('affinity', port, endpoint)} ${goto(endpoint)}`
    return [
      ...(port.affinitySeconds === null ? [] : endpoints.map((endpoint) => ({text: known(endpoint)}))),
      {text: `${random} vmap ${numbered(endpoints.map(goto))}`},
    ]
  }
  const [lone] = endpoints
  if (endpoints.length === 1 && lone && style.namesLoneEndpoint) return [{text: translateTo(port, lone)}]
  const targets = endpoints.map((endpoint) => `${addressOf(endpoint)} . ${endpoint.port}`)
  return [{text: `${ofProtocol(port)} dnat ${WORDS[family].ip} to ${random} map ${numbered(targets)}`}]
}

function numbered(values: readonly string[]): string {
  return `{ ${values.map((value, index) => `${index} : ${value}`).join(', ')} }`
}

function endpointRules(port: RoutedPort, endpoint: ProxyEndpoint, settings: NftablesSettings): readonly Rule[] {
  const {ip} = WORDS[settings.family]
  const hairpin = `${ip} saddr ${addressOf(endpoint)} ${askForMasquerade(settings)}`
  const remember = `update @${endpointChain('affinity', port, endpoint)} { ${ip} saddr }`
  return [
    ...(settings.style.masqueradesInPlace ? [] : [{text: hairpin}]),
    ...(port.affinitySeconds === null ? [] : [{text: remember}]),
    {text: translateTo(port, endpoint)},
  ]
}

function translateTo(port: RoutedPort, endpoint: ProxyEndpoint): string {
  return `${ofProtocol(port)} dnat to ${endpoint.text}`
}

function ofProtocol({protocol}: RoutedPort): string {
  return `meta l4proto ${protocol.toLowerCase()}`
}
