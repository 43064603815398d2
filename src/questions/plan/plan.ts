import type {Companions} from '../../azure/companions.ts'
import type {FeatureId} from '../../azure/features.ts'
import type {Growth} from '../../azure/growth.ts'
import type {Mode} from '../../azure/mode.ts'
import type {Range} from '../../azure/range.ts'
import type {Surge} from '../../azure/surge.ts'

/** One node pool as the plan states it; what it leaves out is undefined, so that defaults stay visible. */
export interface PoolPlan {
  readonly name: string
  /** Nodes today; undefined in the inverse question, where the number is what is asked for. */
  readonly count: number | undefined
  /** The autoscaler's maximum; undefined where the pool does not scale. */
  readonly maxCount: number | undefined
  readonly minCount: number | undefined
  readonly maxPods: number | undefined
  readonly maxSurge: Surge | undefined
  readonly maxUnavailable: number | undefined
  readonly spot: boolean
  readonly blueGreen: boolean
  readonly os: 'Linux' | 'Windows'
  readonly mode: 'System' | 'User'
  readonly networkMode: Mode | undefined
  readonly nodeSubnet: string | undefined
  readonly podSubnet: string | undefined
  /** Pods that run on it; undefined counts every node as full. */
  readonly pods: number | undefined
}

/** A subnet that exists. `role` says what this cluster uses it for. */
export interface SubnetPlan {
  readonly name: string
  readonly range: Range
  readonly role: 'nodes' | 'pods' | 'other'
  /** Addresses that others use in it already. */
  readonly inUse: number
  readonly delegated: boolean
}

export interface NamedRangePlan {
  readonly name: string
  readonly ranges: readonly Range[]
  /** Private addresses in use there, for the limit of a peered group. */
  readonly inUse: number | undefined
}

export interface NetworkPlan {
  /** Address space of the virtual network; empty where none is stated. */
  readonly addressSpace: readonly Range[]
  readonly subnets: readonly SubnetPlan[]
  /** `--subnet`: the one range that there is. Pod-subnet modes split it in halves. */
  readonly only: Range | undefined
  readonly peers: readonly NamedRangePlan[]
  readonly onPremises: readonly NamedRangePlan[]
  readonly serviceCidr: Range | undefined
  readonly dnsServiceIp: string | undefined
  readonly podCidr: Range | undefined
  /** IPv6 ranges of a dual-stack cluster. */
  readonly serviceCidr6: Range | undefined
  readonly podCidr6: Range | undefined
}

/** Services of type LoadBalancer. */
export interface LoadBalancerPlan {
  readonly internal: number
  readonly public: number
  readonly ports: number
  readonly grow: boolean
}

export interface OutboundPlan {
  readonly kind: 'load-balancer' | 'nat-gateway'
  readonly addresses: number
  /** 0: Azure chooses by the size of the pool. */
  readonly portsPerNode: number
}

/** A further cluster in the same network, of the pools that it states or of the same pools as the planned one. */
export interface ClusterPlan {
  readonly name: string
  /** Month in which it arrives, 0 for now. */
  readonly fromMonth: number
  readonly pools: readonly PoolPlan[] | undefined
  readonly internalLoadBalancers: number
}

/** Everything that a plan states, read and checked, wherever it came from. */
export interface Plan {
  /** `--mode`: only these are worked out; empty for all. */
  readonly modes: readonly Mode[]
  readonly pools: readonly PoolPlan[]
  readonly network: NetworkPlan
  readonly companions: Companions
  readonly loadBalancers: LoadBalancerPlan
  readonly outbound: OutboundPlan | undefined
  readonly requires: readonly FeatureId[]
  readonly clusters: readonly ClusterPlan[]
  readonly growth: Growth | undefined
  /** Months for which the subnets are sized; 0 for today. */
  readonly horizon: number
  /** Where facts came from that are no statement of the user (manifests, az output), a sentence each. */
  readonly notes: readonly string[]
}

export const NO_COMPANIONS: Companions = {
  internalLoadBalancers: 0,
  privateCluster: false,
  privateEndpoints: 0,
  privateLinkServices: [],
  apiServerIntegration: 0,
  applicationGateway: undefined,
  applicationGatewayForContainers: false,
  firewall: false,
  bastion: false,
  vpnGateway: false,
  virtualNodePods: undefined,
}

export const EMPTY_NETWORK: NetworkPlan = {
  addressSpace: [],
  subnets: [],
  only: undefined,
  peers: [],
  onPremises: [],
  serviceCidr: undefined,
  dnsServiceIp: undefined,
  podCidr: undefined,
  serviceCidr6: undefined,
  podCidr6: undefined,
}

/** A plan that states nothing yet. */
export const EMPTY_PLAN: Plan = {
  modes: [],
  pools: [],
  network: EMPTY_NETWORK,
  companions: NO_COMPANIONS,
  loadBalancers: {internal: 0, public: 0, ports: 1, grow: false},
  outbound: undefined,
  requires: [],
  clusters: [],
  growth: undefined,
  horizon: 0,
  notes: [],
}

/** A pool that states nothing but its name. */
export function emptyPool(name: string): PoolPlan {
  return {
    name,
    count: undefined,
    maxCount: undefined,
    minCount: undefined,
    maxPods: undefined,
    maxSurge: undefined,
    maxUnavailable: undefined,
    spot: false,
    blueGreen: false,
    os: 'Linux',
    mode: 'User',
    networkMode: undefined,
    nodeSubnet: undefined,
    podSubnet: undefined,
    pods: undefined,
  }
}

/** Nodes that a pool has to hold: its maximum where it scales, else its count. */
export function fullNodes(pool: PoolPlan): number {
  return Math.max(pool.count ?? 0, pool.maxCount ?? 0)
}
