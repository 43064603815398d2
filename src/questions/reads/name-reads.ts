import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {itemsOf, valueAt} from '../../cluster/fields.ts'
import type {Read} from '../../cluster/read.ts'
import type {Service} from '../../cluster/service.ts'
import {addressOfReverseName} from '../../network/dns/reverse-name.ts'
import {readsOfAddress} from './address-reads.ts'
import {readsBehindAlias} from './alias-reads.ts'
import type {LiveScope} from './needs.ts'
import {readsBehindService} from './service-reads.ts'

/** What may have a name, and what stands behind the Services that it may be of. */
export function readsOfName(soFar: Cluster, labels: readonly string[], scope: LiveScope): readonly Read[] {
  return [
    ...readsToFindName(soFar, labels, scope),
    ...servicesNamedIn(soFar, labels, scope.namespace).flatMap((service) => [
      ...readsBehindService(soFar, service, scope),
      ...readsBehindAlias(soFar, service, scope),
    ]),
  ]
}

/** The Services and namespaces that there are, and who has an address that the name is made of. */
export function readsToFindName(soFar: Cluster, labels: readonly string[], scope: LiveScope): readonly Read[] {
  const reverse = addressOfReverseName(labels.join('.'))
  const addresses = [...labels.flatMap(addressesIn), ...(reverse ? [reverse.text] : [])]
  return [
    {kind: 'Service'},
    {kind: 'Namespace', metadataOnly: true},
    ...(labels.includes('clusterset') ? [{kind: 'ServiceImport'} as const] : []),
    ...addresses.flatMap((address) => readsOfAddress(soFar, address, scope)),
  ]
}

/** `10-244-0-7`, `fd00--5`: how names of pods write addresses. */
function addressesIn(label: string): readonly string[] {
  const address = label.includes('-') ? (parseAddress(label.replaceAll('-', '.')) ?? parseAddress(label.replaceAll('-', ':'))) : undefined
  return address ? [address.text] : []
}

/**
 * Every Service whose name is a part of a name, and whose namespace is one too, or is where it may be asked: in the namespace of the question or of a pod
 * that was read, or in one of the domains that such a pod searches. More than may be meant.
 */
export function servicesNamedIn({services, pods}: Cluster, labels: readonly string[], namespace = 'default'): readonly Service[] {
  const searched = pods.all.flatMap(({spec}) =>
    itemsOf(valueAt(spec, 'dnsConfig', 'searches')).flatMap((domain) => String(domain).split('.')),
  )
  const homes = new Set([...labels, namespace, ...pods.namespaces(), ...searched])
  return services.filter((service) => labels.includes(service.name) && homes.has(service.namespace))
}
