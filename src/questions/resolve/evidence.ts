import type {Cluster} from '../../cluster/cluster.ts'
import {groupKindOf, type Identity} from '../../cluster/identity.ts'
import {createLabelIndex, type LabelIndex} from '../../cluster/label-index.ts'
import type {WireObject} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import {isOperated} from '../../network/operator-pods.ts'
import {DELIVERY_KINDS} from '../../network/operator-table.ts'

/** A custom resource for which somebody makes pods. */
export type Resource = Identity & {readonly object: WireObject}

/** The parts of a cluster that may explain pods which are not there, sorted once so that a Service does not have to look through all of it. */
export interface Evidence {
  /** By namespace: resources for which an operator makes pods. */
  readonly operated: ReadonlyMap<string, readonly Resource[]>
  /** Resources that bring in whole applications. */
  readonly deliveries: readonly Resource[]
  /** Pods of custom resources, whose controllers may add labels. */
  readonly opaque: LabelIndex<Pod>
  /** `namespace\nkey\nvalue` of every pair of every Service's selector. */
  readonly selected: ReadonlyMap<string, number>
}

const EVIDENCE = new WeakMap<Cluster, Evidence>()

export function evidenceIn(cluster: Cluster): Evidence {
  let evidence = EVIDENCE.get(cluster)
  if (!evidence) {
    evidence = collect(cluster)
    EVIDENCE.set(cluster, evidence)
  }
  return evidence
}

/** How many Services of a namespace select by this pair. */
export function timesSelected(cluster: Cluster, namespace: string, key: string, value: string): number {
  return evidenceIn(cluster).selected.get(`${namespace}\n${key}\n${value}`) ?? 0
}

function collect(cluster: Cluster): Evidence {
  const operated = new Map<string, Resource[]>()
  for (const resource of [...cluster.others, ...cluster.workloads]) {
    if (!isOperated(resource)) continue
    const inNamespace = operated.get(resource.namespace)
    if (inNamespace) inNamespace.push(resource)
    else operated.set(resource.namespace, [resource])
  }
  const selected = new Map<string, number>()
  for (const {namespace, selectorLabels} of cluster.services) {
    for (const [key, value] of Object.entries(selectorLabels)) {
      const pair = `${namespace}\n${key}\n${value}`
      selected.set(pair, (selected.get(pair) ?? 0) + 1)
    }
  }
  return {
    operated,
    deliveries: cluster.others.filter((other) => DELIVERY_KINDS.has(groupKindOf(other))),
    opaque: createLabelIndex(cluster.opaquePods, (pod) => pod),
    selected,
  }
}
