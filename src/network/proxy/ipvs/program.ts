import type {AddressFamily} from '../../../cluster/address.ts'
import type {ProxyConfiguration} from '../configuration.ts'
import type {Table} from '../iptables/rule.ts'
import {ownAddresses, type PodAttachment} from '../packet/packet.ts'
import type {ProxyModel} from '../proxy-model.ts'
import type {IpSet} from './ip-set.ts'
import {ipSets} from './ip-sets.ts'
import {findNodeAddresses} from './node-addresses.ts'
import {programTables} from './tables.ts'
import type {VirtualServer} from './virtual-server.ts'
import {virtualServers} from './virtual-servers.ts'

export interface IpvsOptions {
  /** With a bridge, the node has its address too, and node ports answer there. */
  readonly attachment?: PodAttachment
  /** What else is known of the addresses of its interfaces, as a dump shows them (findShownAddresses). */
  readonly otherAddresses?: readonly string[]
}

/** Everything that the ipvs proxier programs on a node in one family, but for the addresses on kube-ipvs0, which the set of their name lists. */
export interface IpvsProgram {
  readonly family: AddressFamily
  readonly configuration: ProxyConfiguration
  readonly virtualServers: readonly VirtualServer[]
  readonly sets: readonly IpSet[]
  readonly tables: readonly Table[]
}

/** What kube-proxy programs in ipvs mode in one family (syncProxyRules of the ipvs proxier). */
export function programIpvs({configuration, node, families}: ProxyModel, family: AddressFamily, options: IpvsOptions = {}): IpvsProgram {
  const model = families[family]
  const {attachment = 'unknown', otherAddresses = []} = options
  const addresses = findNodeAddresses(node, model, [...ownAddresses(node, attachment), ...otherAddresses])
  const sets = ipSets(model, addresses)
  return {
    family,
    configuration,
    virtualServers: virtualServers(model, addresses, configuration),
    sets,
    tables: programTables(model, sets, configuration),
  }
}
