import type {AddressFamily} from '../../../cluster/address.ts'

/** A rule as nft prints it, without its comment. */
export interface Rule {
  readonly text: string
  readonly comment?: string
  /**
   * `late`: kube-proxy may have yet to write it, since it adds to the fixed chains at a full sync only, once an hour. `unknown`: and the input does
   * not tell what `<…>` in its text is; such a rule is not printed.
   */
  readonly doubt?: 'late' | 'unknown'
}

export interface Chain {
  readonly name: string
  /** Where the kernel calls it: `type filter hook input priority filter`; a chain without it is jumped to. */
  readonly hook?: string
  readonly comment?: string
  readonly rules: readonly Rule[]
}

export interface Element {
  /** Its fields: `['10.0.0.10', 'udp', '53']`. */
  readonly key: readonly string[]
  /** What a verdict map says: `goto …`, `drop`. */
  readonly verdict?: string
  readonly comment?: string
}

/** A set, or a map whose elements have verdicts. */
export interface Container {
  readonly kind: 'set' | 'map'
  readonly name: string
  readonly type: string
  /** `flags dynamic,timeout`, `timeout 3h`, as nft prints them. */
  readonly properties: readonly string[]
  readonly comment?: string
  /** Several with one key where Services claim the same address and port: one of them is programmed, and chance says which. */
  readonly elements: readonly Element[]
}

/** The table `kube-proxy` of one family. */
export interface Table {
  readonly family: AddressFamily
  readonly counters: readonly string[]
  readonly containers: readonly Container[]
  readonly chains: readonly Chain[]
}

/** How nft calls what the families do not share. */
export const WORDS = {
  IPv4: {ip: 'ip', address: 'ipv4_addr', loopback: '127.0.0.0/8'},
  IPv6: {ip: 'ip6', address: 'ipv6_addr', loopback: '::1'},
} as const satisfies Readonly<Record<AddressFamily, Readonly<Record<string, string>>>>
