import type {Read} from '../../cluster/read.ts'
import type {Needs} from '../reads/needs.ts'
import {NODES} from '../reads/node-reads.ts'
import {policyReads} from '../reads/policy-reads.ts'
import {wayInReads} from '../reads/way-in-reads.ts'
import {WORKLOAD_KINDS} from '../reads/workload-reads.ts'
import type {ExposureParameters} from './exposure.ts'

/**
 * What `exposure` has to read, of all namespaces whatever was asked: controllers stand elsewhere than what they publish, and so do the clients whom
 * policies name.
 */
export function exposureNeeds(_parameters: Pick<ExposureParameters, 'words' | 'namespace'>): Needs {
  return () => READS
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
  // How Cilium serves Ingresses is said there.
  {kind: 'ConfigMap', namespace: 'kube-system', name: 'cilium-config'},
]
