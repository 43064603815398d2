import {fieldsOf, textOf} from './fields.ts'
import type {ObjectReference, WireObject} from './object.ts'

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
const DEFAULT_NAMESPACE = 'default'

/** Kinds without a namespace that we read, or name. */
const CLUSTER_SCOPED = new Set([
  'Node',
  'Namespace',
  // policy.networking.k8s.io
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  // cilium.io
  'CiliumClusterwideNetworkPolicy',
  // crd.projectcalico.org and projectcalico.org
  'GlobalNetworkPolicy',
  'StagedGlobalNetworkPolicy',
])

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
  return {
    group: groupOf(apiVersion),
    kind,
    namespace: CLUSTER_SCOPED.has(kind) ? '' : (namespace ?? given ?? DEFAULT_NAMESPACE),
    namespaceStated: namespace !== undefined || given !== undefined,
    name,
    uid: textOf(metadata['uid']),
  }
}

export function referenceTo(identity: Identity): ObjectReference {
  return {kind: identity.kind, namespace: identity.namespace === '' ? null : identity.namespace, name: identity.name}
}

/** One string per object of a cluster; two definitions of one object share it. */
export function identityKey(identity: Identity): string {
  return `${identity.group}/${identity.kind}/${identity.namespace}/${identity.name}`
}
