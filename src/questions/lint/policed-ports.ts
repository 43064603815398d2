import type {Cluster} from '../../cluster/cluster.ts'
import {containerPortsOf} from '../../cluster/container-port.ts'
import type {Path} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Direction, Policy, PolicyPort, Rule} from '../../network/policy/policy.ts'
import {findTargetPort} from '../../network/target-port.ts'
import type {Graph} from './graph.ts'
import {isOnHostNetwork, podsOf, selectsEverything, servicesFor, subjectsOf, variantsOf} from './selected-pods.ts'

/** A port of a rule of a NetworkPolicy, with the pods whose port it is. */
export interface PolicedPort {
  readonly policy: Policy
  readonly direction: Direction
  readonly rule: Rule
  readonly entry: PolicyPort
  /** To the entry in the manifest. */
  readonly path: Path
  /** Those of the input: of ingress the pods that the policy selects, of egress the peers. None where not all peers are known pods. */
  readonly pods: readonly Pod[]
  /** Whether labels say which pods are meant: without, any pod is, of which the input may not have all. */
  readonly isByLabels: boolean
}

const PORTS = new WeakMap<Graph, readonly PolicedPort[]>()

/** Every port that a NetworkPolicy in scope states, where the input has pods that it is about. */
export function policedPortsOf(graph: Graph): readonly PolicedPort[] {
  const known = PORTS.get(graph)
  if (known) return known
  const found = graph.policies.flatMap((policy) =>
    policy.tier === 'namespace' ? [...portsOf(graph.cluster, policy, 'ingress'), ...portsOf(graph.cluster, policy, 'egress')] : [],
  )
  PORTS.set(graph, found)
  return found
}

function portsOf(cluster: Cluster, policy: Policy, direction: Direction): readonly PolicedPort[] {
  return (policy[direction] ?? []).flatMap((rule): readonly PolicedPort[] => {
    if (rule.ports === 'any') return []
    const ends = direction === 'ingress' ? subjectEnds(cluster, policy) : peerEnds(cluster, policy, rule)
    const pods = ends.pods.filter((pod) => !isOnHostNetwork(pod))
    // What a controller of its own adds, nobody knows.
    if (pods.length === 0 || pods.some(({opaque}) => opaque)) return []
    return rule.ports.map((entry, index) => ({
      policy,
      direction,
      rule,
      entry,
      path: [...rule.path, 'ports', index],
      pods,
      isByLabels: ends.isByLabels,
    }))
  })
}

type Ends = Pick<PolicedPort, 'pods' | 'isByLabels'>

/** Where it cannot be told which of several definitions is meant, a port that is wrong is wrong on all of them. */
function subjectEnds(cluster: Cluster, policy: Policy): Ends {
  const pods = subjectsOf(cluster, policy)
  const isByLabels = !selectsEverything(policy.subject.pods)
  return {pods: pods.length > 0 || !isByLabels ? pods : variantsOf(cluster, policy.subject), isByLabels}
}

function peerEnds(cluster: Cluster, policy: Policy, {peers}: Rule): Ends {
  const none: Ends = {pods: [], isByLabels: false}
  if (peers === 'anyone') return none
  const found = new Set<Pod>()
  for (const peer of peers) {
    const pods = peer.kind === 'pods' && !selectsEverything(peer.pods.pods) ? podsOf(cluster, policy, peer.pods) : []
    // Peers that the input does not have may have the port.
    if (pods.length === 0) return none
    for (const pod of pods) found.add(pod)
  }
  return {pods: [...found], isByLabels: true}
}

/** The numbers of a protocol at which pods are known to listen: those that containers declare, and those to which Services lead. */
export function knownPorts(cluster: Cluster, pods: readonly Pod[], protocol: string): ReadonlySet<number> {
  const numbers = new Set<number>()
  for (const pod of pods) {
    for (const port of containerPortsOf(pod.spec)) if (port.protocol === protocol) numbers.add(port.containerPort)
    for (const {number} of servicePortsAt(cluster, pod, protocol)) numbers.add(number)
  }
  return numbers
}

/** Where the ports of Services lead on a pod, by the number of the Service's own port. */
export function servicePortsAt(
  cluster: Cluster,
  pod: Pod,
  protocol: string,
): readonly {readonly service: string; readonly port: number | null; readonly number: number}[] {
  return servicesFor(cluster, pod).flatMap(({namespace, name, ports}) =>
    ports.flatMap((port) => {
      const target = port.protocol === protocol ? findTargetPort(pod, port) : undefined
      return target?.kind === 'found' && target.port !== null
        ? [{service: `${namespace}/${name}`, port: port.port, number: target.port}]
        : []
    }),
  )
}

/** The only number of an entry; undefined for a range of several, and for a name. */
export function singleNumber(entry: PolicyPort): number | undefined {
  return entry.kind === 'range' && entry.first === entry.last ? entry.first : undefined
}
