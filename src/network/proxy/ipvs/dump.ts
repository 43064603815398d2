import type {AddressFamily} from '../../../cluster/address.ts'
import {type DumpedTable, parseIptablesSave} from '../iptables/dump.ts'
import {withoutWholeLength} from './ip-sets.ts'

/** A virtual server as ipvsadm-save prints it. */
export interface DumpedServer {
  readonly family: AddressFamily
  /** `-t 10.0.0.10:53` */
  readonly service: string
  readonly scheduler: string
  readonly affinitySeconds: number | null
  readonly hashesSourcePorts: boolean
  /** What is said of each real server, by `10.244.0.2:80`: `-m -w 1`. */
  readonly realServers: ReadonlyMap<string, string>
}

export interface DumpedSet {
  readonly name: string
  readonly type: string
  readonly entries: ReadonlySet<string>
}

/** What was taken from a node in ipvs mode; a part that no program printed is undefined. */
export interface IpvsDump {
  readonly servers: readonly DumpedServer[] | undefined
  readonly sets: readonly DumpedSet[] | undefined
  readonly tables: readonly DumpedTable[] | undefined
}

/** Reads the output of `ipvsadm-save -n`, `ipset save`, iptables-save and ip6tables-save, in any order or some of them alone. */
export function parseIpvsDump(text: string): IpvsDump {
  const has = (line: RegExp) => line.test(text)
  return {
    servers: has(SERVER) ? parseIpvsadmSave(text) : undefined,
    sets: has(/^create \S+ \S+/m) ? parseIpsetSave(text) : undefined,
    tables: has(/^\*\w+/m) ? parseIptablesSave(text) : undefined,
  }
}

const SERVICE = String.raw`(?:-t|-u|--(?:tcp|udp|sctp)-service) \S+`
const SERVER = new RegExp(`^-A (${SERVICE}) ?(.*)$`, 'm')
const REAL_SERVER = new RegExp(`^-a (${SERVICE}) -r (\\S+) ?(.*)$`)

/** Reads virtual servers with addresses and ports as numbers; those by firewall mark are nothing of kube-proxy's. */
export function parseIpvsadmSave(text: string): readonly DumpedServer[] {
  const servers = new Map<string, DumpedServer & {readonly realServers: Map<string, string>}>()
  for (const line of text.split('\n')) {
    const [, service, options = ''] = SERVER.exec(line) ?? []
    if (service !== undefined) {
      servers.set(service, {
        family: service.includes('[') ? 'IPv6' : 'IPv4',
        service,
        scheduler: /(?:^| )-s (\S+)/.exec(options)?.[1] ?? '',
        affinitySeconds: affinityOf(options),
        // ipvsadm before 1.31 has no name for it.
        hashesSourcePorts: /(?:^| )-b \S*(?:mh-port|flag-2)/.test(options),
        realServers: new Map(),
      })
    }
    const [, of = '', realServer = '', said = ''] = REAL_SERVER.exec(line) ?? []
    servers.get(of)?.realServers.set(realServer, said)
  }
  return [...servers.values()]
}

function affinityOf(options: string): number | null {
  const seconds = /(?:^| )-p (\d+)/.exec(options)?.[1]
  return seconds === undefined ? null : Number(seconds)
}

/** Reads sets with their entries, without what may follow an entry (time-outs, counters, comments). */
export function parseIpsetSave(text: string): readonly DumpedSet[] {
  const sets = new Map<string, DumpedSet & {readonly entries: Set<string>}>()
  for (const line of text.split('\n')) {
    const [verb, name = '', rest = ''] = line.split(' ')
    if (verb === 'create') sets.set(name, {name, type: rest, entries: new Set()})
    if (verb === 'add') sets.get(name)?.entries.add(canonicalEntry(rest))
  }
  return [...sets.values()]
}

/** Some versions of ipset write a range of one address with its length. */
function canonicalEntry(entry: string): string {
  return entry.split(',').map(withoutWholeLength).join(',')
}
