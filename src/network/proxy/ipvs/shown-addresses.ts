import type {FamilyModel} from '../proxy-model.ts'
import type {DumpedServer} from './dump.ts'
import {serviceText} from './virtual-server.ts'

/**
 * The addresses on which a dump has virtual servers for node ports: all that it shows of a node's own addresses, of which its Node object states some
 * only. Virtual addresses, where ranges of node ports take them in, are among them.
 */
export function findShownAddresses({family, ports}: FamilyModel, servers: readonly DumpedServer[]): readonly string[] {
  const expected = new Set(ports.flatMap((port) => (port.nodePort === null ? [] : serviceText(port, '', port.nodePort))))
  const shown = servers.flatMap((server) => {
    const [, protocol = '', address = '', number = ''] = /^(\S+) \[?(.*?)\]?:([^:]*)$/.exec(server.service) ?? []
    return server.family === family && expected.has(`${protocol} :${number}`) ? address : []
  })
  return [...new Set(shown)]
}
