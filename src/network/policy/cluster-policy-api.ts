import type {Policy, PolicyKind} from './policy.ts'

/** What tells the three kinds of policy.networking.k8s.io apart; all else they have in common. */
export interface ClusterPolicyApi {
  readonly kind: PolicyKind
  /** Undefined where the policy itself says it. */
  readonly tier: Policy['tier'] | undefined
  readonly hasPriority: boolean
  /** The only name that an object may have. */
  readonly onlyName: string | undefined
  /** What a rule may do, by the word that the kind has for it. */
  readonly actions: ReadonlyMap<string, ClusterAction>
  /** What rules call their ports. */
  readonly portsField: 'ports' | 'protocols'
  readonly egressPeers: readonly PeerField[]
  /** How many rules, peers and ports there may be. */
  readonly maxItems: number
  /** Whether both selectors of pods must be stated; else namespaces may be left out. */
  readonly needsNamespaceSelector: boolean
  readonly domainName: RegExp
  /** Whether the object may not write more of a network's address than its prefix. */
  readonly refusesHostBits: boolean
}

export type ClusterAction = 'allow' | 'deny' | 'pass'

export type PeerField = 'namespaces' | 'pods' | 'nodes' | 'networks' | 'domainNames'

const ADMIN_ACTIONS = new Map<string, ClusterAction>([
  ['Allow', 'allow'],
  ['Deny', 'deny'],
  ['Pass', 'pass'],
])

/** AdminNetworkPolicy, v1alpha1 (apis/v1alpha1 and config/crd of network-policy-api v0.1.7, the last that ships its definition). */
const ADMIN: ClusterPolicyApi = {
  kind: 'AdminNetworkPolicy',
  tier: 'admin',
  hasPriority: true,
  onlyName: undefined,
  actions: ADMIN_ACTIONS,
  portsField: 'ports',
  egressPeers: ['namespaces', 'pods', 'nodes', 'networks', 'domainNames'],
  maxItems: 100,
  needsNamespaceSelector: true,
  // The API writes A-z, which takes in six characters that it did not mean, and is what it checks.
  domainName: /^(\*\.)?([a-zA-z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.)+[a-zA-z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.?$/,
  refusesHostBits: false,
}

/** BaselineAdminNetworkPolicy, of the same version: one for the whole cluster. */
const BASELINE: ClusterPolicyApi = {
  ...ADMIN,
  kind: 'BaselineAdminNetworkPolicy',
  tier: 'baseline',
  hasPriority: false,
  onlyName: 'default',
  actions: new Map([...ADMIN_ACTIONS].filter(([word]) => word !== 'Pass')),
  egressPeers: ['namespaces', 'pods', 'nodes', 'networks'],
}

/** ClusterNetworkPolicy, which took the place of both: apis/v1alpha2 and apis/v1beta1. */
const CLUSTER: ClusterPolicyApi = {
  kind: 'ClusterNetworkPolicy',
  tier: undefined,
  hasPriority: true,
  onlyName: undefined,
  actions: new Map([
    ['Accept', 'allow'],
    ['Deny', 'deny'],
    ['Pass', 'pass'],
  ]),
  portsField: 'protocols',
  egressPeers: ['namespaces', 'pods', 'nodes', 'networks', 'domainNames'],
  maxItems: 25,
  needsNamespaceSelector: false,
  domainName: /^(\*\.)?([a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.)+[a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.?$/,
  refusesHostBits: false,
}

/** The API of a kind of policy.networking.k8s.io; undefined for any other. Since v1beta1 a network is its prefix and nothing beyond. */
export function clusterPolicyApi(kind: string, version: string): ClusterPolicyApi | undefined {
  if (kind === 'ClusterNetworkPolicy') return version === 'v1alpha2' ? CLUSTER : {...CLUSTER, refusesHostBits: true}
  return kind === 'AdminNetworkPolicy' ? ADMIN : kind === 'BaselineAdminNetworkPolicy' ? BASELINE : undefined
}
