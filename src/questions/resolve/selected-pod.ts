import type {Cluster} from '../../cluster/cluster.ts'
import {matchesLabels} from '../../cluster/label-selector.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {findBackends, selectPods} from '../../network/endpoints/backends.ts'
import {compareText} from '../order.ts'
import type {AskedPod} from './asked-pod.ts'

/** A pod that was asked about, with the Services that select it. */
export interface SelectedPod extends AskedPod {
  /** By name. */
  readonly services: readonly Service[]
}

/** Finds the Services behind which each pod stands: by their selector, or, without one, through a slice that names the pod. */
export function findSelected(cluster: Cluster, asked: readonly AskedPod[]): readonly SelectedPod[] {
  const services = new Map(asked.map(({pod}) => [pod, [] as Service[]]))
  const unlisted = unlistedPods(cluster, [...services.keys()])
  for (const service of cluster.services) {
    for (const pod of podsBehind(cluster, service, unlisted, services)) services.get(pod)?.push(service)
  }
  const seen = new Set<Pod>()
  return asked
    .filter(({pod}) => !seen.has(pod) && seen.add(pod))
    .map((one) => ({...one, services: (services.get(one.pod) ?? []).toSorted((a, b) => compareText(a.name, b.name))}))
    .toSorted((a, b) => compareText(a.pod.namespace, b.pod.namespace) || compareText(a.pod.target.name, b.pod.target.name))
}

/** Templates of workloads that have no pods: no index holds them. */
function unlistedPods(cluster: Cluster, wanted: readonly Pod[]): readonly Pod[] {
  const listed = new Set(cluster.pods.all)
  return wanted.filter((pod) => !listed.has(pod))
}

/** The API server keeps an ExternalName's selector, but nobody acts on it. */
function podsBehind(cluster: Cluster, service: Service, unlisted: readonly Pod[], wanted: ReadonlyMap<Pod, unknown>): readonly Pod[] {
  const {selector, namespace} = service
  if (service.type === 'ExternalName') return []
  if (selector) {
    const others = unlisted.filter(
      (pod) => pod.namespace === namespace && matchesLabels(selector, pod.labels) && cluster.counts(pod, service),
    )
    return [...selectPods(cluster, service), ...others]
  }
  const names = new Set(findBackends(cluster, service).endpoints.flatMap(({target}) => (target?.kind === 'Pod' ? target.name : [])))
  return names.size === 0
    ? []
    : [...wanted.keys()].filter((pod) => pod.namespace === namespace && pod.target.kind === 'Pod' && names.has(pod.target.name))
}
