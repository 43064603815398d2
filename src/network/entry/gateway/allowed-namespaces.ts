import type {OtherObject} from '../../../cluster/cluster.ts'
import type {Fields} from '../../../cluster/fields.ts'
import {selectorFromLabelSelector} from '../../../cluster/label-selector.ts'
import type {NamespaceLabels} from '../../policy/namespace-labels.ts'
import {matchesPartly} from '../../policy/partial-labels.ts'
import {isDoubt} from '../../policy/truth.ts'
import {isInNamespaceOf, type Permission} from './permission.ts'

/**
 * Whether `namespaces: {from, selector}` of `owner` lets in an object by its namespace. `byDefault` is what counts where `from` is not stated: `Same` for
 * the routes of a listener, `None` for the ListenerSets of a Gateway.
 */
export function allowsNamespace(
  namespaces: Fields,
  {owner, guest, byDefault}: {readonly owner: OtherObject; readonly guest: OtherObject; readonly byDefault: 'Same' | 'None'},
  labels: NamespaceLabels,
): Permission {
  switch (namespaces['from'] ?? byDefault) {
    case 'All':
      return true
    case 'Same':
      return isInNamespaceOf(guest, owner)
    case 'Selector':
      return selects(namespaces['selector'], guest, labels)
    default:
      return false
  }
}

function selects(selector: unknown, guest: OtherObject, labels: NamespaceLabels): Permission {
  const read = selectorFromLabelSelector(selector)
  if (read.kind === 'error') return false
  if (!guest.namespaceStated && read.selector.length > 0)
    return {question: `in which namespace is ${guest.kind} ${guest.name}? its manifest names none: say so with -n`}
  const truth = matchesPartly(read.selector, labels(guest.namespace), (key) => ({
    kind: 'namespace-labels',
    namespace: guest.namespace,
    key,
  }))
  if (!isDoubt(truth)) return truth
  const key = truth.kind === 'namespace-labels' ? truth.key : ''
  return {question: `does Namespace ${guest.namespace} have the label ${key} that is asked for? add its manifest`}
}
