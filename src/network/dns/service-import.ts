import {familyOf} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, integerOf, itemsOf, valueAt} from '../../cluster/fields.ts'
import {referenceTo} from '../../cluster/identity.ts'
import {labelsBelow} from './domain-name.ts'
import {CLUSTERSET_DOMAIN} from './foreign-name.ts'
import type {AddressHost, Found} from './host.ts'
import {parseRequest} from './request.ts'

/**
 * What a name of `clusterset.local` stands for where the input has its ServiceImport (multicluster.x-k8s.io): its addresses and ports. Endpoints
 * are other clusters' and unknown. Undefined without ServiceImport.
 */
export function hostsOfImport(cluster: Cluster, name: string): Found | undefined {
  const request = parseRequest(labelsBelow(name, CLUSTERSET_DOMAIN))
  if (request.kind !== 'service') return undefined
  const found = cluster.others.find(
    ({group, kind, namespace, name}) =>
      group === 'multicluster.x-k8s.io' && kind === 'ServiceImport' && namespace === request.namespace && name === request.service,
  )
  if (!found) return undefined
  const {part} = request
  const spec = fieldsOf(found.object['spec'])
  const addresses = itemsOf(spec['ips']).filter((address) => typeof address === 'string')
  if (spec['type'] === 'Headless' || part.kind === 'endpoint') {
    return {kind: 'unknown', why: {kind: 'multi-cluster', imported: true}}
  }
  const stated = itemsOf(spec['ports']).map((port) => ({
    number: integerOf(valueAt(port, 'port')) ?? null,
    name: String(valueAt(port, 'name') ?? '').toLowerCase(),
    protocol: String(valueAt(port, 'protocol') ?? 'TCP').toLowerCase(),
  }))
  const ports = stated.filter(
    (port) =>
      part.kind === 'whole' || ((part.port === '' || part.port === port.name) && (part.protocol === '' || part.protocol === port.protocol)),
  )
  if (ports.length === 0 && part.kind === 'port') {
    const has = stated.map(({name, number, protocol}) => `${name || number}/${protocol.toUpperCase()}`)
    const port = [part.protocol.toUpperCase(), 'port', part.port].filter((word) => word !== '').join(' ')
    return {kind: 'absent', why: {kind: 'no-import-port', name: `${found.namespace}/${found.name}`, port, has}}
  }
  const target = `${request.service}.${request.namespace}.svc.${CLUSTERSET_DOMAIN}`
  const hosts = ports.flatMap(({number}) =>
    addresses.map(
      (address): AddressHost => ({
        kind: 'address',
        address,
        family: familyOf(address),
        port: number,
        target,
        object: referenceTo(found),
        replicas: 1,
      }),
    ),
  )
  const why = {kind: 'other-types', service: undefined} as const
  return hosts.length > 0 ? {kind: 'hosts', hosts, why} : {kind: 'unknown', why: {kind: 'multi-cluster', imported: true}}
}
