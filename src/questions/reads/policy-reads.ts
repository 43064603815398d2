import type {Read} from '../../cluster/read.ts'

/** Policies of more namespaces than these are listed together. */
const MAX_NAMESPACES = 3

/** Where Istio's policies for a whole mesh stand, unless it was installed otherwise (`rootNamespace` of its MeshConfig). */
const ROOT_OF_ISTIO = 'istio-system'

/**
 * All that says what may pass to and from the pods of these namespaces (undefined is all): policies of them and of the whole cluster, the labels of
 * namespaces, which policies select by, and the policies of the network plugins and meshes that are most in use. Each kind that a cluster does not
 * serve costs one request.
 */
export function policyReads(namespaces: readonly string[] | undefined): readonly Read[] {
  const distinct = [...new Set(namespaces)].toSorted()
  const isEverywhere = namespaces === undefined || distinct.length > MAX_NAMESPACES
  const readsIn = (kind: NamespacedPolicyKind, places: readonly string[]): readonly Read[] =>
    isEverywhere ? [{kind}] : places.map((namespace) => ({kind, namespace}))
  return [
    {kind: 'Namespace', metadataOnly: true},
    ...(['NetworkPolicy', 'CiliumNetworkPolicy', 'CalicoNetworkPolicy'] as const).flatMap((kind) => readsIn(kind, distinct)),
    ...readsIn('AuthorizationPolicy', [...new Set([...distinct, ROOT_OF_ISTIO])]),
    ...CLUSTER_POLICY_KINDS.map((kind): Read => ({kind})),
  ]
}

/** The kinds of policies that are read in a namespace. */
export const NAMESPACED_POLICY_KINDS = ['NetworkPolicy', 'CiliumNetworkPolicy', 'CalicoNetworkPolicy', 'AuthorizationPolicy'] as const

type NamespacedPolicyKind = (typeof NAMESPACED_POLICY_KINDS)[number]

/** Those of policies that belong to no namespace. */
export const CLUSTER_POLICY_KINDS = [
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'GlobalNetworkPolicy',
] as const

export const POLICY_KINDS = [...NAMESPACED_POLICY_KINDS, ...CLUSTER_POLICY_KINDS] as const
