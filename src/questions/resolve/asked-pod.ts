import type {Cluster} from '../../cluster/cluster.ts'
import {type Labels, matchesLabels} from '../../cluster/label-selector.ts'
import type {Pod} from '../../cluster/pod.ts'
import {ownerName, shortName} from '../naming.ts'
import type {Target} from '../target.ts'
import {namesakesOf} from './namesake.ts'
import {notFound, type SearchedScope} from './not-found.ts'
import {findWorkloadPods} from './workload-pods.ts'

/** A pod that was asked about, or the template of a workload that was. */
export interface AskedPod {
  readonly pod: Pod
  /** What the question called it: `deploy/web`, `pod/web-0`. */
  readonly name: string
}

/** Something that can be asked for by kind and name. */
interface Candidate {
  readonly namespace: string
  readonly name: string
  readonly labels: Labels | undefined
  readonly pods: readonly AskedPod[]
}

/** The pods of a target that is no Service, as far as the namespace and `-l` leave them. Throws a UserError for a name that nothing has. */
export function findPods(cluster: Cluster, target: Target, scope: SearchedScope): readonly AskedPod[] {
  const {namespace, selector} = scope
  const {kind, name} = target
  const all = kind === 'Pod' ? podCandidates(cluster, name !== undefined) : workloadCandidates(cluster, kind)
  const here = all.filter((candidate) => namespace === undefined || candidate.namespace === namespace)
  const inScope = selector
    ? here.filter(({labels}) => selector.length === 0 || (labels !== undefined && matchesLabels(selector, labels)))
    : here
  if (name === undefined) return inScope.flatMap(({pods}) => pods)
  const found = inScope.filter((candidate) => candidate.name === name)
  if (found.length > 0) return found.flatMap(({pods}) => pods)
  const ruledOut = here.find((candidate) => candidate.name === name)
  throw notFound(cluster, {
    ...scope,
    kind,
    name,
    ruledOut: ruledOut && (ruledOut.labels ?? {}),
    elsewhere: all.flatMap((candidate) => (candidate.name === name ? candidate.namespace : [])),
    namesakes: namesakesOf(cluster, kind, name, namespace),
    names: inScope.map((candidate) => candidate.name),
  })
}

/** By name only Pods can be asked for; a template that stands for pods without names is listed under its workload. */
function podCandidates(cluster: Cluster, named: boolean): readonly Candidate[] {
  const pods = cluster.pods.all
  return (named ? pods.filter(({target}) => target.kind === 'Pod') : pods).map((pod) => ({
    namespace: pod.namespace,
    name: pod.target.name,
    labels: pod.labels,
    pods: [{pod, name: named ? shortName(pod.target) : ownerName(pod)}],
  }))
}

function workloadCandidates(cluster: Cluster, kind: string): readonly Candidate[] {
  return findWorkloadPods(cluster, kind).map(({namespace, name, labels, pods}) => ({
    namespace,
    name,
    labels,
    pods: pods.map((pod) => ({pod, name: shortName({kind, name})})),
  }))
}
