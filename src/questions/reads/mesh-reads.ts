import type {Cluster} from '../../cluster/cluster.ts'
import {labelOf, labelsOf, valueAt} from '../../cluster/fields.ts'
import type {Labels} from '../../cluster/label-selector.ts'
import type {Read} from '../../cluster/read.ts'
import {ROOT_NAMESPACES} from '../../network/policy/foreign/istio.ts'

/** Where Istio is, unless somebody wants it elsewhere. */
const HOME = 'istio-system'
const REVISION = 'istio.io/rev'

/**
 * The mesh configuration of Istio, which says of which namespace policies are for the whole mesh: asked for only where there is a policy of Istio in
 * a namespace that may be it, so that clusters without Istio are asked for nothing. It is called `istio`, of a revision `istio-REVISION`, and is beside
 * istiod (manifests/charts/istio-control/istio-discovery/templates/configmap.yaml): in istio-system, unless pods of istiod were read that are elsewhere.
 */
export function meshReads(soFar: Cluster): readonly Read[] {
  const isOpen = soFar.others.some(({group, namespace}) => group === 'security.istio.io' && !ROOT_NAMESPACES.includes(namespace))
  if (!isOpen) return []
  const installed = soFar.pods.all.filter(({labels}) => labelOf(labels, 'app') === 'istiod')
  // Namespaces name the revision that their pods belong to.
  const joined = soFar.others.flatMap(({group, kind, object}) => {
    const labels = labelsOf(valueAt(object, 'metadata', 'labels'))
    return group === '' && kind === 'Namespace' && labelOf(labels, REVISION) !== undefined ? {namespace: HOME, labels} : []
  })
  const places = [{namespace: HOME, labels: {}}, ...joined, ...installed]
  const names = new Map(places.map(({namespace, labels}) => [`${namespace}/${nameFor(labels)}`, {namespace, name: nameFor(labels)}]))
  return [...names.values()].map((one) => ({kind: 'ConfigMap', ...one}))
}

function nameFor(labels: Labels): string {
  const revision = labelOf(labels, REVISION) ?? 'default'
  return revision === 'default' ? 'istio' : `istio-${revision}`
}
