import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import {NODE_RESOLVER, type Resolver, resolverOfNamespace, resolverOfPod} from '../../network/dns/resolver.ts'
import {UserError} from '../../user-error.ts'
import {shortName} from '../naming.ts'
import {nearestWord} from '../resemblance.ts'
import {findPods} from '../resolve/asked-pod.ts'
import {parseTargets} from '../target.ts'
import {workloadKinds} from '../workload-kinds.ts'
import type {AskerData} from './dns-answer.ts'

/** Who asks. */
export interface Asker {
  /** Null for any pod of a namespace. */
  readonly object: ObjectReference | null
  readonly namespace: string | null
  /** The pod, or the template of the workload; undefined for a node and for any pod. */
  readonly pod: Pod | undefined
  readonly resolver: Resolver
}

/** Where nobody names a namespace, as kubectl has it. */
const DEFAULT_NAMESPACE = 'default'

/** Finds who asks: a pod, a workload's template, a node, or any pod of the namespace. Throws a UserError for one that is not there. */
export function findAsker(cluster: Cluster, dns: ClusterDns, from: string | undefined, namespace: string | undefined): Asker {
  const {domain} = dns.settings
  if (from === undefined) {
    const own = namespace ?? DEFAULT_NAMESPACE
    return {object: null, namespace: own, pod: undefined, resolver: resolverOfNamespace(own, domain)}
  }
  const node = /^(?:no|nodes?)\/(.*)$/i.exec(from)?.[1]
  if (node !== undefined) return askingNode(cluster, node)
  const [target, ...more] = parseTargets([from.includes('/') ? from : `pod/${from}`], workloadKinds(cluster))
  if (!target || more.length > 0 || target.kind === 'Service' || target.name === undefined) {
    throw new UserError(`nobody asks from ${from}`, 'name a pod, a workload or a node: --from pod/web-0, deploy/web or node/node-a')
  }
  const pods = findPods(cluster, target, {namespace, selector: undefined}).map(({pod}) => pod)
  const [pod] = pods
  const namespaces = [...new Set(pods.map((pod) => pod.namespace))]
  if (!pod) throw new UserError(`${from} has no pod`, 'name a pod, or a workload with a pod template')
  if (namespaces.length > 1)
    throw new UserError(`${from} is in ${namespaces.length} namespaces`, `name one of them: -n ${namespaces.join(' or -n ')}`)
  const server = dns.directory.service('kube-system', 'kube-dns')
  const object = target.kind === 'Pod' ? pod.target : {kind: target.kind, namespace: pod.namespace, name: target.name}
  return {object, namespace: pod.namespace, pod, resolver: resolverOfPod(pod, domain, server?.clusterIPs ?? [])}
}

function askingNode(cluster: Cluster, name: string): Asker {
  if (name === '') throw new UserError('node/ names nothing', 'name a node: --from node/node-a')
  const hosts = cluster.pods.all.flatMap(({nodeName}) => nodeName ?? [])
  const names = new Set([...cluster.nodes.keys(), ...hosts])
  if (!names.has(name)) {
    const near = nearestWord(name, names)
    throw new UserError(
      `no Node named ${name} in the input`,
      near
        ? `did you mean ${near}?`
        : names.size > 0
          ? `it has ${[...names].slice(0, 5).join(', ')}`
          : 'the input has no nodes: kubectl get nodes -o yaml',
    )
  }
  return {object: {kind: 'Node', namespace: null, name}, namespace: null, pod: undefined, resolver: NODE_RESOLVER}
}

/** `pod/client in shop (ClusterFirst, ndots:5)`, `a pod in shop (…)`, `node/node-a, by the node's resolver`. */
export function describeAsker({object, namespace, resolver}: Asker): string {
  const who = object ? (object.kind === 'Node' ? `node/${object.name}` : `${shortName(object)} in ${namespace}`) : `a pod in ${namespace}`
  return resolver.policy === null
    ? `${who}, by the node's resolver`
    : `${who} (${describePolicy(resolver.statedPolicy, resolver.policy)}, ndots:${resolver.ndots})`
}

/** ClusterFirstWithHostNet is ClusterFirst on any network; what is no policy kubelet takes for that too. */
function describePolicy(stated: string | null, policy: string): string {
  if (stated === null || stated === policy || stated === 'ClusterFirstWithHostNet') return stated ?? policy
  return stated === 'ClusterFirst' ? `ClusterFirst on the host's network: ${policy}` : `${stated}, which kubelet takes for ${policy}`
}

/** The command that looks a name up where it is asked. */
export function lookupCommand({object, namespace, pod}: Asker, name: string): string {
  if (object?.kind === 'Node') return `getent hosts ${name} on ${object.name}`
  const owner = object ?? pod?.target
  return owner
    ? `kubectl -n ${namespace} exec ${owner.kind === 'Pod' ? owner.name : shortName(owner)} -- getent hosts ${name}`
    : `kubectl -n ${namespace} run lookup --rm -it --restart=Never --image=busybox -- nslookup ${name}`
}

export function toAskerData({object, namespace, resolver}: Asker): AskerData {
  const {server, policy, nameservers, searches, ndots} = resolver
  return {object, namespace, server, dnsPolicy: policy, nameservers, searches, ndots}
}
