import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {identityKey} from '../../cluster/identity.ts'
import type {Service} from '../../cluster/service.ts'
import type {ProxyConfiguration} from './configuration.ts'
import {answerHealthCheck, type HealthCheck} from './health-check.ts'
import {listEndpoints} from './listed-endpoints.ts'
import {findLocalTraffic, type LocalTraffic} from './local-traffic.ts'
import {findNodePortAddresses, type NodePortAddresses} from './node-port-addresses.ts'
import {type ProxyEndpoint, portKey, seeEndpoints} from './proxy-endpoint.ts'
import {type ProxyNode, readProxyNode} from './proxy-node.ts'
import {type ServicePort, servicePortsOf} from './service-port.ts'
import {type Treatments, treatmentsOf} from './treatment.ts'
import {type Uncertainty, uncertaintiesOf} from './uncertainty.ts'
import {findUsableEndpoints, type UsableEndpoints} from './usable-endpoints.ts'

/** A Service port with all that a node does about it. */
export interface RoutedPort extends ServicePort, Treatments {
  /** All that slices list for it, usable or not. */
  readonly endpoints: readonly ProxyEndpoint[]
  readonly usable: UsableEndpoints
  /** Empty where the input decides everything, as slices do. */
  readonly uncertainties: readonly Uncertainty[]
}

/** What holds for all Services of one family on a node. */
export interface FamilySettings {
  readonly family: AddressFamily
  /** The node's own; loopback where it is not known. */
  readonly nodeAddress: string
  readonly localTraffic: LocalTraffic
  readonly nodePortAddresses: NodePortAddresses
}

export interface FamilyModel extends FamilySettings {
  /** By namespace and name, then as the Service has them. */
  readonly ports: readonly RoutedPort[]
  readonly healthChecks: readonly HealthCheck[]
}

/** Everything that the kube-proxy of one node does, whatever it programs it with. */
export interface ProxyModel {
  readonly configuration: ProxyConfiguration
  readonly node: ProxyNode
  readonly families: Readonly<Record<AddressFamily, FamilyModel>>
}

/** Builds the model for one node; a node that the input lacks has no zone, no addresses, and only the endpoints that name it. */
export function buildProxyModel(cluster: Cluster, nodeName: string, configuration: ProxyConfiguration): ProxyModel {
  const node = readProxyNode(nodeName, cluster.nodes.get(nodeName), configuration.bindAddress)
  const services = [...new Map(cluster.services.map((service) => [identityKey(service), service])).values()].sort(inOrder)
  const build = (family: AddressFamily): FamilyModel => {
    const settings = familySettings(family, node, configuration)
    const routed = services.map((service) => routeService(cluster, service, node, settings, configuration))
    return {...settings, ports: routed.flatMap(({ports}) => ports), healthChecks: routed.flatMap(({healthCheck}) => healthCheck ?? [])}
  }
  return {configuration, node, families: {IPv4: build('IPv4'), IPv6: build('IPv6')}}
}

export function familySettings(family: AddressFamily, node: ProxyNode, configuration: ProxyConfiguration): FamilySettings {
  return {
    family,
    nodeAddress: node.addresses[family],
    localTraffic: findLocalTraffic(configuration.detectLocal, family, node),
    nodePortAddresses: findNodePortAddresses(configuration.nodePortAddresses, family, node, configuration.version),
  }
}

export interface RoutedService {
  readonly ports: readonly RoutedPort[]
  readonly healthCheck: HealthCheck | undefined
}

/** One Service in one family: all that a question about it alone needs. */
export function routeService(
  cluster: Cluster,
  service: Service,
  node: ProxyNode,
  {family, localTraffic}: FamilySettings,
  configuration: ProxyConfiguration,
): RoutedService {
  const servicePorts = servicePortsOf(service, family, configuration, node.primaryFamily)
  if (servicePorts.length === 0) return {ports: [], healthCheck: undefined}
  const listed = listEndpoints(cluster, service, family, node.primaryFamily)
  const byPort = seeEndpoints(listed, node.name, configuration.version)
  const ports = servicePorts.map((port): RoutedPort => {
    const endpoints = byPort.get(portKey(port.declared.name, port.protocol)) ?? []
    const usable = findUsableEndpoints(endpoints, port, node)
    const uncertainties = uncertaintiesOf(port, endpoints)
    return {...port, endpoints, usable, uncertainties, ...treatmentsOf(port, usable, localTraffic, configuration.masqueradeAll)}
  })
  const checked = servicePorts[0]?.healthCheckNodePort ?? null
  const healthCheck = checked === null ? undefined : answerHealthCheck(service, checked, [...byPort.values()].flat())
  return {ports, healthCheck}
}

function inOrder(a: Service, b: Service): number {
  return compare(a.namespace, b.namespace) || compare(a.name, b.name)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
