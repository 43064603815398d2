import type {AddressFamily} from '../../cluster/address.ts'
import {valueAt} from '../../cluster/fields.ts'
import type {Service} from '../../cluster/service.ts'
import {addressTypesOf} from '../../network/endpoints/address-types.ts'
import {externalIPsOf, ingressOf} from '../services-at.ts'

/** Addresses that nobody can have: 240.0.0.0/4 is reserved (RFC 1112), and what goes to 100::/64 is thrown away (RFC 6666). */
const ADDRESSES: Readonly<Record<AddressFamily, {readonly cluster: string; readonly balancer: string; readonly external: string}>> = {
  IPv4: {cluster: '240.0.0.1', balancer: '240.0.0.2', external: '240.0.0.3'},
  IPv6: {cluster: '100::1', balancer: '100::2', external: '100::3'},
}

/** Above what is handed out for node ports by default. */
const FIRST_PORT = 65_535

/**
 * A planned Service as it will be: in place of the addresses and node ports that the API server and a load balancer will give it stand others, so
 * that packets to it can be followed. One that runs has what it has. `primaryFamily` is the cluster's.
 */
export function withStandIns(service: Service, primaryFamily: AddressFamily): Service {
  if (service.uid !== undefined || service.headless || service.type === 'ExternalName') return service
  const families = addressTypesOf(service) ?? [primaryFamily]
  const clusterIPs = families.map((family) => service.clusterIPs.find((text) => familyIs(text, family)) ?? ADDRESSES[family].cluster)
  return {...service, clusterIPs, ports: portsOf(service), object: objectOf(service, families)}
}

/** Whether an address stands for one that is not known. */
export function isStandIn(address: string): boolean {
  return Object.values(ADDRESSES).some((stand) => Object.values(stand).includes(address))
}

/** The address for whoever comes by a node port of a node whose addresses are not known: nodes treat both alike. */
export function externalStandIn(family: AddressFamily): string {
  return ADDRESSES[family].external
}

/** A text of rules, with the names of what is not known in place of what stands for it. */
export function nameStandIns(text: string, {namespace, name}: Service): string {
  const names = {cluster: `<${namespace}/${name}>`, balancer: `<load balancer of ${namespace}/${name}>`, external: '<node>'}
  let named = text
  for (const stand of Object.values(ADDRESSES)) {
    for (const key of ['cluster', 'balancer', 'external'] as const) {
      const digits = stand[key].replaceAll('.', '\\.')
      // A port may follow, in IPv6 behind a bracket.
      const form = stand[key].includes(':')
        ? `\\[${digits}\\]|(?<![\\w.:])${digits}(?:/128)?(?![\\w.:])`
        : `(?<![\\w.:])${digits}(?:/32)?(?![\\w.])`
      named = named.replace(new RegExp(form, 'g'), names[key])
    }
  }
  return named.replace(/\b655[123]\d\b/g, '<node port>')
}

export function isStandInPort(port: number): boolean {
  return port > FIRST_PORT - 100
}

function familyIs(text: string, family: AddressFamily): boolean {
  return text.includes(':') === (family === 'IPv6')
}

function portsOf(service: Service): Service['ports'] {
  const allocates = valueAt(service.object, 'spec', 'allocateLoadBalancerNodePorts') !== false
  const awaits = service.type === 'NodePort' || (service.type === 'LoadBalancer' && allocates)
  return awaits ? service.ports.map((port) => ({...port, nodePort: port.nodePort ?? FIRST_PORT - port.index})) : service.ports
}

function objectOf(service: Service, families: readonly AddressFamily[]): Service['object'] {
  const {object, type} = service
  const spec = valueAt(object, 'spec') as Readonly<Record<string, unknown>>
  const isBalanced = type === 'LoadBalancer' && ingressOf(service).length === 0
  const byNode = type === 'NodePort' || type === 'LoadBalancer' ? families.map((family) => ADDRESSES[family].external) : []
  return {
    ...object,
    spec: {...spec, externalIPs: [...externalIPsOf(service), ...byNode]},
    ...(isBalanced && {status: {loadBalancer: {ingress: families.map((family) => ({ip: ADDRESSES[family].balancer}))}}}),
  }
}
