import type {ProxyConfiguration} from '../configuration.ts'
import type {FamilyModel, RoutedPort} from '../proxy-model.ts'
import type {TrafficPolicy} from '../service-port.ts'
import {clusterIPText, externalAddresses, type NodeAddresses} from './node-addresses.ts'
import {realServersFor, serviceText, type VirtualServer} from './virtual-server.ts'

type Candidate = Omit<VirtualServer, 'rivals'>

/** The virtual servers of one family, in the order of its Service ports: cluster IP, external IPs, load balancers' addresses, node ports. */
export function virtualServers(model: FamilyModel, addresses: NodeAddresses, configuration: ProxyConfiguration): readonly VirtualServer[] {
  const byService = new Map<string, Map<RoutedPort, Candidate>>()
  for (const candidate of model.ports.flatMap((port) => candidatesOf(port, addresses, configuration))) {
    const sameService = byService.get(candidate.service) ?? new Map<RoutedPort, Candidate>()
    // Of one Service port the last counts: it overwrites what it has just written.
    byService.set(candidate.service, sameService.set(candidate.port, candidate))
  }
  return [...byService.values()].flatMap((sameService) => {
    const [first, ...rivals] = [...sameService.values()]
    return first ? [{...first, rivals}] : []
  })
}

function candidatesOf(port: RoutedPort, addresses: NodeAddresses, configuration: ProxyConfiguration): readonly Candidate[] {
  const {nodePort} = port
  const {ipvsScheduler: scheduler} = configuration
  const candidate = (address: string, number: number | 'pending', policy: TrafficPolicy): Candidate => ({
    service: serviceText(port, address, number),
    address,
    number,
    port,
    scheduler,
    hashesSourcePorts: scheduler === 'mh',
    affinitySeconds: port.affinitySeconds,
    realServers: realServersFor(port, policy),
  })
  return [
    candidate(clusterIPText(port), port.port, port.internalPolicy),
    ...externalAddresses(port).map((address) => candidate(address, port.port, port.externalPolicy)),
    ...(nodePort === null ? [] : addresses.forNodePorts.map((address) => candidate(address, nodePort, port.externalPolicy))),
  ]
}
