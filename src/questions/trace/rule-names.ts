import {hasFirewall, internalChain} from '../../network/proxy/iptables/capture.ts'
import {serviceChain} from '../../network/proxy/iptables/chain-name.ts'
import {serviceChain as nftablesChain} from '../../network/proxy/nftables/chain-name.ts'
import {hasFirewall as hasNftablesFirewall, internalChain as internalNftablesChain} from '../../network/proxy/nftables/service-chains.ts'
import type {Arrival} from '../../network/proxy/packet/arrival.ts'
import type {Decision} from '../../network/proxy/packet/decision.ts'
import type {Via} from '../../network/proxy/packet/entry.ts'
import type {PacketMode} from '../../network/proxy/packet/mode-behaviour.ts'
import type {Packet} from '../../network/proxy/packet/packet.ts'
import type {RoutedPort} from '../../network/proxy/proxy-model.ts'
import type {StepData} from './trace-data.ts'

const ENTRIES: Readonly<Record<Via, string>> = {
  'cluster-ip': 'ClusterIP',
  'external-ip': 'external IP',
  'load-balancer': 'load balancer',
  'node-port': 'node port',
}

/** Which rules decide, by the names of their chains; undefined where no kube-proxy has a part in it. `asked` is the entry that is meant. */
export function rulesStep({fate, hops}: Decision, mode: PacketMode, caller: string, asked: Via | undefined): StepData | undefined {
  const step = (ok: boolean | null, message: string): StepData => ({step: 'rules', ok, message})
  const last = hops.at(-1)?.interpretation
  switch (fate.kind) {
    case 'endpoints': {
      const {arrivals, policy} = fate.outcome
      const {via, port} = fate.entry
      return step(
        true,
        `${chainsOf(port, via, policy, mode)}, ${sourceWords(arrivals, hops.at(-1)?.packet)} (${caller} to ${ENTRIES[asked ?? via]})`,
      )
    }
    case 'rejected':
      return step(false, fate.entry ? refusalWords(fate.entry.port, mode) : 'refused: no Service has this port of the address')
    case 'dropped':
      return step(
        false,
        fate.why === 'source-ranges' ? firewallWords(fate.entry.port, mode, hops.at(-1)?.packet) : dropWords(fate.entry.port, mode),
      )
    case 'health-check':
      return step(fate.check.status === 200, `no rules: kube-proxy answers health checks itself, with ${fate.check.status}`)
    case 'nowhere':
      return step(false, 'no rule takes it, and no network leads to a cluster IP')
    case 'leaves':
      return last?.kind === 'unknown-port' ? step(false, 'no rule is about this port') : step(null, 'no rule of kube-proxy is about it')
    case 'node':
      return step(null, last?.kind === 'service' ? 'rules leave it alone on this address of the node' : 'no rule of kube-proxy is about it')
    case 'unknown':
      return last ? step(null, 'which of them applies cannot be told') : undefined
    case 'pod':
    case 'balancer':
      return undefined
  }
}

function sourceWords(arrivals: readonly Arrival[], packet: Packet | undefined): string {
  const client = packet?.source.kind === 'node' ? null : packet?.source.address
  const replaced = arrivals.filter(({source}) => source.kind === 'node')
  if (replaced.length === 0) return 'source kept'
  if (replaced.length === arrivals.length) return "source replaced by the node's"
  const isOwn = replaced.every(({endpoint}) => endpoint.address !== null && endpoint.address === client)
  return isOwn ? 'source kept unless the pod reaches itself' : "source replaced by the node's for some endpoints"
}

function chainsOf(port: RoutedPort, via: Via, policy: 'Cluster' | 'Local', mode: PacketMode): string {
  switch (mode) {
    case 'iptables': {
      if (via === 'cluster-ip') return internalChain(port)
      const guard = via === 'load-balancer' && hasFirewall(port) ? [serviceChain('KUBE-FW', port)] : []
      return [...guard, serviceChain('KUBE-EXT', port), serviceChain(policy === 'Local' ? 'KUBE-SVL' : 'KUBE-SVC', port)].join(' → ')
    }
    case 'nftables': {
      if (via === 'cluster-ip') return internalNftablesChain(port)
      const guard = via === 'load-balancer' && hasNftablesFirewall(port) ? [nftablesChain('firewall', port)] : []
      return [...guard, nftablesChain('external', port), nftablesChain(policy === 'Local' ? 'local' : 'service', port)].join(' → ')
    }
    case 'ipvs':
      return `virtual server of ${port.name}`
    case 'userspace':
      return 'no rule per pod: kube-proxy takes the connection and opens another, to each pod in turn'
  }
}

function refusalWords(port: RoutedPort, mode: PacketMode): string {
  switch (mode) {
    case 'iptables':
      return `REJECT: "${port.name} has no endpoints"`
    case 'nftables':
      return 'goto reject-chain, by the map no-endpoint-services or no-endpoint-nodeports'
    case 'ipvs':
      return 'its virtual server has no real servers'
    case 'userspace':
      return 'kube-proxy takes the connection and closes it'
  }
}

function dropWords(port: RoutedPort, mode: PacketMode): string {
  return mode === 'nftables'
    ? 'drop, by the map no-endpoint-services or no-endpoint-nodeports'
    : `DROP: "${port.name} has no local endpoints"`
}

function firewallWords(port: RoutedPort, mode: PacketMode, packet: Packet | undefined): string {
  switch (mode) {
    case 'nftables':
      return `drop in ${nftablesChain('firewall', port)}`
    case 'ipvs':
      return `DROP in ${packet?.source.kind === 'node' ? 'KUBE-IPVS-OUT-FILTER' : 'KUBE-SOURCE-RANGES-FIREWALL'}`
    case 'iptables':
    case 'userspace':
      return `DROP in KUBE-PROXY-FIREWALL: "traffic not accepted by ${serviceChain('KUBE-FW', port)}"`
  }
}
