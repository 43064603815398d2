import type {Cluster} from '../../cluster/cluster.ts'
import type {Judgement} from '../resolve/judgement.ts'

/**
 * Whether a port leads nowhere on a pod that this definition of the Service is for. Where the input has several, one a variant (a directory for each
 * cloud), the pods of another variant have a Service of their own, and are never selected together with this one.
 */
export function lacksOwnPort({service, cause}: Judgement, cluster: Cluster): boolean {
  if (cause?.kind !== 'target-port') return false
  return cause.gaps.some(({pod}) => cluster.counts({identity: service, origin: service.origin}, pod))
}
