import {buildCluster, type Cluster} from '../../../src/cluster/cluster.ts'
import {fieldsOf, labelsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Api} from '../harness/api.ts'

/** What the API server has, as `kubectl get` would print it. */
export interface Observation {
  readonly objects: readonly WireObject[]
  /** Everything but what the controllers made of it: their slices. Predictions start from here. */
  readonly declared: Cluster
  /** The slices that the controllers wrote. */
  readonly slices: readonly WireObject[]
}

export const SLICE_CONTROLLER = 'endpointslice-controller.k8s.io'
const MIRRORING_CONTROLLER = 'endpointslicemirroring-controller.k8s.io'

/** Reads all that endpoints depend on, of one namespace or of all. */
export async function observe(api: Api, namespace?: string): Promise<Observation> {
  const within = namespace === undefined ? '' : `/namespaces/${namespace}`
  const [nodes, namespaces, ...others] = await Promise.all([
    api.list('/api/v1/nodes'),
    api.list('/api/v1/namespaces'),
    api.list(`/api/v1${within}/pods`),
    api.list(`/api/v1${within}/services`),
    api.list(`/api/v1${within}/endpoints`),
    api.list(slicesPath(namespace)),
  ])
  return observationOf([...nodes, ...namespaces, ...others.flat()])
}

export function slicesPath(namespace?: string): string {
  return `/apis/discovery.k8s.io/v1${namespace === undefined ? '' : `/namespaces/${namespace}`}/endpointslices`
}

function observationOf(objects: readonly WireObject[]): Observation {
  const slices = objects.filter((object) => [SLICE_CONTROLLER, MIRRORING_CONTROLLER].includes(managerOf(object) ?? ''))
  const made = new Set(slices)
  return {objects, declared: clusterOf(objects.filter((object) => !made.has(object))), slices}
}

/** The cluster of objects that came from the API. */
export function clusterOf(objects: readonly WireObject[]): Cluster {
  return buildCluster({objects: objects.map((object) => ({object, origin: undefined})), leftOut: []}, undefined)
}

export function managerOf(slice: WireObject): string | undefined {
  return labelsOf(fieldsOf(slice['metadata'])['labels'])['endpointslice.kubernetes.io/managed-by']
}
