import type {ObjectReference} from '../../cluster/object.ts'
import type {ForeignPolicy} from './foreign-policy.ts'
import type {Policy, Rule} from './policy.ts'

/** Why it cannot be told whether a policy lets a connection pass. */
export type Doubt =
  /** The input does not have the Namespace, and a selector asks for labels of it. */
  | {readonly kind: 'namespace-labels'; readonly namespace: string; readonly key: string}
  /** A manifest names no namespace, and in one of the namespaces that it may be meant for the answer is another. */
  | {readonly kind: 'namespace-not-stated'; readonly namespace: string}
  /** A controller gives the pods labels that are not known before. */
  | {readonly kind: 'pod-labels'; readonly key: string}
  /** An address that the input does not state may lie in a block of addresses, or not. */
  | {readonly kind: 'address'; readonly block: string}
  /** Only some of those who are asked about are in the block. */
  | {readonly kind: 'part'; readonly block: string}
  /** The API leaves undefined whether a block sees an address before or after it is rewritten, and here that matters. */
  | {readonly kind: 'rewritten'; readonly address: string | null; readonly what: 'destination' | 'source'}
  /** The port at the end is not known. */
  | {readonly kind: 'port'}
  /** Whether the node is the one that the pod runs on is not known: no NetworkPolicy keeps that one out. */
  | {readonly kind: 'own-node'}
  /** A part of a policy that no API server takes. */
  | {readonly kind: 'not-understood'; readonly message: string}
  /** Of two policies of the same priority, or of two APIs, nobody says which comes first. */
  | {readonly kind: 'order'; readonly policies: readonly [Policy, Policy]}
  /** Names in DNS stand for addresses that nobody knows here. */
  | {readonly kind: 'domain-names'; readonly names: readonly string[]}
  /** Policies of another API, which is not judged here. */
  | {readonly kind: 'foreign'; readonly policy: ForeignPolicy}
  /** Policies could not be read. */
  | {readonly kind: 'unread'; readonly message: string}
  /** The network plugin is known to match blocks of addresses with nothing inside of the cluster. */
  | {readonly kind: 'plugin'; readonly name: string}

/** A doubt, and the rule or the object at which it arose. */
export interface LocatedDoubt {
  readonly doubt: Doubt
  readonly policy: Policy | undefined
  readonly rule: Rule | undefined
  readonly object: ObjectReference | undefined
}
