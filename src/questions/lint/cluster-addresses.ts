import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {type AddressRange, parseRange} from '../../network/proxy/address-range.ts'

/** Which addresses inside of the cluster the input states. */
export interface ClusterAddresses {
  readonly pods: ReadonlyMap<string, Pod>
  /** By cluster IP. */
  readonly services: ReadonlyMap<string, Service>
  /** Of which each node gives its pods their addresses, with the name of the node. */
  readonly nodeRanges: readonly {readonly node: string; readonly range: AddressRange}[]
}

const ADDRESSES = new WeakMap<Cluster, ClusterAddresses>()

export function clusterAddressesOf(cluster: Cluster): ClusterAddresses {
  const known = ADDRESSES.get(cluster)
  if (known) return known
  const found = {
    pods: new Map(cluster.pods.all.flatMap((pod) => (pod.addresses ?? []).map((address) => [address, pod] as const))),
    services: new Map(
      cluster.services.flatMap((service) =>
        service.clusterIPs.flatMap((address) => {
          const text = parseAddress(address)?.text
          return text === undefined ? [] : [[text, service] as const]
        }),
      ),
    ),
    nodeRanges: [...cluster.nodes.values()].flatMap(({name, object}) => rangesOf(object).map((range) => ({node: name, range}))),
  }
  ADDRESSES.set(cluster, found)
  return found
}

function rangesOf(node: unknown): readonly AddressRange[] {
  const all = itemsOf(valueAt(node, 'spec', 'podCIDRs'))
  const stated = all.length > 0 ? all : [valueAt(node, 'spec', 'podCIDR')]
  return stated.flatMap((text) => parseRange(textOf(text) ?? '') ?? [])
}
