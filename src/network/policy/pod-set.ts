import {labelOf} from '../../cluster/fields.ts'
import type {Doubt} from './doubt.ts'
import {NAME_LABEL, type NamespaceLabels} from './namespace-labels.ts'
import {matchesPartly, type PartialLabels} from './partial-labels.ts'
import type {PodGroup} from './pod-group.ts'
import type {NamespaceSet, PodSet, Selector} from './policy.ts'
import {and, anyOf, everyOf, isDoubt, type Truth} from './truth.ts'

/** Where a manifest names no namespace, the default one is only a guess. */
const ANY_NAMESPACE: PartialLabels = {known: {}, unknownValues: new Set([NAME_LABEL]), isOpen: true}

const INVALID: Doubt = {kind: 'not-understood', message: 'its selector is not valid'}

/** Whether pods are of a set; `subject` are those that the policy is for, which some sets of namespaces are compared with. */
export function includesGroup({namespaces, pods}: PodSet, group: PodGroup, labelsOf: NamespaceLabels, subject: PodGroup): Truth {
  return and(includesNamespace(namespaces, group, labelsOf, subject), () => matchesSelector(pods, group.labels, podDoubt))
}

/** Whether a set of namespaces has that of a group. */
export function includesNamespace(set: NamespaceSet, group: PodGroup, labelsOf: NamespaceLabels, subject: PodGroup): Truth {
  const {namespace} = group
  switch (set.kind) {
    case 'named':
      return isSameNamespace(set, group)
    case 'selected':
      return group.namespaceStated
        ? matchesSelector(set.selector, labelsOf(namespace), namespaceDoubt(namespace))
        : matchesSelector(set.selector, ANY_NAMESPACE, () => ({kind: 'namespace-not-stated', namespace}))
    case 'same-labels':
      return set.keys.length > 0 && everyOf(set.keys, (key) => hasSameValue(key, namespace, subject.namespace, labelsOf))
    case 'not-same-labels': {
      const {keys} = set
      if (keys.length === 0) return false
      const hasAll = everyOf(keys, (key) => matchesPartly([exists(key)], labelsOf(namespace), namespaceDoubt(namespace)))
      return and(hasAll, () => anyOf(keys, (key) => not(hasSameValue(key, namespace, subject.namespace, labelsOf))))
    }
  }
}

/** An object that names no namespace is taken to be in the default one, and may be meant for any. */
function isSameNamespace(
  {namespace, isStated}: {readonly namespace: string; readonly isStated: boolean},
  group: Pick<PodGroup, 'namespace' | 'namespaceStated'>,
): Truth {
  if (namespace === group.namespace) return true
  if (isStated === group.namespaceStated) return false
  return {kind: 'namespace-not-stated', namespace: isStated ? namespace : group.namespace}
}

function hasSameValue(key: string, one: string, other: string, labelsOf: NamespaceLabels): Truth {
  const has = matchesPartly([exists(key)], labelsOf(one), namespaceDoubt(one))
  if (one === other) return has
  return and(has, () => {
    const value = labelOf(labelsOf(other).known, key)
    if (value === undefined) return labelsOf(other).isOpen ? namespaceDoubt(other)(key) : false
    return matchesPartly([{key, operator: 'In', values: [value]}], labelsOf(one), namespaceDoubt(one))
  })
}

export function matchesSelector(selector: Selector, labels: PartialLabels, doubt: (key: string) => Doubt): Truth {
  return selector === undefined ? INVALID : matchesPartly(selector, labels, doubt)
}

function exists(key: string) {
  return {key, operator: 'Exists', values: []} as const
}

function not(truth: Truth): Truth {
  return isDoubt(truth) ? truth : !truth
}

function podDoubt(key: string): Doubt {
  return {kind: 'pod-labels', key}
}

function namespaceDoubt(namespace: string): (key: string) => Doubt {
  return (key) => ({kind: 'namespace-labels', namespace, key})
}
