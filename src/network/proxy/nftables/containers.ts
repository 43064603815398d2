import type {AddressFamily} from '../../../cluster/address.ts'
import {isLoopback} from '../address-range.ts'
import type {RoutedPort} from '../proxy-model.ts'
import {endpointChain} from './chain-name.ts'
import {clusterIPs, firewalls, hairpins, nodePorts, refusedNodePorts, refusedOverLoopback, refusedServices, services} from './elements.ts'
import type {NftablesSettings} from './nftables-settings.ts'
import {type Container, type Element, WORDS} from './table.ts'

/** A set or map that is there whatever Services there are, with what they put into it. */
interface Shared extends Pick<Container, 'kind' | 'name'> {
  readonly type: (address: string) => string
  readonly comment: string
  readonly elements: (port: RoutedPort, settings: NftablesSettings) => readonly Element[]
  /** Always, where it is not stated. */
  readonly isThere?: (settings: NftablesSettings) => boolean
}

const toAddress = (address: string) => `${address} . inet_proto . inet_service : verdict`
const toNodePort = () => 'inet_proto . inet_service : verdict'

/** In the order of setupNFTables. */
const SHARED: readonly Shared[] = [
  {
    kind: 'set',
    name: 'hairpin-connections',
    type: (address) => `${address} . ${address} . inet_proto . inet_service`,
    comment: 'service hairpin connections',
    elements: hairpins,
    isThere: ({style}) => style.masqueradesInPlace,
  },
  {kind: 'set', name: 'cluster-ips', type: (address) => address, comment: 'Active ClusterIPs', elements: clusterIPs},
  {
    kind: 'set',
    name: 'nodeport-ips',
    type: (address) => address,
    comment: 'IPs that accept NodePort traffic',
    elements: () => [],
    isThere: ({nodePortAddresses}) => !nodePortAddresses.all,
  },
  {
    kind: 'map',
    name: 'no-endpoint-services',
    type: toAddress,
    comment: 'vmap to drop or reject packets to services with no endpoints',
    elements: refusedServices,
  },
  {
    kind: 'map',
    name: 'no-endpoint-nodeports',
    type: toNodePort,
    comment: 'vmap to drop or reject packets to service nodeports with no endpoints',
    elements: refusedNodePorts,
  },
  {
    kind: 'map',
    name: 'localhost-nodeport-reject-ports',
    type: toNodePort,
    comment: 'localhost NodePorts rejected by kube-proxy',
    elements: (port, {refusedOnLoopback}) => refusedOverLoopback(port, refusedOnLoopback),
    isThere: ({refusedOnLoopback}) => refusedOnLoopback.length > 0,
  },
  {
    kind: 'map',
    name: 'firewall-ips',
    type: toAddress,
    comment: 'destinations that are subject to LoadBalancerSourceRanges',
    elements: firewalls,
  },
  {kind: 'map', name: 'service-ips', type: toAddress, comment: 'ClusterIP, ExternalIP and LoadBalancer IP traffic', elements: services},
  {kind: 'map', name: 'service-nodeports', type: toNodePort, comment: 'NodePort traffic', elements: nodePorts},
]

/** The sets and maps that lead from an address and port to a Service's chains or say that nothing is behind it, and who stays with an endpoint. */
export function containers(ports: readonly RoutedPort[], settings: NftablesSettings): readonly Container[] {
  const {address} = WORDS[settings.family]
  const shared = SHARED.filter(({isThere}) => isThere?.(settings) ?? true).map(({kind, name, type, comment, elements}): Container => {
    const found = name === 'nodeport-ips' ? nodePortIPs(settings) : withoutRepeats(ports.flatMap((port) => elements(port, settings)))
    return {kind, name, type: type(address), properties: [], comment, elements: found}
  })
  return [...shared, ...ports.flatMap((port) => affinitySets(port, settings.family))]
}

/** Loopback is left out even where it is asked for (setupNFTables). */
function nodePortIPs({nodePortAddresses}: NftablesSettings): readonly Element[] {
  return nodePortAddresses.addresses.filter((address) => !isLoopback(address)).map((address) => ({key: [address]}))
}

/** Elements that say the same count once; those that contradict each other stay. */
function withoutRepeats(elements: readonly Element[]): readonly Element[] {
  return [...new Map(elements.map((element) => [`${element.key.join(' . ')} : ${element.verdict}`, element])).values()]
}

/** The clients of each endpoint, who leave by themselves; nft prints the size that the kernel gives such a set. */
function affinitySets({affinitySeconds, usable, ...port}: RoutedPort, family: AddressFamily): readonly Container[] {
  if (affinitySeconds === null) return []
  const properties = ['size 65535', 'flags dynamic,timeout', `timeout ${formatDuration(affinitySeconds)}`]
  return usable.reachable.map((endpoint) => {
    const name = endpointChain('affinity', port, endpoint)
    return {kind: 'set', name, type: WORDS[family].address, properties, elements: []}
  })
}

/** As nft prints it: `3h`, `1m30s`. */
function formatDuration(seconds: number): string {
  const units = [
    [86_400, Number.POSITIVE_INFINITY, 'd'],
    [3_600, 24, 'h'],
    [60, 60, 'm'],
    [1, 60, 's'],
  ] as const
  return units
    .flatMap(([size, most, unit]) => {
      const count = Math.floor(seconds / size) % most
      return count === 0 ? [] : `${count}${unit}`
    })
    .join('')
}
