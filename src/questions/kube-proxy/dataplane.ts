import type {Cluster} from '../../cluster/cluster.ts'
import {findKubeProxyEvidence} from './kube-proxy-evidence.ts'
import {PRODUCTS} from './products/index.ts'
import type {Claim, ProxyProduct} from './products/product.ts'

/** What makes Services work on the nodes. */
export interface Dataplane {
  /** `unknown`: the input does not show it, and rules are those of a kube-proxy all the same. */
  readonly kind: 'kube-proxy' | 'replaced' | 'unknown'
  /** `kube-proxy`, or what is in its place; null where it is not known. */
  readonly name: string | null
  /** What shows it, or what leaves it open, a sentence without full stop; null where nothing does. */
  readonly evidence: string | null
}

/** A data plane, and what is known of the product. */
export interface KnownDataplane extends Dataplane {
  /** What is in kube-proxy's place, or may be. */
  readonly replacement: {readonly name: string; readonly product: ProxyProduct} | undefined
}

/** Some products take only a part of the work. */
export interface Dataplanes {
  /** For what pods send to cluster IPs. */
  readonly podsToClusterIPs: KnownDataplane
  readonly others: KnownDataplane
}

/** The user's word for it. */
export function statedKubeProxy(evidence: string): Dataplanes {
  const stated = {kind: 'kube-proxy', name: 'kube-proxy', evidence, replacement: undefined} as const
  return {podsToClusterIPs: stated, others: stated}
}

/** Whether kube-proxy makes Services work, or something in its place: by what is installed in the cluster. */
export function findDataplanes(cluster: Cluster): Dataplanes {
  const kubeProxy = findKubeProxyEvidence(cluster)
  const claims = PRODUCTS.flatMap((product) => {
    const claim = product.claim(cluster, kubeProxy.runs)
    return claim ? [{claim, product}] : []
  })
  const settle = (part: 'podsToClusterIPs' | 'others'): KnownDataplane => {
    const sure = claims.find(({claim}) => claim[part] === true)
    if (sure) return replacedBy(sure, kubeProxy.runs)
    const unsure = claims.find(({claim}) => claim[part] === undefined)
    if (unsure) {
      const {claim, product} = unsure
      return {kind: 'unknown', name: null, evidence: claim.evidence, replacement: {name: claim.name, product}}
    }
    return kubeProxy.sentence === undefined
      ? {kind: 'unknown', name: null, evidence: null, replacement: undefined}
      : {kind: 'kube-proxy', name: 'kube-proxy', evidence: kubeProxy.sentence, replacement: undefined}
  }
  return {podsToClusterIPs: settle('podsToClusterIPs'), others: settle('others')}
}

function replacedBy({claim, product}: {readonly claim: Claim; readonly product: ProxyProduct}, kubeProxyRuns: boolean): KnownDataplane {
  const isWhole = claim.podsToClusterIPs === true && claim.others === true
  const beside = kubeProxyRuns && isWhole ? ', though kube-proxy runs beside it' : ''
  return {kind: 'replaced', name: claim.name, evidence: `${claim.evidence}${beside}`, replacement: {name: claim.name, product}}
}

/** Whether pods' connections to cluster IPs, or all, are not kube-proxy's. Undefined where they are, or where nothing speaks against it. */
export function describeReplacement({podsToClusterIPs, others}: Dataplanes): string | undefined {
  const whole = others.replacement
  if (others.kind === 'replaced' && whole) return `${whole.name} does the work of kube-proxy: ${others.evidence}`
  if (whole) return `${whole.name} may do the work of kube-proxy: ${others.evidence}`
  const part = podsToClusterIPs.replacement
  return part && `${part.name} does a part of the work of kube-proxy: ${podsToClusterIPs.evidence}`
}
