import type {Cluster} from '../../../src/cluster/cluster.ts'
import type {Pod} from '../../../src/cluster/pod.ts'
import {judgeConnection, type PolicyVerdict} from '../../../src/network/policy/judgement.ts'
import {endPortOf, partyOfNode, partyOfPod} from '../../../src/network/policy/parties.ts'
import type {Party} from '../../../src/network/policy/party.ts'
import {type PolicySet, policiesOf} from '../../../src/network/policy/policy-set.ts'

/** `shop/web`: the pod, or the pods of the workload, of that name; `node/a`; `outside`, or an address there. */
export function partyNamed(cluster: Cluster, text: string): Party {
  if (text === 'outside') return {kind: 'outside', address: null}
  if (text.startsWith('node/')) return partyOfNode(cluster, text.slice(5))
  const pod = podNamed(cluster, text)
  return pod ? partyOfPod(cluster, pod) : {kind: 'outside', address: text}
}

function podNamed(cluster: Cluster, text: string): Pod | undefined {
  return cluster.pods.all.find(({namespace, target}) => `${namespace}/${target.name}` === text)
}

export interface AskedPort {
  readonly port?: number
  readonly protocol?: string
  readonly set?: PolicySet
}

/** Whether a connection straight to the destination passes. */
export function ask(
  cluster: Cluster,
  from: string,
  to: string,
  {port = 80, protocol = 'TCP', set = policiesOf(cluster)}: AskedPort = {},
): PolicyVerdict {
  return judgeConnection(set, {
    source: partyNamed(cluster, from),
    destination: partyNamed(cluster, to),
    port: endPortOf(podNamed(cluster, to), port, protocol),
    called: [],
  })
}
