import {type AddressFamily, familyOf} from '../../../src/cluster/address.ts'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../../src/cluster/fields.ts'
import type {Pod} from '../../../src/cluster/pod.ts'
import type {Service} from '../../../src/cluster/service.ts'
import type {EntryData} from '../../../src/questions/exposure/exposure-data.ts'
import {ask} from '../trace/asking.ts'
import {passes} from './agreement.ts'
import {EDGE, NODES} from './drawn-cluster.ts'

export interface ServiceName {
  readonly namespace: string
  readonly name: string
}

/** What somebody outside connects to. `address` is null for a Service whose load balancer has none yet, which trace takes by its name. */
export interface Target {
  readonly word: string
  readonly family: AddressFamily
  readonly address: string | null
  readonly namespace: string | undefined
  readonly isNode: boolean
}

/** The address of a way; all nodes for a port of theirs; the Service where a load balancer has no address yet. */
export function targetsOf(cluster: Cluster, exposed: ServiceName, {via, address, port, through}: EntryData): readonly Target[] {
  if (address !== null && port !== null) return [targetAt(address, port)]
  const isRouted = via === 'Ingress' || via === 'Gateway'
  const front = isRouted ? through.find(({kind}) => kind === 'Service') : undefined
  const service = serviceAt(cluster, front ? {name: front.name, namespace: front.namespace ?? ''} : exposed)
  const isByBalancer = via === 'LoadBalancer' || (front !== undefined && port === 80 && service?.type === 'LoadBalancer')
  if (isByBalancer) return service ? targetsByName(service) : []
  // A port of nodes that nobody has picked yet cannot be connected to.
  if (port === null) return []
  const isOfService = via === 'NodePort' || front !== undefined
  if (isOfService && !service?.ports.some(({nodePort}) => nodePort === port)) return []
  const families = isOfService ? familiesOf(service) : undefined
  return targetsAtNodes(cluster, port).filter(({family}) => families?.includes(family) ?? true)
}

/** Every way in that the objects of a Service and its pods show, whatever exposure says of them. */
export function targetsOfService(cluster: Cluster, name: ServiceName): readonly Target[] {
  const service = serviceAt(cluster, name)
  if (!service) return []
  const {object, ports, type, uid} = service
  const balancers = itemsOf(valueAt(object, 'status', 'loadBalancer', 'ingress')).flatMap((one) => textOf(fieldsOf(one)['ip']) ?? [])
  const external = itemsOf(valueAt(object, 'spec', 'externalIPs')).filter((text) => typeof text === 'string')
  const atNodes = [...ports.flatMap(({nodePort}) => nodePort ?? []), ...podsBehind(cluster, name).flatMap(portsOfNode)]
  return [
    ...[...balancers, ...external].map((address) => targetAt(address, 80)),
    ...atNodes.flatMap((port) => targetsAtNodes(cluster, port)),
    ...(type === 'LoadBalancer' && uid === undefined ? targetsByName(service) : []),
  ]
}

/** Whether what stands before an Ingress or a Gateway reaches the Service behind it: by its cluster IP, or its pods where it has none. */
export function passesBehind(cluster: Cluster, name: ServiceName, via: 'Ingress' | 'Gateway'): boolean {
  const from = `pod/${via === 'Ingress' ? 'nginx' : 'envoy'}-${EDGE}`
  return wordsInside(cluster, name).some(({word, family}) => passes(ask(cluster, word, {from, namespace: EDGE, family}).data.verdict))
}

/** What somebody in the cluster connects to who asks no DNS, as programs do that watch the API. */
export function wordsInside(cluster: Cluster, name: ServiceName): readonly Pick<Target, 'word' | 'family'>[] {
  const service = serviceAt(cluster, name)
  if (!service) return []
  const families = familiesOf(service)
  if (service.headless) {
    const answering = podsBehind(cluster, name).filter(({ready, terminating}) => ready === true && terminating !== true)
    const all = answering.flatMap((pod) => (pod.addresses ?? []).map((address) => targetAt(address, portOf(pod))))
    return all.filter(({family}) => families.includes(family))
  }
  if (service.clusterIPs.length > 0) return service.clusterIPs.map((address) => targetAt(address, 80))
  return families.map((family) => ({word: `${name.name}.${name.namespace}.svc.cluster.local:80`, family}))
}

export function podsBehind({pods}: Cluster, {namespace, name}: ServiceName): readonly Pod[] {
  return pods.inNamespace(namespace).filter(({labels}) => labels['role'] === 'server' && name === `s-${labels['app']}`)
}

export function familiesOf(service: Service | undefined): readonly AddressFamily[] {
  return (service?.ipFamilies ?? ['IPv4']).map((family) => (family === 'IPv6' ? 'IPv6' : 'IPv4'))
}

export function serviceAt({services}: Cluster, {namespace, name}: ServiceName): Service | undefined {
  return services.find((one) => one.name === name && one.namespace === namespace)
}

export function portOf({spec}: Pod): number {
  return Number(valueAt(itemsOf(fieldsOf(itemsOf(fieldsOf(spec)['containers'])[0])['ports'])[0], 'containerPort'))
}

export function isOnNodeNetwork({spec}: Pod): boolean {
  return fieldsOf(spec)['hostNetwork'] === true
}

function portsOfNode(pod: Pod): readonly number[] {
  const stated = valueAt(itemsOf(fieldsOf(itemsOf(fieldsOf(pod.spec)['containers'])[0])['ports'])[0], 'hostPort')
  return isOnNodeNetwork(pod) ? [portOf(pod)] : typeof stated === 'number' ? [stated] : []
}

function targetsAtNodes({nodes}: Cluster, port: number): readonly Target[] {
  return NODES.flatMap((name) =>
    itemsOf(valueAt(nodes.get(name)?.object, 'status', 'addresses')).map((one) => ({
      ...targetAt(textOf(fieldsOf(one)['address']) ?? '', port),
      isNode: true,
    })),
  )
}

function targetsByName(service: Service): readonly Target[] {
  const {name, namespace} = service
  return familiesOf(service).map((family) => ({word: `svc/${name}:80`, family, address: null, namespace, isNode: false}))
}

function targetAt(address: string, port: number): Target {
  const word = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  return {word, family: familyOf(address), address, namespace: undefined, isNode: false}
}
