import type {AddressFamily} from '../../../cluster/address.ts'
import type {FamilySettings, RoutedPort} from '../proxy-model.ts'
import type {Outcome} from '../treatment.ts'
import {serviceChain} from './chain-name.ts'
import {count} from './frame.ts'
import {comment, type Rule} from './rule.ts'
import type {IptablesSettings} from './settings.ts'

/** The rules of one Service port in the chains that all of them share: what is sent on to the port's own chains, refused or dropped. */
export interface Capture {
  readonly natServices: readonly Rule[]
  readonly natNodePorts: readonly Rule[]
  readonly filterServices: readonly Rule[]
  readonly filterExternalServices: readonly Rule[]
  readonly filterNodePorts: readonly Rule[]
  readonly filterFirewall: readonly Rule[]
}

const LOCAL = '-m addrtype --dst-type LOCAL'

/** Whether load-balancer addresses go by the port's firewall chain. */
export function hasFirewall({usable, loadBalancerIPs, sourceRanges}: RoutedPort): boolean {
  return usable.existAnywhere && loadBalancerIPs.length > 0 && sourceRanges.length > 0
}

/** The chain of the endpoints that traffic to the cluster IP goes to. */
export function internalChain(port: RoutedPort): string {
  return serviceChain(port.internalPolicy === 'Local' ? 'KUBE-SVL' : 'KUBE-SVC', port)
}

export function capture(port: RoutedPort, {family}: FamilySettings, settings: IptablesSettings): Capture {
  const {existAnywhere} = port.usable
  const destinations = [...port.externalIPs, ...port.loadBalancerIPs]
  const toExternal = serviceChain('KUBE-EXT', port)
  const external = port.external?.others
  const to = (address: string, text: string, jump: string): Rule => ({...atPort(port, address, port.port, [comment(text)]), jump})
  const toBalancer = hasFirewall(port) ? serviceChain('KUBE-FW', port) : toExternal
  const natExternal = [
    ...port.externalIPs.map((address) => to(address, `${port.name} external IP`, toExternal)),
    ...port.loadBalancerIPs.map((address) => to(address, `${port.name} loadbalancer IP`, toBalancer)),
  ]
  const internal = port.internal.others
  const clusterIP = port.clusterIP ?? `<${port.name}>`
  const arrives = internal.kind === 'endpoints'
  return {
    natServices: [
      ...(arrives ? [to(clusterIP, `${port.name} cluster IP`, internalChain(port))] : []),
      ...(existAnywhere ? natExternal : []),
    ],
    natNodePorts: existAnywhere ? nodePortRules(port, toExternal, settings) : [],
    filterServices: refusal(port, internal, family, [clusterIP]),
    filterExternalServices: [...refusal(port, external, family, destinations), ...nodePortRefusal(port, external, family)],
    filterNodePorts: healthCheckRules(port),
    filterFirewall: hasFirewall(port)
      ? port.loadBalancerIPs.map((address) => to(address, `${port.name} traffic not accepted by ${serviceChain('KUBE-FW', port)}`, 'DROP'))
      : [],
  }
}

/** The parts that match a destination and a port. A number that is not known is written as the port's name. */
function atPort(port: RoutedPort, address: string | undefined, number: number | 'pending', matches: readonly string[]): Rule {
  const protocol = port.protocol.toLowerCase()
  const dport = number === 'pending' ? `<${port.name}>` : number
  return {
    ...(address !== undefined && {destination: {value: address}}),
    protocol,
    matches: [...matches, `-m ${protocol} --dport ${dport}`],
  }
}

function nodePortRules(port: RoutedPort, jump: string, {localhostNodePorts, countsPackets}: IptablesSettings): readonly Rule[] {
  if (port.nodePort === null) return []
  const rule = (address?: string) => atPort(port, address, port.nodePort ?? 'pending', [comment(port.name)])
  const counted = rule('127.0.0.0/8')
  const overLoopback = {...counted, matches: [...(counted.matches ?? []), count('localhost_nps_accepted_pkts')], jump}
  return [...(localhostNodePorts && countsPackets ? [overLoopback] : []), {...rule(), jump}]
}

function refusal(port: RoutedPort, outcome: Outcome | undefined, family: AddressFamily, addresses: readonly string[]): readonly Rule[] {
  const refused = refusalOf(port, outcome, family)
  return refused ? addresses.map((address) => ({...atPort(port, address, port.port, [refused.text]), jump: refused.jump})) : []
}

function nodePortRefusal(port: RoutedPort, outcome: Outcome | undefined, family: AddressFamily): readonly Rule[] {
  const refused = refusalOf(port, outcome, family)
  if (!refused || port.nodePort === null) return []
  return [{...atPort(port, undefined, port.nodePort, [refused.text, LOCAL]), jump: refused.jump}]
}

function refusalOf(port: RoutedPort, outcome: Outcome | undefined, family: AddressFamily) {
  switch (outcome?.kind) {
    case 'reject':
      return {
        text: comment(`${port.name} has no endpoints`),
        jump: `REJECT --reject-with ${family === 'IPv4' ? 'icmp' : 'icmp6'}-port-unreachable`,
      }
    case 'drop':
      return {text: comment(`${port.name} has no local endpoints`), jump: 'DROP'}
    case 'endpoints':
    case undefined:
      return undefined
  }
}

/** Load balancers ask over TCP, whatever the Service is for. */
function healthCheckRules(port: RoutedPort): readonly Rule[] {
  const {name, healthCheckNodePort} = port
  if (healthCheckNodePort === null) return []
  return [
    {...atPort({...port, protocol: 'TCP'}, undefined, healthCheckNodePort, [comment(`${name} health check node port`)]), jump: 'ACCEPT'},
  ]
}
