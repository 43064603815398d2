import type {Mode} from './mode.ts'

/** `unknown` where no document says. */
export type Support = 'yes' | 'no' | 'unknown'

/** A feature that a networking mode has, has not, or is not documented to have. */
export interface Feature {
  readonly what: string
  readonly modes: Readonly<Record<Mode, Support>>
  /** What is to be known about a mode, beyond yes and no. */
  readonly remarks: Partial<Readonly<Record<Mode, string>>>
  readonly source: string
}

const DOC = (...names: string[]) => names.map((name) => `MicrosoftDocs/azure-aks-docs articles/aks/${name}.md`).join('; ')

/** Columns: overlay, pod-subnet-dynamic, pod-subnet-static, node-subnet, byo, kubenet. */
function feature(what: string, columns: string, source: string, remarks: Feature['remarks'] = {}): Feature {
  const support = columns.split(' ').map((letter): Support => (letter === 'y' ? 'yes' : letter === 'n' ? 'no' : 'unknown'))
  const [overlay = 'unknown', dynamic = 'unknown', fixed = 'unknown', node = 'unknown', byo = 'unknown', kubenet = 'unknown'] = support
  return {
    what,
    modes: {overlay, 'pod-subnet-dynamic': dynamic, 'pod-subnet-static': fixed, 'node-subnet': node, byo, kubenet},
    remarks,
    source,
  }
}

/** What each mode excludes. */
export const FEATURES = {
  windows: feature(
    'Windows node pools',
    'y y y y ? n',
    DOC('concepts-network-cni-overview', 'configure-azure-cni-static-block-allocation'),
    {
      overlay: 'Windows Server 2022 and 2025; at most 110 pods a node are advised',
      'pod-subnet-dynamic': 'not Windows Server 2019',
      'pod-subnet-static': 'not Windows Server 2019',
      byo: 'as the plugin has it',
    },
  ),
  'policy-calico': feature('Calico network policy', 'y y y y ? y', DOC('use-network-policies'), {byo: 'as the plugin has it'}),
  'policy-azure': feature('Azure network policy (NPM)', 'y y y y ? n', DOC('use-network-policies'), {
    overlay: 'NPM retires: Windows 2026-09-30, Linux 2028-09-30; at most 250 nodes and 20,000 pods',
  }),
  cilium: feature('Azure CNI powered by Cilium', 'y y y y ? n', DOC('azure-cni-powered-by-cilium'), {
    kubenet: 'migrate to overlay first',
    byo: 'as the plugin has it',
  }),
  'virtual-nodes': feature('virtual nodes', 'n y ? y ? n', DOC('virtual-nodes')),
  'application-gateway': feature('Application Gateway ingress controller', 'y y y y ? y', DOC('concepts-network-cni-overview'), {
    kubenet: 'with a route table that is kept by hand',
  }),
  'application-gateway-for-containers': feature('Application Gateway for Containers', 'y y y y ? n', DOC('concepts-network-cni-overview'), {
    overlay: 'its subnet must be exactly a /24',
  }),
  'dual-stack': feature('dual stack (IPv4 and IPv6)', 'y ? ? ? ? n', DOC('configure-dual-stack'), {
    'pod-subnet-static': 'appears in the changelog of 2026-06-19 (IPv6 from the pod subnet)',
    byo: 'as the plugin has it',
    kubenet: 'formerly; the current document asks for overlay',
  }),
  'node-auto-provisioning': feature('node auto provisioning', 'y n n y ? n', DOC('node-auto-provisioning-networking')),
  'static-egress': feature('static egress gateway', 'y n n ? ? ?', DOC('configure-static-egress-gateway')),
  'private-link-service': feature('Private Link Service through a Service', 'y y n y ? ?', DOC('internal-lb'), {
    'pod-subnet-dynamic': 'its subnet must not be the pod subnet where externalTrafficPolicy is Local',
  }),
  'shared-subnet': feature('several clusters in one subnet', 'y y y y ? n', DOC('concepts-network-cni-overview', 'configure-kubenet'), {
    'pod-subnet-static': 'a subnet stays with one allocation mode forever',
  }),
  'pods-reachable': feature(
    'pods reachable from the network at their own addresses',
    'n y y y ? n',
    DOC('concepts-network-azure-cni-overlay'),
    {
      byo: 'as the plugin has it',
      kubenet: 'only through its route table',
    },
  ),
  'migration-to-overlay': feature('migration to overlay', 'y n n y ? y', DOC('update-azure-cni'), {
    overlay: 'is overlay; its pod CIDR can only grow',
    'node-subnet': 'irreversible',
    'pod-subnet-static': 'no migration at all: a new pool and a new subnet',
  }),
} as const satisfies Record<string, Feature>

export type FeatureId = keyof typeof FEATURES
export const FEATURE_IDS = Object.keys(FEATURES) as readonly FeatureId[]

/** What ends, and when. */
export interface Retirement {
  readonly what: string
  /** ISO date. */
  readonly on: string
  readonly source: string
}

export const KUBENET_RETIREMENT: Retirement = {
  what: 'kubenet',
  on: '2028-03-31',
  source: 'MicrosoftDocs/azure-aks-docs articles/aks/includes/kubenet-retirement.md; Azure/AKS#4859',
}
