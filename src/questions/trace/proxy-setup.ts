import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {contains, parseRange} from '../../network/proxy/address-range.ts'
import {type ProxyConfiguration, readProxyConfiguration} from '../../network/proxy/configuration.ts'
import type {LocalDetection} from '../../network/proxy/local-traffic.ts'
import type {PacketMode} from '../../network/proxy/packet/mode-behaviour.ts'
import {readProxyNode} from '../../network/proxy/proxy-node.ts'
import type {KnownDataplane} from '../kube-proxy/dataplane.ts'
import {findStatedConfiguration, MODE_FLAG, type ProxyParameters, type StatedConfiguration} from '../kube-proxy/stated-configuration.ts'

/** How the kube-proxies of a cluster are taken to be set up: all alike. Where something is in their place, it is taken for one in iptables mode. */
export interface ProxySetup {
  /** Whether it is kube-proxy at all. */
  readonly dataplane: KnownDataplane
  readonly configuration: ProxyConfiguration
  readonly mode: PacketMode
  readonly modeSource: 'flag' | 'input' | 'assumed'
  /** Whether anything says how kube-proxy tells pods from others. */
  readonly tellsPods: boolean
}

/** What stands for the interface of pods where the input does not say how kube-proxy tells them. */
export const PODS_SOMEHOW = '<pods>'

/** Pods' connections to cluster IPs may be somebody else's work than all others. */
export interface ProxySetups {
  readonly podsToClusterIPs: ProxySetup
  readonly others: ProxySetup
}

/**
 * Settles what flags, a configuration and the input say. Where nothing does it is iptables, and pods are told by the nodes' pod ranges, or else
 * somehow: every installer sees to it that they are. Throws a UserError for a configuration that kube-proxy would refuse.
 */
export function settleSetups(cluster: Cluster, parameters: ProxyParameters): ProxySetups {
  const stated = findStatedConfiguration(cluster, parameters)
  const {podsToClusterIPs, others} = stated.dataplanes
  const settle = (dataplane: KnownDataplane) =>
    dataplane.kind === 'replaced' ? setupOfOther(cluster, dataplane, parameters, stated) : setupOfKubeProxy(cluster, dataplane, stated)
  return {podsToClusterIPs: settle(podsToClusterIPs), others: settle(others)}
}

function setupOfKubeProxy(cluster: Cluster, dataplane: KnownDataplane, stated: StatedConfiguration): ProxySetup {
  const {fields, mode, modeSource, version, tellsPods} = stated
  // Nothing renders userspace any more; it answers on all addresses, as iptables does.
  const configuration = readProxyConfiguration(fields, {mode: mode === 'userspace' ? 'iptables' : mode, version})
  return {
    dataplane,
    configuration: tellsPods ? configuration : {...configuration, detectLocal: assumeDetection(cluster)},
    mode,
    modeSource: modeSource === MODE_FLAG ? 'flag' : modeSource !== undefined ? 'input' : 'assumed',
    tellsPods,
  }
}

/** What a kube-proxy's configuration says is not said to it, be it left over. Everything knows the pods of its own cluster. */
function setupOfOther(
  cluster: Cluster,
  dataplane: KnownDataplane,
  {clusterCidr}: ProxyParameters,
  {version}: StatedConfiguration,
): ProxySetup {
  const fields = clusterCidr === undefined ? {} : {clusterCIDR: clusterCidr, detectLocalMode: 'ClusterCIDR'}
  const configuration = readProxyConfiguration(fields, {mode: 'iptables', version})
  return {
    dataplane,
    configuration: clusterCidr === undefined ? {...configuration, detectLocal: assumeDetection(cluster)} : configuration,
    mode: 'iptables',
    modeSource: 'assumed',
    tellsPods: true,
  }
}

function assumeDetection(cluster: Cluster): LocalDetection {
  const ranges = (['IPv4', 'IPv6'] as const).flatMap((family) => coveringRange(cluster, family) ?? [])
  return ranges.length > 0 ? {kind: 'ClusterCIDR', ranges} : {kind: 'BridgeInterface', name: PODS_SOMEHOW}
}

/** The smallest range that holds all pod ranges of the nodes; undefined where there is none, or where nodes are in it too. */
function coveringRange({nodes}: Cluster, family: AddressFamily): string | undefined {
  const known = [...nodes].map(([name, node]) => readProxyNode(name, node))
  const ranges = known
    .flatMap(({podRanges}) => podRanges.flatMap((text) => parseRange(text) ?? []))
    .filter((range) => range.family === family)
  const bases = ranges.map(({text}) => text.split('/')[0] ?? '')
  const [first] = bases
  let length = Math.min(...ranges.map(({prefixLength}) => prefixLength))
  for (; first !== undefined && length > 0; length--) {
    const range = parseRange(`${first}/${length}`)
    if (!range || !bases.every((base) => contains(range, base))) continue
    return known.some(({addresses}) => contains(range, addresses[family])) ? undefined : range.text
  }
  return undefined
}
