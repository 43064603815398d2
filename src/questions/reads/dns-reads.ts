import type {Cluster} from '../../cluster/cluster.ts'
import {dataOfConfigMap} from '../../cluster/config-map.ts'
import {textOf} from '../../cluster/fields.ts'
import type {Read} from '../../cluster/read.ts'
import {policiesOf} from '../../network/policy/policy-set.ts'
import {policyReads} from './policy-reads.ts'
import {readsBehindService} from './service-reads.ts'

const SYSTEM = 'kube-system'

/** How the cluster's DNS is set up. What AKS lets people add counts only where the Corefile imports it. */
export function readsOfDns(cluster: Cluster): readonly Read[] {
  const imports = /^\s*import\s+custom/m.test(textOf(dataOfConfigMap(cluster, SYSTEM, 'coredns')?.['Corefile']) ?? '')
  return [
    {kind: 'ConfigMap', namespace: SYSTEM, name: 'coredns'},
    ...(imports ? [{kind: 'ConfigMap', namespace: SYSTEM, name: 'coredns-custom'} as const] : []),
  ]
}

/** Who is asked: the nameserver that pods have in their resolv.conf. */
export const DNS_SERVER: Read = {kind: 'Service', namespace: SYSTEM, name: 'kube-dns'}

/**
 * What decides whether policies let anybody ask the cluster's DNS, where some are for egress: the pods behind it, the policies of their namespace, and
 * the caches on nodes, which nobody is kept from.
 */
export function readsOfPolicedDns(soFar: Cluster): readonly Read[] {
  const {all, foreign} = policiesOf(soFar)
  if (foreign.length === 0 && !all.some(({egress}) => egress)) return []
  const service = soFar.services.find(({namespace, name}) => namespace === SYSTEM && name === DNS_SERVER.name)
  return [
    DNS_SERVER,
    {kind: 'DaemonSet', namespace: SYSTEM},
    ...policyReads([SYSTEM]),
    ...(service ? readsBehindService(soFar, service, {namespace: SYSTEM, search: false}) : []),
  ]
}
