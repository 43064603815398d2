import type {AddressFamily} from '../../cluster/address.ts'
import type {Identity} from '../../cluster/identity.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import type {ObjectReference, Origin, Path} from '../../cluster/object.ts'
import type {AddressRange} from '../proxy/address-range.ts'

export type PolicyKind = 'NetworkPolicy' | 'AdminNetworkPolicy' | 'BaselineAdminNetworkPolicy' | 'ClusterNetworkPolicy'

export type Direction = 'ingress' | 'egress'

/**
 * A policy of any of the four kinds, in one form. `admin` policies are asked first, then those of namespaces (NetworkPolicy), then those of the
 * baseline.
 */
export interface Policy {
  readonly kind: PolicyKind
  readonly tier: 'admin' | 'namespace' | 'baseline'
  /** Null for what belongs to the whole cluster. */
  readonly namespace: string | null
  readonly namespaceStated: boolean
  readonly name: string
  /** From 0 to 1000, the lowest first; 0 where the kind has none. */
  readonly priority: number
  readonly subject: PodSet
  /** Undefined where it says nothing about the direction; [] is a statement. */
  readonly ingress: readonly Rule[] | undefined
  readonly egress: readonly Rule[] | undefined
  /**
   * What the API server refuses, each with its place. Such parts are neither matched nor passed over: they leave the answer open, but for those that
   * older servers took and everybody reads in the same way.
   */
  readonly problems: readonly PolicyProblem[]
  readonly reference: ObjectReference
  readonly identity: Identity
  readonly origin: Origin | undefined
}

export interface Rule {
  readonly action: 'allow' | 'deny' | 'pass'
  /** Its place among the rules of its direction, from 0. */
  readonly index: number
  /** Only the policies of the cluster have names for rules. */
  readonly name: string | undefined
  /** `anyone`: the peers are absent or empty. */
  readonly peers: readonly Peer[] | 'anyone'
  /** `any`: the ports are absent or empty. */
  readonly ports: readonly PolicyPort[] | 'any'
  readonly path: Path
  /** Why no API server takes the rule, or the whole policy: what it matches may then come to pass, or not. Absent where nothing is wrong. */
  readonly refused?: string
}

export type Peer =
  | {readonly kind: 'pods'; readonly pods: PodSet}
  | {readonly kind: 'ip-block'; readonly block: IPBlock}
  | {readonly kind: 'nodes'; readonly selector: Selector}
  | {readonly kind: 'domain-names'; readonly names: readonly string[]}
  | {readonly kind: 'not-understood'; readonly message: string}
  /** Fails closed: it matches nobody. */
  | {readonly kind: 'nobody'}

/** A selector as it was read; undefined for one that no API server takes. */
export type Selector = LabelSelector | undefined

export interface PodSet {
  readonly namespaces: NamespaceSet
  readonly pods: Selector
}

export type NamespaceSet =
  | {readonly kind: 'named'; readonly namespace: string; readonly isStated: boolean}
  | {readonly kind: 'selected'; readonly selector: Selector}
  /** Namespaces that have all of these labels with the values of the subject's own (v1alpha1). */
  | {readonly kind: 'same-labels'; readonly keys: readonly string[]}
  /** Namespaces that have all of them, at least one with another value. */
  | {readonly kind: 'not-same-labels'; readonly keys: readonly string[]}

export interface IPBlock {
  /** As written. */
  readonly text: string
  readonly family: AddressFamily
  readonly range: AddressRange
  readonly except: readonly AddressRange[]
}

/** What a rule says about ports; the protocol is TCP where nothing is stated. */
export type PolicyPort =
  | {readonly kind: 'all'; readonly protocol: string}
  /** Both ends count. */
  | {readonly kind: 'range'; readonly protocol: string; readonly first: number; readonly last: number}
  /** By the name that a container of the destination has for it; undefined protocol is any. */
  | {readonly kind: 'named'; readonly protocol: string | undefined; readonly name: string}
  | {readonly kind: 'not-understood'; readonly message: string}

/** `word` says what kind of thing is wrong: `cidr`, `end-port`, `selector`. */
export interface PolicyProblem {
  readonly word: string
  readonly message: string
  readonly path: Path
  readonly fix: string
}
