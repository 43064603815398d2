import {contains, parseRange} from '../../network/proxy/address-range.ts'
import type {IpSet} from '../../network/proxy/ipvs/ip-set.ts'
import {programIpvs} from '../../network/proxy/ipvs/program.ts'
import {virtualServersText} from '../../network/proxy/ipvs/save-text.ts'
import {serviceText} from '../../network/proxy/ipvs/virtual-server.ts'
import {type Crossing, type IsInSet, wayIn} from './iptables-way.ts'

const ENTRY_CHAINS = {
  nat: ['KUBE-SERVICES'],
  filter: ['KUBE-PROXY-FIREWALL', 'KUBE-IPVS-FILTER'],
} as const

/** The entries of IP sets by which rules know a packet, those rules, and the virtual server that takes it, as ipset, iptables-save and ipvsadm-save print them. */
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
  const met = program.tables.toReversed().filter(({name}) => name === 'nat' || !crossing.translated)
  const rules = met.flatMap((table) => {
    const found = wayIn(table, crossing, ENTRY_CHAINS[table.name], isInSet)
    return found.length > 0 ? [`*${table.name}`, ...found] : []
  })
  // What is dropped on its way in is dropped before IPVS sees it.
  if (rules.some((rule) => rule.endsWith('-j DROP'))) return [...entries, ...rules]
  const service = serviceText(port, packet.destination, packet.port)
  const servers = program.virtualServers.filter((server) => server.service === service)
  const server = virtualServersText({...program, virtualServers: servers}).trimEnd()
  return [...entries, ...rules, ...(server === '' ? [] : server.split('\n'))]
}

/** The entry of a set that a packet is in, by the parts of it that a rule looks up. */
function entryOf({name, type, entries}: IpSet, direction: string, {packet, model, family}: Crossing): string | undefined {
  const [first, ...others] = direction.split(',')
  const source = packet.source.kind === 'node' ? model.families[family].nodeAddress : packet.source.address
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
