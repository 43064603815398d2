import type {WireObject} from '../../../src/cluster/object.ts'

/** Configurations that change the nftables rules, each against the harness's usual one. */
export const nftablesConfigurations: readonly {readonly what: string; readonly configuration: WireObject}[] = [
  {what: 'everything masqueraded, by another bit', configuration: {nftables: {masqueradeAll: true, masqueradeBit: 5}}},
  {what: 'no way to tell pods', configuration: {clusterCIDR: ''}},
  {what: 'pods told in one family only', configuration: {clusterCIDR: 'fd00:244::/32'}},
  {what: 'pods told by the ranges of their node', configuration: {detectLocalMode: 'NodeCIDR'}},
  {what: 'pods told by a bridge', configuration: {detectLocalMode: 'BridgeInterface', detectLocal: {bridgeInterface: 'cni0'}}},
  {
    what: 'pods told by the names of interfaces',
    configuration: {detectLocalMode: 'InterfaceNamePrefix', detectLocal: {interfaceNamePrefix: 'azv'}},
  },
  {what: 'node ports on all addresses', configuration: {nodePortAddresses: ['0.0.0.0/0', '::/0']}},
  {what: 'node ports on all addresses, by their keyword', configuration: {nodePortAddresses: ['all']}},
  {what: 'node ports on loopback only', configuration: {nodePortAddresses: ['localhost']}},
  {what: 'node ports on primary addresses and loopback', configuration: {nodePortAddresses: ['primary', 'localhost']}},
  {what: 'node ports on a range of one family', configuration: {nodePortAddresses: ['192.168.77.0/24']}},
  {what: 'node ports on ranges where the node has none', configuration: {nodePortAddresses: ['172.16.0.0/12', 'fd99::/64']}},
  {what: 'another address for the node', configuration: {bindAddress: '192.168.77.200'}},
  {what: 'node ports refused on loopback', configuration: {featureGates: {KubeProxyNFTablesLocalhostNodePorts: true}}},
  {
    what: 'node ports on loopback by a proxy of their own',
    configuration: {featureGates: {KubeProxyNFTablesLocalhostNodePorts: true}, nodePortAddresses: ['primary', 'localhost']},
  },
  {
    what: 'node ports everywhere but refused on loopback',
    configuration: {featureGates: {KubeProxyNFTablesLocalhostNodePorts: true}, nodePortAddresses: ['all']},
  },
]
