import type {Cluster} from '../../cluster/cluster.ts'
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
  // Where the Services of a running cluster are listed, all of them are.
  if (cluster.services.some((service) => service.namespace === namespace && service.uid !== undefined)) return undefined
  const unseen = (sentence: string): Doubt => ({
    kind: 'unseen',
    sentence,
    advice: `ask with the Services themselves: kubectl get services -n ${namespace} -o yaml`,
  })
  if (namespace === 'kube-system') return unseen('the cluster itself has Services in kube-system that no manifest shows')
  const {deliveries, operated} = evidenceIn(cluster)
  const delivery = deliveries.find((object) => targetNamespaceOf(object) === namespace)
  if (delivery) return unseen(`${delivery.kind}/${delivery.name} brings in an application that is not here`)
  const operator = operated.get(namespace)?.find((object) => name === object.name || name.startsWith(`${object.name}-`))
  return operator && unseen(`an operator may make it for ${operator.kind}/${operator.name}`)
}
