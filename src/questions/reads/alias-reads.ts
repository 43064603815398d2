import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'
import type {Service} from '../../cluster/service.ts'
import type {LiveScope} from './needs.ts'
import {readsOfNamedService} from './service-reads.ts'

/** CoreDNS follows no more aliases than this. */
const MAX_ALIASES = 8

/** What an ExternalName leads to, where that is another Service of the cluster, and so on. */
export function readsBehindAlias(cluster: Cluster, service: Service, scope: LiveScope, steps = MAX_ALIASES): readonly Read[] {
  const labels = (service.externalName ?? '').toLowerCase().split('.')
  const at = labels.indexOf('svc')
  const [namespace, name] = [labels[at - 1], labels[at - 2]]
  if (service.type !== 'ExternalName' || namespace === undefined || name === undefined || steps === 0) return []
  const next = cluster.services.find((one) => one.namespace === namespace && one.name === name)
  return [
    ...readsOfNamedService(cluster, name, {namespace, search: scope.search}),
    ...(next ? readsBehindAlias(cluster, next, scope, steps - 1) : []),
  ]
}
