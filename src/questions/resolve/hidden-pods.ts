import type {Cluster, OtherObject} from '../../cluster/cluster.ts'
import {labelOf} from '../../cluster/fields.ts'
import {type Kustomization, kustomizationsOver} from '../../cluster/kustomization.ts'
import {selectorFromLabels} from '../../cluster/label-selector.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {isWellKnownWorkload} from '../../cluster/workload.ts'
import {controllerOf, isOperated, makesPodsWith} from '../../network/operator-pods.ts'
import {DELIVERY_KINDS} from '../../network/operator-table.ts'

/** Why pods may exist that the input does not show. */
export type HiddenPods =
  /** All but labels that a controller sets at run time is there. */
  | {readonly kind: 'runtime-label'; readonly keys: readonly string[]; readonly pod: Pod}
  /** The template belongs to a custom resource, whose controller may add the missing labels. */
  | {readonly kind: 'custom-controller'; readonly keys: readonly string[]; readonly pod: Pod}
  /** An operator makes such pods for an object of the input. */
  | {readonly kind: 'operator'; readonly object: OtherObject}
  /** Only a certain controller sets this label. */
  | {readonly kind: 'controller-label'; readonly key: string; readonly owner: string}
  /** A kustomization of the input changes the selector or the labels. */
  | {readonly kind: 'kustomize'; readonly kustomization: Kustomization}
  /** A kustomization of the input brings in objects from elsewhere. */
  | {readonly kind: 'remote-resources'; readonly kustomization: Kustomization}
  /** The pods are there, but either they or the Service name no namespace. */
  | {readonly kind: 'unstated-namespace'; readonly pods: readonly Pod[]; readonly namespace: string}
  /** A resource of the input brings in a whole application from elsewhere. */
  | {readonly kind: 'delivered'; readonly object: OtherObject}
  /** kube-system, where the cluster itself runs pods that no manifest shows. */
  | {readonly kind: 'cluster-components'}
  /** The input has no workload in this namespace at all. */
  | {readonly kind: 'no-workloads'}
  /** Without selector: whoever writes its endpoints does so at run time. */
  | {readonly kind: 'endpoints-written-elsewhere'}

/** Evidence that outweighs any resemblance: an object of the input explains who makes the pods. */
export function findHiddenPods(cluster: Cluster, service: Service): HiddenPods | undefined {
  return (
    missingOnlyRuntimeLabels(cluster, service) ??
    changedByKustomize(cluster, service) ??
    madeByOperator(cluster, service) ??
    setByController(cluster, service)
  )
}

/** What may explain a selector that nothing in the input resembles. */
export function findUnseenSources(cluster: Cluster, service: Service): HiddenPods | undefined {
  const remote =
    service.origin &&
    kustomizationsOver(cluster.kustomizations, service.origin.file).find((kustomization) => kustomization.buildsFromElsewhere)
  if (remote) return {kind: 'remote-resources', kustomization: remote}
  const delivery = cluster.others.find((object) => DELIVERY_KINDS.has(`${object.group}/${object.kind}`))
  if (delivery) return {kind: 'delivered', object: delivery}
  if (service.namespace === 'kube-system') return {kind: 'cluster-components'}
  const named = cluster.others.find((object) => object.namespace === service.namespace && isNamedByItsPods(object, service))
  if (named) return {kind: 'operator', object: named}
  return !cluster.pods.namespaces().includes(service.namespace) ? {kind: 'no-workloads'} : undefined
}

/** Operators name a resource's pods after it. The table of their labels may be behind them, so the name alone is enough for doubt. */
function isNamedByItsPods(object: OtherObject, service: Service): boolean {
  return isOperated(object) && Object.values(service.selectorLabels).includes(object.name)
}

/** A pod whose labels hold all of the selector but keys that its controller fills in, with values that only the running pod has. */
function missingOnlyRuntimeLabels(cluster: Cluster, service: Service): HiddenPods | undefined {
  const pairs = Object.entries(service.selectorLabels)
  const keys = pairs.map(([key]) => key).filter((key) => cluster.runtimeLabels.has(key))
  if (keys.length > 0 && keys.length < pairs.length) {
    const rest = selectorFromLabels(Object.fromEntries(pairs.filter(([key]) => !keys.includes(key))))
    const pod = cluster.pods
      .select(rest, service.namespace)
      .find((pod) => cluster.counts(pod, service) && keys.every((key) => pod.runtimeLabels.has(key)))
    if (pod) return {kind: 'runtime-label', keys, pod}
  }
  for (const pod of cluster.opaquePods) {
    const missing = pod.namespace === service.namespace ? missingKeys(pod, service) : undefined
    // A template that shares nothing with the selector is no evidence.
    if (missing && missing.length < pairs.length && cluster.counts(pod, service)) return {kind: 'custom-controller', keys: missing, pod}
  }
  return undefined
}

/** The selector's keys that a pod lacks; undefined where a label that it has contradicts the selector. */
function missingKeys(pod: Pod, service: Service): readonly string[] | undefined {
  const pairs = Object.entries(service.selectorLabels).map(([key, value]) => ({key, value, actual: labelOf(pod.labels, key)}))
  return pairs.some(({value, actual}) => actual !== undefined && actual !== value)
    ? undefined
    : pairs.flatMap(({key, actual}) => (actual === undefined ? key : []))
}

/** Whether the selector would hold once the labels are in place that the kustomizations above the Service's file add. */
function changedByKustomize(cluster: Cluster, service: Service): HiddenPods | undefined {
  if (!service.origin) return undefined
  for (const kustomization of kustomizationsOver(cluster.kustomizations, service.origin.file)) {
    const added = {...kustomization.templateLabels, ...kustomization.selectorLabels}
    const rest = Object.entries(service.selectorLabels).filter(
      ([key, value]) => !(key in kustomization.selectorLabels) && added[key] !== value,
    )
    const touched =
      rest.length < Object.keys(service.selectorLabels).length ||
      (!service.selector && Object.keys(kustomization.selectorLabels).length > 0)
    if (!touched && !patchesSelector(kustomization, service)) continue
    const selected = cluster.pods.select(selectorFromLabels(Object.fromEntries(rest)), service.namespace)
    if (selected.length > 0 || patchesSelector(kustomization, service)) return {kind: 'kustomize', kustomization}
  }
  return undefined
}

function patchesSelector(kustomization: Kustomization, service: Service): boolean {
  return kustomization.inlinePatches.some((patch) => patch.includes(service.name) && patch.includes('selector'))
}

function madeByOperator(cluster: Cluster, service: Service): HiddenPods | undefined {
  const makes = (object: OtherObject) => object.namespace === service.namespace && makesPodsWith(object, service.selectorLabels)
  const object = cluster.others.find(makes) ?? cluster.workloads.find((workload) => !isWellKnownWorkload(workload) && makes(workload))
  return object && {kind: 'operator', object}
}

function setByController(cluster: Cluster, service: Service): HiddenPods | undefined {
  for (const key of Object.keys(service.selectorLabels)) {
    const owner = controllerOf(key)
    // Where the input's own templates bear the key, people write it here.
    const writtenHere = cluster.pods.valuesOf(key, service.namespace).length > 0
    if (owner && !writtenHere) return {kind: 'controller-label', key, owner}
  }
  return undefined
}
