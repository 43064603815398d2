import {fieldsOf, itemsOf, labelsOf, textOf, valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'

const DOMAIN = 'cluster.local'

/**
 * Every name that DNS could have for these objects as the API server holds them, whether it really has it or not: Services, their ports, their
 * endpoints by hostname and by address, ready or not, pods by address, and the reverse of every address. Read off the wire objects alone.
 */
export function possibleNames(objects: readonly WireObject[]): readonly string[] {
  const names = new Set<string>([DOMAIN, `svc.${DOMAIN}`, `pod.${DOMAIN}`, `dns-version.${DOMAIN}`])
  // Resolvers fold case, and so does the server.
  for (const object of objects) for (const name of namesOf(object)) names.add(name.toLowerCase())
  return [...names].toSorted()
}

function namesOf(object: WireObject): readonly string[] {
  const {name, namespace} = metadataOf(object)
  switch (object['kind']) {
    case 'Namespace':
      return [`${name}.svc.${DOMAIN}`, `${name}.pod.${DOMAIN}`]
    case 'Service':
      return namesOfService(object, `${name}.${namespace}.svc.${DOMAIN}`)
    case 'EndpointSlice':
      return namesOfSlice(
        object,
        `${labelsOf(valueAt(object, 'metadata', 'labels'))['kubernetes.io/service-name']}.${namespace}.svc.${DOMAIN}`,
      )
    case 'Pod':
      return itemsOf(valueAt(object, 'status', 'podIPs')).map(
        (item) => `${dashed(String(fieldsOf(item)['ip']))}.${namespace}.pod.${DOMAIN}`,
      )
    default:
      return []
  }
}

function metadataOf(object: WireObject) {
  const {name, namespace} = fieldsOf(object['metadata'])
  return {name: String(name), namespace: String(namespace ?? 'default')}
}

function namesOfService(object: WireObject, own: string): readonly string[] {
  const spec = fieldsOf(object['spec'])
  const ports = itemsOf(spec['ports']).map(fieldsOf)
  const addresses = [
    ...itemsOf(spec['clusterIPs']),
    ...itemsOf(spec['externalIPs']),
    ...itemsOf(valueAt(object, 'status', 'loadBalancer', 'ingress')).map((item) => fieldsOf(item)['ip']),
  ].flatMap((address) => (address === 'None' ? [] : (textOf(address) ?? [])))
  return [own, ...portNames(ports, own), ...addresses.map(reverse)]
}

function namesOfSlice(object: WireObject, service: string): readonly string[] {
  if (object['addressType'] === 'FQDN') return []
  const endpoints = itemsOf(object['endpoints']).map(fieldsOf)
  return [
    ...portNames(itemsOf(object['ports']).map(fieldsOf), service),
    ...endpoints.flatMap(({addresses, hostname}) => [
      ...itemsOf(addresses).flatMap((address) => [`${dashed(String(address))}.${service}`, reverse(String(address))]),
      ...(hostname === undefined ? [] : [`${hostname}.${service}`]),
    ]),
  ]
}

function portNames(ports: readonly Readonly<Record<string, unknown>>[], service: string): readonly string[] {
  return ports.flatMap(({name, protocol}) => (name ? [`_${name}._${String(protocol ?? 'TCP').toLowerCase()}.${service}`] : []))
}

function dashed(address: string): string {
  return address.replaceAll(/[.:]/g, '-').replace(/-$/, '-0')
}

/** The reverse name by arithmetic on the address's bits, so that it owes nothing to what is tested. */
export function reverse(address: string): string {
  if (!address.includes(':')) return `${address.split('.').toReversed().join('.')}.in-addr.arpa`
  const [head = '', tail = ''] = address.split('::')
  const groups = (text: string) => text.split(':').filter((group) => group !== '')
  const zeros = Array.from({length: 8 - groups(head).length - groups(tail).length}, () => '0')
  const digits = [...groups(head), ...zeros, ...groups(tail)]
    .map((group) => Number.parseInt(group, 16).toString(16).padStart(4, '0'))
    .join('')
  return `${[...digits].toReversed().join('.')}.ip6.arpa`
}
