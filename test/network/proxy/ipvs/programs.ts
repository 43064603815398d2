import type {AddressFamily} from '../../../../src/cluster/address.ts'
import type {WireObject} from '../../../../src/cluster/object.ts'
import {type IpvsOptions, type IpvsProgram, programIpvs} from '../../../../src/network/proxy/ipvs/program.ts'
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
