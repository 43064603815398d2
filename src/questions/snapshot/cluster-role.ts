import type {WireObject} from '../../cluster/object.ts'
import {placesOf, READABLE, type ReadableKindName} from '../../cluster/read.ts'
import {compareText} from '../order.ts'

export interface RoleOptions {
  /** Whether changes are followed, too (`--watch`). */
  readonly watch?: boolean
}

/**
 * The ConfigMaps that are read by names known beforehand: how kube-proxy, what may replace it, and DNS are set up, in kube-system, and how load
 * balancers, controllers of Ingresses and Istio are, as their own manifests call them. Whoever installs those under other names adds theirs.
 */
const CONFIG_MAPS = [
  'antrea-config',
  'cilium-config',
  'coredns',
  'coredns-custom',
  'ingress-appgw-cm',
  'ingress-nginx-controller',
  'istio',
  'kube-proxy',
  'kubevip',
]

/**
 * The least ClusterRole that reads these kinds in every namespace: one rule for each API group, groups and resources in alphabetical order. Of
 * ConfigMaps it allows those of a few names, for others may hold anything.
 */
export function clusterRole(name: string, kinds: readonly ReadableKindName[], {watch = false}: RoleOptions = {}): WireObject {
  const byGroup = new Map<string, Set<string>>()
  for (const kind of kinds) {
    const {resource} = READABLE[kind]
    if (kind === 'ConfigMap') continue
    for (const {group} of placesOf(kind)) byGroup.set(group, (byGroup.get(group) ?? new Set()).add(resource))
  }
  const verbs = ['get', 'list', ...(watch ? ['watch'] : [])]
  const named = kinds.includes('ConfigMap')
    ? [{apiGroups: [''], resources: ['configmaps'], resourceNames: CONFIG_MAPS, verbs: ['get']}]
    : []
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {name},
    rules: [
      ...[...byGroup]
        .sort(([a], [b]) => compareText(a, b))
        .map(([group, resources]) => ({apiGroups: [group], resources: [...resources].sort(compareText), verbs})),
      ...named,
    ],
  }
}
