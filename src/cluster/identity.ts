import {fieldsOf, textOf} from './fields.ts'
import type {ObjectReference, WireObject} from './object.ts'
import {obtain} from './obtain.ts'
import {kindOf, placesOf, READABLE, type ReadableKindName} from './read.ts'

/** What an object is, by API group and kind; the version does not matter to us. The core group is ''. */
export interface Identity {
  readonly group: string
  readonly kind: string
  readonly namespace: string
  /** False where the manifest names no namespace, so that `-n` or the context would decide. */
  readonly namespaceStated: boolean
  readonly name: string
  readonly uid: string | undefined
}

/** Where objects are that name no namespace, as kubectl has it. */
export const DEFAULT_NAMESPACE = 'default'

/** Groups by the kinds without a namespace: those that are read, and one that is only named. */
const CLUSTER_SCOPED = new Map<string, readonly string[]>([['StagedGlobalNetworkPolicy', ['projectcalico.org', 'crd.projectcalico.org']]])
for (const name of Object.keys(READABLE) as ReadableKindName[]) {
  if (READABLE[name].namespaced) continue
  const kind = kindOf(name)
  CLUSTER_SCOPED.set(kind, [...(CLUSTER_SCOPED.get(kind) ?? []), ...placesOf(name).map(({group}) => group)])
}

/** The API group of an `apiVersion`: `apps` of `apps/v1`, '' of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/')
  return slash < 0 ? '' : apiVersion.slice(0, slash)
}

/** Undefined for a document that says neither what it is nor its name. `given` is the namespace that the user named for objects without. */
export function identify(object: WireObject, given: string | undefined): Identity | undefined {
  const apiVersion = textOf(object['apiVersion'])
  const kind = textOf(object['kind'])
  const metadata = fieldsOf(object['metadata'])
  const name = textOf(metadata['name']) ?? textOf(metadata['generateName'])
  if (!apiVersion || !kind || !name) return undefined
  const namespace = textOf(metadata['namespace'])
  const group = groupOf(apiVersion)
  return {
    group,
    kind,
    namespace: CLUSTER_SCOPED.get(kind)?.includes(group) ? '' : (namespace ?? given ?? DEFAULT_NAMESPACE),
    namespaceStated: namespace !== undefined || given !== undefined,
    name,
    uid: textOf(metadata['uid']),
  }
}

/** By group and kind: there are few, and many objects of each. */
const GROUP_KINDS = new Map<string, Map<string, string>>()

/** `apps/Deployment`, `/Service`: the one string of a group and a kind, which need not be put together again for each object. */
export function groupKindOf({group, kind}: Pick<Identity, 'group' | 'kind'>): string {
  const known = GROUP_KINDS.get(group)?.get(kind)
  if (known !== undefined) return known
  const made = `${group}/${kind}`
  obtain(GROUP_KINDS, group, () => new Map<string, string>()).set(kind, made)
  return made
}

export function referenceTo(identity: Identity): ObjectReference {
  return {kind: identity.kind, namespace: identity.namespace === '' ? null : identity.namespace, name: identity.name}
}

/** One string per object of a cluster; two definitions of one object share it. */
export function identityKey(identity: Identity): string {
  return `${groupKindOf(identity)}/${identity.namespace}/${identity.name}`
}
