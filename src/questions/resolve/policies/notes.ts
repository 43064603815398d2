import type {Cluster} from '../../../cluster/cluster.ts'
import type {Direction} from '../../../network/policy/policy.ts'
import {enumerate} from '../../naming.ts'
import {describeDoubt, nameOfPolicy} from '../../policy-wording.ts'
import {areCutOffFromDns} from './dns-egress.ts'
import type {PolicedPods} from './policed-pods.ts'

/** What a reader should know beside the list: who cannot ask DNS, who is on the network of a node, and what leaves an answer open. */
export function notesOf(cluster: Cluster, policed: readonly PolicedPods[]): readonly string[] {
  const cutOff = policed.filter((one) => areCutOffFromDns(cluster, one))
  const foreign = new Set(policed.flatMap(({ingress, egress}) => [...ingress.foreign, ...egress.foreign]))
  return [
    ...(cutOff.length > 0 ? [`no policy lets ${namesOf(cutOff)} ask DNS (port 53/UDP in kube-system): names do not resolve`] : []),
    ...new Set(policed.flatMap((one) => [...doubtsOf(one, 'ingress'), ...doubtsOf(one, 'egress')])),
    ...[...foreign].map((policy) => describeDoubt({kind: 'foreign', policy})),
  ]
}

function namesOf(policed: readonly PolicedPods[]): string {
  return enumerate([...new Set(policed.map(({name}) => name))])
}

/** `whether shop/deny selects deploy/web: Namespace shop, whose label team decides, is not in the input: …`. */
function doubtsOf(policed: PolicedPods, direction: Direction): readonly string[] {
  const {name} = policed
  return policed[direction].policies.flatMap(({policy, doubt}) =>
    doubt ? [`whether ${nameOfPolicy(policy)} selects ${name} cannot be told: ${describeDoubt(doubt)}`] : [],
  )
}
