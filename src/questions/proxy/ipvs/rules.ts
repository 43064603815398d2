import type {RuleDifference} from '../../../network/proxy/iptables/difference.ts'
import {parseIptablesSave} from '../../../network/proxy/iptables/dump.ts'
import {compareIpvsRules} from '../../../network/proxy/ipvs/difference.ts'
import {rulesText} from '../../../network/proxy/ipvs/save-text.ts'
import {programTables} from '../../../network/proxy/ipvs/tables.ts'
import type {Dump} from '../dump.ts'
import {describeRule, type PlainTable, plainTable, withoutIdle} from '../iptables/tables.ts'
import {nameOfPort, type Observation} from '../observation.ts'
import {entryText} from '../port-index.ts'
import type {IpvsContext} from './context.ts'
import {ipvsPurpose} from './purpose.ts'

/**
 * What the rules have otherwise. Nearly all are about all Services, of which single ones have entries in the sets that rules match; such a rule is
 * there where its set has any. Where a set has entries and should have none, or the other way round, that is told of the entries, and not of the
 * rule, whichever of both it follows.
 */
export function observeIpvsRules(context: IpvsContext, {iptables, sets}: Dump): readonly Observation[] {
  const {family, model, program} = context
  const actual = new Map(sets?.map((set) => [set.name, [...set.entries]]))
  const setsThere = program.sets.map((set) => ({...set, entries: actual.get(set.name) ?? set.entries}))
  const tables = programTables(model, setsThere, program.configuration)
  const [expected, expectedThere] = [program, {...program, tables}].map((one) => parseIptablesSave(rulesText(one)).map(plainTable))
  return iptables
    .filter((table) => table.family === family)
    .flatMap((table) => {
      const [wanted, wantedThere] = [expected, expectedThere].map((some) => some?.find(({name}) => name === table.name))
      if (!wanted || !wantedThere) return []
      const found = withoutIdle(plainTable(table), wanted)
      const there = new Set(compareIpvsRules([wantedThere], [found]).map(keyOf))
      return compareIpvsRules([wanted], [found])
        .filter(
          (difference) => there.has(keyOf(difference)) && (context.isNodeKnown || !difference.rule.includes('LOAD-BALANCER-SOURCE-IP ')),
        )
        .map((difference) => observeRule(difference, wanted, found, context))
    })
}

function keyOf({chain, kind, rule}: RuleDifference): string {
  return `${kind} ${chain} ${kind.endsWith('-rule') ? rule : ''}`
}

function observeRule(difference: RuleDifference, wanted: PlainTable, found: PlainTable, context: IpvsContext): Observation {
  const {chain, kind, rule} = difference
  const seen = describeRule(difference, wanted, found)
  const purpose = ipvsPurpose(difference)
  const isRule = kind === 'missing-rule' || kind === 'extra-rule'
  return chain === 'KUBE-IPVS-OUT-FILTER' && isRule
    ? {...seen, ...aboutNodeAccess(rule, seen.side, context)}
    : {...seen, port: null, about: {kind: 'frame', chain, ...(purpose !== undefined && {purpose})}}
}

const PROTOCOLS: Readonly<Record<string, string>> = {'6': 'TCP', '17': 'UDP', '132': 'SCTP'}

/** Such a rule drops what the node sends to a load balancer's address: where it is missing, the node is let in. */
function aboutNodeAccess(rule: string, side: Observation['side'], {index}: IpvsContext): Pick<Observation, 'port' | 'about' | 'side'> {
  const textAfter = (option: string) => new RegExp(`--${option} (\\S+)`).exec(rule)?.[1] ?? ''
  const [address, number, protocol] = [textAfter('vaddr'), textAfter('vport'), PROTOCOLS[textAfter('vproto')] ?? '']
  const at = entryText(address, number, protocol)
  const port = index.byEntry(address, number, protocol)
  if (!port) return {port: null, about: {kind: 'leftover', at, via: 'address'}, side}
  return {port: nameOfPort(port), about: {kind: 'node-access', at}, side: side === 'missing' ? 'stale' : 'missing'}
}
