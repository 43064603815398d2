import type {Cluster, OtherObject} from '../../cluster/cluster.ts'
import {dataOfConfigMap} from '../../cluster/config-map.ts'
import {fieldsOf, itemsOf, textOf} from '../../cluster/fields.ts'
import {groupKindOf} from '../../cluster/identity.ts'
import type {Service} from '../../cluster/service.ts'
import {type Claim, claimOfCilium, claimOfMetalLB} from './pool-claim.ts'
import {hasPublicAddress, isPublicAddress, readRange} from './scope.ts'

/** Addresses that load balancers are given where no cloud has any. */
export interface AddressPool {
  /** How it is called: `IPAddressPool edge`. */
  readonly title: string
  readonly name: string
  /** Whether Services that do not ask for it get addresses of it. */
  readonly isAutomatic: boolean
  /** `mixed` where it has both, or where it cannot be read. */
  readonly addresses: 'public' | 'private' | 'mixed'
  /** For whom it is; undefined is for all. */
  readonly claim?: Claim | undefined
}

/**
 * The pools of MetalLB (`addresses` of IPAddressPool and, before 0.13.2, AddressPool: CIDRs, or `first-last`), of Cilium's LB-IPAM
 * (CiliumLoadBalancerIPPool: `blocks`, before 1.15 `cidrs`) and of kube-vip's cloud provider (ConfigMap kube-system/kubevip: `cidr-…`, `range-…`).
 */
export function addressPoolsOf(cluster: Pick<Cluster, 'others'>): readonly AddressPool[] {
  const pools = cluster.others.flatMap((one) => readPool(one) ?? [])
  const kubeVip = Object.entries(dataOfConfigMap(cluster, 'kube-system', 'kubevip') ?? {}).flatMap(([key, value]) =>
    /^(cidr|range)-/.test(key) && typeof value === 'string' ? poolOf(`${key} of ConfigMap kubevip`, key, true, value.split(',')) : [],
  )
  return [...pools, ...kubeVip]
}

function readPool({group, kind, name, object}: OtherObject): AddressPool | undefined {
  const spec = fieldsOf(object['spec'])
  switch (groupKindOf({group, kind})) {
    case 'metallb.io/IPAddressPool':
    case 'metallb.io/AddressPool':
      return {
        ...poolOf(`${kind} ${name}`, name, spec['autoAssign'] !== false, itemsOf(spec['addresses'])),
        claim: claimOfMetalLB(spec['serviceAllocation']),
      }
    case 'cilium.io/CiliumLoadBalancerIPPool': {
      const blocks = itemsOf(spec['blocks'] ?? spec['cidrs']).map(fieldsOf)
      const texts = blocks.map(({cidr, start, stop}) => textOf(cidr) ?? `${textOf(start) ?? ''}-${textOf(stop) ?? textOf(start) ?? ''}`)
      if (spec['disabled'] === true) return undefined
      return {...poolOf(`${kind} ${name}`, name, true, texts), claim: claimOfCilium(spec['serviceSelector'])}
    }
    default:
      return undefined
  }
}

function poolOf(title: string, name: string, isAutomatic: boolean, stated: readonly unknown[]): AddressPool {
  const public_ = stated.map((text) => (typeof text === 'string' ? isPublicPart(text.trim()) : undefined))
  const addresses =
    public_.length > 0 && public_.every((is) => is === false) ? 'private' : public_.every((is) => is === true) ? 'public' : 'mixed'
  return {title, name, isAutomatic, addresses: public_.length === 0 ? 'mixed' : addresses}
}

/** Whether a CIDR or `first-last` is public; undefined where it is neither all public nor all private, or cannot be read. */
function isPublicPart(text: string): boolean | undefined {
  const [first = '', last] = text.split('-').map((part) => part.trim())
  if (last !== undefined) {
    const ends = [isPublicAddress(first), isPublicAddress(last)]
    return ends[0] === ends[1] ? ends[0] : undefined
  }
  const range = readRange(first)
  return range && hasPublicAddress(range)
}

/**
 * The pools of which a Service may get an address: the one that it asks for by name, else those that are kept for such Services, else those that are for
 * all (Allocate and isPoolCompatibleWithService of MetalLB's internal/allocator/allocator.go).
 */
export function poolsFor(pools: readonly AddressPool[], service: Service, name: string | undefined): readonly AddressPool[] {
  const able = pools.filter(({claim}) => claim?.takes(service) !== false)
  if (name !== undefined) return able.filter((pool) => pool.name === name)
  const automatic = able.filter(({isAutomatic}) => isAutomatic)
  const own = automatic.filter(({claim}) => claim?.isFirst && claim.takes(service))
  return own.length > 0 ? own : automatic
}

/** What addresses there are, where all pools agree, and each is known to be for the Service. */
export function addressesOfPools(pools: readonly AddressPool[], service: Service): AddressPool['addresses'] | undefined {
  const kinds = new Set(pools.map(({addresses, claim}) => (claim && claim.takes(service) === undefined ? 'mixed' : addresses)))
  const [first] = kinds
  return kinds.size > 1 ? 'mixed' : first
}
