import type {Cluster} from '../../cluster/cluster.ts'
import {labelsOf, valueAt} from '../../cluster/fields.ts'
import {formatLabelSelector, selectorFromLabelSelector, selectorFromLabels} from '../../cluster/label-selector.ts'
import {type Read, type ReadableKindName, wasTried} from '../../cluster/read.ts'
import type {Workload} from '../../cluster/workload.ts'
import {namedRead, whatWasMeant} from './named-reads.ts'
import type {LiveScope} from './needs.ts'

/** The kinds that make pods from a template. ReplicaSets of a Deployment add nothing to it, and there are many: they are read where pods name them. */
export const WORKLOAD_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicationController'] as const

/** A pod, or a workload with its pods; of no name, all of the kind. Kinds that are not read have none. */
export function readsOfPods(cluster: Cluster, kind: string, name: string | undefined, {namespace, search}: LiveScope): readonly Read[] {
  const readable = POD_KINDS.find((known) => known === kind)
  if (!readable) return []
  const itself: Read = name === undefined ? {kind: readable, namespace} : namedRead(readable, name, namespace)
  const found = cluster.workloads.filter(
    (workload) =>
      workload.kind === kind &&
      (name === undefined || workload.name === name) &&
      (namespace === undefined || workload.namespace === namespace),
  )
  // A workload of which no pod is there stands for those that it should have.
  const templates = readable === 'Pod' && name === undefined ? WORKLOAD_KINDS.map((one): Read => ({kind: one, namespace})) : []
  const isFound = found.length > 0 || cluster.pods.all.some(({target}) => target.kind === kind && target.name === name)
  const isMissed = name !== undefined && !isFound && search && wasTried(cluster.coverage, itself)
  return [
    itself,
    ...templates,
    ...(isMissed ? whatWasMeant(readable, name, namespace) : []),
    ...found.flatMap((workload) => readsOfItsPods(workload)),
  ]
}

const POD_KINDS = ['Pod', 'ReplicaSet', ...WORKLOAD_KINDS] as const satisfies readonly ReadableKindName[]

/** By its own selector; those of a CronJob have nothing in common but the Jobs that it made. */
function readsOfItsPods({kind, namespace, object}: Workload): readonly Read[] {
  if (kind === 'CronJob') {
    return [
      {kind: 'Job', namespace},
      {kind: 'Pod', namespace, labels: 'batch.kubernetes.io/job-name'},
    ]
  }
  const stated = valueAt(object, 'spec', 'selector')
  const parsed =
    kind === 'ReplicationController'
      ? {kind: 'selector' as const, selector: selectorFromLabels(labelsOf(stated))}
      : selectorFromLabelSelector(stated)
  const text = parsed.kind === 'error' ? '' : formatLabelSelector(parsed.selector)
  return text === '' ? [] : [{kind: 'Pod', namespace, labels: text}]
}
