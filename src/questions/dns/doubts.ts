import type {Cluster} from '../../cluster/cluster.ts'
import type {Coverage} from '../../cluster/read.ts'
import type {Service} from '../../cluster/service.ts'
import type {Doubt, Doubts} from '../../network/dns/reason.ts'
import {evidenceIn} from '../resolve/evidence.ts'
import {targetNamespaceOf} from '../resolve/hidden-pods.ts'
import {judge} from '../resolve/judgement.ts'
import {describeCause} from '../resolve/wording.ts'

/** What the input does not show and may be there all the same, by the same judgement as `resolve` makes. */
export function doubtsIn(cluster: Cluster): Doubts {
  return {
    ofPods: (service) => doubtOfPods(cluster, service),
    ofService: (namespace, name) => doubtOfService(cluster, namespace, name),
  }
}

function doubtOfPods(cluster: Cluster, service: Service): Doubt | undefined {
  const {verdict, cause} = judge(cluster, service)
  if (verdict !== 'unknown' || !cause) return undefined
  const {sentence, advice} = describeCause(cause)
  return {kind: 'unseen', sentence, advice}
}

function doubtOfService(cluster: Cluster, namespace: string, name: string): Doubt | undefined {
  const running = cluster.services.filter(({uid}) => uid !== undefined)
  const {coverage} = cluster
  if (coverage) return wasLookedFor(coverage, namespace, name) ? undefined : unread(namespace)
  if (running.length > 0 && isListed(running, namespace)) return undefined
  const unseen = (sentence: string): Doubt => ({
    kind: 'unseen',
    sentence,
    advice: `ask with the Services themselves: kubectl get services -n ${namespace} -o yaml`,
  })
  if (namespace === 'kube-system') return unseen('the cluster itself has Services in kube-system that no manifest shows')
  if (running.length > 0) return unseen(`the input does not list the Services of namespace ${namespace}`)
  const {deliveries, operated} = evidenceIn(cluster)
  const delivery = deliveries.find((object) => targetNamespaceOf(object) === namespace)
  if (delivery) return unseen(`${delivery.kind}/${delivery.name} brings in an application that is not here`)
  const operator = operated.get(namespace)?.find((object) => name === object.name || name.startsWith(`${object.name}-`))
  return operator && unseen(`an operator may make it for ${operator.kind}/${operator.name}`)
}

/** Whether a Service of a running cluster that was not found does not exist. */
function wasLookedFor({has}: Coverage, namespace: string, name: string): boolean {
  return has({kind: 'Service'}) || has({kind: 'Service', namespace}) || has({kind: 'Service', namespace, name})
}

function unread(namespace: string): Doubt {
  return {
    kind: 'unseen',
    sentence: `the Services of namespace ${namespace} were not read`,
    advice: `allow it: get and list on services in namespace ${namespace}`,
  }
}

/**
 * Whether all Services of a namespace are here: several of it run, or come from a list (`kubectl get services`), or those of several other
 * namespaces are (`-A`). One object alone is what `kubectl get service web` prints.
 */
function isListed(running: readonly Service[], namespace: string): boolean {
  const listed = new Set<string>()
  const before = new Set<string>()
  for (const {namespace: own, origin} of running) {
    if (before.has(own) || origin === undefined || origin.path.length > 0) listed.add(own)
    before.add(own)
  }
  return listed.has(namespace) || (!before.has(namespace) && before.size > 1 && listed.size > 0)
}
