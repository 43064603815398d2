import type {Cluster} from '../../../cluster/cluster.ts'
import {itemsOf, valueAt} from '../../../cluster/fields.ts'
import {type AddressRange, parseRange} from '../address-range.ts'

/**
 * The ranges of cluster IPs that the ServiceCIDR objects of the input state, of both families (ServiceCIDRConfig); undefined where it has none of
 * these objects, though every cluster has.
 */
export function serviceRangesOf(cluster: Cluster): readonly AddressRange[] | undefined {
  const objects = cluster.others.filter(({group, kind}) => group === 'networking.k8s.io' && kind === 'ServiceCIDR')
  if (objects.length === 0) return undefined
  return objects
    .flatMap(({object}) => itemsOf(valueAt(object, 'spec', 'cidrs')))
    .flatMap((text) => (typeof text === 'string' ? (parseRange(text) ?? []) : []))
}
