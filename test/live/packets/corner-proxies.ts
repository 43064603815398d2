import type {Proxies} from './proxies.ts'

interface CornerProxies extends Proxies {
  readonly what: string
  /** Where connections end otherwise than with any other; the rest are for the full run. */
  readonly always?: true
}

/** Versions before the newest, and configurations on which it depends what becomes of packets. */
export const cornerProxies: readonly CornerProxies[] = [
  {what: 'iptables, kube-proxy 1.36', mode: 'iptables', version: '1.36', configuration: {}},
  {what: 'iptables, kube-proxy 1.35', mode: 'iptables', version: '1.35', configuration: {}},
  {what: 'nftables, kube-proxy 1.36', mode: 'nftables', version: '1.36', configuration: {}},
  {what: 'nftables, kube-proxy 1.35', always: true, mode: 'nftables', version: '1.35', configuration: {}},
  {what: 'iptables, everything masqueraded', mode: 'iptables', version: '1.37', configuration: {iptables: {masqueradeAll: true}}},
  {what: 'nftables, everything masqueraded', mode: 'nftables', version: '1.37', configuration: {nftables: {masqueradeAll: true}}},
  {what: 'iptables, no way to tell pods', always: true, mode: 'iptables', version: '1.37', configuration: {clusterCIDR: ''}},
  {what: 'nftables, no way to tell pods', always: true, mode: 'nftables', version: '1.37', configuration: {clusterCIDR: ''}},
  {
    what: 'iptables, pods told by the ranges of their node',
    mode: 'iptables',
    version: '1.37',
    configuration: {detectLocalMode: 'NodeCIDR'},
  },
  {
    what: 'nftables, pods told by a bridge',
    always: true,
    mode: 'nftables',
    version: '1.37',
    configuration: {detectLocalMode: 'BridgeInterface', detectLocal: {bridgeInterface: 'pods'}},
  },
  {
    what: 'iptables, pods told by the names of interfaces',
    mode: 'iptables',
    version: '1.37',
    configuration: {detectLocalMode: 'InterfaceNamePrefix', detectLocal: {interfaceNamePrefix: 'po'}},
  },
  {what: 'iptables, no node ports on loopback', mode: 'iptables', version: '1.37', configuration: {iptables: {localhostNodePorts: false}}},
  {
    what: 'iptables, node ports on loopback only',
    always: true,
    mode: 'iptables',
    version: '1.37',
    configuration: {nodePortAddresses: ['localhost']},
  },
  {what: 'iptables, node ports on primary addresses', mode: 'iptables', version: '1.37', configuration: {nodePortAddresses: ['primary']}},
  {
    what: 'nftables, node ports on every address',
    always: true,
    mode: 'nftables',
    version: '1.37',
    configuration: {nodePortAddresses: ['0.0.0.0/0', '::/0']},
  },
  {
    what: 'nftables, node ports on the network of nodes and, in IPv4, on that of pods',
    mode: 'nftables',
    version: '1.37',
    configuration: {nodePortAddresses: ['192.168.77.0/24', '10.244.0.0/16', 'fd77::/64']},
  },
]
