import type {AddressFamily} from '../../../cluster/address.ts'
import {endpointChain, serviceChain} from '../../../network/proxy/iptables/chain-name.ts'
import type {DumpedTable} from '../../../network/proxy/iptables/dump.ts'
import type {FamilyModel} from '../../../network/proxy/proxy-model.ts'
import {nameOfPort, type PortName} from '../observation.ts'

/** What a chain of a Service is. */
export interface ChainOwner {
  readonly port: PortName
  /** Of `KUBE-SEP-…` chains. */
  readonly endpoint?: string
}

/** Tells whose a chain is, whether the model has it or only the dump. */
export type OwnerOf = (chain: string) => ChainOwner | undefined

/** By the names that the model gives, else by comments and by who leads to the chain: names themselves are hashes. */
export function findOwners(model: FamilyModel, tables: readonly DumpedTable[]): OwnerOf {
  const known = new Map<string, ChainOwner>()
  for (const port of model.ports) {
    const name = nameOfPort(port)
    for (const kind of ['KUBE-SVC', 'KUBE-SVL', 'KUBE-EXT', 'KUBE-FW'] as const) known.set(serviceChain(kind, port), {port: name})
    for (const endpoint of port.endpoints) known.set(endpointChain(port, endpoint), {port: name, endpoint: endpoint.text})
  }
  for (const [chain, owner] of ownersInDump(model.family, tables, known)) if (!known.has(chain)) known.set(chain, owner)
  return (chain) => known.get(chain)
}

const OWN = /^KUBE-(?:SVC|SVL|EXT|FW|SEP|XLB)-/

/** Owners as the dump itself tells them: large clusters leave comments out of most chains, but not where packets enter. */
function ownersInDump(
  family: AddressFamily,
  tables: readonly DumpedTable[],
  known: ReadonlyMap<string, ChainOwner>,
): ReadonlyMap<string, ChainOwner> {
  const chains = tables.find((table) => table.family === family && table.name === 'nat')?.chains ?? new Map<string, readonly string[]>()
  const found = new Map<string, ChainOwner>()
  const give = (chain: string, port: PortName) => {
    if (!OWN.test(chain) || found.has(chain)) return
    const endpoint = chains
      .get(chain)
      ?.map(targetOf)
      .find((target) => target !== undefined)
    found.set(chain, {port, ...(chain.startsWith('KUBE-SEP-') && {endpoint: endpoint ?? chain})})
    for (const rule of chains.get(chain) ?? []) give(jumpOf(rule) ?? '', port)
  }
  for (const [chain, rules] of chains) {
    for (const rule of rules) {
      const named = portInComment(rule)
      if (named === undefined) continue
      give(chain, named)
      give(jumpOf(rule) ?? '', named)
    }
    const owner = known.get(chain)
    if (owner) for (const rule of rules) give(jumpOf(rule) ?? '', owner.port)
  }
  return found
}

/** The chain or target that a rule leads to. */
export function jumpOf(rule: string): string | undefined {
  return /(?:^| )-[jg] (\S+)/.exec(rule)?.[1]
}

/** `10.244.0.2:8080` of a DNAT rule. */
export function targetOf(rule: string): string | undefined {
  return /--to-destination (\S+)/.exec(rule)?.[1]
}

/** The Service port that a rule's comment names. */
export function portInComment(rule: string): PortName | undefined {
  const [, quoted, bare] = /--comment (?:"([^"]*)"|(\S+))/.exec(rule) ?? []
  const [, namespace, name, port] =
    /(?:^| )([a-z0-9][a-z0-9-]*)\/([a-z0-9][a-z0-9-]*)(?::([a-z0-9-]+))?(?= |$)/.exec(quoted ?? bare ?? '') ?? []
  if (namespace === undefined || name === undefined) return undefined
  return {namespace, name, port: port ?? null, protocol: protocolOf(rule)}
}

export function protocolOf(rule: string): string | null {
  return /(?:^| )-p (tcp|udp|sctp)\b/.exec(rule)?.[1]?.toUpperCase() ?? null
}
