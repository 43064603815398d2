import type {NamespaceLabels} from '../../policy/namespace-labels.ts'
import {allowsNamespace} from './allowed-namespaces.ts'
import {type Fault, nameOf} from './broken.ts'
import {commonHostnames} from './hostname.ts'
import type {Listener} from './listener.ts'
import type {Parent} from './listener-set.ts'
import {type Permission, questionsOf} from './permission.ts'
import {hasHostnames, type ParentReference, type Route} from './route.ts'

/** A listener that takes a route, and for which hosts. */
export interface Attachment {
  readonly parent: Parent
  readonly listener: Listener
  /** [] is any. */
  readonly hosts: readonly string[]
  readonly questions: readonly string[]
}

/** Why a listener does not take a route; those that come later got further. */
type Refusal =
  | {readonly step: 0; readonly listener: Listener}
  | {readonly step: 1; readonly why: string}
  | {readonly step: 2; readonly why: string}
  | {readonly step: 3; readonly listener: Listener}

/**
 * The listeners of one parent that a route attaches to. "An attachment is considered successful if at least one section in the parent resource accepts
 * it"; where none does, the fault names the listener that came nearest, in the order of the reasons NoMatchingParent, NotAllowedByListeners and
 * NoMatchingListenerHostname.
 */
export function attach(route: Route, reference: ParentReference, parent: Parent, labels: NamespaceLabels): readonly Attachment[] | Fault {
  const meant = parent.listeners.filter(
    ({name, port}) =>
      (reference.sectionName === undefined || name === reference.sectionName) && (reference.port === undefined || port === reference.port),
  )
  if (meant.length === 0) return noSuchListener(reference, parent)
  const answers = meant.map((listener) => ask(route, listener, parent, labels))
  const attached = answers.filter((answer) => 'parent' in answer)
  if (attached.length > 0) return attached
  const refusals = answers.filter((answer) => 'step' in answer).toSorted((one, other) => other.step - one.step)
  return faultOf(refusals[0], route, reference, parent)
}

function ask(route: Route, listener: Listener, parent: Parent, labels: NamespaceLabels): Attachment | Refusal {
  const {kind, namespace} = route.object
  const name = `listener ${JSON.stringify(listener.name)}`
  if (listener.faults.length > 0) return {step: 0, listener}
  const {kinds} = listener.kinds
  if (kinds && !kinds.includes(kind))
    return {step: 1, why: `${name} (${listener.protocol}) takes no ${kind}${kinds.length === 0 ? '' : `, only ${kinds.join(' and ')}`}`}
  const permission = allowsNamespace(listener.namespaces, {owner: listener.owner, guest: route.object, byDefault: 'Same'}, labels)
  if (permission === false) return {step: 2, why: `${name} takes no routes from namespace ${namespace}: ${whichNamespaces(listener)}`}
  const hosts = route.hostnames && (hasHostnames(kind) ? commonHostnames(listener.hostname, route.hostnames) : [])
  if (!hosts) return {step: 3, listener}
  const served: Permission = kinds
    ? true
    : {question: `does the Gateway serve protocol ${listener.protocol} to a ${kind}? only its controller knows`}
  return {parent, listener, hosts, questions: [...parent.questions, ...questionsOf(permission, served)]}
}

function whichNamespaces({namespaces, owner}: Listener): string {
  switch (namespaces['from'] ?? 'Same') {
    case 'Same':
      return `only from its own, ${owner.namespace}`
    case 'Selector':
      return 'its selector does not match'
    default:
      return 'from none'
  }
}

function noSuchListener({sectionName, port, path}: ParentReference, {object, listeners}: Parent): Fault {
  const wanted = [
    ...(sectionName === undefined ? [] : [`called ${JSON.stringify(sectionName)}`]),
    ...(port === undefined ? [] : [`on port ${port}`]),
  ]
  const has = listeners.map(({name, port}) => `${name} on ${port}`).join(', ')
  const message = `${nameOf(object)} has no listener${wanted.length === 0 ? '' : ` ${wanted.join(' ')}`}${has === '' ? '' : ` (it has ${has})`}`
  const key = sectionName !== undefined ? ['sectionName'] : port !== undefined ? ['port'] : []
  return {reason: 'no-such-listener', message, path: [...path, ...key]}
}

function faultOf(refusal: Refusal | undefined, route: Route, {path}: ParentReference, {object}: Parent): Fault {
  switch (refusal?.step) {
    case 1:
    case 2:
      return {reason: 'not-allowed', message: `${nameOf(object)} does not take it: ${refusal.why}`, path}
    case 3:
      return noHostInCommon(route, refusal.listener, path, nameOf(object))
    default: {
      const fault = refusal?.listener.faults[0]
      const message = `listener ${JSON.stringify(refusal?.listener.name)} of ${nameOf(object)} serves nothing: ${fault?.message}`
      return {reason: 'broken-listener', message, path}
    }
  }
}

function noHostInCommon({hostnames, object}: Route, {hostname, name}: Listener, path: Fault['path'], parent: string): Fault {
  if (!hostnames)
    return {
      reason: 'no-hostname-in-common',
      message: `no host name of ${object.kind} ${object.name} is possible`,
      path: ['spec', 'hostnames'],
    }
  const message = `listener ${JSON.stringify(name)} of ${parent} is for ${hostname}, and the route for ${hostnames.join(', ')}`
  return {reason: 'no-hostname-in-common', message, path: hostnames.length > 0 ? ['spec', 'hostnames'] : path}
}
