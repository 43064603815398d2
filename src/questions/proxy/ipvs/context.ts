import type {AddressFamily} from '../../../cluster/address.ts'
import type {DumpedServer} from '../../../network/proxy/ipvs/dump.ts'
import {type IpSetKind, ipSetName} from '../../../network/proxy/ipvs/ip-set.ts'
import type {IpvsProgram} from '../../../network/proxy/ipvs/program.ts'
import type {FamilyModel, ProxyModel} from '../../../network/proxy/proxy-model.ts'
import type {Dump} from '../dump.ts'
import {isNodeAddressKnown} from '../node-address.ts'
import {indexPorts, type PortIndex} from '../port-index.ts'

/** What differences of one family are looked up in. */
export interface IpvsContext {
  readonly family: AddressFamily
  readonly model: FamilyModel
  readonly index: PortIndex
  readonly program: IpvsProgram
  /** As they are, by what ipvsadm calls them. */
  readonly servers: ReadonlyMap<string, DumpedServer>
  /** Those that the node is known or shown to have. */
  readonly nodeAddresses: ReadonlySet<string>
  /** Whether the input states any address of the node, of whatever family. */
  readonly isNodeKnown: boolean
  /** Whether a set has an entry, as it is. */
  readonly isIn: (kind: IpSetKind, entry: string) => boolean
}

export function ipvsContext(
  {families, node}: ProxyModel,
  program: IpvsProgram,
  {servers, sets}: Dump,
  otherAddresses: readonly string[],
): IpvsContext {
  const {family} = program
  const entries = new Map(sets?.map((set) => [set.name, set.entries]))
  return {
    family,
    model: families[family],
    index: indexPorts(families[family]),
    program,
    servers: new Map(servers?.map((server) => [server.service, server])),
    nodeAddresses: new Set([...node.interfaceAddresses, ...otherAddresses]),
    isNodeKnown: isNodeAddressKnown(node),
    isIn: (kind, entry) => entries.get(ipSetName(kind, family))?.has(entry) ?? false,
  }
}
