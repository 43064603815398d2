import type {Cluster, OtherObject} from '../../cluster/cluster.ts'
import {dataOfConfigMap} from '../../cluster/config-map.ts'
import {fieldsOf, itemsOf, textOf} from '../../cluster/fields.ts'
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
  switch (`${group}/${kind}`) {
    case 'metallb.io/IPAddressPool':
    case 'metallb.io/AddressPool':
      return poolOf(`${kind} ${name}`, name, spec['autoAssign'] !== false, itemsOf(spec['addresses']))
    case 'cilium.io/CiliumLoadBalancerIPPool': {
      const blocks = itemsOf(spec['blocks'] ?? spec['cidrs']).map(fieldsOf)
      const texts = blocks.map(({cidr, start, stop}) => textOf(cidr) ?? `${textOf(start) ?? ''}-${textOf(stop) ?? textOf(start) ?? ''}`)
      return spec['disabled'] === true ? undefined : poolOf(`${kind} ${name}`, name, true, texts)
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

/** Whether a Service that needs no pool by name gets a public address, where all pools agree. */
export function addressesOfPools(pools: readonly AddressPool[], name?: string): AddressPool['addresses'] | undefined {
  const eligible = pools.filter((pool) => (name === undefined ? pool.isAutomatic : pool.name === name))
  const kinds = new Set(eligible.map(({addresses}) => addresses))
  return kinds.size === 0 ? undefined : kinds.size === 1 ? eligible[0]?.addresses : 'mixed'
}
