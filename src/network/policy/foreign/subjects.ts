import type {OtherObject} from '../../../cluster/cluster.ts'
import {type LabelSelector, selectorFromLabelSelector} from '../../../cluster/label-selector.ts'
import type {ObjectReference, Origin} from '../../../cluster/object.ts'
import type {PodSet, Selector} from '../policy.ts'

/** Selects whatever there is. */
export const EVERYTHING: LabelSelector = []

/** A metav1.LabelSelector; absent, it selects everything. What is not understood may select anything. */
export function selectorOf(value: unknown): Selector {
  const read = selectorFromLabelSelector(value ?? {})
  return read.kind === 'error' ? undefined : read.selector
}

/** Pods of the policy's own namespace. */
export function podsBeside({namespace, namespaceStated}: OtherObject, pods: Selector): PodSet {
  return {namespaces: {kind: 'named', namespace, isStated: namespaceStated}, pods}
}

/** Pods of any namespace, or of those that a selector selects. */
export function podsAnywhere(pods: Selector, namespaces: Selector = EVERYTHING): PodSet {
  return {namespaces: {kind: 'selected', selector: namespaces}, pods}
}

interface Named {
  readonly reference: ObjectReference
  readonly product: string
  readonly origin: Origin | undefined
}

/** How a policy of a namespace is named. */
export function named(product: string, {kind, namespace, name, origin}: OtherObject): Named {
  return {reference: {kind, namespace, name}, product, origin}
}

/** How a policy of the whole cluster is named. */
export function namedOfCluster(product: string, {kind, name, origin}: OtherObject): Named {
  return {reference: {kind, namespace: null, name}, product, origin}
}
