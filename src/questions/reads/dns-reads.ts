import type {Cluster} from '../../cluster/cluster.ts'
import {dataOfConfigMap} from '../../cluster/config-map.ts'
import {textOf} from '../../cluster/fields.ts'
import type {Read} from '../../cluster/read.ts'

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
