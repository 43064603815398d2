import type {AddressFamily} from '../../../cluster/address.ts'
import {withoutWholeLength} from './ip-sets.ts'
import {PROTOCOL_FLAGS} from './virtual-server.ts'

/** A virtual server as ipvsadm-save prints it. */
export interface DumpedServer {
  readonly family: AddressFamily
  /** `-t 10.0.0.10:53` */
  readonly service: string
  /** `TCP` */
  readonly protocol: string
  /** Without brackets. A name where ipvsadm was not told to leave numbers, and so may the port be. */
  readonly address: string
  readonly port: string
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

/** What was taken from a node in ipvs mode, beside its rules; a part that no program printed is undefined. */
export interface IpvsDump {
  readonly servers: readonly DumpedServer[] | undefined
  readonly sets: readonly DumpedSet[] | undefined
}

/** Reads the output of `ipvsadm-save -n` and `ipset save`, in any order or one of them alone; what iptables-save printed is passed over. */
export function parseIpvsDump(text: string): IpvsDump {
  return {
    servers: /^-A (?:-[tuf]|--\S+-service) /m.test(text) ? parseIpvsadmSave(text) : undefined,
    sets: /^create \S+ \S/m.test(text) ? parseIpsetSave(text) : undefined,
  }
}

const SERVICE = String.raw`(-t|-u|--(?:tcp|udp|sctp)-service) \[?(\S+?)\]?:([^\s:]+)`
const SERVER = new RegExp(`^-A ${SERVICE}(?: (.*))?$`)
const REAL_SERVER = new RegExp(`^-a ${SERVICE} -r (\\S+)(?: (.*))?$`)

/** Reads virtual servers by address and port; those by firewall mark are nothing of kube-proxy's. */
export function parseIpvsadmSave(text: string): readonly DumpedServer[] {
  const servers = new Map<string, DumpedServer & {readonly realServers: Map<string, string>}>()
  for (const line of text.split('\n').map((one) => one.trim())) {
    const [isServer, flag = '', address = '', port = '', options = ''] = SERVER.exec(line) ?? []
    if (isServer !== undefined) {
      const protocol = protocolOf(flag)
      const service = serviceOf(protocol, address, port)
      servers.set(service, {
        family: address.includes(':') ? 'IPv6' : 'IPv4',
        service,
        protocol,
        address,
        port,
        scheduler: /-s (\S+)/.exec(options)?.[1] ?? '',
        affinitySeconds: affinityOf(options),
        // ipvsadm before 1.31 has no name for it.
        hashesSourcePorts: / -b \S*(?:mh-port|flag-2)/.test(options),
        realServers: new Map(),
      })
    }
    const [, ofFlag = '', ofAddress = '', ofPort = '', realServer = '', said = ''] = REAL_SERVER.exec(line) ?? []
    servers.get(serviceOf(protocolOf(ofFlag), ofAddress, ofPort))?.realServers.set(realServer, said)
  }
  return [...servers.values()]
}

function protocolOf(flag: string): string {
  const long = /--(\w+)/.exec(flag)?.[1]
  return long?.toUpperCase() ?? (flag === '-u' ? 'UDP' : 'TCP')
}

function serviceOf(protocol: string, address: string, port: string): string {
  return `${PROTOCOL_FLAGS[protocol]} ${address.includes(':') ? `[${address}]` : address}:${port}`
}

function affinityOf(options: string): number | null {
  const seconds = / -p (\d+)/.exec(options)?.[1]
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
