import type {ProxyConfiguration} from '../configuration.ts'
import type {Table} from '../iptables/rule.ts'
import {iptablesSettings} from '../iptables/settings.ts'
import type {FamilyModel} from '../proxy-model.ts'
import {filterTable} from './filter-table.ts'
import type {IpSet} from './ip-set.ts'
import {natTable} from './nat-table.ts'
import {setMatches} from './set-matches.ts'

/** What the ipvs proxier writes with iptables in one family around IPVS (createAndLinkKubeChain, writeIptablesRules). */
export function programTables(model: FamilyModel, sets: readonly IpSet[], configuration: ProxyConfiguration): readonly Table[] {
  const settings = iptablesSettings(model, configuration, false)
  const matches = setMatches(sets, model.family)
  return [filterTable(model, settings, matches), natTable(model, settings, matches)]
}
