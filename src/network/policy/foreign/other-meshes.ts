import type {OtherObject} from '../../../cluster/cluster.ts'
import type {LabelSelector} from '../../../cluster/label-selector.ts'
import type {ForeignPolicy} from '../foreign-policy.ts'
import type {PodSet} from '../policy.ts'
import {EVERYTHING, named, namedOfCluster, podsAnywhere} from './subjects.ts'

/**
 * ServiceIntentions of Consul: who may call a service of the mesh. Which pods are of a service is said in annotations, which nobody looks at here.
 * Source: developer.hashicorp.com/consul/docs/connect/config-entries/service-intentions
 */
export function readConsulPolicy(object: OtherObject): ForeignPolicy | undefined {
  return object.kind === 'ServiceIntentions' ? atDestination('Consul', object, [podsAnywhere(EVERYTHING)]) : undefined
}

/** Whose pods Kuma puts into the mesh. */
const INJECTED: LabelSelector = [{key: 'kuma.io/sidecar-injection', operator: 'In', values: ['enabled', 'true']}]

/**
 * MeshTrafficPermission and TrafficPermission of Kuma, for pods that are labelled to be in the mesh, or whose namespace is.
 * Source: kuma.io/docs/latest/policies/meshtrafficpermission, …/production/dp-config/dpp-on-kubernetes
 */
export function readKumaPolicy(object: OtherObject): ForeignPolicy | undefined {
  const subjects = [podsAnywhere(INJECTED), podsAnywhere(EVERYTHING, INJECTED)]
  return object.kind === 'MeshTrafficPermission' || object.kind === 'TrafficPermission'
    ? atDestination('Kuma', object, subjects)
    : undefined
}

function atDestination(product: string, object: OtherObject, subjects: readonly PodSet[]): ForeignPolicy {
  const ingress = {mayAllow: false, mayForbid: 'anything'} as const
  // Of these kinds only this one has no namespace.
  const names = object.kind === 'TrafficPermission' ? namedOfCluster(product, object) : named(product, object)
  return {...names, subjects, nodes: [], ingress, egress: undefined}
}
