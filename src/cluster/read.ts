import type {WireObject} from './object.ts'
import {READABLE_FOREIGN_WAYS_IN} from './readable-foreign-ways-in.ts'
import type {ReadableKind} from './readable-kind.ts'
import {READABLE_POLICIES} from './readable-policies.ts'
import {READABLE_WAYS_IN} from './readable-ways-in.ts'

/** Everything that is ever read from a cluster: Secrets are not. */
export const READABLE = {
  Service: {group: '', version: 'v1', resource: 'services', namespaced: true},
  EndpointSlice: {group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices', namespaced: true},
  Endpoints: {group: '', version: 'v1', resource: 'endpoints', namespaced: true},
  Pod: {group: '', version: 'v1', resource: 'pods', namespaced: true},
  Node: {group: '', version: 'v1', resource: 'nodes', namespaced: false},
  Namespace: {group: '', version: 'v1', resource: 'namespaces', namespaced: false},
  ConfigMap: {group: '', version: 'v1', resource: 'configmaps', namespaced: true},
  Event: {group: '', version: 'v1', resource: 'events', namespaced: true},
  ReplicationController: {group: '', version: 'v1', resource: 'replicationcontrollers', namespaced: true},
  Deployment: {group: 'apps', version: 'v1', resource: 'deployments', namespaced: true},
  ReplicaSet: {group: 'apps', version: 'v1', resource: 'replicasets', namespaced: true},
  StatefulSet: {group: 'apps', version: 'v1', resource: 'statefulsets', namespaced: true},
  DaemonSet: {group: 'apps', version: 'v1', resource: 'daemonsets', namespaced: true},
  Job: {group: 'batch', version: 'v1', resource: 'jobs', namespaced: true},
  CronJob: {group: 'batch', version: 'v1', resource: 'cronjobs', namespaced: true},
  NetworkPolicy: {group: 'networking.k8s.io', version: 'v1', resource: 'networkpolicies', namespaced: true},
  Ingress: {group: 'networking.k8s.io', version: 'v1', resource: 'ingresses', namespaced: true},
  IngressClass: {group: 'networking.k8s.io', version: 'v1', resource: 'ingressclasses', namespaced: false},
  ServiceCIDR: {group: 'networking.k8s.io', version: 'v1', fallbackVersion: 'v1beta1', resource: 'servicecidrs', namespaced: false},
  IPAddress: {group: 'networking.k8s.io', version: 'v1', fallbackVersion: 'v1beta1', resource: 'ipaddresses', namespaced: false},
  // Where Calico has no group but the one that people write, that has it.
  FelixConfiguration: {
    group: 'crd.projectcalico.org',
    version: 'v1',
    fallbackGroup: 'projectcalico.org',
    fallbackVersion: 'v3',
    resource: 'felixconfigurations',
    namespaced: false,
    isCustom: true,
  },
  Installation: {group: 'operator.tigera.io', version: 'v1', resource: 'installations', namespaced: false, isCustom: true},
  ServiceImport: {group: 'multicluster.x-k8s.io', version: 'v1alpha1', resource: 'serviceimports', namespaced: true, isCustom: true},
  ...READABLE_POLICIES,
  ...READABLE_WAYS_IN,
  ...READABLE_FOREIGN_WAYS_IN,
} as const satisfies Readonly<Record<string, ReadableKind>>

export type ReadableKindName = keyof typeof READABLE

export function isReadable(kind: string): kind is ReadableKindName {
  return Object.hasOwn(READABLE, kind)
}

/** What the objects of a row call themselves. */
export function kindOf(name: ReadableKindName): string {
  const row: ReadableKind = READABLE[name]
  return row.kind ?? name
}

/** One version of an API group. */
export interface ApiPlace {
  /** '' is the core group. */
  readonly group: string
  readonly version: string
}

/** The APIs that may have the objects of a row, in the order in which they are looked for. */
export function placesOf(name: ReadableKindName): readonly [ApiPlace, ...ApiPlace[]] {
  const {group, version, fallbackGroup = group, fallbackVersion}: ReadableKind = READABLE[name]
  return fallbackVersion === undefined
    ? [{group, version}]
    : [
        {group, version},
        {group: fallbackGroup, version: fallbackVersion},
      ]
}

/** Whether something else than Kubernetes brings what is to be read, which most clusters lack. */
export function isCustom({kind}: Read): boolean {
  const row: ReadableKind = READABLE[kind]
  return row.isCustom === true
}

/** One thing to read from an API server: a list, or with `name` one object. What a question wants beyond that is for it to find in there. */
export interface Read {
  readonly kind: ReadableKindName
  /** Undefined is all namespaces, or a kind that has none. */
  readonly namespace?: string | undefined
  readonly name?: string | undefined
  /** A label selector, as the API takes it. */
  readonly labels?: string | undefined
  /** A field selector, as the API takes it. */
  readonly fields?: string | undefined
  /** Names and labels are enough (PartialObjectMetadata): a fraction of the bytes of pods. */
  readonly metadataOnly?: boolean | undefined
}

/** Why something was not read: no permission (403), a kind that the cluster does not serve (404 on a list), or it did not work (time-out, 5xx, reset). */
export type UnreadReason = 'forbidden' | 'not-served' | 'failed'

export interface Unread {
  readonly read: Read
  readonly reason: UnreadReason
  /** What the server or the network said, one line. */
  readonly message: string
}

/** What became of a read. An object that does not exist is a read of nothing. */
export type ReadResult =
  | {readonly kind: 'read'; readonly read: Read; readonly objects: readonly WireObject[]}
  | ({readonly kind: 'unread'} & Unread)

/** What a live source was asked for; absent where manifests were read. */
export interface Coverage {
  /** What was read, in no particular order. */
  readonly done: readonly Read[]
  /** Whether exactly this was read, or of a snapshot, something that includes it. */
  readonly has: (read: Read) => boolean
  readonly unread: readonly Unread[]
}

/**
 * What kept an object from being read, where one of these reads would have brought it; undefined where none failed, where all of its namespace was read
 * beside, and where manifests were read.
 */
export function findUnread(
  coverage: Coverage | undefined,
  kind: ReadableKindName,
  {namespace, name}: {readonly namespace: string | undefined; readonly name?: string | undefined},
): Unread | undefined {
  if (namespace !== undefined && name === undefined && coverage?.has({kind, namespace})) return undefined
  return coverage?.unread.find(
    ({read, reason}) =>
      read.kind === kind &&
      reason !== 'not-served' &&
      // Labels are read beside, to search for what was meant.
      !read.metadataOnly &&
      (read.namespace === undefined || namespace === undefined || read.namespace === namespace) &&
      (read.name === undefined || name === undefined || read.name === name),
  )
}

/** Whether something was not read though it should have been, and no permission was lacking. */
export function hasFailed(coverage: Coverage | undefined): boolean {
  return coverage?.unread.some(({reason}) => reason === 'failed') ?? false
}

/** Whether an object of this name would have been found, had there been one; where manifests were read, they are all there is. */
export function wasLookedFor(
  coverage: Coverage | undefined,
  kind: ReadableKindName,
  {namespace, name}: {readonly namespace: string | undefined; readonly name: string},
): boolean {
  if (!coverage) return true
  const fields = `metadata.name=${name}`
  const reads: readonly Read[] = [
    {kind},
    {kind, fields},
    ...(namespace === undefined
      ? []
      : [
          {kind, namespace},
          {kind, namespace, name},
        ]),
  ]
  return reads.some(coverage.has)
}

/** Whether a read was tried, whatever came of it. */
export function wasTried(coverage: Coverage | undefined, read: Read): boolean {
  return coverage?.has(read) === true || coverage?.unread.some((one) => readKey(one.read) === readKey(read)) === true
}

/** One string for each read: two that ask the same share it. */
export function readKey({kind, namespace, name, labels, fields, metadataOnly}: Read): string {
  return JSON.stringify([kind, namespace ?? null, name ?? null, labels ?? null, fields ?? null, metadataOnly ?? false])
}

/** `services`, `endpointslices.discovery.k8s.io`: as kubectl names it. */
export function resourceName(kind: ReadableKindName): string {
  const {group, resource} = READABLE[kind]
  return group === '' ? resource : `${resource}.${group}`
}

/**
 * The rule that would allow a read, to stand in a sentence: `list on endpointslices.discovery.k8s.io in namespace shop`. One object by its name
 * needs get, anything else list; RBAC looks at neither label nor field selectors.
 */
export function ruleFor({kind, namespace, name}: Read, verb = name === undefined ? 'list' : 'get'): string {
  const place = namespace === undefined ? 'in all namespaces' : `in namespace ${namespace}`
  return `${verb} on ${resourceName(kind)} ${READABLE[kind].namespaced ? place : '(cluster-wide)'}`
}

/** `pods in namespace shop`, `nodes node-a`: what a read was about. */
export function describeRead({kind, namespace, name}: Read): string {
  const what = name === undefined ? resourceName(kind) : `${resourceName(kind)} ${name}`
  return namespace === undefined ? what : `${what} in namespace ${namespace}`
}

/** Why something was not read, and what would allow it, one line. */
export function describeUnread({read, reason, message}: Unread): string {
  return reason === 'forbidden'
    ? `not allowed to read ${describeRead(read)}; missing RBAC rule: ${ruleFor(read)}`
    : `could not read ${describeRead(read)}: ${message}`
}
