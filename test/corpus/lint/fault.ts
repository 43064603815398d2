import type {Identity} from '../../../src/cluster/identity.ts'
import type {ObjectReference, Place} from '../../../src/cluster/object.ts'
import type {SaidFacts} from '../../../src/questions/exposure/said-facts.ts'
import type {Chance} from './chance.ts'
import type {Project} from './planted.ts'

/** A project with one fault: the text of one of its files, and where it is to be found. */
export interface Fault {
  /** What was changed: `app: web is app: wbe`. */
  readonly what: string
  readonly file: string
  readonly text: string
  /** What the finding is about. */
  readonly object: ObjectReference
  /** The value that is wrong now; where several are, any. */
  readonly places: readonly Place[]
}

/** An object in which a fault of a kind can be planted. */
export interface Site {
  /** Of several definitions of one object one is taken. */
  readonly identity: Pick<Identity, 'kind' | 'namespace' | 'name'>
  /** Undefined where the text does not let it. */
  readonly plant: (chance: Chance) => Fault | undefined
}

export interface FaultKind {
  readonly name: string
  /** Those that may find it. */
  readonly rules: readonly string[]
  /** What is true besides once the fault is there, with why. */
  readonly consequences: Readonly<Record<string, string>>
  /** What the user says of the cluster. */
  readonly said?: SaidFacts
  readonly sitesIn: (project: Project) => readonly Site[]
}
