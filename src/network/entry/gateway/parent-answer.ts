import {valueAt} from '../../../cluster/fields.ts'
import type {NamespaceLabels} from '../../policy/namespace-labels.ts'
import {type Attachment, attach} from './attachment.ts'
import {type Fault, nameOf} from './broken.ts'
import {GATEWAY_GROUP, type GatewayObjects} from './gateway-objects.ts'
import type {Parents} from './listener-set.ts'
import type {ParentReference, Route} from './route.ts'
import {wasRead} from './was-read.ts'

/** What a route's parents are looked up in. */
export interface Attaching {
  readonly objects: GatewayObjects
  readonly labels: NamespaceLabels
  readonly parents: Parents
}

/** What comes of one parentRef. */
export type ParentAnswer = {readonly attachments: readonly Attachment[]} | {readonly fault: Fault} | {readonly elsewhere: Fault}

/** An answer for each parentRef, and for each Gateway that claims the route by default. */
export function askParents(route: Route, world: Attaching): readonly ParentAnswer[] {
  const answers = route.parents.map((reference) => askParent(route, reference, world))
  const claimed = route.wantsDefault ? claimedByDefault(route, world) : []
  if (answers.length + claimed.length > 0) return [...answers, ...claimed]
  const message = route.wantsDefault
    ? 'no Gateway takes it by default: none has defaultScope All'
    : 'it names no parent, and so attaches to nothing'
  return [{fault: {reason: 'no-parent', message, path: ['spec']}}]
}

function askParent(route: Route, reference: ParentReference, world: Attaching): ParentAnswer {
  const {group, kind, name, namespace, namespaceStated, path} = reference
  const isGateway = group === GATEWAY_GROUP && kind === 'Gateway'
  const isSet = kind === 'ListenerSet' || kind === 'XListenerSet'
  if (!isGateway && !isSet) return askOther(reference)
  const {findGateway, findListenerSet} = world.objects
  const found = (isGateway ? findGateway : findListenerSet)(name, namespace, namespaceStated, route.object)
  if (!found) return noSuchParent(reference, isGateway ? 'Gateway' : kind === 'XListenerSet' ? 'XListenerSet' : 'ListenerSet', world)
  const parent = world.parents.of.get(found.object)
  const why = world.parents.faults.get(found.object)
  if (!parent) return {fault: {reason: 'broken-listener', message: `${nameOf(found.object)} serves nothing: ${why?.message}`, path}}
  const questions = found.isMeant === true ? parent.questions : [...parent.questions, found.isMeant.question]
  return attached(attach(route, reference, {...parent, questions}, world.labels))
}

function noSuchParent(
  {name, namespace, path}: ParentReference,
  kind: 'Gateway' | 'ListenerSet' | 'XListenerSet',
  {objects: {cluster, gateways, listenerSets}}: Attaching,
): ParentAnswer {
  if (!wasRead(cluster.coverage, kind, {namespace, name}))
    return {elsewhere: {reason: 'unread', message: `${kind} ${namespace}/${name} was not read`, path}}
  const others = (kind === 'Gateway' ? gateways : listenerSets).filter((one) => one.name === name)
  const hint = others.length > 0 ? `, but one in namespace ${[...new Set(others.map((one) => one.namespace))].join(' and ')}` : ''
  return {fault: {reason: 'no-such-gateway', message: `there is no ${kind} ${namespace}/${name}${hint}`, path: [...path, 'name']}}
}

/** "Gateway (Gateway conformance profile), Service (Mesh conformance profile)": a mesh's routes are for what is inside already. */
function askOther({group, kind, name, path}: ParentReference): ParentAnswer {
  if (group === '' && kind === 'Service')
    return {
      elsewhere: {reason: 'mesh', message: `its parent is Service ${name}: it steers traffic inside of the mesh and lets nobody in`, path},
    }
  if (group !== GATEWAY_GROUP && group !== '')
    return {
      elsewhere: {reason: 'other-parent', message: `its parent is a ${kind} (${group}): only its controller knows what that means`, path},
    }
  return {
    fault: {
      reason: 'no-such-kind',
      message: `no ${kind} is a parent of routes: Gateway, ListenerSet and Service (group "") are`,
      path: [...path, 'kind'],
    },
  }
}

/** Experimental: a Gateway with `defaultScope: All` claims the routes that ask for it, "subject to the usual rules". */
function claimedByDefault(route: Route, world: Attaching): readonly ParentAnswer[] {
  return world.objects.gateways.flatMap((gateway) => {
    const parent = world.parents.of.get(gateway)
    if (!parent || valueAt(gateway.object, 'spec', 'defaultScope') !== 'All') return []
    const {name, namespace, namespaceStated} = gateway
    const path = ['spec', 'useDefaultGateways']
    const reference = {
      group: GATEWAY_GROUP,
      kind: 'Gateway',
      name,
      namespace,
      namespaceStated,
      sectionName: undefined,
      port: undefined,
      path,
    }
    return [attached(attach(route, reference, parent, world.labels))]
  })
}

function attached(result: readonly Attachment[] | Fault): ParentAnswer {
  return 'reason' in result ? {fault: result} : {attachments: result}
}
