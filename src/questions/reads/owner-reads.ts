import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'
import type {Service} from '../../cluster/service.ts'

/** Owners between a pod and its workload. A Deployment's ReplicaSets need no look: their pods bear the hash that is in their names. */
const BETWEEN = ['ReplicaSet', 'Job'] as const

/** What has to be read to know the workload at the top of each selected pod. */
export function ownerReads(cluster: Cluster, service: Service): readonly Read[] {
  const pods = service.selector ? cluster.pods.select(service.selector, service.namespace) : []
  return pods.flatMap(({workload, namespace}) => {
    const kind = BETWEEN.find((one) => one === workload?.kind)
    return kind && workload ? [{kind, namespace, name: workload.name}] : []
  })
}
