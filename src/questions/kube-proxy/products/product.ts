import type {Cluster} from '../../../cluster/cluster.ts'
import type {Service} from '../../../cluster/service.ts'
import type {Via} from '../../../network/proxy/packet/entry.ts'

/** Which part of kube-proxy's work a product does, as far as the input shows it. Undefined is that it does not show it. */
export interface Claim {
  /** As people know the product. */
  readonly name: string
  /** Balances what pods send to cluster IPs. */
  readonly podsToClusterIPs: boolean | undefined
  /** Balances everything else: node ports, load balancers, what nodes send. */
  readonly others: boolean | undefined
  /** What shows it, a sentence without full stop. */
  readonly evidence: string
}

/** A connection for a Service, and what a kube-proxy would make of it at one node. */
export interface ProxiedConnection {
  readonly client: 'pod' | 'node' | 'outside'
  /** By which of its addresses the Service is meant; undefined where none is. */
  readonly via: Via | undefined
  /** TCP, UDP or SCTP. */
  readonly protocol: string
  readonly service: Service | undefined
  /** One word for why kube-proxy would not deliver it: `source-ranges`, `no-local-endpoints`, … */
  readonly refusal: string | undefined
  /** Of the Service's session affinity. */
  readonly affinitySeconds: number | null
  /** How many endpoints it may go to. */
  readonly endpoints: number
  /** Whether one of them is the client. */
  readonly reachesItself: boolean
  /** Whether its endpoints have hints for zones. */
  readonly hasHints: boolean
}

/** In what the product's documentation says that it differs from kube-proxy. */
export interface Difference {
  /** A sentence about the product, which it does not name: `it supports SCTP in a few basic cases only`. */
  readonly message: string
  /** What follows for the answer: nothing; that the verdict is not known; or that the pod sees the client's own address. */
  readonly effect: 'none' | 'verdict-open' | 'source-kept'
}

/** Something that may do kube-proxy's work in its place. */
export interface ProxyProduct {
  /** What it works by instead of kube-proxy's rules: `eBPF programs`. */
  readonly means: string
  /** Whether its documentation says that node ports answer on loopback addresses; undefined where it says nothing of them. */
  readonly servesLoopback?: boolean
  /** Undefined where the input shows nothing of it, or that it leaves the work to kube-proxy. */
  readonly claim: (cluster: Cluster, kubeProxyRuns: boolean) => Claim | undefined
  readonly differences: (cluster: Cluster, connection: ProxiedConnection) => readonly Difference[]
}
