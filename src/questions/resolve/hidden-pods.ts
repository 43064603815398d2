import type {Cluster} from '../../cluster/cluster.ts'
import {labelOf, textOf, valueAt} from '../../cluster/fields.ts'
import {type Kustomization, kustomizationsOver} from '../../cluster/kustomization.ts'
import {selectorFromLabels} from '../../cluster/label-selector.ts'
import type {Origin} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Unread} from '../../cluster/read.ts'
import type {Service} from '../../cluster/service.ts'
import {controllerOf, makesPodsWith} from '../../network/operator-pods.ts'
import {evidenceIn, type Resource} from './evidence.ts'

/** Why pods may exist that the input does not show. */
export type HiddenPods =
  /** All but labels that a controller sets at run time is there. */
  | {readonly kind: 'runtime-label'; readonly keys: readonly string[]; readonly pod: Pod}
  /** The template belongs to a custom resource, whose controller may add the missing labels. */
  | {readonly kind: 'custom-controller'; readonly keys: readonly string[]; readonly pod: Pod}
  /** An operator makes such pods for an object of the input. */
  | {readonly kind: 'operator'; readonly object: Resource}
  /** Only a certain controller sets this label. */
  | {readonly kind: 'controller-label'; readonly key: string; readonly owner: string}
  /** A kustomization of the input changes the selector or the labels. */
  | {readonly kind: 'kustomize'; readonly kustomization: Kustomization}
  /** A kustomization of the input brings in objects from elsewhere. */
  | {readonly kind: 'remote-resources'; readonly kustomization: Kustomization}
  /** The pods are there, but either they or the Service name no namespace. */
  | {readonly kind: 'unstated-namespace'; readonly pods: readonly Pod[]; readonly namespace: string}
  /** A resource of the input brings in a whole application from elsewhere. */
  | {readonly kind: 'delivered'; readonly object: Resource}
  /** It is scaled to zero, and an autoscaler starts it. */
  | {readonly kind: 'autoscaled'; readonly object: Resource; readonly pods: readonly Pod[]}
  /** kube-system, where the cluster itself runs pods that no manifest shows. */
  | {readonly kind: 'cluster-components'}
  /** The pods of the namespace could not be read. */
  | {readonly kind: 'unread-pods'; readonly unread: Unread}
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
  const remote = kustomizationsOf(cluster, service.origin).find((kustomization) => kustomization.buildsFromElsewhere)
  if (remote) return {kind: 'remote-resources', kustomization: remote}
  const {deliveries, operated} = evidenceIn(cluster)
  const delivery = deliveries.find((object) => targetNamespaceOf(object) === service.namespace)
  if (delivery) return {kind: 'delivered', object: delivery}
  if (service.namespace === 'kube-system') return {kind: 'cluster-components'}
  // Operators name a resource's pods after it. The table of their labels may be behind them, so the name alone is enough for doubt.
  const named = operated.get(service.namespace)?.find((object) => Object.values(service.selectorLabels).includes(object.name))
  if (named) return {kind: 'operator', object: named}
  return cluster.pods.keysIn(service.namespace).length === 0 && cluster.pods.inNamespace(service.namespace).length === 0
    ? {kind: 'no-workloads'}
    : undefined
}

/** A custom resource's template that shares a pair with the selector and contradicts none: its controller may add the rest. */
export function findCustomController(cluster: Cluster, service: Service): HiddenPods | undefined {
  const {opaque} = evidenceIn(cluster)
  const pairs = Object.entries(service.selectorLabels)
  for (const [key, value] of pairs) {
    for (const pod of opaque.withPair(key, value, service.namespace)) {
      const keys = missingKeys(pod, service)
      if (keys && cluster.counts(pod, service)) return {kind: 'custom-controller', keys, pod}
    }
  }
  return undefined
}

/** KEDA starts such a workload when there is work for it. */
export function findAutoscaler(cluster: Cluster, pods: readonly Pod[]): HiddenPods | undefined {
  const object = cluster.others.find(
    ({group, kind, namespace, object}) =>
      group === 'keda.sh' &&
      kind === 'ScaledObject' &&
      pods.some((pod) => pod.namespace === namespace && pod.workload?.name === valueAt(object, 'spec', 'scaleTargetRef', 'name')),
  )
  return object && {kind: 'autoscaled', object, pods}
}

/** Whether a kustomization puts the Service and these pods into one namespace. */
export function findCommonNamespace(cluster: Cluster, service: Service, pods: readonly Pod[]): HiddenPods | undefined {
  const over = kustomizationsOf(cluster, service.origin).filter((kustomization) => kustomization.namespace !== undefined)
  const kustomization = over.find((one) => pods.some((pod) => kustomizationsOf(cluster, pod.origin).includes(one)))
  return kustomization && {kind: 'kustomize', kustomization}
}

function kustomizationsOf(cluster: Cluster, origin: Origin | undefined): readonly Kustomization[] {
  return origin ? kustomizationsOver(cluster.kustomizations, origin.file) : []
}

/** Where a resource brings its application: Flux and Helm controllers say `targetNamespace`, Argo CD `destination.namespace`. */
export function targetNamespaceOf({namespace, object}: Resource): string {
  return textOf(valueAt(object, 'spec', 'targetNamespace')) ?? textOf(valueAt(object, 'spec', 'destination', 'namespace')) ?? namespace
}

/** A pod whose labels hold all of the selector but keys that its controller fills in, with values that only the running pod has. */
function missingOnlyRuntimeLabels(cluster: Cluster, service: Service): HiddenPods | undefined {
  const pairs = Object.entries(service.selectorLabels)
  const keys = pairs.map(([key]) => key).filter((key) => cluster.runtimeLabels.has(key))
  if (keys.length === 0 || keys.length === pairs.length) return undefined
  const pod = podsWithRest(cluster, service, keys).find((pod) => keys.every((key) => pod.runtimeLabels.has(key)))
  return pod && {kind: 'runtime-label', keys, pod}
}

/** The pods that the selector selects without these keys. */
export function podsWithRest(cluster: Cluster, service: Service, keys: readonly string[]): readonly Pod[] {
  const rest = Object.entries(service.selectorLabels).filter(([key]) => !keys.includes(key))
  return cluster.pods.select(selectorFromLabels(Object.fromEntries(rest)), service.namespace).filter((pod) => cluster.counts(pod, service))
}

/** The selector's keys that a pod lacks; undefined where a label that it has contradicts the selector. */
function missingKeys(pod: Pod, service: Service): readonly string[] | undefined {
  const pairs = Object.entries(service.selectorLabels).map(([key, value]) => ({key, value, actual: labelOf(pod.labels, key)}))
  if (pairs.some(({value, actual}) => actual !== undefined && actual !== value)) return undefined
  return pairs.flatMap(({key, actual}) => (actual === undefined ? key : []))
}

/** Whether the selector would hold once the labels are in place that the kustomizations above the Service's file add, or may add by patches. */
function changedByKustomize(cluster: Cluster, service: Service): HiddenPods | undefined {
  const pairs = Object.entries(service.selectorLabels)
  for (const kustomization of kustomizationsOf(cluster, service.origin)) {
    if (kustomization.patchesLabels) return {kind: 'kustomize', kustomization}
    const {selectorLabels, templateLabels} = kustomization
    if (pairs.length === 0) {
      if (Object.keys(selectorLabels).length > 0) return {kind: 'kustomize', kustomization}
      continue
    }
    const added = pairs
      .filter(([key, value]) => Object.hasOwn(selectorLabels, key) || labelOf(templateLabels, key) === value)
      .map(([key]) => key)
    if (added.length > 0 && podsWithRest(cluster, service, added).length > 0) return {kind: 'kustomize', kustomization}
  }
  return undefined
}

function madeByOperator(cluster: Cluster, service: Service): HiddenPods | undefined {
  const object = evidenceIn(cluster)
    .operated.get(service.namespace)
    ?.find((resource) => makesPodsWith(resource, service.selectorLabels))
  return object && {kind: 'operator', object}
}

function setByController(cluster: Cluster, service: Service): HiddenPods | undefined {
  for (const key of Object.keys(service.selectorLabels)) {
    const owner = controllerOf(key)
    // Where the input's own templates bear the key, people write it here.
    if (owner && cluster.pods.valuesOf(key, service.namespace).length === 0) return {kind: 'controller-label', key, owner}
  }
  return undefined
}
