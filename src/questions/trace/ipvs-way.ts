import {contains, parseRange} from '../../network/proxy/address-range.ts'
import type {IpSet} from '../../network/proxy/ipvs/ip-set.ts'
import {programIpvs} from '../../network/proxy/ipvs/program.ts'
import {virtualServersText} from '../../network/proxy/ipvs/save-text.ts'
import {serviceText} from '../../network/proxy/ipvs/virtual-server.ts'
import {type Crossing, type IsInSet, wayThrough} from './iptables-way.ts'

/** From outside and from pods, a virtual address being the node's own; and the node's own packets, which IPVS takes as they leave. */
const ENTRY_CHAINS = {
  in: {nat: ['KUBE-SERVICES'], filter: ['KUBE-IPVS-FILTER', 'KUBE-PROXY-FIREWALL', 'KUBE-NODE-PORT']},
  out: {nat: ['KUBE-SERVICES'], filter: ['KUBE-IPVS-OUT-FILTER']},
} as const

/**
 * The entries of IP sets by which rules know a packet, those rules, and the virtual server that takes it, as ipset, iptables-save and ipvsadm-save
 * print them.
 */
export function ipvsWay(crossing: Crossing): readonly string[] {
  const {model, packet, port, family} = crossing
  const families = {...model.families, [family]: {...model.families[family], ports: [port]}}
  // Whatever address of the node a packet is for, node ports are virtual servers there.
  const otherAddresses = packet.port === port.nodePort ? [packet.destination] : []
  const program = programIpvs({...model, families}, family, {otherAddresses})
  const entries = new Set<string>()
  const isInSet: IsInSet = (lookup) => {
    const [name = '', direction = ''] = lookup.split(' ')
    const set = program.sets.find((one) => one.name === name)
    const entry = set && entryOf(set, direction, crossing)
    if (entry !== undefined) entries.add(`add ${name} ${entry}`)
    return entry !== undefined
  }
  const rules = wayThrough(program.tables, crossing, ENTRY_CHAINS[packet.source.kind === 'node' ? 'out' : 'in'], isInSet)
  const isEnded = rules.some((rule) => /-j (DROP|REJECT)\b/.test(rule))
  const service = serviceText(port, packet.destination, packet.port)
  const servers = isEnded ? [] : program.virtualServers.filter((server) => server.service === service)
  const server = virtualServersText({...program, virtualServers: servers}).trimEnd()
  return [...entries, ...rules, ...(server === '' ? [] : server.split('\n'))]
}

/** The entry of a set that a packet is in, by the parts of it that a rule looks up. */
function entryOf({name, type, entries}: IpSet, direction: string, {packet, source}: Crossing): string | undefined {
  const [first, ...others] = direction.split(',')
  const address = first === 'src' ? source : packet.destination
  if (type === 'bitmap:port') return entries.find((entry) => entry === String(packet.port))
  if (type === 'hash:ip') return entries.find((entry) => entry === address)
  const start = `${address},${packet.protocol.toLowerCase()}:${packet.port}`
  if (others.length < 2) return entries.find((entry) => entry === start)
  // By then it is for an endpoint, which it comes from as well.
  if (name.endsWith('LOOP-BACK')) return entries.find((entry) => entry.endsWith(`,${source}`))
  const isSource = (text: string) => {
    const range = text.includes('/') ? parseRange(text) : undefined
    return source !== null && (range ? contains(range, source) : text === source)
  }
  return entries.find((entry) => entry.startsWith(`${start},`) && isSource(entry.slice(start.length + 1)))
}
