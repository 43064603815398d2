import type {Cluster} from '../../../src/cluster/cluster.ts'
import type {Pod} from '../../../src/cluster/pod.ts'
import {ask} from '../trace/asking.ts'
import {type Compared, count, disagree, passes} from './agreement.ts'
import {isDoubtful, isEmpty} from './doubtful-entry.ts'
import {NODES} from './drawn-cluster.ts'
import {familiesOf, isOnNodeNetwork, podsBehind, portOf, serviceAt, wordsInside} from './entry-target.ts'

/** Somebody in the cluster. */
interface Client {
  readonly from: string
  readonly namespace: string | undefined
  readonly pod: Pod | undefined
  readonly node: string | null
  /** A node, or a pod on the network of one: to others that is the same. */
  readonly isNode: boolean
  /** Whether it may open no connection at all, which is its own affair. */
  readonly isMute: boolean
}

/** Holds a cluster IP or a headless Service against the traces of every pod and node, but for those that always get there: the pod itself, and its node. */
export function compareInside(compared: Compared): void {
  const {cluster, exposed, entry} = compared
  const {reach, sources} = entry
  const [end] = podsBehind(cluster, exposed)
  const isOpen = isDoubtful(entry) || isEmpty(exposed) || reach === 'unknown'
  const others = clientsOf(cluster).filter((client) => client.pod !== end && !(client.isNode && client.node === end?.nodeName))
  const came = others.filter((client) => compareClient(compared, client, isOpen))
  // Of the few that are named at least one is among so many, unless they may connect to nobody, or nodes could not be asked.
  if (isOpen || others.some(({isMute}) => isMute) || serviceAt(cluster, exposed)?.uid === undefined) return
  // Those who would come in with another label need not be there.
  if (sources.length > 0 && sources.every((one) => / with /.test(one))) return
  const isMissed =
    (reach === 'cluster' && came.every((client) => isOwn(client, exposed))) ||
    (reach === 'namespace' && !came.some((client) => isOwn(client, exposed)))
  if (isMissed) disagree(compared, {came: came.map(({from}) => from)})
}

/** Returns whether the client comes in. */
function compareClient(compared: Compared, client: Client, isOpen: boolean): boolean {
  const {cluster, exposed, tally} = compared
  const {reach, sources, via} = compared.entry
  const words = wordsFor(compared, client)
  if (words.length === 0) return false
  const isToldIn = reach === 'cluster' || (reach === 'namespace' && isOwn(client, exposed))
  const isDelivered = words.some(({word, family}) => {
    const {data} = ask(cluster, word, {from: client.from, namespace: client.namespace, family})
    return passes(data.verdict)
  })
  count(tally, `${via} ${isToldIn ? 'in' : 'out'} ${isDelivered ? 'delivered' : 'kept out'}`)
  // Who is meant by words is asked about all of them together, and without words it is every pod that is meant.
  const isExcused = reach === 'unknown' || (!isDelivered && (sources.length > 0 || isOpen || client.isMute || client.isNode))
  if (isDelivered !== isToldIn && !isExcused) disagree(compared, {client: [client.from, client.namespace]})
  return isDelivered
}

function isOwn({namespace, isNode}: Client, exposed: Compared['exposed']): boolean {
  return namespace === exposed.namespace && !isNode
}

/** Pods find a headless Service by its name; nodes know no names of the cluster. */
function wordsFor({cluster, exposed, entry}: Compared, {pod}: Client): ReturnType<typeof wordsInside> {
  const [end] = podsBehind(cluster, exposed)
  if (!pod && !serviceAt(cluster, exposed)?.uid) return []
  if (entry.via !== 'Headless' || !pod || !end) return wordsInside(cluster, exposed)
  const {name, namespace} = exposed
  return familiesOf(serviceAt(cluster, exposed)).map((family) => ({word: `${name}.${namespace}.svc.cluster.local:${portOf(end)}`, family}))
}

function clientsOf({pods, others}: Cluster): readonly Client[] {
  const mute = new Set(others.filter(({name}) => name === 'mute').map(({namespace}) => namespace))
  return [
    ...pods.all.map((pod) => {
      const {namespace, nodeName: node, target} = pod
      const isNode = isOnNodeNetwork(pod)
      return {from: `pod/${target.name}`, namespace, pod, node, isNode, isMute: !isNode && mute.has(namespace)}
    }),
    ...NODES.map((node) => ({from: `node/${node}`, namespace: undefined, pod: undefined, node, isNode: true, isMute: false})),
  ]
}
