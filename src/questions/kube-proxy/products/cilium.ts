import type {Cluster} from '../../../cluster/cluster.ts'
import {dataOfConfigMap} from '../../../cluster/config-map.ts'
import {labelOf, textOf} from '../../../cluster/fields.ts'
import {findDaemonSet, nameOfDaemonSet, runsSomewhere} from '../daemon-set.ts'
import type {Claim, Difference, ProxiedConnection, ProxyProduct} from './product.ts'

const NAMESPACE = 'kube-system'
const CONFIG = `ConfigMap ${NAMESPACE}/cilium-config`
/** On everything that AKS installs by itself, and keeps as it is. */
const MANAGED_BY = 'kubernetes.azure.com/managedby'

/**
 * Cilium's kube-proxy replacement, and Azure CNI powered by Cilium, in which AKS installs it. `kube-proxy-replacement` is true or false; until
 * Cilium 1.14 it was strict, partial, probe or disabled. Without it Cilium balances what pods send to cluster IPs, packet by packet.
 * Source: docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free; learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium
 */
export const CILIUM: ProxyProduct = {
  means: 'eBPF programs',
  servesLoopback: true,
  claim: claimOfCilium,
  differences: (cluster, connection) => [
    ...differencesInReach(cluster, connection),
    ...differencesInSource(cluster, connection),
    ...differencesInChoice(cluster, connection),
  ],
}

function claimOfCilium(cluster: Cluster): Claim | undefined {
  const agent = findDaemonSet(cluster, [NAMESPACE], 'cilium')
  const config = dataOfConfigMap(cluster, NAMESPACE, 'cilium-config')
  if (agent ? !runsSomewhere(agent) : !config) return undefined
  const isOfAKS = agent !== undefined && labelOf(agent.labels, MANAGED_BY) === 'aks'
  const name = isOfAKS ? 'Azure CNI powered by Cilium' : 'Cilium'
  if (!config) {
    const seen = agent ? nameOfDaemonSet(agent) : ''
    return isOfAKS
      ? {name, podsToClusterIPs: true, others: true, evidence: `${seen} is the one of AKS, which runs no kube-proxy beside it`}
      : {
          name,
          podsToClusterIPs: true,
          others: undefined,
          evidence: `${seen} runs, and the input does not have ${CONFIG}, which says what it does`,
        }
  }
  const stated = textOf(config['kube-proxy-replacement'])?.toLowerCase() ?? 'false'
  const evidence = `${CONFIG} says kube-proxy-replacement: ${stated}`
  if (stated === 'true' || stated === 'strict') return {name, podsToClusterIPs: true, others: true, evidence}
  const isNone = (stated === 'false' || stated === 'disabled') && config['enable-node-port'] !== 'true'
  return isNone
    ? {name, podsToClusterIPs: true, others: false, evidence: `${evidence}, and Cilium balances what pods send to cluster IPs all the same`}
    : {name, podsToClusterIPs: true, others: undefined, evidence: `${evidence}, with which Cilium does a part of the work`}
}

function setting(cluster: Cluster, key: string): string | undefined {
  return textOf(dataOfConfigMap(cluster, NAMESPACE, 'cilium-config')?.[key])
}

function differencesInReach(cluster: Cluster, connection: ProxiedConnection): readonly Difference[] {
  const {client, via, protocol, refusal} = connection
  const isInside = client !== 'outside'
  return [
    ...(protocol === 'SCTP' ? [open('it supports SCTP in a few basic cases only')] : []),
    ...(isInside && refusal === 'source-ranges'
      ? [open('it takes no notice of loadBalancerSourceRanges for clients inside of the cluster')]
      : []),
    ...(isInside && refusal === 'no-local-endpoints' && via !== 'cluster-ip'
      ? [open('it offers all endpoints to clients inside of the cluster, whatever externalTrafficPolicy says')]
      : []),
    ...(client === 'outside' && via === 'cluster-ip' && setting(cluster, 'bpf-lb-external-clusterip') !== 'true'
      ? [open('it lets nobody from outside of the cluster use cluster IPs (bpf-lb-external-clusterip)')]
      : []),
  ]
}

/** Direct server return; `hybrid` is that for TCP. */
function differencesInSource(cluster: Cluster, {client, via, protocol}: ProxiedConnection): readonly Difference[] {
  const mode = setting(cluster, 'bpf-lb-mode')
  const isDirect = mode === 'dsr' || (mode === 'hybrid' && protocol === 'TCP')
  return client === 'outside' && via !== 'cluster-ip' && isDirect
    ? [{message: `pods see the client's own address, and answer it directly (bpf-lb-mode: ${mode})`, effect: 'source-kept'}]
    : []
}

function differencesInChoice(cluster: Cluster, {client, via, affinitySeconds, hasHints}: ProxiedConnection): readonly Difference[] {
  const isAtSocket = client === 'node' || (client === 'pod' && setting(cluster, 'bpf-lb-sock-hostns-only') !== 'true')
  return [
    ...(isAtSocket && via === 'cluster-ip' ? [told('it picks the endpoint when the client connects: no packet has the cluster IP')] : []),
    ...(isAtSocket && affinitySeconds !== null
      ? [told("its session affinity goes by the client's network namespace, not by its address")]
      : []),
    ...(hasHints && setting(cluster, 'enable-service-topology') !== 'true'
      ? [told('it takes no notice of hints for zones without enable-service-topology, so that endpoints of all zones are used')]
      : []),
  ]
}

function open(message: string): Difference {
  return {message, effect: 'verdict-open'}
}

function told(message: string): Difference {
  return {message, effect: 'none'}
}
