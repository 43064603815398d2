import type {Read} from '../../cluster/read.ts'
import type {Needs} from '../reads/needs.ts'
import {resolveNeeds} from '../resolve/needs.ts'
import type {ResolveParameters} from '../resolve/resolve.ts'

/** What says which cluster IPs there are, and who has them. */
const CLUSTER_IPS: readonly Read[] = [{kind: 'ServiceCIDR'}, {kind: 'IPAddress'}]

/** What `list` has to read: what `resolve` does, and for the whole cluster its cluster IPs. */
export function listNeeds(parameters: ResolveParameters, search: boolean): Needs {
  const needs = resolveNeeds(parameters, search)
  return isWhole(parameters) ? (soFar) => [...needs(soFar), ...CLUSTER_IPS] : needs
}

/** Whether every Service of the cluster was asked for. */
export function isWhole({targets, namespace, selector}: Pick<ResolveParameters, 'targets' | 'namespace' | 'selector'>): boolean {
  return targets.every((word) => /^(svc|services?)$/i.test(word)) && namespace === undefined && selector === undefined
}
