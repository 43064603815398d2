import type {AddressFamily} from '../../../cluster/address.ts'
import {comment, type Rule} from '../iptables/rule.ts'
import {IP_SETS, type IpSet, type IpSetKind, ipSetName} from './ip-set.ts'

/** What rules say of the sets of one family. */
export interface SetMatches {
  /** `direction` says which part of a packet is looked up: `dst,dst` is its destination and the port there. */
  readonly match: (kind: IpSetKind, direction: string) => string
  /** The comment that goes with it. */
  readonly about: (kind: IpSetKind) => string
  /** The rules only where the set has entries. */
  readonly where: (kind: IpSetKind, ...rules: readonly Rule[]) => readonly Rule[]
}

export function setMatches(sets: readonly IpSet[], family: AddressFamily): SetMatches {
  const filled = new Set(sets.filter(({entries}) => entries.length > 0).map(({name}) => name))
  const nameOf = (kind: IpSetKind) => ipSetName(kind, family)
  return {
    match: (kind, direction) => `-m set --match-set ${nameOf(kind)} ${direction}`,
    // iptables-save writes a backslash before quotation marks.
    about: (kind) => comment(IP_SETS[kind].comment.replaceAll("'", "\\'")),
    where: (kind, ...rules) => (filled.has(nameOf(kind)) ? rules : []),
  }
}
