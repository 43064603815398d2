import type {FamilyModel} from '../proxy-model.ts'
import type {DumpedServer} from './dump.ts'

/**
 * The addresses on which a dump has virtual servers for most node ports: all that it shows of a node's own addresses, of which its Node object states
 * some only. Where one has few, those are left over. Virtual addresses, where ranges of node ports take them in, are among them.
 */
export function findShownAddresses({family, ports}: FamilyModel, servers: readonly DumpedServer[]): readonly string[] {
  const expected = new Set(ports.flatMap(({nodePort, protocol}) => (typeof nodePort === 'number' ? `${nodePort}/${protocol}` : [])))
  const found = new Map<string, number>()
  for (const server of servers) {
    if (server.family !== family || !expected.has(`${server.port}/${server.protocol}`)) continue
    found.set(server.address, (found.get(server.address) ?? 0) + 1)
  }
  return [...found].flatMap(([address, count]) => (count * 2 > expected.size ? address : []))
}
