import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {selectPods} from '../../network/endpoints/backends.ts'
import {judgeConnection} from '../../network/policy/judgement.ts'
import {endPortOf, partyOfPod} from '../../network/policy/parties.ts'
import {findTargetPort} from '../../network/target-port.ts'
import {policiesAsEnforced} from '../policy-dataplane.ts'

/** What the pods of a controller are to those behind a port: any may reach some of its own node, where one of both is on the network of the node. */
export type OwnNodeAccess = 'some' | 'perhaps' | 'none'

/**
 * Whether controllers that policies keep out reach the pods of their own node all the same: "traffic to and from the node where a Pod is running is
 * always allowed" (https://kubernetes.io/docs/concepts/services-networking/network-policies/), and a pod on the network of the node is the node.
 */
export function findOwnNodeAccess(
  cluster: Cluster,
  controllers: readonly Pod[],
  service: Service,
  port: ServicePort | undefined,
  family: AddressFamily,
): OwnNodeAccess {
  const behind = selectPods(cluster, service)
  const set = policiesAsEnforced(cluster)
  let access: OwnNodeAccess = 'none'
  for (const controller of controllers) {
    const source = partyOfPod(cluster, controller, family)
    for (const pod of behind) {
      if (!mayBeOwnNode(controller, pod)) continue
      const target = port && findTargetPort(pod, port)
      if (target && target.kind !== 'found') continue
      const destination = partyOfPod(cluster, pod, family)
      const end = endPortOf(pod, target?.port ?? null, port?.protocol ?? 'TCP')
      const {allowed} = judgeConnection(set, {source, destination, port: end, called: []})
      if (allowed === true) return 'some'
      if (allowed === null) access = 'perhaps'
    }
  }
  return access
}

function mayBeOwnNode(one: Pod, other: Pod): boolean {
  if (!isOnNodeNetwork(one) && !isOnNodeNetwork(other)) return false
  return one.nodeName === null || other.nodeName === null || one.nodeName === other.nodeName
}

function isOnNodeNetwork({spec}: Pod): boolean {
  return fieldsOf(spec)['hostNetwork'] === true
}
