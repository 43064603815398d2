import {familyOf} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {serviceRangesOf} from '../../network/proxy/nftables/service-ranges.ts'
import type {Hop} from '../../network/proxy/packet/decision.ts'
import type {PacketMode} from '../../network/proxy/packet/mode-behaviour.ts'
import {isOwnAddress, type Packet, sourceAddressOf} from '../../network/proxy/packet/packet.ts'
import type {ProxyView} from '../../network/proxy/packet/proxy-view.ts'
import type {RoutedPort} from '../../network/proxy/proxy-model.ts'
import {type Crossing, iptablesWay} from './iptables-way.ts'
import {ipvsWay} from './ipvs-way.ts'
import {nftablesWay} from './nftables-way.ts'
import {PODS_SOMEHOW} from './proxy-setup.ts'
import type {Route} from './routes.ts'
import {externalStandIn, nameStandIns} from './stand-in.ts'

/** The rules that a connection goes through at the node that decides, line by line; none where no Service's rules are met. */
export function rulesOf(cluster: Cluster, view: ProxyView, {decision}: Route, mode: PacketMode): readonly string[] {
  const hop = decision.hops.at(-1)
  const port = hop && portMet(hop, mode)
  if (!hop || !port || decision.fate.kind === 'unknown') return []
  const {fate} = decision
  const model = view.modelOf(hop.node)
  const packet = atNodePort(hop.packet, port)
  const isForNode = packet !== hop.packet || isOwnAddress(model.node, 'unknown', packet.destination)
  const crossing: Crossing = {
    model,
    packet: packet,
    port,
    source: sourceAddressOf(model, hop.packet, {attachment: 'unknown', ownsVirtualAddresses: mode === 'ipvs'}),
    isForNode,
    family: familyOf(hop.packet.destination),
    translated: fate.kind === 'endpoints',
    masqueraded: fate.kind === 'endpoints' && fate.outcome.arrivals.some(({source}) => source.kind === 'node'),
  }
  const lines = wayOf(cluster, crossing, mode)
  return lines.map((line) => namePods(nameStandIns(line, port.service)))
}

/** The Service port whose rules a packet meets. In ipvs mode there are rules too for ports that the Service of an address has not. */
function portMet({interpretation}: Hop, mode: PacketMode): RoutedPort | undefined {
  if (interpretation.kind === 'service') return interpretation.entry.port
  return mode === 'ipvs' && interpretation.kind === 'unknown-port' ? interpretation.services[0]?.port : undefined
}

function wayOf(cluster: Cluster, crossing: Crossing, mode: PacketMode): readonly string[] {
  switch (mode) {
    case 'iptables':
      return iptablesWay(crossing)
    case 'nftables':
      return nftablesWay(crossing, serviceRangesOf(cluster))
    case 'ipvs':
      return ipvsWay(crossing)
    case 'userspace':
      return []
  }
}

/** Whoever was taken to an address that stands for those of all nodes comes by the node port. */
function atNodePort(packet: Packet, {nodePort}: RoutedPort): Packet {
  const isMeant = typeof nodePort === 'number' && packet.destination === externalStandIn(familyOf(packet.destination))
  return isMeant ? {...packet, port: nodePort} : packet
}

/** Most clusters tell pods by their range; which one, the input does not say. */
function namePods(line: string): string {
  return line
    .replaceAll(`-i ${PODS_SOMEHOW}`, '-s <range of pods>')
    .replace(new RegExp(`iifname (!= )?"?${PODS_SOMEHOW}"?`, 'g'), (_, negation = '') => `ip saddr ${negation}<range of pods>`)
}
