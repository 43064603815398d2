import type {Cluster} from '../../cluster/cluster.ts'
import {READABLE, type Read} from '../../cluster/read.ts'
import {controllerReads} from '../reads/controller-reads.ts'
import {meshReads} from '../reads/mesh-reads.ts'
import type {Needs} from '../reads/needs.ts'
import {NODES} from '../reads/node-reads.ts'
import {policyReads} from '../reads/policy-reads.ts'
import {wayInReads} from '../reads/way-in-reads.ts'
import {WORKLOAD_KINDS} from '../reads/workload-reads.ts'
import type {ExposureParameters} from './exposure.ts'

/**
 * What `exposure` has to read, of all namespaces whatever was asked: controllers stand elsewhere than what they publish, and so do the clients whom
 * policies name. Where that is refused, of the namespace that was asked about: who may see no more is told what that shows, and what stays unknown.
 */
export function exposureNeeds({namespace}: Pick<ExposureParameters, 'words' | 'namespace'>): Needs {
  return (soFar) => [
    ...READS,
    ...controllerReads(soFar),
    ...meshReads(soFar),
    ...(namespace === undefined ? [] : readsInstead(soFar, namespace)),
  ]
}

function readsInstead({coverage}: Cluster, namespace: string): readonly Read[] {
  const refused = new Set(coverage?.unread.flatMap(({read, reason}) => (reason === 'forbidden' && isOfAll(read) ? read.kind : [])))
  return READS.filter(({kind}) => READABLE[kind].namespaced && refused.has(kind)).map((read) => ({...read, namespace}))
}

function isOfAll({namespace, name}: Read): boolean {
  return namespace === undefined && name === undefined
}

const READS: readonly Read[] = [
  {kind: 'Service'},
  {kind: 'EndpointSlice'},
  {kind: 'Pod'},
  NODES,
  // Arguments, class and labels of controllers, and workloads that have no pod yet.
  ...WORKLOAD_KINDS.map((kind): Read => ({kind})),
  {kind: 'ReplicaSet'},
  ...wayInReads(undefined),
  ...policyReads(undefined),
]
