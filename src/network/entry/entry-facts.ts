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
  /** None: addresses come from MetalLB, kube-vip, ServiceLB or the like. */
  | 'bare-metal'

/** What manifests do not say of a cluster: the user's own word, else what the input shows. */
export interface EntryFacts {
  readonly cloud: {readonly name: Cloud; readonly evidence: string} | undefined
  /** Classes of Ingresses, Gateways and load balancers by name, and whether what they make is public. */
  readonly classes: ReadonlyMap<string, 'public' | 'private'>
  /** Whether the addresses of nodes are public. */
  readonly nodes: {readonly addresses: 'public' | 'private'; readonly evidence: string} | undefined
}
