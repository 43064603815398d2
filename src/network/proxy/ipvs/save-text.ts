import {formatTable} from '../iptables/save-text.ts'
import type {IpSet} from './ip-set.ts'
import type {IpvsProgram} from './program.ts'
import type {VirtualServer} from './virtual-server.ts'

/** As `ipvsadm-save -n` prints them, each with its real servers. */
export function virtualServersText({virtualServers}: IpvsProgram): string {
  return virtualServers.map((server) => `${serverLines(server).join('\n')}\n`).join('')
}

function serverLines(server: VirtualServer): readonly string[] {
  return [
    `-A ${server.service} ${serverOptions(server)}`,
    ...server.realServers.map(({text}) => `-a ${server.service} -r ${text} ${REAL_SERVER_OPTIONS}`),
  ]
}

/** Masquerading, and each as likely as the others. */
export const REAL_SERVER_OPTIONS = '-m -w 1'

export function serverOptions({
  scheduler,
  affinitySeconds,
  hashesSourcePorts,
}: Pick<VirtualServer, 'scheduler' | 'affinitySeconds' | 'hashesSourcePorts'>): string {
  const persistence = affinitySeconds === null ? '' : ` -p ${affinitySeconds}`
  return `-s ${scheduler}${persistence}${hashesSourcePorts ? ' -b mh-port' : ''}`
}

/**
 * As `ipset save` prints them, but for what only a kernel knows: of buckets, the number that kube-proxy asks for and not what has become of it, and
 * nothing of how it hashes.
 */
export function ipSetsText({family, sets}: IpvsProgram): string {
  const inFamily = family === 'IPv4' ? 'inet' : 'inet6'
  const lines = sets.flatMap(({name, type, entries}: IpSet) => [
    `create ${name} ${type} ${type === 'bitmap:port' ? 'range 0-65535' : `family ${inFamily} hashsize 1024 maxelem 65536`}`,
    ...entries.map((entry) => `add ${name} ${entry}`),
  ])
  return `${lines.join('\n')}\n`
}

/** As iptables-save or ip6tables-save prints them. */
export function rulesText({family, tables}: IpvsProgram): string {
  const program = family === 'IPv4' ? 'iptables-save' : 'ip6tables-save'
  return `# As ${program} prints it\n${tables.map((table) => formatTable(table, family)).join('')}`
}
