import type {WireObject} from '../../../src/cluster/object.ts'

/** Configurations that change the rules, each against the harness's usual one. */
export const cornerConfigurations: readonly {readonly what: string; readonly configuration: WireObject}[] = [
  {what: 'everything masqueraded, by another bit', configuration: {iptables: {masqueradeAll: true, masqueradeBit: 10}}},
  {what: 'no way to tell pods', configuration: {clusterCIDR: ''}},
  {what: 'pods told in one family only', configuration: {clusterCIDR: 'fd00:244::/32'}},
  {what: 'pods told by the ranges of their node', configuration: {detectLocalMode: 'NodeCIDR'}},
  {what: 'pods told by a bridge', configuration: {detectLocalMode: 'BridgeInterface', detectLocal: {bridgeInterface: 'cni0'}}},
  {
    what: 'pods told by the names of interfaces',
    configuration: {detectLocalMode: 'InterfaceNamePrefix', detectLocal: {interfaceNamePrefix: 'azv'}},
  },
  {what: 'no node ports on loopback', configuration: {iptables: {localhostNodePorts: false}}},
  {what: 'node ports on the primary addresses', configuration: {nodePortAddresses: ['primary']}},
  {what: 'node ports on loopback only', configuration: {nodePortAddresses: ['localhost']}},
  {what: 'node ports on primary addresses and loopback', configuration: {nodePortAddresses: ['primary', 'localhost']}},
  {what: 'node ports on a range of one family', configuration: {nodePortAddresses: ['192.168.77.0/24']}},
  {what: 'node ports on ranges where the node has none', configuration: {nodePortAddresses: ['172.16.0.0/12', 'fd99::/64']}},
  {
    what: 'node ports on loopback that is switched off',
    configuration: {nodePortAddresses: ['127.0.0.0/8', '192.168.77.0/24'], iptables: {localhostNodePorts: false}},
  },
  {what: 'invalid packets let through', configuration: {conntrack: {maxPerCore: 0, tcpBeLiberal: true}}},
  {what: 'another address for the node', configuration: {bindAddress: '192.168.77.200'}},
]
