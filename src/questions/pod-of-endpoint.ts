import type {Cluster} from '../cluster/cluster.ts'
import type {Pod} from '../cluster/pod.ts'
import type {Endpoint} from '../network/endpoints/endpoint.ts'
import {podsByName} from '../network/endpoints/pods-by-name.ts'

/** The pod behind an endpoint of a Service of a namespace; undefined for what is none, or is not in the input. */
export function podOf(cluster: Cluster, namespace: string, {target}: Pick<Endpoint, 'target'>): Pod | undefined {
  if (!target) return undefined
  if (target.kind === 'Pod') return podsByName(cluster, target.namespace ?? namespace).get(target.name)
  return cluster.pods
    .inNamespace(target.namespace ?? namespace)
    .find((pod) => pod.source === 'template' && pod.target.kind === target.kind && pod.target.name === target.name)
}
