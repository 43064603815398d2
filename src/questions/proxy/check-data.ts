import type {AddressFamily} from '../../cluster/address.ts'
import type {ProxyMode} from '../../network/proxy/configuration.ts'
import type {PortName} from './observation.ts'
import type {ProblemKind} from './problem.ts'

export type CheckVerdict = 'same' | 'different' | 'unknown'

/** kube-proxy never learnt the zone of its node, and so takes no notice of hints. */
export interface CheckCause {
  readonly kind: 'zone-not-known'
  /** The one that the node has. */
  readonly zone: string
}

/** What json and yaml print: the schema is schemas/proxy-check.json. */
export interface ProxyCheckData {
  readonly node: string
  readonly mode: ProxyMode
  /** The version whose rules were compared. */
  readonly version: string
  readonly verdict: CheckVerdict
  /** Why the verdict is unknown, in a sentence. */
  readonly message: string | null
  /** What explains every difference at once. */
  readonly cause: CheckCause | null
  /** Those that the dumps have. */
  readonly families: readonly AddressFamily[]
  /** How many Service ports were compared, in those families. */
  readonly compared: number
  readonly differences: readonly DifferenceData[]
  /** Service ports whose rules differ without that the input decides what they should be. */
  readonly unknown: readonly (PortName & {readonly reason: string})[]
}

export interface DifferenceData {
  readonly kind: ProblemKind
  readonly family: AddressFamily
  /** Null for what all Services share. */
  readonly service: PortName | null
  readonly endpoint: string | null
  readonly message: string
  readonly rules: readonly {readonly where: string; readonly expected: string | null; readonly actual: string | null}[]
}
