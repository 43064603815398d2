import {contains} from '../address-range.ts'
import type {LocalTraffic} from '../local-traffic.ts'
import type {ProxyEndpoint} from '../proxy-endpoint.ts'
import type {FamilySettings, RoutedPort} from '../proxy-model.ts'
import {hasFirewall, internalChain} from './capture.ts'
import {endpointChain, serviceChain} from './chain-name.ts'
import {type Chain, comment, type Rule} from './rule.ts'
import type {IptablesSettings} from './settings.ts'

const MASQUERADE = 'KUBE-MARK-MASQ'
const WHOLE_ADDRESS = {IPv4: '255.255.255.255', IPv6: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'} as const
const FROM_NODE = '-m addrtype --src-type LOCAL'

/** An endpoint and its chain. */
interface Target {
  readonly endpoint: ProxyEndpoint
  readonly chain: string
}

/** The chains of one Service port in the nat table: the way in from outside, the choice of an endpoint, and each endpoint that the node uses. */
export function serviceChains(port: RoutedPort, family: FamilySettings, settings: IptablesSettings): readonly Chain[] {
  const {usable} = port
  const chains: Chain[] = []
  const add = (name: string, rules: readonly Rule[]) => chains.push({name, policy: null, rules})
  const names = new Map(usable.reachable.map((endpoint) => [endpoint, endpointChain(port, endpoint)]))
  const targetOf = (endpoint: ProxyEndpoint): Target => ({endpoint, chain: names.get(endpoint) ?? ''})
  const spread = (name: string, endpoints: readonly ProxyEndpoint[]) => {
    const masquerading = name === internalChain(port) ? internalMasquerading(port, family.localTraffic, settings) : []
    add(name, [...masquerading, ...choiceRules(port, endpoints.map(targetOf), family, settings)])
  }
  if (usable.existAnywhere && port.isExternallyAccessible) add(serviceChain('KUBE-EXT', port), externalRules(port, family.localTraffic))
  if (hasFirewall(port)) add(serviceChain('KUBE-FW', port), firewallRules(port, family))
  if (usable.cluster.length > 0) spread(serviceChain('KUBE-SVC', port), usable.cluster)
  if (usable.local.length > 0) spread(serviceChain('KUBE-SVL', port), usable.local)
  for (const target of usable.reachable.map(targetOf)) add(target.chain, endpointRules(port, target, family, settings))
  return chains
}

/** A match on traffic of pods, or on any other. */
export function fromPods(traffic: LocalTraffic, negated: boolean): Rule {
  switch (traffic.kind) {
    case 'unknown':
      return {}
    case 'source':
      return {source: {value: traffic.range.text, negated}}
    case 'interface':
      return {inInterface: {value: `${traffic.name}${traffic.isPrefix ? '+' : ''}`, negated}}
  }
}

function internalMasquerading(port: RoutedPort, traffic: LocalTraffic, {masqueradeAll}: IptablesSettings): readonly Rule[] {
  if (port.internal.others.kind !== 'endpoints' || !port.internal.others.masquerade) return []
  const protocol = port.protocol.toLowerCase()
  return [
    {
      ...(masqueradeAll ? {} : fromPods(traffic, true)),
      destination: {value: port.clusterIP ?? `<${port.name}>`},
      protocol,
      matches: [comment(`${port.name} cluster IP`), `-m ${protocol} --dport ${port.port}`],
      jump: MASQUERADE,
    },
  ]
}

function externalRules(port: RoutedPort, traffic: LocalTraffic): readonly Rule[] {
  const toAll = serviceChain('KUBE-SVC', port)
  const about = (text: string) => comment(`${text} for ${port.name} external destinations`)
  if (port.externalPolicy === 'Cluster') return [{matches: [about('masquerade traffic')], jump: MASQUERADE}, {jump: toAll}]
  const pods: Rule = {...fromPods(traffic, false), matches: [about('pod traffic')], jump: toAll}
  return [
    ...(traffic.kind === 'unknown' ? [] : [pods]),
    {matches: [about('masquerade LOCAL traffic'), FROM_NODE], jump: MASQUERADE},
    {matches: [about('route LOCAL traffic'), FROM_NODE], jump: toAll},
    ...(port.usable.local.length > 0 ? [{jump: serviceChain('KUBE-SVL', port)}] : []),
  ]
}

/** Whoever comes to the end is dropped later. A node that may use the balancer's address may have it as its source, so that counts as well. */
function firewallRules(port: RoutedPort, {nodeAddress}: FamilySettings): readonly Rule[] {
  const jump = serviceChain('KUBE-EXT', port)
  const matches = [comment(`${port.name} loadbalancer IP`)]
  const includesNode = port.sourceRanges.some((range) => contains(range, nodeAddress))
  const sources = [...port.sourceRanges.map(({text}) => text), ...(includesNode ? port.loadBalancerIPs : [])]
  return [
    ...sources.map((value) => ({source: {value}, matches, jump})),
    {matches: [comment(`other traffic to ${port.name} will be dropped by KUBE-PROXY-FIREWALL`)]},
  ]
}

/** Clients that have been here before go where they went; the others to one at random, each rule taking its share of what is left. */
function choiceRules(port: RoutedPort, targets: readonly Target[], family: FamilySettings, settings: IptablesSettings): readonly Rule[] {
  const about = ({endpoint}: Target) => remark(`${port.name} -> ${endpoint.text}`, settings)
  const known = targets.map((target) => ({
    matches: [...about(target), recent(`--rcheck --seconds ${port.affinitySeconds} --reap`, target.chain, family)],
    jump: target.chain,
  }))
  const chosen = targets.map((target, index) => ({matches: [...about(target), ...share(targets.length - index)], jump: target.chain}))
  return [...(port.affinitySeconds === null ? [] : known), ...chosen]
}

/** The list of the clients that went to an endpoint, which has the name of its chain. */
function recent(what: string, chain: string, {family}: FamilySettings): string {
  return `-m recent ${what} --name ${chain} --mask ${WHOLE_ADDRESS[family]} --rsource`
}

/** The text that kube-proxy leaves out where there are many endpoints. */
function remark(text: string, {isLargeCluster}: IptablesSettings): readonly string[] {
  return isLargeCluster ? [] : [comment(text)]
}

/** One in so many: kube-proxy writes ten decimals, the kernel keeps 31 bits, and iptables-save prints eleven decimals of those. */
function share(left: number): readonly string[] {
  if (left === 1) return []
  const written = Number((1 / left).toFixed(10))
  const kept = Math.round(written * 2 ** 31) / 2 ** 31
  return [`-m statistic --mode random --probability ${kept.toFixed(11)}`]
}

function endpointRules(port: RoutedPort, {endpoint, chain}: Target, family: FamilySettings, settings: IptablesSettings): readonly Rule[] {
  const about = remark(port.name, settings)
  const protocol = port.protocol.toLowerCase()
  const remember = port.affinitySeconds === null ? [] : [recent('--set', chain, family)]
  return [
    {source: {value: endpoint.address ?? `<${endpoint.target?.name ?? 'unknown'}>`}, matches: about, jump: MASQUERADE},
    {protocol, matches: [...about, ...remember, `-m ${protocol}`], jump: `DNAT --to-destination ${endpoint.text}`},
  ]
}
