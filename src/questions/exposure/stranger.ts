import {type LabelSelector, matchesLabels} from '../../cluster/label-selector.ts'
import {NAME_LABEL} from '../../network/policy/namespace-labels.ts'
import {completeLabels} from '../../network/policy/partial-labels.ts'
import type {Party} from '../../network/policy/party.ts'
import type {PodGroup} from '../../network/policy/pod-group.ts'
import type {PodSet, Selector} from '../../network/policy/policy.ts'
import type {PolicySet} from '../../network/policy/policy-set.ts'

/** A pod that the input does not have, and that somebody may create at any time. */
export interface Stranger {
  readonly party: Extract<Party, {kind: 'pod'}>
  /** The policies, for which its namespace is there, with its labels. */
  readonly set: PolicySet
  readonly isOwn: boolean
}

/** A stranger who bears labels for the sake of a rule, and those in words. */
export interface Disguised {
  readonly stranger: Stranger
  /** `with app=x`, `in a namespace with the label team`. */
  readonly words: string
}

type Labels = Readonly<Record<string, string>>

/** Whose labels are still to be settled. */
export interface Draft {
  readonly namespace: string
  readonly labels: Labels
  /** Of a namespace that may have any; undefined for one that is as it is. */
  readonly ofNamespace: Labels | undefined
}

/** No namespace may have such a name, and so none of the input has. */
const ELSEWHERE = 'another namespace'

/** A pod without labels, in a namespace that has none but its name, or in that of the pods that it connects to. */
export function plainDraft(home: PodGroup, where: 'own' | 'elsewhere'): Draft {
  return where === 'own'
    ? {namespace: home.namespace, labels: {}, ofNamespace: undefined}
    : {namespace: ELSEWHERE, labels: {}, ofNamespace: {}}
}

/** A pod such as a rule names it; undefined where no pod can be such. */
export function draftOf(set: PolicySet, home: PodGroup, {namespaces, pods}: PodSet): Draft | undefined {
  const labels = labelsFor(pods)
  if (!labels) return undefined
  switch (namespaces.kind) {
    case 'named':
      return {namespace: namespaces.namespace, labels, ofNamespace: undefined}
    case 'selected': {
      const ofNamespace = labelsFor(namespaces.selector)
      return ofNamespace && {namespace: ofNamespace[NAME_LABEL] ?? ELSEWHERE, labels, ofNamespace}
    }
    case 'same-labels':
    case 'not-same-labels': {
      const own = set.namespaceLabels(home.namespace).known
      const isSame = namespaces.kind === 'same-labels'
      const pairs = namespaces.keys.map((key) => [key, isSame ? (own[key] ?? '') : `${own[key] ?? ''}-not`] as const)
      return {namespace: ELSEWHERE, labels, ofNamespace: Object.fromEntries(pairs)}
    }
  }
}

/**
 * The same with the labels by which it is not among those that rules turn away, or hand on: rules that are for whoever has not a label (NotIn,
 * DoesNotExist) are not for who has it. Undefined where none of them can be avoided so.
 */
export function avoiding(set: PolicySet, home: PodGroup, draft: Draft, shunned: readonly PodSet[]): Disguised | undefined {
  const labels: Record<string, string> = {...draft.labels}
  const ofNamespace: Record<string, string> | undefined = draft.ofNamespace && {...draft.ofNamespace}
  const own: string[] = []
  const around: string[] = []
  for (const {namespaces, pods} of shunned) {
    const known = {...set.namespaceLabels(draft.namespace).known, ...ofNamespace, [NAME_LABEL]: draft.namespace}
    const isAvoided =
      !pods || !matchesLabels(pods, labels) || (namespaces.kind === 'selected' && !matchesLabels(namespaces.selector ?? [], known))
    if (isAvoided) continue
    const onPod = addAvoiding(pods, labels)
    if (onPod !== undefined) own.push(onPod)
    else if (ofNamespace && namespaces.kind === 'selected' && namespaces.selector) {
      const onNamespace = addAvoiding(namespaces.selector, ofNamespace)
      if (onNamespace !== undefined) around.push(onNamespace)
    }
  }
  if (own.length + around.length === 0) return undefined
  const words = [
    ...(own.length > 0 ? [`with ${own.join(' and ')}`] : []),
    ...(around.length > 0 ? [`in a namespace with ${around.join(' and ')}`] : []),
  ]
  return {stranger: strangerOf(set, home, {...draft, labels, ofNamespace}), words: words.join(', ')}
}

/** Adds a label with which a selector no longer selects; returns it in words, or undefined where it selects by none that is absent. */
function addAvoiding(selector: LabelSelector, labels: Record<string, string>): string | undefined {
  for (const {key, operator, values} of selector) {
    const value = operator === 'DoesNotExist' ? '' : operator === 'NotIn' ? values[0] : undefined
    if (value === undefined || labels[key] !== undefined) continue
    labels[key] = value
    if (operator === 'DoesNotExist') return `the label ${key}`
    return values.length === 1 ? `${key}=${value}` : `${key} one of ${values.join(', ')}`
  }
  return undefined
}

export function strangerOf(set: PolicySet, home: PodGroup, {namespace, labels, ofNamespace}: Draft): Stranger {
  const isOwn = namespace === home.namespace
  const group: PodGroup = {
    index: -1,
    namespace,
    namespaceStated: isOwn ? home.namespaceStated : true,
    labels: completeLabels(labels),
    pods: [],
  }
  const known = ofNamespace && completeLabels({...set.namespaceLabels(namespace).known, ...ofNamespace, [NAME_LABEL]: namespace})
  return {
    party: {kind: 'pod', group, addresses: undefined, node: 'elsewhere', self: undefined},
    set: known ? {...set, namespaceLabels: (name) => (name === namespace ? known : set.namespaceLabels(name))} : set,
    isOwn,
  }
}

/** Labels that a selector selects; undefined where it selects none, or is not valid. */
function labelsFor(selector: Selector): Labels | undefined {
  if (!selector) return undefined
  const labels: Record<string, string> = {}
  // What says a value goes before what asks for any.
  const requirements = selector.toSorted((a, b) => Number(b.operator === 'In') - Number(a.operator === 'In'))
  for (const requirement of requirements) if (!addLabels(requirement, labels)) return undefined
  return labels
}

function addLabels({key, operator, values}: LabelSelector[number], labels: Record<string, string>): boolean {
  switch (operator) {
    case 'In': {
      const chosen = values.find((value) => labels[key] === undefined || labels[key] === value)
      if (chosen === undefined) return false
      labels[key] = chosen
      return true
    }
    case 'Exists':
      labels[key] ??= ''
      return true
    default:
      return true
  }
}
