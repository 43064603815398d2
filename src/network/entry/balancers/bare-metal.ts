import {textOf, valueAt} from '../../../cluster/fields.ts'
import type {Service} from '../../../cluster/service.ts'
import {addressesOfPools, poolsFor} from '../address-pool.ts'
import type {EntryFacts} from '../entry-facts.ts'
import {isPublicAddress} from '../scope.ts'
import {annotationOf, type Balancer, type Placement, partsOf, placed, unplaced} from './balancer.ts'
import {sourcesOfFields} from './sources.ts'

/** Annotations that ask for addresses: MetalLB (https://metallb.io/usage/), kube-vip, Cilium's LB-IPAM. */
const ADDRESSES = [
  'metallb.io/loadBalancerIPs',
  'metallb.universe.tf/loadBalancerIPs',
  'kube-vip.io/loadbalancerIPs',
  'lbipam.cilium.io/ips',
  'io.cilium/lb-ipam-ips',
]
const POOLS = ['metallb.io/address-pool', 'metallb.universe.tf/address-pool']

/**
 * The address decides: the one that the Service asks for, else those of its pool. ServiceLB of k3s gives the addresses of nodes
 * (https://docs.k3s.io/networking/networking-services). kube-proxy itself keeps to spec.loadBalancerSourceRanges, for the address is the cluster's own.
 */
export const BARE_METAL: Balancer = {
  cloud: 'bare-metal',
  title: 'a cluster without a cloud',
  prefixes: ['metallb.io/', 'metallb.universe.tf/', 'kube-vip.io/', 'lbipam.cilium.io/', 'io.cilium/lb-ipam-'],
  placementOf,
  sourcesOf: sourcesOfFields,
  requestedBy,
}

function requestedBy(service: Service): readonly string[] {
  const annotated = ADDRESSES.flatMap((key) => partsOf(annotationOf(service, key)))
  const old = textOf(valueAt(service.object, 'spec', 'loadBalancerIP'))
  return annotated.length > 0 || old === undefined ? annotated : [old]
}

function placementOf(service: Service, {cloud, pools = [], nodes}: EntryFacts): Placement {
  // kube-vip takes 0.0.0.0 for "ask DHCP".
  const requested = requestedBy(service).filter((address) => isPublicAddress(address) !== undefined && address !== '0.0.0.0')
  const open = requested.find((address) => isPublicAddress(address) === true)
  if (open !== undefined) return placed('public', `it asks for ${open}, a public address`)
  if (requested.length > 0) return placed('private', `it asks for ${requested.join(', ')}, a private address`)
  if (cloud?.controller === 'servicelb') {
    if (!nodes) return unplaced("are the nodes' addresses public? ServiceLB gives them to load balancers", cloud.evidence)
    return placed(nodes.addresses, 'ServiceLB gives it the addresses of nodes', nodes.evidence)
  }
  const name = POOLS.flatMap((key) => annotationOf(service, key) || [])[0]
  const eligible = poolsFor(pools, service, name)
  const addresses = addressesOfPools(eligible, service)
  if (addresses === 'public' || addresses === 'private') {
    const titles = eligible.map(({title}) => title)
    return placed(addresses, `its address comes from ${titles.join(', ')}, which has ${addresses} ones`)
  }
  return unplaced(
    `which addresses do load balancers get${name === undefined ? '' : ` of pool ${name}`}? give the pool, or status.loadBalancer`,
    addresses === 'mixed' ? 'there are public and private addresses to give' : 'no pool in the input has addresses for it',
  )
}
