import type {AddressFamily} from '../../../cluster/address.ts'

/** A value that must, or must not, be matched. */
export interface Match {
  readonly value: string
  readonly negated?: boolean
}

/** A rule, in the order in which iptables-save prints its parts. */
export interface Rule {
  /** An address or range; one that takes in everything is not printed. */
  readonly source?: Match
  readonly destination?: Match
  readonly inInterface?: Match
  /** Lower case. */
  readonly protocol?: string
  /** Of matching extensions, one after the other: `-m addrtype --dst-type LOCAL`. */
  readonly matches?: readonly string[]
  /** A chain, or a target with its options; a rule without one only counts. */
  readonly jump?: string
}

/** A chain with what it does to packets that no rule decided; null for chains that rules jump to. */
export interface Chain {
  readonly name: string
  readonly policy: 'ACCEPT' | null
  readonly rules: readonly Rule[]
}

export type TableName = 'filter' | 'nat'

export interface Table {
  readonly name: TableName
  /** The kernel's own chains first, then the others by name. */
  readonly chains: readonly Chain[]
}

export function comment(text: string): string {
  return `-m comment --comment "${text}"`
}

/** Everything of a rule but its chain, as iptables-save prints it. */
export function formatRule(rule: Rule, family: AddressFamily): string {
  const {source, destination, inInterface, protocol, matches = [], jump} = rule
  return [
    ...formatMatch('-s', withMask(source, family)),
    ...formatMatch('-d', withMask(destination, family)),
    ...formatMatch('-i', inInterface),
    ...formatMatch('-p', protocol === undefined ? undefined : {value: protocol}),
    ...matches,
    ...(jump === undefined ? [] : [`-j ${jump}`]),
  ].join(' ')
}

function formatMatch(flag: string, match: Match | undefined): readonly string[] {
  if (!match) return []
  return [`${match.negated ? '! ' : ''}${flag} ${match.value}`]
}

/** A single address is printed as a range. One that is not known stays a name. */
function withMask(match: Match | undefined, family: AddressFamily): Match | undefined {
  if (!match || match.value.startsWith('<')) return match
  if (!match.value.includes('/')) return {...match, value: `${match.value}/${family === 'IPv4' ? 32 : 128}`}
  return match.value.endsWith('/0') && !match.negated ? undefined : match
}
