import type {OtherObject} from '../../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import type {GatewayObjects} from './gateway-objects.ts'
import {isInNamespace, isOpen, type Permission} from './permission.ts'
import {wasRead} from './was-read.ts'

/** What a reference of another namespace leads to; '' is the core group. */
export interface Target {
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/**
 * Whether a ReferenceGrant lets an object refer to a target of another namespace: one in the target's namespace that has the object's group, kind and
 * namespace among its `from` and the target among its `to` ("entries MUST be combined using OR"; without a name it is for all of a kind).
 */
export function isGranted(from: OtherObject, target: Target, {cluster, grantsOf}: GatewayObjects): Permission {
  let open: Permission = false
  for (const grant of grantsOf(target.namespace)) {
    const where = isInNamespace(grant, target.namespace, {kind: grant.kind, name: grant.name, namespaceStated: true})
    if (where === false || !covers(grant, target)) continue
    const trusted = trusts(grant, from)
    if (where === true && trusted === true) return true
    if (trusted !== false) open = isOpen(where) ? where : trusted
  }
  if (open === false && !wasRead(cluster.coverage, 'ReferenceGrant', {namespace: target.namespace}))
    return {question: `is there a ReferenceGrant in namespace ${target.namespace}? they could not be read`}
  return open
}

function covers(grant: OtherObject, {group, kind, name}: Target): boolean {
  return itemsOf(valueAt(grant.object, 'spec', 'to')).some((item) => {
    const to = fieldsOf(item)
    const named = textOf(to['name'])
    return (textOf(to['group']) ?? '') === group && to['kind'] === kind && (named === undefined || named === name)
  })
}

function trusts(grant: OtherObject, from: OtherObject): Permission {
  const spaces = itemsOf(valueAt(grant.object, 'spec', 'from')).flatMap((item) => {
    const {group, kind, namespace} = fieldsOf(item)
    return group === from.group && kind === from.kind ? [textOf(namespace) ?? ''] : []
  })
  const answers = spaces.map((namespace) => isInNamespace(from, namespace, {kind: grant.kind, name: grant.name, namespaceStated: true}))
  return answers.includes(true) || (answers.find(isOpen) ?? false)
}
