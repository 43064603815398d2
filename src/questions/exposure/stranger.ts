import type {LabelSelector} from '../../cluster/label-selector.ts'
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

type Labels = Readonly<Record<string, string>>

/** No namespace may have such a name, and so none of the input has. */
const ELSEWHERE = 'another namespace'

/** A pod without labels, in a namespace that has none but its name, or in that of the pods that it connects to. */
export function plainStranger(set: PolicySet, home: PodGroup, where: 'own' | 'elsewhere'): Stranger {
  return where === 'own' ? strangerIn(set, home, home.namespace, {}, undefined) : strangerIn(set, home, ELSEWHERE, {}, {})
}

/** A pod such as a rule names it; undefined where no pod can be such. */
export function strangerOf(set: PolicySet, home: PodGroup, {namespaces, pods}: PodSet): Stranger | undefined {
  const labels = labelsFor(pods)
  if (!labels) return undefined
  switch (namespaces.kind) {
    case 'named':
      return strangerIn(set, home, namespaces.namespace, labels, undefined)
    case 'selected': {
      const ofNamespace = labelsFor(namespaces.selector)
      return ofNamespace && strangerIn(set, home, ofNamespace[NAME_LABEL] ?? ELSEWHERE, labels, ofNamespace)
    }
    case 'same-labels':
    case 'not-same-labels': {
      const own = set.namespaceLabels(home.namespace).known
      const isSame = namespaces.kind === 'same-labels'
      const pairs = namespaces.keys.map((key) => [key, isSame ? (own[key] ?? '') : `${own[key] ?? ''}-not`] as const)
      return strangerIn(set, home, ELSEWHERE, labels, Object.fromEntries(pairs))
    }
  }
}

function strangerIn(set: PolicySet, home: PodGroup, namespace: string, labels: Labels, ofNamespace: Labels | undefined): Stranger {
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
