import type {Cluster} from '../../cluster/cluster.ts'
import {readProxyConfiguration} from '../../network/proxy/configuration.ts'
import {endpointChain, serviceChain} from '../../network/proxy/iptables/chain-name.ts'
import {IP_SET_KINDS, IP_SETS, ipSetName} from '../../network/proxy/ipvs/ip-set.ts'
import {endpointChain as nftablesEndpointChain, serviceChain as nftablesServiceChain} from '../../network/proxy/nftables/chain-name.ts'
import type {ProxyEndpoint} from '../../network/proxy/proxy-endpoint.ts'
import {buildProxyModel, type RoutedPort} from '../../network/proxy/proxy-model.ts'
import {enumerate} from '../naming.ts'
import type {Owner} from './owner.ts'

/** What the chains of a Service port are for, by the start of their names. */
const ROLES: Readonly<Record<string, string>> = {
  'KUBE-SVC': 'chooses one of all endpoints of',
  'KUBE-SVL': 'chooses an endpoint on the same node of',
  'KUBE-EXT': 'takes what comes from outside to',
  'KUBE-FW': 'holds loadBalancerSourceRanges of',
  // Before Kubernetes 1.24.
  'KUBE-XLB': 'takes what comes from outside to',
  service: 'chooses one of all endpoints of',
  local: 'chooses an endpoint on the same node of',
  external: 'takes what comes from outside to',
  firewall: 'holds loadBalancerSourceRanges of',
}

const OWN_CHAINS: Readonly<Record<string, string>> = {
  'KUBE-SERVICES': 'kube-proxy: all that goes to Services passes it',
  'KUBE-NODEPORTS': 'kube-proxy: node ports of all Services',
  'KUBE-EXTERNAL-SERVICES': 'kube-proxy: external addresses and node ports without endpoints',
  'KUBE-PROXY-FIREWALL': 'kube-proxy: drops what loadBalancerSourceRanges lets not in',
  'KUBE-FORWARD': 'kube-proxy: lets traffic of Services be forwarded',
  'KUBE-MARK-MASQ': 'kube-proxy: marks what is to be masqueraded',
  'KUBE-POSTROUTING': 'kube-proxy: masquerades what is marked',
  'KUBE-FIREWALL': 'kubelet and kube-proxy: keeps others from node ports on loopback',
  'KUBE-PROXY-CANARY': 'kube-proxy: it sees by its absence that somebody has flushed the rules',
  'KUBE-KUBELET-CANARY': 'kubelet: it sees by its absence that somebody has flushed the rules',
  'KUBE-IPTABLES-HINT': 'kubelet: says which iptables the node uses',
  'KUBE-MARK-DROP': 'kubelet before 1.28: marked what was to be dropped',
  'KUBE-IPVS-FILTER': 'kube-proxy in ipvs mode: refuses ports of virtual addresses that no Service has',
  'KUBE-IPVS-OUT-FILTER': "kube-proxy in ipvs mode: holds the node's own packets against loadBalancerSourceRanges",
  'KUBE-SOURCE-RANGES-FIREWALL': 'kube-proxy in ipvs mode: drops what loadBalancerSourceRanges lets not in',
  'KUBE-NODE-PORT': 'kube-proxy in ipvs mode: masquerades what goes to node ports, and lets health checks in',
}

/** Chains, sets and maps of nftables mode that are there whatever Services there are. */
const OWN_NFTABLES: Readonly<Record<string, string>> = {
  services: 'chain of kube-proxy: all that goes to Services passes it',
  masquerading: 'chain of kube-proxy: masquerades what is marked',
  'mark-for-masquerade': 'chain of kube-proxy: marks what is to be masqueraded',
  'firewall-check': 'chain of kube-proxy: holds loadBalancerSourceRanges',
  'service-endpoints-check': 'chain of kube-proxy: refuses or drops what goes to Services without endpoints',
  'nodeport-endpoints-check': 'chain of kube-proxy: refuses or drops what goes to node ports without endpoints',
  'cluster-ips-check': 'chain of kube-proxy: refuses ports that Services lack',
  'reject-chain': 'chain of kube-proxy: refuses',
  'service-ips': 'map of kube-proxy: from addresses and ports to the chains of Services',
  'service-nodeports': 'map of kube-proxy: from node ports to the chains of Services',
  'no-endpoint-services': 'map of kube-proxy: addresses and ports without endpoints',
  'no-endpoint-nodeports': 'map of kube-proxy: node ports without endpoints',
  'firewall-ips': 'map of kube-proxy: addresses to which loadBalancerSourceRanges apply',
  'cluster-ips': 'set of kube-proxy: all cluster IPs',
  'nodeport-ips': "set of kube-proxy: the node's addresses that answer on node ports",
  'hairpin-connections': 'set of kube-proxy: endpoints of the node that may reach themselves',
}

/** What kube-proxy itself calls so in nftables mode, where names are ordinary words. */
export function ownersOfWord(word: string): readonly Owner[] {
  const own = Object.hasOwn(OWN_NFTABLES, word) ? OWN_NFTABLES[word] : undefined
  return own === undefined ? [] : [{kind: 'proxy-chain', sentence: `a ${own}`}]
}

/** The Service port or the endpoint whose chain it is, in iptables or in nftables mode, or kube-proxy itself. */
export function ownersOfChain(cluster: Cluster, chain: string): readonly Owner[] {
  const sets = ipvsSets(chain)
  if (sets.length > 0) return sets
  const own = Object.hasOwn(OWN_CHAINS, chain) ? OWN_CHAINS[chain] : undefined
  if (own !== undefined) return [{kind: 'proxy-chain', sentence: `a chain of ${own}`}]
  const {families} = buildProxyModel(cluster, '', readProxyConfiguration({}))
  const ports = [...families.IPv4.ports, ...families.IPv6.ports]
  const isIptables = chain.startsWith('KUBE-')
  const found = ports.flatMap((port) => (isIptables ? ownersInIptables(port, chain) : ownersInNftables(port, chain)))
  // The chains of a Service have the same name in both families.
  return [...new Map(found.map((owner) => [owner.sentence, owner])).values()]
}

/** The IP sets of ipvs mode; one of them has the name of a chain. */
function ipvsSets(name: string): readonly Owner[] {
  const kind = IP_SET_KINDS.find((one) => ipSetName(one, 'IPv4') === name || ipSetName(one, 'IPv6') === name)
  if (kind === undefined) return []
  const alsoChain = name === 'KUBE-LOAD-BALANCER' ? ', and a chain that masquerades by it' : ''
  return [{kind: 'proxy-chain', sentence: `a set of kube-proxy in ipvs mode (${IP_SETS[kind].comment})${alsoChain}`}]
}

function ownersInIptables(port: RoutedPort, chain: string): readonly Owner[] {
  const prefix = /^KUBE-[A-Z]+/.exec(chain)?.[0] ?? ''
  if (prefix === 'KUBE-SEP')
    return port.endpoints.filter((endpoint) => endpointChain(port, endpoint) === chain).map((one) => ofEndpoint(port, one, 'the chain of'))
  const hash = chain.slice(prefix.length)
  return ROLES[prefix] !== undefined && serviceChain('KUBE-SVC', port).endsWith(hash) ? [ofService(port, prefix)] : []
}

function ownersInNftables(port: RoutedPort, chain: string): readonly Owner[] {
  const [kind = ''] = chain.split('-')
  switch (kind) {
    case 'endpoint':
    case 'affinity':
      return port.endpoints
        .filter((endpoint) => nftablesEndpointChain(kind, port, endpoint) === chain)
        .map((one) => ofEndpoint(port, one, kind === 'endpoint' ? 'the chain of' : 'the set of clients that stay with'))
    case 'service':
    case 'local':
    case 'external':
    case 'firewall':
      return nftablesServiceChain(kind, port) === chain ? [ofService(port, kind)] : []
    default:
      return []
  }
}

function ofService({service, declared, name}: RoutedPort, prefix: string): Owner {
  return {kind: 'service-chain', sentence: `the chain that ${ROLES[prefix]} ${name}`, service, port: declared}
}

function ofEndpoint({service, declared, name}: RoutedPort, {text, target, listed}: ProxyEndpoint, what: string): Owner {
  const pod = target?.kind === 'Pod' ? {namespace: target.namespace ?? service.namespace, name: target.name} : undefined
  return {
    kind: 'endpoint-chain',
    sentence: `${what} endpoint ${text}${target ? ` (${target.name})` : ''} of ${name}`,
    service,
    port: declared,
    endpoint: text,
    ...(pod && {pod}),
    ...(listed.nodeName !== null && {node: listed.nodeName}),
  }
}

/** What a chain that nobody has tells all the same. */
export function hintAboutChain(cluster: Cluster, chain: string): string {
  const [, namespace, name] = /^[a-z]+-(?:[A-Z2-7]{8}-)?([^/]+)\/([^/]+)\//.exec(chain) ?? []
  if (namespace !== undefined && name !== undefined) {
    const service = cluster.services.find((one) => one.namespace === namespace && one.name === name)
    return service
      ? `it is named after ${namespace}/${name}, and none of its ports and endpoints of today gives that name`
      : `it is named after ${namespace}/${name}, which the input does not have`
  }
  if (chain.startsWith('KUBE-SEP-'))
    return 'its name is a hash of Service, port and endpoint: an endpoint that is gone, or is not in the input'
  if (/^KUBE-(SVC|SVL|EXT|FW|XLB)-/.test(chain)) {
    const namespaces = [...new Set(cluster.services.map((service) => service.namespace))]
    return `its name is a hash of namespace, Service and port; the input has Services of ${enumerate(namespaces) || 'no namespace'} (kubectl get services -A -o yaml)`
  }
  return 'it is none of kube-proxy: ask for the rule that leads there'
}
