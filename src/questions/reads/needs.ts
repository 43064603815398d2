import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'

/**
 * What a question has to have read before it can be asked, as far as the cluster that was read so far tells. It is asked again after each round, until
 * it names nothing new; what it named before it may name again. Pure, and never throws: what is wrong with the question is for the question to say.
 */
export type Needs = (soFar: Cluster) => readonly Read[]

/** Which part of a running cluster a question is about. */
export interface LiveScope {
  /** Undefined is all of it. */
  readonly namespace: string | undefined
  /** Whether to look on where a selector finds nothing: at workloads, and at the labels of pods of all namespaces. */
  readonly search: boolean
}
