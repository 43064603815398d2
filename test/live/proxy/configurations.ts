import type {WireObject} from '../../../src/cluster/object.ts'
import type {ProxyMode} from '../../../src/network/proxy/configuration.ts'

interface CornerConfiguration {
  readonly what: string
  /** Those whose rules it changes; absent is every mode. */
  readonly modes?: readonly ProxyMode[]
  readonly configuration: WireObject
}

const CONFIGURATIONS: readonly CornerConfiguration[] = [
  {
    what: 'everything masqueraded, by another bit',
    configuration: {iptables: {masqueradeAll: true, masqueradeBit: 10}, nftables: {masqueradeAll: true, masqueradeBit: 5}},
  },
  {what: 'no way to tell pods', configuration: {clusterCIDR: ''}},
  {what: 'pods told in one family only', configuration: {clusterCIDR: 'fd00:244::/32'}},
  {what: 'pods told by the ranges of their node', configuration: {detectLocalMode: 'NodeCIDR'}},
  {what: 'pods told by a bridge', configuration: {detectLocalMode: 'BridgeInterface', detectLocal: {bridgeInterface: 'cni0'}}},
  {
    what: 'pods told by the names of interfaces',
    configuration: {detectLocalMode: 'InterfaceNamePrefix', detectLocal: {interfaceNamePrefix: 'azv'}},
  },
  {what: 'no node ports on loopback', modes: ['iptables', 'ipvs'], configuration: {iptables: {localhostNodePorts: false}}},
  // What is usual in one mode is a corner of the others.
  {what: 'node ports on the primary addresses', modes: ['iptables', 'ipvs'], configuration: {nodePortAddresses: ['primary']}},
  {what: 'node ports on all addresses', modes: ['nftables'], configuration: {nodePortAddresses: ['0.0.0.0/0', '::/0']}},
  {what: 'node ports on all addresses, by their keyword', modes: ['nftables'], configuration: {nodePortAddresses: ['all']}},
  {what: 'node ports on loopback only', configuration: {nodePortAddresses: ['localhost']}},
  {what: 'node ports on primary addresses and loopback', configuration: {nodePortAddresses: ['primary', 'localhost']}},
  {what: 'node ports on a range of one family', configuration: {nodePortAddresses: ['192.168.77.0/24']}},
  {what: 'node ports on ranges where the node has none', configuration: {nodePortAddresses: ['172.16.0.0/12', 'fd99::/64']}},
  {
    what: 'node ports on loopback that is switched off',
    modes: ['iptables'],
    configuration: {nodePortAddresses: ['127.0.0.0/8', '192.168.77.0/24'], iptables: {localhostNodePorts: false}},
  },
  {what: 'invalid packets let through', modes: ['iptables', 'ipvs'], configuration: {conntrack: {maxPerCore: 0, tcpBeLiberal: true}}},
  {
    what: "node ports on a range with load balancers' addresses",
    modes: ['ipvs'],
    configuration: {nodePortAddresses: ['203.0.113.80/29', 'fd77::/64']},
  },
  {what: 'another address for the node', configuration: {bindAddress: '192.168.77.200'}},
  {
    what: 'node ports refused on loopback',
    modes: ['nftables'],
    configuration: {featureGates: {KubeProxyNFTablesLocalhostNodePorts: true}},
  },
  {
    what: 'node ports on loopback by a proxy of their own',
    modes: ['nftables'],
    configuration: {featureGates: {KubeProxyNFTablesLocalhostNodePorts: true}, nodePortAddresses: ['primary', 'localhost']},
  },
  {
    what: 'node ports everywhere but refused on loopback',
    modes: ['nftables'],
    configuration: {featureGates: {KubeProxyNFTablesLocalhostNodePorts: true}, nodePortAddresses: ['all']},
  },
  {what: 'least connections', modes: ['ipvs'], configuration: {ipvs: {scheduler: 'lc'}}},
  {what: 'Maglev hashing', modes: ['ipvs'], configuration: {ipvs: {scheduler: 'mh'}}},
  {
    what: 'a range left alone',
    modes: ['ipvs'],
    configuration: {ipvs: {excludeCIDRs: ['10.0.0.0/24', 'fd00:10::/112'], strictARP: true}},
  },
]

/** Configurations that change the rules of a mode, each against the harness's usual one. */
export function configurationsOf(mode: ProxyMode): readonly CornerConfiguration[] {
  return CONFIGURATIONS.filter(({modes}) => modes?.includes(mode) ?? true)
}
