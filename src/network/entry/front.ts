/** How far away clients can be. */
export type Reach = 'internet' | 'network' | 'cluster' | 'namespace' | 'none' | 'unknown'

/** Whose addresses a load balancer has: the internet's, or those of a private network. */
export type Placement = 'public' | 'private'

/** Who can come to a way in, before policies. */
export interface Front {
  /** `internet`: from anywhere, or (with `sources`) from some public addresses. `network`: from private networks that lead to the cluster. */
  readonly reach: Extract<Reach, 'internet' | 'network' | 'none' | 'unknown'>
  /** The only ones that are let in: CIDRs, and in words what is none (`service tag AzureCloud`). [] is everybody within reach. */
  readonly sources: readonly string[]
  /** What shows it, a sentence each without a full stop: `annotation … is "true"`, `Azure gives a public address where nothing is said`. */
  readonly evidence: readonly string[]
  /** What would settle it where it is unknown, as a question with its answer's place: `is class "edge" public? say so in svcscope.yaml`. */
  readonly question: string | undefined
  /**
   * What kind of address clients connect to, whoever of them is let in: a public load balancer may be open to private ranges alone. Undefined where
   * that is not known.
   */
  readonly placement?: Placement | undefined
}
