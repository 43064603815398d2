import type {Cluster} from '../../../cluster/cluster.ts'
import {resolverOfPod} from '../../../network/dns/resolver.ts'
import {readDnsSettings} from '../../../network/dns/settings.ts'
import {partyOfPod} from '../../../network/policy/parties.ts'
import {findForbiddenQuery} from '../../dns-egress.ts'
import type {PolicedPods} from './policed-pods.ts'

/** Whether policies let pods ask the cluster's DNS nothing. Pods that ask others are passed over, and so is whatever cannot be told. */
export function areCutOffFromDns(cluster: Cluster, {pods, isOnHostNetwork}: PolicedPods): boolean {
  const [pod] = pods
  if (!pod || isOnHostNetwork || resolverOfPod(pod, readDnsSettings(cluster).domain, []).server !== 'cluster') return false
  return findForbiddenQuery(cluster, [partyOfPod(cluster, pod)]) !== undefined
}
