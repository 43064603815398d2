import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'
import type {Service} from '../../cluster/service.ts'
import type {LiveScope} from './needs.ts'
import {readsOfNamedService} from './service-reads.ts'

/** CoreDNS follows no more aliases than this. */
const MAX_ALIASES = 8

/** What an ExternalName leads to, where that is another Service of the cluster, and so on. */
export function readsBehindAlias(cluster: Cluster, service: Service, scope: LiveScope): readonly Read[] {
  return [service, ...servicesBehindAlias(cluster, service)].flatMap((one) => {
    const target = targetOf(one)
    return target ? readsOfNamedService(cluster, target.name, {namespace: target.namespace, search: scope.search}) : []
  })
}

/** The Services that an ExternalName leads to, one after the other, as far as they were read. */
export function servicesBehindAlias(cluster: Cluster, service: Service): readonly Service[] {
  const found: Service[] = []
  for (let target = targetOf(service); target && found.length < MAX_ALIASES; target = targetOf(found.at(-1) ?? service)) {
    const {namespace, name} = target
    const next = cluster.services.find((one) => one.namespace === namespace && one.name === name)
    if (!next) break
    found.push(next)
  }
  return found
}

/** Of the name of a pod of a headless Service too. */
function targetOf({type, externalName}: Service): {readonly namespace: string; readonly name: string} | undefined {
  const labels = (externalName ?? '').toLowerCase().split('.')
  const at = labels.indexOf('svc')
  const [namespace, name] = [labels[at - 1], labels[at - 2]]
  return type === 'ExternalName' && namespace !== undefined && name !== undefined ? {namespace, name} : undefined
}
