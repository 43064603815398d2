import {type Address, parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {containerPortsOf} from '../../cluster/container-port.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import {matchesLabels} from '../../cluster/label-selector.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {type Backends, findBackends} from '../../network/endpoints/backends.ts'
import {enumerate} from '../naming.ts'
import {externalIPsOf, ingressOf, servicesAt} from '../services-at.ts'
import {nodeAddresses, ownersOnNode} from './node-owners.ts'
import {type Owner, type OwnerKind, podName, portList, portName, serviceName} from './owner.ts'
import type {PortQuestion} from './question.ts'

/** Everything in the input that has an address, in the order in which packets meet it: Services, nodes, pods and other endpoints. */
export function ownersOfAddress(cluster: Cluster, address: Address, port: PortQuestion | undefined): readonly Owner[] {
  const {text} = address
  const virtual = servicesAt(cluster, text).flatMap((service) => ownersIn(service, text, port))
  const nodes = [...cluster.nodes.values()].filter(({object}) => nodeAddresses(object).some((one) => one.text === text))
  const ofNodes = nodes.flatMap((node) => ownersOnNode(cluster, node.name, text, port))
  return [...virtual, ...ofNodes, ...endpointOwners(cluster, text, port, ofNodes.length > 0)]
}

/** Whether a Service port is the one that was asked for. */
export function isAskedPort(declared: ServicePort, {text, number, protocol}: PortQuestion): boolean {
  return (
    (number === undefined ? declared.name === text : declared.port === number) && (protocol === undefined || declared.protocol === protocol)
  )
}

function ownersIn(service: Service, address: string, port: PortQuestion | undefined): readonly Owner[] {
  const [kind, words] = relationOf(service, address)
  return ownersOfService(service, kind, `${words} of ${serviceName(service)}`, port)
}

/** A Service as a whole, or the ports of it that were asked for. */
export function ownersOfService(service: Service, kind: OwnerKind, sentence: string, port: PortQuestion | undefined): readonly Owner[] {
  if (!port) return [{kind, sentence, service, ...(service.ports.length === 1 && service.ports[0] && {port: service.ports[0]})}]
  const ports = service.ports.filter((declared) => isAskedPort(declared, port))
  if (ports.length === 0) {
    const asked = `${port.protocol === undefined ? '' : `${port.protocol} `}port ${port.text}`
    return [{kind, sentence: `${sentence}, which has no ${asked}`, service, lacks: `it has ${portList(service)}`}]
  }
  return ports.map((declared) => ({kind, sentence: `${sentence}, port ${portName(declared)}`, service, port: declared}))
}

function relationOf(service: Service, address: string): readonly [kind: OwnerKind, words: string] {
  const isSame = (text: string | undefined) => text === address || parseAddress(text ?? '')?.text === address
  if (service.clusterIPs.some(isSame)) return ['cluster-ip', 'the cluster IP']
  if (ingressOf(service).some(({ip}) => isSame(ip))) return ['load-balancer', "the load balancer's address"]
  return externalIPsOf(service).some(isSame) ? ['external-ip', 'an external IP'] : ['cluster-ip', 'an address']
}

/** Pods with an address of their own, and endpoints that are no pods. Those on their node's network share its address. */
function endpointOwners(cluster: Cluster, address: string, port: PortQuestion | undefined, isNode: boolean): readonly Owner[] {
  const pods = cluster.pods.all.filter(
    (pod) => pod.addresses?.includes(address) && !pod.finished && !(isNode && fieldsOf(pod.spec)['hostNetwork'] === true),
  )
  if (pods.length > 0) return pods.map((pod) => podOwner(cluster, pod, address, port))
  if (isNode) return []
  const services = cluster.services.filter((service) =>
    cluster
      .slicesOf(service)
      .some(({endpoints}) => endpoints.some(({addresses}) => addresses.some((one) => parseAddress(one)?.text === address))),
  )
  return services.flatMap((service): readonly Owner[] => {
    const found = endpointsAt(findBackends(cluster, service), address, port)
    const [endpoint] = found
    if (!endpoint) return []
    const {target} = endpoint
    const pod = target?.kind === 'Pod' ? {namespace: target.namespace ?? service.namespace, name: target.name} : undefined
    const declared = service.ports.find(({name, protocol}) => name === endpoint.portName && protocol === endpoint.protocol)
    return [
      {
        kind: 'endpoint',
        sentence: `an endpoint of ${serviceName(service)}${declared && port ? `, port ${portName(declared)}` : ''}${pod ? `: pod ${serviceName(pod)}` : ', and no pod'}`,
        ...(pod && {pod}),
        service,
        ...(declared && {port: declared}),
        endpoint: withPort(address, endpoint.port),
        ...(endpoint.nodeName !== null && {node: endpoint.nodeName}),
      },
    ]
  })
}

function endpointsAt({endpoints}: Backends, address: string, port: PortQuestion | undefined) {
  return endpoints.filter(
    (one) =>
      one.address !== null &&
      parseAddress(one.address)?.text === address &&
      (port === undefined || (one.port === port.number && (port.protocol ?? one.protocol) === one.protocol)),
  )
}

function podOwner(cluster: Cluster, pod: Pod, address: string, port: PortQuestion | undefined): Owner {
  const selecting = cluster.services.filter(
    (service) =>
      service.namespace === pod.namespace &&
      (service.selector ? matchesLabels(service.selector, pod.labels) : listsAddress(cluster, service, address)),
  )
  const endpointOf = selecting.flatMap((service) => {
    const found = endpointsAt(findBackends(cluster, service), address, port)
    const ports = service.ports.filter(({name, protocol}) => found.some((one) => one.portName === name && one.protocol === protocol))
    return ports.map((declared) => ({service, port: declared}))
  })
  const services = enumerate([...new Set(endpointOf.map(({service}) => serviceName(service)))])
  const container =
    port &&
    containerPortsOf(pod.spec).find(
      ({containerPort, protocol}) => containerPort === port.number && (port.protocol ?? protocol) === protocol,
    )
  const where = port === undefined ? '' : `port ${port.text}${container?.name ? ` (${container.name})` : ''} of `
  const [only, ...others] = endpointOf
  return {
    kind: 'pod',
    sentence: `${where}pod ${serviceName(podName(pod))}${pod.nodeName === null ? '' : ` on ${pod.nodeName}`}${services === '' ? `, an endpoint of no Service${port ? ' with this port' : ''}` : `, an endpoint of ${services}`}`,
    pod: podName(pod),
    ...(pod.nodeName !== null && {node: pod.nodeName}),
    endpointOf,
    ...(only && others.length === 0 && {service: only.service, port: only.port}),
  }
}

function listsAddress(cluster: Cluster, service: Service, address: string): boolean {
  return cluster.slicesOf(service).some(({endpoints}) => endpoints.some(({addresses}) => addresses.includes(address)))
}

export function withPort(address: string, port: number | null): string {
  const host = address.includes(':') ? `[${address}]` : address
  return port === null ? host : `${host}:${port}`
}
