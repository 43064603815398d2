import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import {partyOfNode, partyOfPod} from '../../network/policy/parties.ts'
import type {Party} from '../../network/policy/party.ts'
import {type PodGroup, podGroupsOf} from '../../network/policy/pod-group.ts'
import type {PeerView} from './peer-views.ts'
import type {PolicyEye} from './policy-eye.ts'
import type {Subject} from './subjects.ts'

/** Pods of one group whom policies see alike: all of it, or where blocks of addresses tell them apart, a part. */
export interface ClientGroup {
  /** Its place among all of them. */
  readonly index: number
  readonly group: PodGroup
  readonly pods: readonly Pod[]
}

/** Clients whom no policy tells apart. */
export interface ClientClass {
  readonly index: number
  /** `node`: nodes other than the pod's own, and pods on their network. */
  readonly kind: 'pod' | 'node'
  /** One of them, on no node in particular and the same as nobody. */
  readonly party: Party
  readonly groups: readonly ClientGroup[]
  readonly nodes: readonly string[]
  readonly egress: Subject
  readonly view: PeerView
}

type Building<T> = {-readonly [Key in keyof T]: T[Key] extends readonly (infer U)[] ? U[] : T[Key]}

/** Every pod that may connect and every node, by classes. */
export function classifyClients(cluster: Cluster, eye: PolicyEye, family: AddressFamily | undefined): readonly ClientClass[] {
  const classes = new Map<Subject, Map<PeerView, Building<ClientClass>>>()
  const all: Building<ClientClass>[] = []
  let count = 0
  const classOf = (party: Party): Building<ClientClass> => {
    const egress = eye.subject(party, 'egress')
    const view = eye.view(party, 'ingress')
    const byView = classes.get(egress) ?? new Map<PeerView, Building<ClientClass>>()
    const known = byView.get(view)
    if (known) return known
    const kind = party.kind === 'pod' ? 'pod' : 'node'
    const building: Building<ClientClass> = {
      index: all.length,
      kind,
      party: anonymise(party, 'client'),
      groups: [],
      nodes: [],
      egress,
      view,
    }
    classes.set(egress, byView.set(view, building))
    all.push(building)
    return building
  }
  for (const group of podGroupsOf(cluster).all) {
    for (const pods of partsOf(group, eye)) {
      const [first] = pods
      if (first) classOf(partyOfPod(cluster, first, family)).groups.push({index: count++, group, pods})
    }
  }
  const names = cluster.nodes.size > 0 ? [...cluster.nodes.keys()] : [null]
  for (const name of names) {
    const {nodes} = classOf(partyOfNode(cluster, name, family))
    if (name !== null) nodes.push(name)
  }
  return all
}

/** The pods of a group whose addresses and nodes policies see alike. Those that ended open no connection. */
function partsOf({pods}: PodGroup, {peers, set}: PolicyEye): Iterable<readonly Pod[]> {
  const [only, second] = pods
  if (only && !second) return only.finished ? [] : [pods]
  const {intervalOf, hasNodes} = peers.ingress
  const parts = new Map<string, Pod[]>()
  const asksNode = hasNodes || set.foreign.some(({nodes}) => nodes.length > 0)
  for (const pod of pods) {
    if (pod.finished) continue
    const isNode = fieldsOf(pod.spec)['hostNetwork'] === true
    const place = intervalOf ? (isNode ? `node ${pod.nodeName}` : (pod.addresses?.map(intervalOf).join() ?? '?')) : ''
    const key = `${isNode} ${place} ${isNode && asksNode ? pod.nodeName : ''}`
    const part = parts.get(key)
    if (part) part.push(pod)
    else parts.set(key, [pod])
  }
  return parts.values()
}

/** Somebody else than whoever is at the other end, and on another node: that a pod reaches itself, and its node it, is no matter of policies. */
export function anonymise(party: Party, side: 'client' | 'destination'): Party {
  // No node may have such a name.
  const node = `the ${side}'s`
  switch (party.kind) {
    case 'pod':
      return {...party, self: undefined, node}
    case 'node':
      return {...party, name: party.name ?? node}
    case 'outside':
      return party
  }
}
