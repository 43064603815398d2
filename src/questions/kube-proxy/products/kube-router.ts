import type {Cluster} from '../../../cluster/cluster.ts'
import {labelOf, labelsOf, valueAt} from '../../../cluster/fields.ts'
import {containersOf, findRunningDaemonSet, nameOfDaemonSet} from '../daemon-set.ts'
import {readFlags} from '../flags.ts'
import type {Claim, Difference, ProxiedConnection, ProxyProduct} from './product.ts'

/** An annotation that is there counts, whatever it says. */
const HAIRPIN = 'kube-router.io/service.hairpin'

/**
 * kube-router's service proxy, which works by IPVS. It is on unless --run-service-proxy=false says otherwise, as where kube-router only joins networks
 * or keeps policies; with kube-proxy beside it two would do the same work.
 * Source: kube-router.io/docs/user-guide
 */
export const KUBE_ROUTER: ProxyProduct = {
  means: 'virtual servers of IPVS',
  claim: claimOfKubeRouter,
  differences: differencesOfKubeRouter,
}

function claimOfKubeRouter(cluster: Cluster, kubeProxyRuns: boolean): Claim | undefined {
  const agent = findRunningDaemonSet(cluster, ['kube-system'], 'kube-router')
  if (!agent) return undefined
  const stated = flagsOf(cluster)['run-service-proxy']
  if (stated === 'false') return undefined
  const how = stated === undefined ? 'runs, and its service proxy is on unless told otherwise' : `runs with --run-service-proxy=${stated}`
  const takes = kubeProxyRuns ? undefined : true
  const beside = kubeProxyRuns ? ', and so does kube-proxy' : ''
  return {name: 'kube-router', podsToClusterIPs: takes, others: takes, evidence: `${nameOfDaemonSet(agent)} ${how}${beside}`}
}

function flagsOf(cluster: Cluster): Readonly<Record<string, string>> {
  const agent = findRunningDaemonSet(cluster, ['kube-system'], 'kube-router')
  const container = agent && containersOf(agent).find(({name}) => name === 'kube-router')
  return container ? readFlags(container) : {}
}

function differencesOfKubeRouter(cluster: Cluster, {reachesItself, service}: ProxiedConnection): readonly Difference[] {
  const annotations = labelsOf(valueAt(service?.object, 'metadata', 'annotations'))
  const mode = flagsOf(cluster)['hairpin-mode']
  const isAllowed = (mode !== undefined && mode !== 'false') || labelOf(annotations, HAIRPIN) !== undefined
  return reachesItself && !isAllowed
    ? [{message: `a pod does not reach itself by its Service without --hairpin-mode or the annotation ${HAIRPIN}`, effect: 'verdict-open'}]
    : []
}
