import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import {judge} from '../resolve/judgement.ts'

/** Remarks on ways that are open and lead to nobody, as long as no pod comes. */
export const NO_ENDPOINT = 'no endpoint now'
export const NO_CONTROLLER = 'its controller has no endpoint now'

/** Whether a Service that has no endpoint is known to have none: where the input has no pods of it, they may stand elsewhere. */
export function isKnownEmpty(cluster: Cluster, service: Service): boolean {
  return judge(cluster, service).verdict !== 'unknown'
}
