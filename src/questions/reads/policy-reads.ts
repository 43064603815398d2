import {type Coverage, findUnread, type Read, type ReadableKindName, type Unread} from '../../cluster/read.ts'

/** Policies of more namespaces than these are listed together. */
const MAX_NAMESPACES = 3

/**
 * All that says what may pass to and from the pods of these namespaces (undefined is all): policies of them and of the whole cluster, the labels of
 * namespaces, which policies select by, and the policies of network plugins, meshes and clouds. What a cluster does not serve is not asked for: the
 * source knows which APIs there are.
 */
export function policyReads(namespaces: readonly string[] | undefined): readonly Read[] {
  const distinct = [...new Set(namespaces)].toSorted()
  const isEverywhere = namespaces === undefined || distinct.length > MAX_NAMESPACES
  const readsIn = (kind: ReadableKindName): readonly Read[] => (isEverywhere ? [{kind}] : distinct.map((namespace) => ({kind, namespace})))
  return [
    {kind: 'Namespace', metadataOnly: true},
    ...OF_OWN_NAMESPACE.flatMap(readsIn),
    // Who may not list those of all namespaces may be allowed those of one.
    ...FAR_REACHING.flatMap((kind): readonly Read[] => (isEverywhere ? [{kind}] : [...readsIn(kind), {kind}])),
    ...[...CLUSTER_POLICY_KINDS, ...BESIDE_POLICIES].map((kind): Read => ({kind})),
  ]
}

/** Policies for pods of the namespace that they stand in. */
const OF_OWN_NAMESPACE = [
  'NetworkPolicy',
  'CiliumNetworkPolicy',
  'CalicoNetworkPolicy',
  'AntreaNetworkPolicy',
  'LinkerdServer',
  'ServerAuthorization',
  'LinkerdAuthorizationPolicy',
  'EgressFirewall',
  'EgressNetworkPolicy',
  'ApplicationNetworkPolicy',
  'FQDNNetworkPolicy',
] as const satisfies readonly ReadableKindName[]

/**
 * Policies that stand in a namespace and may be for pods of others: those of Istio's root namespace are for a whole mesh, those of a waypoint for whoever
 * uses it, and those of Consul and Kuma name services, wherever these are.
 */
const FAR_REACHING = [
  'AuthorizationPolicy',
  'PeerAuthentication',
  'ServiceIntentions',
  'MeshTrafficPermission',
] as const satisfies readonly ReadableKindName[]

/** The kinds of policies that stand in a namespace. */
export const NAMESPACED_POLICY_KINDS = [...OF_OWN_NAMESPACE, ...FAR_REACHING] as const

/** Those of policies that belong to no namespace. */
export const CLUSTER_POLICY_KINDS = [
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'GlobalNetworkPolicy',
  'AntreaClusterNetworkPolicy',
  'EKSClusterNetworkPolicy',
  'TrafficPermission',
] as const satisfies readonly ReadableKindName[]

/** No policies: they tell whether those of Calico are for nodes. */
const BESIDE_POLICIES = ['HostEndpoint', 'KubeControllersConfiguration'] as const satisfies readonly ReadableKindName[]

/** Those of all policies. */
export const KINDS_OF_POLICIES = [...NAMESPACED_POLICY_KINDS, ...CLUSTER_POLICY_KINDS] as const

/** Every kind that is read for policies, but for namespaces. */
export const POLICY_KINDS = [...KINDS_OF_POLICIES, ...BESIDE_POLICIES] as const

/**
 * What kept policies from being read that may be for pods of a namespace; undefined where none were kept: what a cluster does not serve, nobody has
 * written.
 */
export function findUnreadPolicy(coverage: Coverage | undefined, namespace: string): Unread | undefined {
  for (const kind of KINDS_OF_POLICIES) {
    const isOfOthers = (FAR_REACHING as readonly ReadableKindName[]).includes(kind)
    const unread = findUnread(coverage, kind, {namespace: isOfOthers ? undefined : namespace})
    if (unread) return unread
  }
  return undefined
}
