import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'
import type {Service} from '../../cluster/service.ts'
import {servicesInScope} from '../resolve/asked-service.ts'
import type {SearchedScope} from '../resolve/not-found.ts'
import type {LiveScope} from './needs.ts'
import {NODES} from './node-reads.ts'
import {ownerReads} from './owner-reads.ts'
import {hasEndpoints, strayReads} from './service-reads.ts'
import {WORKLOAD_KINDS} from './workload-reads.ts'

/** Every Service of a namespace, or of all, with what stands behind it: each kind once. */
export function readsOfScope(cluster: Cluster, {namespace, search, selector}: LiveScope & SearchedScope): readonly Read[] {
  const kinds = (['Service', 'EndpointSlice', 'Pod', ...WORKLOAD_KINDS] as const).map((kind): Read => ({kind, namespace}))
  const pods: Read = {kind: 'Pod', namespace}
  const looksOn = search && namespace !== undefined && cluster.coverage?.has(pods) === true
  const isMissed =
    looksOn &&
    servicesInScope(cluster, {namespace, selector}).some(
      (service) => service.selector && cluster.pods.select(service.selector, namespace).length === 0,
    )
  const strays = looksOn ? unwrittenServices(cluster, {namespace, selector}).flatMap(strayReads) : []
  return [
    ...kinds,
    NODES,
    ...strays,
    ...middleOwners(cluster, namespace),
    ...(isMissed ? [{kind: 'Pod', metadataOnly: true} as const] : []),
  ]
}

/** Those without selector that nobody wrote endpoints for, as it seems. */
function unwrittenServices(cluster: Cluster, scope: SearchedScope): readonly Service[] {
  return servicesInScope(cluster, scope).filter(
    (service) => !service.selector && service.type !== 'ExternalName' && !hasEndpoints(cluster, service),
  )
}

/** More owners than these are listed instead. */
const MAX_SINGLE = 10

/** ReplicaSets that belong to no Deployment, or to something else, are only seen at their pods. */
function middleOwners({pods}: Cluster, namespace: string | undefined): readonly Read[] {
  const owners = ownerReads(pods.all, ['ReplicaSet'])
  return owners.length > MAX_SINGLE ? [{kind: 'ReplicaSet', namespace}] : owners
}
