import {familyOf, isPrivateAddress} from '../../cluster/address.ts'
import type {Service} from '../../cluster/service.ts'
import type {Uncertainty} from '../../network/proxy/uncertainty.ts'
import {IPVS_IS_DEPRECATED} from '../kube-proxy/deprecation.ts'
import {enumerate} from '../naming.ts'
import type {About} from './common-data.ts'
import {nameOf} from './explain.ts'
import type {Followed} from './follow-packets.ts'
import type {Passage} from './passage.ts'
import {explainPending} from './pending-balancer.ts'
import {isStandIn} from './stand-in.ts'

type Packets = Extract<Passage, {kind: 'packets'}>

/** What a reader should know beside the answer. */
export function notesOn(about: About, passage: Packets, followed: Followed): readonly string[] {
  const {service} = passage
  return [
    ...modeNotes(about),
    ...(service ? pendingNotes(about, service) : []),
    ...(followed.leftOut.length > 0
      ? [`load balancers leave ${enumerate(followed.leftOut)} out (label node.kubernetes.io/exclude-from-external-load-balancers)`]
      : []),
    ...uncertaintyNotes(followed),
    ...familyNotes(passage),
    ...rulesNotes(about),
    ...privateNotes(passage),
    ...detectionNotes(about, passage, followed),
  ]
}

function modeNotes({setup}: About): readonly string[] {
  switch (setup.mode) {
    case 'ipvs':
      return [IPVS_IS_DEPRECATED]
    case 'userspace':
      return ['userspace mode was removed in Kubernetes 1.26']
    default:
      return []
  }
}

/** The load balancer does not work yet, whatever the cluster IP does. */
function pendingNotes({cluster}: About, service: Service): readonly string[] {
  const pending = explainPending(cluster, service)
  return pending ? [pending.message] : []
}

const UNCERTAINTIES: Readonly<Record<Exclude<Uncertainty, 'placement' | 'readiness' | 'replicas'>, string>> = {
  hints: 'which endpoints a node prefers depends on zones and readiness that the input does not state',
  duplicates: 'slices list one address several times, each otherwise: which counts is chance',
}

function uncertaintyNotes({routes}: Followed): readonly string[] {
  const open = routes.flatMap(({decision: {fate}}) => (fate.kind === 'endpoints' ? fate.entry.port.uncertainties : []))
  const notes = (['hints', 'duplicates'] as const).filter((kind) => open.includes(kind)).map((kind) => UNCERTAINTIES[kind])
  const rivals = routes.flatMap(({decision: {fate}}) => (fate.kind === 'endpoints' ? fate.entry.rivals : []))
  const names = [...new Set(rivals.map(({name}) => name))]
  return names.length > 0
    ? [...notes, `${enumerate(names)} claims the same address and port: which of them gets a packet is chance`]
    : notes
}

/** A Service of both families answers at two addresses. */
function familyNotes({service, address, via}: Packets): readonly string[] {
  if (!service || via !== 'cluster-ip' || address === 'of-each-node' || isStandIn(address)) return []
  const other = service.clusterIPs.find((text) => familyOf(text) !== familyOf(address))
  return other === undefined ? [] : [`${nameOf(service)} answers at ${other} too: --ip-family ${familyOf(other)}`]
}

/** Above 1,000 endpoints kube-proxy writes its chains without comments (largeClusterEndpointsThreshold). */
function rulesNotes({parameters, setup, cluster}: About): readonly string[] {
  if (!parameters.rules) return []
  if (setup.dataplane.kind === 'replaced') return [`${setup.dataplane.name} has no rules that could be shown`]
  if (setup.mode === 'userspace') return ['userspace mode has no rules of its own for this connection that trace could show']
  const isLarge = setup.mode === 'iptables' && cluster.pods.all.length > 1000
  return isLarge ? ['with more than 1,000 endpoints kube-proxy leaves the comments of KUBE-SVC, KUBE-SVL and KUBE-SEP chains out'] : []
}

function privateNotes({caller, address, via}: Packets): readonly string[] {
  if (caller.text !== 'the internet' || via === 'cluster-ip' || !isPrivateAddress(address)) return []
  return [`${address} is a private address: from the internet something must translate it, as a load balancer or a router does`]
}

/** With policy Local, whether a client counts as a pod decides; nearly every cluster tells its pods. */
function detectionNotes({setup}: About, {caller, via}: Packets, {routes}: Followed): readonly string[] {
  const met = routes.flatMap(({decision: {hops}}) => hops.at(-1)?.interpretation ?? [])
  const isLocal = met.some((one) => one.kind === 'service' && one.entry.port.externalPolicy === 'Local')
  if (setup.tellsPods || caller.client.kind !== 'pod' || via === 'cluster-ip' || !isLocal) return []
  return [
    'the input does not say how kube-proxy tells pods (clusterCIDR): it is taken to tell this one, and sends it to endpoints of other nodes too',
  ]
}
