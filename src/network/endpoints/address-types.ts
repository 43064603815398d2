import {type AddressFamily, familyOf} from '../../cluster/address.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'

const BOTH: readonly AddressFamily[] = ['IPv4', 'IPv6']

/**
 * The address types of a Service's slices, its primary family first (getAddressTypesForService). A manifest that states neither families nor
 * cluster IPs leaves them to the API server: undefined is the primary family of the cluster, whichever that is.
 */
export function addressTypesOf(service: Service): readonly AddressFamily[] | undefined {
  if (service.ipFamilies.length === 0 && service.clusterIPs.length === 0 && service.ipFamilyPolicy === undefined) return undefined
  const stated = BOTH.filter((family) => service.ipFamilies.includes(family))
  const families = service.ipFamilies[0] === 'IPv6' ? stated.toReversed() : stated
  const settled = families.length > 0 ? families : [...new Set(service.clusterIPs.map(familyOf))]
  // In a running cluster the API server has added what the policy asks for.
  if (service.uid === undefined && service.ipFamilyPolicy === 'RequireDualStack') return [...new Set([...settled, ...BOTH])]
  return settled.length > 0 ? settled : undefined
}

/**
 * The addresses that a pod has in the slices of these types (getEndpointAddresses); of its primary family where the types are not known. Undefined
 * for a pod that nobody has seen running.
 */
export function addressesOn({addresses}: Pod, types: readonly AddressFamily[] | undefined): readonly string[] | undefined {
  if (addresses === undefined) return undefined
  if (types === undefined) return addresses.slice(0, 1)
  // One family is the common case.
  if (types.length === 1) return addresses.filter((address) => familyOf(address) === types[0])
  return types.flatMap((type) => addresses.filter((address) => familyOf(address) === type))
}
