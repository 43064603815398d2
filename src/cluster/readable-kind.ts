/** Where an API server has the objects of a kind. The version is the one that every supported Kubernetes, or release of what brings it, serves. */
export interface ReadableKind {
  /** '' is the core group. */
  readonly group: string
  readonly version: string
  /** Served by clusters that are older than the version. */
  readonly fallbackVersion?: string
  /** Where the group is not served, this one has the same objects, in the fallback version. */
  readonly fallbackGroup?: string
  /** The plural, as it stands in URLs and in RBAC rules. */
  readonly resource: string
  readonly namespaced: boolean
  /** What its objects call themselves, where another group has a kind of the same name. */
  readonly kind?: string
  /** A CustomResourceDefinition or another API server brings it, which most clusters lack. */
  readonly isCustom?: true
}
