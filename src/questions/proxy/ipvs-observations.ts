import type {AddressFamily} from '../../cluster/address.ts'
import {parseIptablesSave} from '../../network/proxy/iptables/dump.ts'
import {compareIpvs, compareIpvsRules, type IpvsDifference} from '../../network/proxy/ipvs/difference.ts'
import {type IpvsProgram, programIpvs} from '../../network/proxy/ipvs/program.ts'
import {rulesText} from '../../network/proxy/ipvs/save-text.ts'
import {findShownAddresses} from '../../network/proxy/ipvs/shown-addresses.ts'
import type {ProxyModel} from '../../network/proxy/proxy-model.ts'
import {type Dump, familiesOf} from './dump.ts'
import {describeRule, plainTable, withoutIdle} from './iptables-tables.ts'
import {observeServer, observeUnprogrammed, type ServerContext} from './ipvs-server-observations.ts'
import {readSetEntry} from './ipvs-set-entries.ts'
import type {Observation} from './observation.ts'
import {indexPorts, type PortIndex} from './port-index.ts'

/** Compares what a dump has of ipvs mode with what the model leads one to expect; parts that the dump lacks are not compared. */
export function observeIpvs(model: ProxyModel, dump: Dump): readonly Observation[] {
  const {servers = [], sets} = dump
  // A Node states some of its addresses only; on each of them node ports are virtual servers.
  const otherAddresses = (['IPv4', 'IPv6'] as const).flatMap((family) => findShownAddresses(model.families[family], servers))
  return familiesOf(dump).flatMap((family) => {
    const program = programIpvs(model, family, {otherAddresses})
    const context: ServerContext = {index: indexPorts(model.families[family]), program, servers}
    const differences = compareIpvs([program], {servers: dump.servers, sets, tables: undefined})
    const known = dump.servers ? differences : differences.filter((difference) => !isOnUnknownAddress(difference))
    return [
      ...known.flatMap((difference) => observe(difference, context)),
      ...observeUnprogrammed(known, context),
      ...observeRules(program, dump, family),
    ]
  })
}

/** SCTP node ports are listed by address, and without virtual servers nothing shows which addresses the node has. */
function isOnUnknownAddress({where}: IpvsDifference): boolean {
  return /^set KUBE-(?:6-)?NODE-PORT-\S*SCTP/.test(where)
}

function observe(difference: IpvsDifference, context: ServerContext): readonly Observation[] {
  return difference.where.startsWith('set ') ? [observeSet(difference, context.index)] : observeServer(difference, context)
}

function observeSet({family, kind, where, what, instead}: IpvsDifference, index: PortIndex): Observation {
  const name = where.replace(/^set /, '')
  const read = what === '' || kind === 'altered' ? undefined : readSetEntry(name, what, index)
  const isExtra = kind === 'extra'
  return {
    family,
    where,
    port: read?.port ?? null,
    about: read?.about ?? {kind: 'frame', chain: name},
    // What stands in the sets of Local policies keeps its source, so that an entry too many is a masquerading too few.
    side: isExtra !== (read?.isException ?? false) ? 'stale' : 'missing',
    expected: isExtra ? null : what || name,
    actual: isExtra ? what || name : (instead ?? null),
  }
}

/** The rules around them are about all Services: single ones have entries in the sets that they match. */
function observeRules(program: IpvsProgram, {iptables}: Dump, family: AddressFamily): readonly Observation[] {
  const expected = parseIptablesSave(rulesText(program))
  return iptables
    .filter((table) => table.family === family)
    .flatMap((table) => {
      const wanted = expected.find(({name}) => name === table.name)
      if (!wanted) return []
      const [plainWanted, plainActual] = [plainTable(wanted), withoutIdle(plainTable(table), plainTable(wanted))]
      return compareIpvsRules([plainWanted], [plainActual]).map(
        (difference): Observation => ({
          ...describeRule(difference, plainWanted, plainActual),
          port: null,
          about: {kind: 'frame', chain: difference.chain},
        }),
      )
    })
}
