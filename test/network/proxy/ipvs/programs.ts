import type {AddressFamily} from '../../../../src/cluster/address.ts'
import type {WireObject} from '../../../../src/cluster/object.ts'
import type {RuleDifference} from '../../../../src/network/proxy/iptables/difference.ts'
import {parseIptablesSave} from '../../../../src/network/proxy/iptables/dump.ts'
import {compareIpvsRules} from '../../../../src/network/proxy/ipvs/difference.ts'
import {type IpvsOptions, type IpvsProgram, programIpvs} from '../../../../src/network/proxy/ipvs/program.ts'
import {rulesText} from '../../../../src/network/proxy/ipvs/save-text.ts'
import {type ModelOptions, modelOf} from '../objects.ts'

export interface ProgramOptions extends ModelOptions, IpvsOptions {
  readonly family?: AddressFamily
}

/** What node-a does in ipvs mode, in IPv4 unless said. */
export function programOf(objects: readonly WireObject[], {family = 'IPv4', attachment, ...rest}: ProgramOptions = {}): IpvsProgram {
  const model = modelOf(objects, {...rest, configuration: {mode: 'ipvs', ...rest.configuration}})
  return programIpvs(model, family, attachment === undefined ? {} : {attachment})
}

/** Its virtual servers with the endpoints of each. */
export function serversOf(objects: readonly WireObject[], options: ProgramOptions = {}): Readonly<Record<string, readonly string[]>> {
  const {virtualServers} = programOf(objects, options)
  return Object.fromEntries(virtualServers.map(({service, realServers}) => [service, realServers.map(({text}) => text)]))
}

/** Its sets that have entries. */
export function setsOf(objects: readonly WireObject[], options: ProgramOptions = {}): Readonly<Record<string, readonly string[]>> {
  const filled = programOf(objects, options).sets.filter(({entries}) => entries.length > 0)
  return Object.fromEntries(filled.map(({name, entries}) => [name, entries]))
}

/** What the rules of a dump have otherwise. */
export function ruleDifferences(expected: readonly IpvsProgram[], dump: string): readonly RuleDifference[] {
  return compareIpvsRules(
    expected.flatMap((program) => parseIptablesSave(rulesText(program))),
    parseIptablesSave(dump),
  )
}
