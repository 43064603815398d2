import {parseAddress} from '../cluster/address.ts'
import type {Cluster, OtherObject} from '../cluster/cluster.ts'
import {fieldsOf, itemsOf, labelOf, labelsOf, textOf, valueAt} from '../cluster/fields.ts'
import type {Service} from '../cluster/service.ts'
import {type AddressRange, BITS, parseRange} from './proxy/address-range.ts'

const GROUP = 'networking.k8s.io'
/** By this label the allocator of cluster IPs knows its own IPAddress objects. */
const MANAGED_BY = 'ipaddress.kubernetes.io/managed-by'
const ALLOCATOR = 'ipallocator.k8s.io'

/** One range that cluster IPs come from, and what is left of it. */
export interface ClusterIPRange {
  readonly range: AddressRange
  /** The names of the ServiceCIDRs that state it. */
  readonly serviceCIDRs: readonly string[]
  /** Whether new Services get addresses of it: one of its ServiceCIDRs is not known to be unready, nor about to go. */
  readonly isOpen: boolean
  /** Addresses that Services can have. */
  readonly size: bigint
  /** The first so many are for Services that ask for one by name; others get them when nothing else is left. 0 in a range of 16 or fewer. */
  readonly staticSize: number
  readonly used: number
  readonly usedStatic: number
  readonly free: bigint
}

/** What an IPAddress object holds an address for. */
export interface AddressHold {
  readonly address: string
  /** Undefined where it is not for a Service. */
  readonly service: {readonly namespace: string; readonly name: string} | undefined
  /** Whether the API server made it for a Service. */
  readonly isAllocated: boolean
  readonly created: number | undefined
  readonly source: OtherObject
}

/** The ranges that ServiceCIDR objects state, each once, with what Services and IPAddress objects use of them; none where the input has no ServiceCIDR. */
export function clusterIPRangesOf(cluster: Cluster): readonly ClusterIPRange[] {
  const stated = new Map<string, {readonly range: AddressRange; readonly by: readonly OtherObject[]}>()
  for (const source of objectsOf(cluster, 'ServiceCIDR')) {
    for (const text of itemsOf(valueAt(source.object, 'spec', 'cidrs'))) {
      const range = typeof text === 'string' ? parseRange(text) : undefined
      if (range) stated.set(range.text, {range, by: [...(stated.get(range.text)?.by ?? []), source]})
    }
  }
  if (stated.size === 0) return []
  const taken = [...addressesTaken(cluster)].flatMap((text) => placeOf(text) ?? [])
  return [...stated.values()].map(({range, by}) => {
    const size = sizeOf(range)
    const staticSize = staticSizeOf(range)
    const offsets = taken.filter(({family}) => family === range.family).map(({first}) => first - range.first)
    const own = offsets.filter((offset) => offset >= 1n && offset <= size)
    const free = size - BigInt(own.length)
    return {
      range,
      serviceCIDRs: by.map(({name}) => name),
      isOpen: by.some(isOpen),
      size,
      staticSize,
      used: own.length,
      usedStatic: own.filter((offset) => offset <= staticSize).length,
      free,
    }
  })
}

/** Whether a range can give an address to a Service. The first of a network never is one, nor is the last of an IPv4 one (servicecidr.PrefixContainsIP). */
export function holdsClusterIP({range, size}: Pick<ClusterIPRange, 'range' | 'size'>, address: string): boolean {
  const offset = offsetOf(range, address)
  return offset !== undefined && offset >= 1n && offset <= size
}

/** Whether an address of a range is one that Services ask for by name. Undefined where no Service can have it. */
export function bandOf(held: Pick<ClusterIPRange, 'range' | 'size' | 'staticSize'>, address: string): 'static' | 'dynamic' | undefined {
  if (!holdsClusterIP(held, address)) return undefined
  return (offsetOf(held.range, address) ?? 0n) <= held.staticSize ? 'static' : 'dynamic'
}

/** 2^x − 2 addresses of x host bits in IPv4, 2^x − 1 in IPv6 (hostsPerNetwork in the API server's ipallocator.go). */
function sizeOf({family, prefixLength}: AddressRange): bigint {
  const all = 1n << BigInt(BITS[family] - prefixLength)
  const usable = all - (family === 'IPv4' ? 2n : 1n)
  return usable < 0n ? 0n : usable
}

/** min(max(16, size/16), 256), and none where the whole has no more than 16 (KEP-3070; calculateRangeOffset). */
function staticSizeOf({family, prefixLength}: AddressRange): number {
  const all = 2 ** (BITS[family] - prefixLength)
  return all <= 16 ? 0 : Math.min(Math.max(16, Math.floor(all / 16)), 256)
}

function isOpen({object}: OtherObject): boolean {
  const ready = itemsOf(valueAt(object, 'status', 'conditions'))
    .map(fieldsOf)
    .find(({type}) => type === 'Ready')
  return (ready === undefined || ready['status'] === 'True') && valueAt(object, 'metadata', 'deletionTimestamp') === undefined
}

function offsetOf(range: AddressRange, address: string): bigint | undefined {
  const place = placeOf(address)
  return place?.family === range.family ? place.first - range.first : undefined
}

/** An address as the range of it alone. */
export function placeOf(text: string): AddressRange | undefined {
  const address = parseAddress(text)
  return address && parseRange(`${address.text}/${BITS[address.family]}`)
}

/** What IPAddress objects hold, by address. */
export function addressHoldsOf(cluster: Cluster): ReadonlyMap<string, AddressHold> {
  const holds = objectsOf(cluster, 'IPAddress').map((source): readonly [string, AddressHold] => {
    const {group, resource, namespace, name} = fieldsOf(valueAt(source.object, 'spec', 'parentRef'))
    const isService = (group ?? '') === '' && resource === 'services'
    const created = Date.parse(textOf(valueAt(source.object, 'metadata', 'creationTimestamp')) ?? '')
    return [
      source.name,
      {
        address: source.name,
        service: isService ? {namespace: textOf(namespace) ?? '', name: textOf(name) ?? ''} : undefined,
        isAllocated: labelOf(labelsOf(valueAt(source.object, 'metadata', 'labels')), MANAGED_BY) === ALLOCATOR,
        created: Number.isNaN(created) ? undefined : created,
        source,
      },
    ]
  })
  return new Map(holds)
}

/** The Services of a running cluster by their cluster IPs, each Service once. */
export function clusterIPOwnersOf({services}: Cluster): ReadonlyMap<string, readonly Service[]> {
  const owners = new Map<string, Map<string, Service>>()
  for (const service of services) {
    if (service.uid === undefined || service.type === 'ExternalName') continue
    for (const text of service.clusterIPs) {
      const address = parseAddress(text)?.text
      if (address !== undefined)
        owners.set(address, (owners.get(address) ?? new Map()).set(`${service.namespace}/${service.name}`, service))
    }
  }
  return new Map([...owners].map(([address, found]) => [address, [...found.values()]]))
}

function addressesTaken(cluster: Cluster): ReadonlySet<string> {
  return new Set([...clusterIPOwnersOf(cluster).keys(), ...addressHoldsOf(cluster).keys()])
}

function objectsOf({others}: Cluster, wanted: 'ServiceCIDR' | 'IPAddress'): readonly OtherObject[] {
  return others.filter(({group, kind}) => group === GROUP && kind === wanted)
}
