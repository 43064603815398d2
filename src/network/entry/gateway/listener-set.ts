import type {OtherObject} from '../../../cluster/cluster.ts'
import {fieldsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import type {NamespaceLabels} from '../../policy/namespace-labels.ts'
import {allowsNamespace} from './allowed-namespaces.ts'
import {type Fault, nameOf} from './broken.ts'
import type {GatewayObjects} from './gateway-objects.ts'
import {type Listener, readListeners} from './listener.ts'
import {markConflicts} from './listener-conflicts.ts'
import {isOpen} from './permission.ts'

/** What a parentRef can lead to: a Gateway, or a ListenerSet of one. */
export interface Parent {
  readonly object: OtherObject
  readonly gateway: OtherObject
  readonly listeners: readonly Listener[]
  /** What must be known before it is one. */
  readonly questions: readonly string[]
}

/** All parents there are, by their object, and what is wrong with ListenerSets that are none. */
export interface Parents {
  readonly of: ReadonlyMap<OtherObject, Parent>
  readonly faults: ReadonlyMap<OtherObject, Fault>
}

export function parentsOf(objects: GatewayObjects, labels: NamespaceLabels): Parents {
  const faults = new Map<OtherObject, Fault>()
  const sets = new Map<OtherObject, Attached[]>()
  for (const set of objects.listenerSets) {
    const attached = attachSet(set, objects, labels)
    if ('reason' in attached) faults.set(set, attached)
    else sets.set(attached.gateway, [...(sets.get(attached.gateway) ?? []), attached])
  }
  const of = new Map<OtherObject, Parent>()
  for (const gateway of objects.gateways) {
    const attached = (sets.get(gateway) ?? []).toSorted(byPrecedence)
    const [own = [], ...theirs] = markConflicts([readListeners(gateway), ...attached.map(({set}) => readListeners(set))])
    of.set(gateway, {object: gateway, gateway, listeners: own, questions: []})
    for (const [index, {set, questions}] of attached.entries())
      of.set(set, {object: set, gateway, listeners: theirs[index] ?? [], questions})
  }
  return {of, faults}
}

interface Attached {
  readonly set: OtherObject
  readonly gateway: OtherObject
  readonly questions: readonly string[]
}

function attachSet(set: OtherObject, objects: GatewayObjects, labels: NamespaceLabels): Attached | Fault {
  const path = ['spec', 'parentRef']
  const reference = fieldsOf(valueAt(set.object, 'spec', 'parentRef'))
  const name = textOf(reference['name']) ?? ''
  const namespace = textOf(reference['namespace'])
  const found = objects.findGateway(name, namespace ?? set.namespace, namespace !== undefined || set.namespaceStated, set)
  if (!found) return {reason: 'no-such-gateway', message: `there is no Gateway ${namespace ?? set.namespace}/${name}`, path}
  const gateway = found.object
  const allowed = fieldsOf(valueAt(gateway.object, 'spec', 'allowedListeners', 'namespaces'))
  const permission = allowsNamespace(allowed, {owner: gateway, guest: set, byDefault: 'None'}, labels)
  if (permission === false) {
    const from = textOf(allowed['from']) ?? 'None'
    return {
      reason: 'not-allowed',
      message: `${nameOf(gateway)} takes no ListenerSets from namespace ${set.namespace}: allowedListeners is ${from}`,
      path,
    }
  }
  return {set, gateway, questions: [found.isMeant, permission].flatMap((one) => (isOpen(one) ? [one.question] : []))}
}

/** "ListenerSet ordered by creation time (oldest first)", then "alphabetically by {namespace}/{name}". */
function byPrecedence(one: Attached, other: Attached): number {
  const age = compare(createdOf(one.set), createdOf(other.set))
  return age === 0 ? compare(nameOf(one.set), nameOf(other.set)) : age
}

function createdOf({object}: OtherObject): string {
  return textOf(valueAt(object, 'metadata', 'creationTimestamp')) ?? ''
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
