import type {Cluster} from '../../cluster/cluster.ts'
import {formatLabelSelector} from '../../cluster/label-selector.ts'
import {type Read, wasTried} from '../../cluster/read.ts'
import type {Service} from '../../cluster/service.ts'
import {observedSlices} from '../../network/endpoints/slice-endpoints.ts'
import {judge} from '../resolve/judgement.ts'
import {namedRead, namesRead, whatWasMeant} from './named-reads.ts'
import type {LiveScope} from './needs.ts'
import {nodeReads} from './node-reads.ts'
import {ownerReads} from './owner-reads.ts'
import {WORKLOAD_KINDS} from './workload-reads.ts'

/** What an endpoint slice says whose it is by. */
const SERVICE_NAME = 'kubernetes.io/service-name'

/** More pods than these are not asked for one by one. */
const MAX_SINGLE_PODS = 10

/** The Services of a name, in a namespace or in all. */
export function servicesCalled({services}: Cluster, name: string, namespace: string | undefined): readonly Service[] {
  return services.filter((service) => service.name === name && (namespace === undefined || service.namespace === namespace))
}

/** A Service of a name with all that stands behind it, and where it is not there, what may have been meant. */
export function readsOfNamedService(cluster: Cluster, name: string, scope: LiveScope): readonly Read[] {
  const found = servicesCalled(cluster, name, scope.namespace)
  return [...readsToFindService(cluster, name, scope), ...found.flatMap((service) => readsBehindService(cluster, service, scope))]
}

/** A Service of a name with its slices, for it is most likely there; else what may have been meant. */
export function readsToFindService(cluster: Cluster, name: string, {namespace, search}: LiveScope): readonly Read[] {
  const itself = namedRead('Service', name, namespace)
  const isMissed = cluster.coverage?.has(itself) === true && servicesCalled(cluster, name, namespace).length === 0
  const meant = search ? whatWasMeant('Service', name, namespace) : [namesRead('Service', namespace)]
  return [itself, ...(namespace === undefined ? [] : [slicesOf(namespace, name)]), ...(isMissed ? meant : [])]
}

function slicesOf(namespace: string, name: string): Read {
  return {kind: 'EndpointSlice', namespace, labels: `${SERVICE_NAME}=${name}`}
}

/** What stands behind a Service: its slices, its pods by their labels, their nodes, and where nothing bears the labels, what comes near. */
export function readsBehindService(cluster: Cluster, service: Service, scope: LiveScope): readonly Read[] {
  if (service.type === 'ExternalName') return []
  const {namespace, name, selector} = service
  const slices = slicesOf(namespace, name)
  const has = (read: Read) => cluster.coverage?.has(read) === true
  if (!selector) {
    const isWritten = hasEndpoints(cluster, service)
    return [
      slices,
      ...(has(slices) && !isWritten && scope.search ? strayReads(service) : []),
      ...nodeReads(cluster, nodesOf(cluster, service)),
    ]
  }
  const pods: Read = {kind: 'Pod', namespace, labels: formatLabelSelector(selector)}
  const beside = [
    ...(has(pods) ? listedPodReads(cluster, service) : []),
    ...ownerReads(cluster.pods.select(selector, namespace), ['ReplicaSet', 'Job']),
    ...nodeReads(cluster, nodesOf(cluster, service)),
  ]
  const isUnwritten = has(slices) && observedSlices(cluster, service).length === 0
  return [
    slices,
    pods,
    ...beside,
    // Whether the controller writes slices here at all is only seen at its others.
    ...(isUnwritten ? [{kind: 'EndpointSlice', namespace} as const] : []),
    ...(has(pods) && scope.search ? searchReads(cluster, service) : []),
  ]
}

/** Whether anybody has written an endpoint of a Service, as far as was read. */
export function hasEndpoints(cluster: Cluster, service: Service): boolean {
  return cluster.slicesOf(service).some(({endpoints}) => endpoints.length > 0)
}

/** Slices and Endpoints that belong to no Service, and may have been meant for one without selector. */
export function strayReads({namespace, name}: Service): readonly Read[] {
  return [
    {kind: 'EndpointSlice', namespace},
    {kind: 'EndpointSlice', labels: `${SERVICE_NAME}=${name}`},
    {kind: 'Endpoints', namespace},
    // Whose they are else.
    {kind: 'Service', namespace},
    {kind: 'Service', fields: `metadata.name=${name}`},
  ]
}

/** Pods that the slices list and the selector does not select: they may be gone, or bear other labels by now. */
function listedPodReads(cluster: Cluster, service: Service): readonly Read[] {
  const {namespace} = service
  const selected = new Set(cluster.pods.select(service.selector ?? [], namespace).map(({target}) => target.name))
  const listed = cluster
    .slicesOf(service)
    .flatMap(({endpoints}) => endpoints.flatMap(({target}) => (target?.kind === 'Pod' ? target.name : [])))
  const strange = [...new Set(listed)].filter((name) => !selected.has(name))
  if (strange.length > MAX_SINGLE_PODS) return [{kind: 'Pod', namespace}]
  return strange.map((name) => ({kind: 'Pod', namespace, name}))
}

function nodesOf(cluster: Cluster, service: Service): readonly string[] {
  const pods = service.selector ? cluster.pods.select(service.selector, service.namespace) : []
  const listed = cluster.slicesOf(service).flatMap(({endpoints}) => endpoints.map(({nodeName}) => nodeName))
  return [...pods.map(({nodeName}) => nodeName), ...listed].flatMap((name) => name ?? [])
}

/**
 * In rounds: the workloads of the namespace, whose templates may show what was meant, then the labels of its pods, and where nothing resembles the
 * selector, of all pods.
 */
function searchReads(cluster: Cluster, service: Service): readonly Read[] {
  const {namespace, selector} = service
  if (cluster.pods.select(selector ?? [], namespace).length > 0) return []
  // What other Services select is surely no misspelling of theirs.
  const workloads = (['Service', 'ReplicaSet', ...WORKLOAD_KINDS] as const).map((kind): Read => ({kind, namespace}))
  const own: Read = {kind: 'Pod', namespace, metadataOnly: true}
  const others: Read = {kind: 'Pod', metadataOnly: true}
  const isTried = (read: Read) => wasTried(cluster.coverage, read)
  if (!workloads.every(isTried)) return workloads
  if (!isTried(own)) return [...workloads, own]
  return isExplained(cluster, service) ? [...workloads, own] : [...workloads, own, others]
}

/** Whether something in the namespace itself is the likeliest mistake, wherever else pods bear the labels. */
function isExplained(cluster: Cluster, service: Service): boolean {
  const {cause} = judge(cluster, service)
  if (cause?.kind === 'labels') return cause.miss.differences.every((difference) => difference.likeness)
  return cause?.kind === 'labels-not-on-template' || cause?.kind === 'no-such-ordinal'
}
