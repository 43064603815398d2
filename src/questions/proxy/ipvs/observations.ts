import {compareIpvs, type IpvsDifference} from '../../../network/proxy/ipvs/difference.ts'
import {programIpvs} from '../../../network/proxy/ipvs/program.ts'
import {findShownAddresses} from '../../../network/proxy/ipvs/shown-addresses.ts'
import type {ProxyModel} from '../../../network/proxy/proxy-model.ts'
import {type Dump, familiesOf} from '../dump.ts'
import type {Observation} from '../observation.ts'
import {type IpvsContext, ipvsContext} from './context.ts'
import {observeLeftovers} from './leftovers.ts'
import {observeIpvsRules} from './rules.ts'
import {observeSetEntry, portOfEntry, readSetEntry, SET} from './set-entries.ts'
import {observeServer, observeUnprogrammed, SERVER} from './virtual-servers.ts'

/** Compares what a dump has of ipvs mode with what the model leads one to expect; parts that the dump lacks are not compared. */
export function observeIpvs(model: ProxyModel, dump: Dump): readonly Observation[] {
  // A Node states some of its addresses only; on each of them node ports are virtual servers.
  const otherAddresses = (['IPv4', 'IPv6'] as const).flatMap((family) => findShownAddresses(model.families[family], dump.servers ?? []))
  return familiesOf(dump, 'ipvs').flatMap((family) => {
    const program = programIpvs(model, family, {otherAddresses})
    const context = ipvsContext(model, program, dump, otherAddresses)
    const differences = compareIpvs([program], dump).filter((difference) => isCertain(difference, dump, context))
    const observed = differences.map((difference) => ({difference, observation: observe(difference, context)}))
    return [
      ...observed.flatMap(({observation}) => observation ?? []),
      ...observeLeftovers(
        observed.flatMap(({difference, observation}) => (observation ? [] : difference)),
        context,
      ),
      ...observeUnprogrammed(differences, context),
      ...observeIpvsRules(context, dump),
    ]
  })
}

/** Which addresses a node has on its interfaces nothing states for certain. */
function isCertain(difference: IpvsDifference, {servers}: Dump, {index}: IpvsContext): boolean {
  const entry = readSetEntry(difference)
  // By address, SCTP node ports are what virtual servers show, too.
  if (entry?.kind.endsWith('SCTP-HASH')) return servers !== undefined
  // Addresses that another interface has are not bound; a cluster IP is on none.
  return entry?.kind !== 'IPVS-IPS' || difference.kind === 'extra' || index.byClusterIP(entry.address) !== undefined
}

/** Undefined for what no Service has. */
function observe(difference: IpvsDifference, context: IpvsContext): Observation | undefined {
  if (difference.where.startsWith(SERVER)) return observeServer(difference, context)
  const entry = readSetEntry(difference)
  if (!entry) return observeSet(difference)
  const port = portOfEntry(entry, context)
  return port ? observeSetEntry(difference, entry, port, context) : undefined
}

function observeSet({family, kind, where, what, instead}: IpvsDifference): Observation {
  const name = where.slice(SET.length)
  return {
    family,
    where,
    port: null,
    about: {kind: 'set', name, ...(instead !== undefined && {types: {wanted: what, found: instead}})},
    side: kind === 'extra' ? 'stale' : kind,
    expected: kind === 'extra' ? null : what || name,
    actual: kind === 'extra' ? name : (instead ?? null),
  }
}
