import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'
import type {Service} from '../../cluster/service.ts'
import {readsBehindAlias} from './alias-reads.ts'
import type {LiveScope} from './needs.ts'
import {readsBehindService} from './service-reads.ts'

/** The Services and namespaces that there are, what stands behind those that a name may be of, and a pod by its address in the name. */
export function readsOfName(soFar: Cluster, labels: readonly string[], scope: LiveScope): readonly Read[] {
  const addresses = labels.filter((label) => /^\d+-\d+-\d+-\d+$/.test(label)).map((label) => label.replaceAll('-', '.'))
  return [
    {kind: 'Service'},
    {kind: 'Namespace', metadataOnly: true},
    ...addresses.map((address): Read => ({kind: 'Pod', fields: `status.podIP=${address}`})),
    ...servicesNamedIn(soFar, labels, scope.namespace).flatMap((service) => [
      ...readsBehindService(soFar, service, scope),
      ...readsBehindAlias(soFar, service, scope),
    ]),
  ]
}

/** Every Service whose name and namespace are parts of a name, or whose name alone is, in the namespace where it is asked: more than may be meant. */
export function servicesNamedIn({services}: Cluster, labels: readonly string[], namespace = 'default'): readonly Service[] {
  return services.filter(
    (service) => labels.includes(service.name) && (labels.includes(service.namespace) || service.namespace === namespace),
  )
}
