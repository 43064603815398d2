import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import type {Service} from '../../cluster/service.ts'
import {judgeArrival} from '../../network/policy/arrival.ts'
import {partyOfNode} from '../../network/policy/parties.ts'
import type {Party} from '../../network/policy/party.ts'
import {type AddressRange, contains, parseRange} from '../../network/proxy/address-range.ts'
import {externalIPsOf} from '../services-at.ts'
import {sourceRangesOf} from '../trace/policy-finding.ts'
import {type Judged, joinSides, joinVerdicts} from './access.ts'
import {divideAddresses, type Region} from './address-regions.ts'
import type {Destination} from './destinations.ts'
import type {PolicyEye} from './policy-eye.ts'
import type {Sides} from './sides.ts'

/** How a Service lets clients in from outside. */
export interface Entrance {
  readonly via: readonly ('LoadBalancer' | 'NodePort' | 'ExternalIP')[]
  /** Local keeps the address of the client. With Cluster the pod sees that of a node. */
  readonly policy: 'Cluster' | 'Local'
  /** Who may use the load balancer; empty is everybody. */
  readonly sourceRanges: readonly AddressRange[]
}

/** What is so of a range of addresses outside. */
export interface OutsideAccess extends Judged {
  /** kube-proxy drops it, whatever policies say. */
  readonly isOutOfRange: boolean
}

export type OutsideRegion = Region<OutsideAccess>

/** Undefined for a Service that only the cluster reaches, but by way of something else. */
export function entranceOf(service: Service): Entrance | undefined {
  const {type, headless, object} = service
  if (headless || type === 'ExternalName') return undefined
  const via: Entrance['via'][number][] = []
  if (type === 'LoadBalancer') via.push('LoadBalancer')
  if (type === 'NodePort' || hasNodePorts(service)) via.push('NodePort')
  if (externalIPsOf(service).length > 0) via.push('ExternalIP')
  if (via.length === 0) return undefined
  const spec = fieldsOf(object['spec'])
  return {
    via,
    policy: spec['externalTrafficPolicy'] === 'Local' ? 'Local' : 'Cluster',
    sourceRanges: type === 'LoadBalancer' ? sourceRangesOf(service).flatMap((text) => parseRange(text.trim()) ?? []) : [],
  }
}

function hasNodePorts({type, ports}: Service): boolean {
  return type === 'LoadBalancer' && ports.some(({nodePort}) => nodePort !== null)
}

/** Divides the outside by the blocks of the policies that are for the endpoints, and by who may use the load balancer. */
export function judgeOutside(
  cluster: Cluster,
  eye: PolicyEye,
  sides: Sides,
  {policy, sourceRanges}: Pick<Entrance, 'policy' | 'sourceRanges'>,
  destinations: readonly Destination[],
  family: AddressFamily,
): readonly OutsideRegion[] {
  const ranges = [...sourceRanges, ...destinations.flatMap(blocksFor)]
  const ofFamily = sourceRanges.filter((range) => range.family === family)
  const otherNode = otherNodeOf(cluster, family)
  return divideAddresses(
    family,
    ranges,
    (address) => {
      const isOutOfRange = sourceRanges.length > 0 && !ofFamily.some((range) => contains(range, address))
      if (isOutOfRange) return {access: 'denied', because: [], isOutOfRange}
      const client: Party = {kind: 'outside', address}
      const verdicts = destinations.map((destination) => {
        if (policy === 'Local') return judge(eye, sides, client, client, destination)
        const byOwn = judge(eye, sides, client, ownNode(destination), destination)
        return byOwn.allowed === null ? byOwn : judge(eye, sides, client, otherNode, destination)
      })
      return {...joinVerdicts(verdicts), isOutOfRange}
    },
    ({access, because, isOutOfRange}) => `${access} ${isOutOfRange} ${because.map(({index}) => index).join()}`,
  )
}

const OTHER_NODES = new WeakMap<Cluster, Map<AddressFamily, Party>>()

/** A node that an endpoint does not run on, with the addresses of all nodes where the input states those. */
function otherNodeOf(cluster: Cluster, family: AddressFamily): Party {
  const nodes = OTHER_NODES.get(cluster) ?? new Map<AddressFamily, Party>()
  OTHER_NODES.set(cluster, nodes)
  const node = nodes.get(family) ?? {kind: 'node', name: 'another', labels: undefined, addresses: addressesOfNodes(cluster, family)}
  nodes.set(family, node)
  return node
}

function addressesOfNodes(cluster: Cluster, family: AddressFamily): readonly string[] | undefined {
  const addresses = [...cluster.nodes.keys()].map((name) => {
    const node = partyOfNode(cluster, name, family)
    return node.kind === 'node' ? (node.addresses ?? []) : []
  })
  return addresses.length > 0 && addresses.every(({length}) => length > 0) ? addresses.flat() : undefined
}

/** The node that a pod runs on: who comes by way of it comes from there, and it always reaches the pod. */
function ownNode({party}: Destination): Party {
  const name = party.kind === 'pod' ? party.node : party.kind === 'node' ? party.name : null
  return {kind: 'node', name, labels: undefined, addresses: undefined}
}

function blocksFor({ingress}: Destination): readonly AddressRange[] {
  const rules = ingress.policies.flatMap((policy) => policy.ingress ?? [])
  const peers = rules.flatMap(({peers}) => (peers === 'anyone' ? [] : peers))
  return peers.flatMap((peer) => (peer.kind === 'ip-block' ? [peer.block.range, ...peer.block.except] : []))
}

function judge({set}: PolicyEye, sides: Sides, client: Party, seen: Party, {party, port}: Destination) {
  const {egress, ingress} = judgeArrival(set, {client, seen, isRewrittenBefore: false, destination: party, port, called: []})
  return joinSides(sides.intern(egress, 'egress'), sides.intern(ingress, 'ingress'))
}
