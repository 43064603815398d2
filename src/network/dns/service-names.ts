import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import {namedEndpoints} from './endpoint-host.ts'
import type {RecordType} from './record.ts'
import {reverseNameOf} from './reverse-name.ts'
import {nameOf} from './service-host.ts'
import type {DnsSettings} from './settings.ts'

/** A name that belongs to a Service, with the types that it can have. */
export interface ServiceName {
  readonly name: string
  readonly types: readonly RecordType[]
}

/**
 * All names under which the cluster's DNS knows a Service: its own, those of its named ports, of its endpoints (the pods of a headless one, and
 * those with a hostname), and the reverse ones of its addresses. Names made of addresses that the input does not state are not among them.
 */
export function namesOfService(cluster: Cluster, service: Service, settings: DnsSettings): readonly ServiceName[] {
  const own = nameOf(service, settings)
  if (service.type === 'ExternalName') return [{name: own, types: ['A', 'AAAA', 'CNAME']}]
  const ports = service.ports.flatMap(({name, protocol}) => (name === null ? [] : `_${name}._${protocol}.${own}`.toLowerCase()))
  const endpoints = namedEndpoints(cluster, service, settings.endpointPodNames).filter(
    ({endpoint, label}) => endpoint.ready !== false && label !== null && (service.headless || endpoint.hostname !== null),
  )
  const labels = new Set(endpoints.map(({label}) => label))
  const addresses = service.headless ? endpoints.flatMap(({endpoint}) => endpoint.address ?? []) : service.clusterIPs
  const reverse = new Set(addresses.flatMap((text) => parseAddress(text) ?? []).map(reverseNameOf))
  return [
    {name: own, types: ['A', 'AAAA', ...(ports.length === service.ports.length ? [] : (['SRV'] as const))]},
    ...ports.map((name): ServiceName => ({name, types: ['SRV']})),
    ...[...labels].map((label): ServiceName => ({name: `${label}.${own}`, types: ['A', 'AAAA']})),
    ...[...reverse].map((name): ServiceName => ({name, types: ['PTR']})),
  ]
}
