import {internalMasquerading, masqueradingChains} from './masquerading.ts'
import type {NftablesSettings} from './nftables-settings.ts'
import {formatRanges} from './source-set.ts'
import {type Chain, type Rule, WORDS} from './table.ts'

/** The chains that are there whatever Services there are, and how packets get into them (nftablesBaseChains, nftablesJumpChains, setupNFTables). */
export function fixedChains(settings: NftablesSettings): readonly Chain[] {
  return [
    ...HOOKED_CHAINS,
    jumped('nodeport-endpoints-check', nodePortRefusals(settings)),
    jumped('service-endpoints-check', [{text: `${toService(settings)} vmap @no-endpoint-services`}]),
    jumped('firewall-check', [{text: `${toService(settings)} vmap @firewall-ips`}]),
    jumped('services', dispatch(settings)),
    ...masqueradingChains(settings),
    jumped('cluster-ips-check', clusterIPRefusals(settings)),
    {name: 'reject-chain', comment: 'helper for @no-endpoint-services / @no-endpoint-nodeports', rules: [{text: 'reject'}]},
    ...settings.refusedOnLoopback.map((protocol) =>
      jumped(`localhost-nodeport-reject-${protocol}`, [{text: `counter name "${loopbackCounter(protocol)}" reject`}]),
    ),
  ]
}

export function loopbackCounter(protocol: string): string {
  return `localhost-nodeport-rejected-${protocol}`
}

/** nft knows the priority `dstnat` by name in prerouting only. */
const HOOKED_CHAINS: readonly Chain[] = [
  hooked('filter-prerouting-pre-dnat', 'filter', 'prerouting', 'dstnat - 10', 'ct state new jump firewall-check'),
  hooked('filter-output-pre-dnat', 'filter', 'output', '-110', 'ct state new jump firewall-check'),
  hooked(
    'filter-input',
    'filter',
    'input',
    'filter',
    'ct state new jump nodeport-endpoints-check',
    'ct state new jump service-endpoints-check',
  ),
  hooked(
    'filter-forward',
    'filter',
    'forward',
    'filter',
    'ct state new jump service-endpoints-check',
    'ct state new jump cluster-ips-check',
  ),
  hooked('filter-output', 'filter', 'output', 'filter', 'ct state new jump service-endpoints-check', 'ct state new jump cluster-ips-check'),
  hooked('nat-prerouting', 'nat', 'prerouting', 'dstnat', 'jump services'),
  hooked('nat-output', 'nat', 'output', '-100', 'jump services'),
  hooked('nat-postrouting', 'nat', 'postrouting', 'srcnat', 'jump masquerading'),
]

function hooked(name: string, type: string, hook: string, priority: string, ...texts: readonly string[]): Chain {
  return {name, hook: `type ${type} hook ${hook} priority ${priority}`, rules: texts.map((text) => ({text}))}
}

function jumped(name: string, rules: readonly Rule[]): Chain {
  return {name, rules}
}

function toService({family}: NftablesSettings): string {
  return `${WORDS[family].ip} daddr . meta l4proto . th dport`
}

function dispatch(settings: NftablesSettings): readonly Rule[] {
  const {family, nodePortAddresses, masqueradeAll, style} = settings
  const {ip} = WORDS[family]
  const masquerading = style.masqueradesInPlace ? internalMasquerading(`${ip} daddr @cluster-ips`, settings) : undefined
  const about = masqueradeAll ? 'masquerade all clusterIP traffic' : 'masquerade clusterIP traffic from outside cluster'
  return [
    ...(masquerading === undefined ? [] : [{text: masquerading, comment: about}]),
    {text: `${toService(settings)} vmap @service-ips`},
    {text: `${nodePortAddresses.all ? 'fib daddr type local ' : ''}${toNodePort(settings)} vmap @service-nodeports`},
  ]
}

/** Node ports never answer on loopback: their answers could not be sent there (route_localnet). */
function toNodePort({family, nodePortAddresses}: NftablesSettings): string {
  const {ip, loopback} = WORDS[family]
  return `${ip} daddr ${nodePortAddresses.all ? `!= ${loopback}` : '@nodeport-ips'} meta l4proto . th dport`
}

function nodePortRefusals(settings: NftablesSettings): readonly Rule[] {
  const {ip, loopback} = WORDS[settings.family]
  const overLoopback = `${ip} daddr ${loopback} meta l4proto . th dport vmap @localhost-nodeport-reject-ports`
  return [
    {text: `${toNodePort(settings)} vmap @no-endpoint-nodeports`},
    ...(settings.refusedOnLoopback.length > 0 ? [{text: overLoopback}] : []),
  ]
}

/**
 * Ports that a Service lacks are refused, addresses of nobody met with silence. kube-proxy learns the ranges some time and writes them at its next
 * full sync (OnServiceCIDRsChanged asks for none), so they may be missing.
 */
function clusterIPRefusals({family, serviceRanges}: NftablesSettings): readonly Rule[] {
  const {ip} = WORDS[family]
  const reject: Rule = {text: `${ip} daddr @cluster-ips reject`, comment: 'Reject traffic to invalid ports of ClusterIPs'}
  if (serviceRanges?.length === 0) return [reject]
  const ranges = serviceRanges ? formatRanges(serviceRanges, family) : '<service ranges>'
  const comment = 'Drop traffic to unallocated ClusterIPs'
  return [reject, {text: `${ip} daddr ${ranges} drop`, comment, doubt: serviceRanges ? 'late' : 'unknown'}]
}
