import type {Read} from '../../cluster/read.ts'
import {exposureNeeds} from '../exposure/needs.ts'
import type {Needs} from '../reads/needs.ts'
import {resolveNeeds} from '../resolve/needs.ts'
import type {ResolveParameters} from '../resolve/resolve.ts'
import type {ListParameters} from './list.ts'

/** What says which cluster IPs there are, and who has them. */
const CLUSTER_IPS: readonly Read[] = [{kind: 'ServiceCIDR'}, {kind: 'IPAddress'}]

type ListScope = ResolveParameters & Pick<ListParameters, 'exposure'>

/** What `list` has to read: what `resolve` does, for the whole cluster its cluster IPs, and only where it is asked who reaches each what `exposure` does. */
export function listNeeds(parameters: ListScope, search: boolean): Needs {
  const {targets: words, namespace, exposure} = parameters
  const needs = resolveNeeds(parameters, search)
  const ways = exposure && exposureNeeds({words, namespace})
  const clusterIPs = isWhole(parameters) ? CLUSTER_IPS : []
  return (soFar) => [...needs(soFar), ...clusterIPs, ...(ways?.(soFar) ?? [])]
}

/** Whether every Service of the cluster was asked for. */
export function isWhole({targets, namespace, selector}: Pick<ResolveParameters, 'targets' | 'namespace' | 'selector'>): boolean {
  return targets.every((word) => /^(svc|services?)$/i.test(word)) && namespace === undefined && selector === undefined
}
