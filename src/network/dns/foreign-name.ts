import type {Cluster} from '../../cluster/cluster.ts'
import {itemsOf, valueAt} from '../../cluster/fields.ts'
import {isWithin, normalizeName} from './domain-name.ts'
import type {Doubt} from './reason.ts'

/** Domains that a mesh or a registry of services answers for, where one is installed. */
const MESH_DOMAINS: Readonly<Record<string, string>> = {
  mesh: 'Kuma',
  consul: 'Consul',
  'slice.local': 'KubeSlice',
}

/** The domain of multi-cluster Services (KEP-1645). */
export const CLUSTERSET_DOMAIN = 'clusterset.local'

/** Why nobody can tell from the input what a name outside of the cluster's domain is. */
export function doubtAboutForeign(cluster: Cluster, name: string): Doubt {
  const entry = findServiceEntry(cluster, name)
  if (entry) return entry
  if (isWithin(name, CLUSTERSET_DOMAIN)) return {kind: 'multi-cluster', imported: false}
  const domain = Object.keys(MESH_DOMAINS).find((domain) => isWithin(name, domain))
  if (domain !== undefined) return {kind: 'mesh', product: MESH_DOMAINS[domain] ?? '', object: undefined}
  return {kind: 'forwarded'}
}

/** The Istio ServiceEntry that names a host: a sidecar that answers DNS itself knows an address for it. */
export function findServiceEntry(cluster: Cluster, name: string): Doubt | undefined {
  const entry = cluster.others.find(
    ({group, kind, object}) =>
      group === 'networking.istio.io' &&
      kind === 'ServiceEntry' &&
      itemsOf(valueAt(object, 'spec', 'hosts')).some((host) => typeof host === 'string' && covers(normalizeName(host), name)),
  )
  return entry && {kind: 'mesh', product: 'Istio', object: `ServiceEntry ${entry.namespace}/${entry.name}`}
}

function covers(host: string, name: string): boolean {
  return host.startsWith('*.') ? name.endsWith(host.slice(1)) : host === name
}
