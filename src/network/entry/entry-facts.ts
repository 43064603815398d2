import type {AddressPool} from './address-pool.ts'

/** Who runs the load balancers. */
export type Cloud =
  | 'azure'
  | 'aws'
  | 'gke'
  | 'openstack'
  | 'alibaba'
  | 'oci'
  | 'ibm'
  | 'digitalocean'
  | 'tencent'
  | 'baidu'
  | 'hetzner'
  | 'scaleway'
  | 'exoscale'
  /** None: addresses come from MetalLB, kube-vip, ServiceLB or the like. */
  | 'bare-metal'

/**
 * Who makes load balancers in place of the cloud's own controller, where that changes what a Service gets. `servicelb` is that of k3s, which opens
 * the port on the nodes.
 */
export type BalancerController = 'aws-load-balancer-controller' | 'eks-auto-mode' | 'servicelb'

/** What manifests do not say of a cluster: the user's own word, else what the input shows. */
export interface EntryFacts {
  readonly cloud: {readonly name: Cloud; readonly evidence: string; readonly controller?: BalancerController | undefined} | undefined
  /** Classes of Ingresses, Gateways and load balancers by name, and whether what they make is public. */
  readonly classes: ReadonlyMap<string, 'public' | 'private'>
  /** Whether the addresses of nodes are public. */
  readonly nodes: {readonly addresses: 'public' | 'private'; readonly evidence: string} | undefined
  /** The addresses that load balancers of a cluster without a cloud are given. Absent is: nobody looked. */
  readonly pools?: readonly AddressPool[]
}
