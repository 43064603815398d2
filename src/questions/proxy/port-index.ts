import type {FamilyModel, RoutedPort} from '../../network/proxy/proxy-model.ts'
import {nameOfPort, type PortName, portText} from './observation.ts'

/** Finds the Service ports of a family by what rules say of them. */
export interface PortIndex {
  /** By name; of those with one name, the one with that protocol where there is one. */
  readonly byName: (name: PortName) => RoutedPort | undefined
  /** By address and number, or by number alone as a node port. */
  readonly byEntry: (address: string | undefined, number: string, protocol: string) => RoutedPort | undefined
  readonly byClusterIP: (address: string) => RoutedPort | undefined
  /** By any of its addresses, as one of several Service ports that have it. */
  readonly byAddress: (address: string) => RoutedPort | undefined
  /** By the text of an endpoint, as one of several Service ports that have it. */
  readonly byEndpoint: (endpoint: string, protocol: string) => RoutedPort | undefined
}

export function indexPorts({ports}: FamilyModel): PortIndex {
  const names = new Map<string, RoutedPort[]>()
  const entries = new Map<string, RoutedPort>()
  const clusterIPs = new Map<string, RoutedPort>()
  const endpoints = new Map<string, RoutedPort>()
  const addresses = new Map<string, RoutedPort>()
  for (const port of ports) {
    const name = portText(nameOfPort(port))
    const same = names.get(name)
    if (same) same.push(port)
    else names.set(name, [port])
    const {clusterIP, externalIPs, loadBalancerIPs, protocol} = port
    for (const address of [clusterIP, ...externalIPs, ...loadBalancerIPs]) entries.set(`${address} ${port.port} ${protocol}`, port)
    for (const address of [...externalIPs, ...loadBalancerIPs, clusterIP ?? '']) addresses.set(address, port)
    if (clusterIP !== null) clusterIPs.set(clusterIP, port)
    for (const {text} of port.endpoints) endpoints.set(`${text} ${protocol}`, port)
    for (const number of [port.nodePort, port.healthCheckNodePort]) entries.set(`undefined ${number} ${protocol}`, port)
  }
  return {
    byName: (name) => {
      const same = names.get(portText(name))
      return same?.find(({protocol}) => protocol === name.protocol) ?? same?.[0]
    },
    byClusterIP: (address) => clusterIPs.get(address),
    byAddress: (address) => addresses.get(address),
    byEndpoint: (endpoint, protocol) => endpoints.get(`${endpoint} ${protocol}`),
    byEntry: (address, number, protocol) => entries.get(`${address} ${number} ${protocol}`),
  }
}

/** What an address, or for undefined a port of the node, is to a Service port. */
export function viaOf(port: RoutedPort | undefined, address: string | undefined): string {
  if (address === undefined) return 'node port'
  if (port?.loadBalancerIPs.includes(address)) return 'load balancer'
  if (port?.externalIPs.includes(address)) return 'external IP'
  return port?.clusterIP === address ? 'cluster IP' : 'address'
}

/** `10.0.0.1:80/TCP`, `[fd00:10::1]:80/TCP`, `30080/TCP`. */
export function entryText(address: string | undefined, number: string, protocol: string): string {
  if (address === undefined) return `${number}/${protocol}`
  return `${address.includes(':') ? `[${address}]` : address}:${number}/${protocol}`
}
