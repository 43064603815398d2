import type {Cluster} from '../../../cluster/cluster.ts'
import type {Policy} from '../../../network/policy/policy.ts'
import type {Report} from '../../../report.ts'
import type {Places} from '../../places.ts'
import {policiesAsEnforced} from '../../policy-dataplane.ts'
import {findPolicyProblems} from '../../policy-findings.ts'
import {answerAbout, judgeAll} from '../about-services.ts'
import type {AskedPod} from '../asked-pod.ts'
import {toPodResolution} from '../resolution.ts'
import {findSelected} from '../selected-pod.ts'
import {headlineOf, isUntold} from './headline.ts'
import {notesOf} from './notes.ts'
import {findPolicedPods, type PolicedPods} from './policed-pods.ts'
import {toPodPolicies} from './policies-data.ts'
import {detailsOf, policedPodsTableOf} from './policies-table.ts'

/** From pods to the policies that are for them: those of one name in detail, several a row each. `nothing` says that there is no pod. */
export function aboutPolicies(cluster: Cluster, asked: readonly AskedPod[], isNamed: boolean, nothing: string): Report {
  const pods = findSelected(cluster, asked)
  const set = policiesAsEnforced(cluster)
  const policed = findPolicedPods(cluster, set, pods)
  const [only, ...others] = policed
  const places: Places = new Map()
  const dataOf = new Map(policed.flatMap((one) => one.pods.map((pod) => [pod, toPodPolicies(one, places)] as const)))
  const services = [...new Set(pods.flatMap((one) => one.services))]
  const answer = answerAbout(
    cluster,
    judgeAll(
      cluster,
      services.map((service) => ({service, port: undefined})),
    ),
  )
  return {
    ...answer,
    data: {pods: pods.map((one) => ({...toPodResolution(one), policies: dataOf.get(one.pod)})), ...answer.data},
    // What is wrong with the Services is another question.
    findings: findPolicyProblems(policiesOf(policed)),
    mends: true,
    told: 0,
    places,
    ...(only && {headline: headlineOf(policed)}),
    tables: !only ? [] : others.length > 0 ? [policedPodsTableOf(policed)] : isUntouched(only) ? [] : detailsOf(only, places),
    notes: only ? notesOf(cluster, policed) : [nothing],
    names: [...new Set(policiesOf(policed).map(resourceOf))],
    ...(isNamed && only && {answer: policed.some(isUntold) ? 'undecided' : 'positive'}),
  }
}

/** On the network of a node, as a rule. */
function isUntouched({isOnHostNetwork, ingress, egress}: PolicedPods): boolean {
  return isOnHostNetwork && ingress.foreign.length + egress.foreign.length === 0
}

function policiesOf(policed: readonly PolicedPods[]): readonly Policy[] {
  const all = policed.flatMap(({ingress, egress}) => [...ingress.policies, ...egress.policies])
  return [...new Set(all.map(({policy}) => policy))]
}

/** As `kubectl get -o name` prints it. */
function resourceOf({kind, name}: Policy): string {
  return `${kind.toLowerCase()}.${kind === 'NetworkPolicy' ? 'networking.k8s.io' : 'policy.networking.k8s.io'}/${name}`
}
