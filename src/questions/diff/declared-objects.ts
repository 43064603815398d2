import {fieldsOf, isMapping, itemsOf, textOf} from '../../cluster/fields.ts'
import {identify, identityKey} from '../../cluster/identity.ts'
import type {SourcedObject, WireObject} from '../../cluster/object.ts'
import {ownerOf} from '../../cluster/pod.ts'
import {isDecidedAlike, withForeignAnnotations} from './applied-object.ts'

/** Two inputs of the same kind, and what to know of how they became so. */
export interface AlignedObjects {
  readonly before: readonly SourcedObject[]
  readonly after: readonly SourcedObject[]
  readonly notes: readonly string[]
}

/**
 * Makes what runs and what is written comparable: manifests beside a cluster are taken as `kubectl apply` would leave it, as `kubectl diff` does. What
 * they do not name stays as it is, and of the cluster counts what is declared: its controllers' pods and slices follow from that.
 * @param namespace of objects of manifests that name none
 */
export function alignObjects(
  before: readonly SourcedObject[],
  after: readonly SourcedObject[],
  namespace: string | undefined,
): AlignedObjects {
  const [isFormerSeen, isPresentSeen] = [isObserved(before), isObserved(after)]
  if (isFormerSeen === isPresentSeen) return {before, after, notes: []}
  const notes = ['manifests are taken as kubectl apply would leave the cluster: what they do not name stays as it is']
  if (isFormerSeen) {
    const declared = declaredOf(before)
    return {before: declared, after: applyTo(declared, after, namespace), notes}
  }
  const declared = declaredOf(after)
  return {before: applyTo(declared, before, namespace), after: declared, notes}
}

/** Objects of a cluster have a uid. */
export function isObserved(objects: readonly SourcedObject[]): boolean {
  return objects.some(({object}) => fieldsOf(object['metadata'])['uid'] !== undefined)
}

function declaredOf(objects: readonly SourcedObject[]): readonly SourcedObject[] {
  const selecting = new Set(
    objects.flatMap(({object}) =>
      object['kind'] === 'Service' && Object.keys(fieldsOf(fieldsOf(object['spec'])['selector'])).length > 0 ? keyByName(object) : [],
    ),
  )
  return objects.flatMap(({object, origin}) => {
    if (isOfController(object) || (object['kind'] === 'Endpoints' && selecting.has(keyByName(object)))) return []
    const {uid: _, ...metadata} = fieldsOf(object['metadata'])
    const {status, ...rest} = object
    const declared = {...rest, metadata}
    return {
      object:
        object['kind'] === 'Service' ? {...declared, status} : KEEPS_STATUS.has(String(object['kind'])) ? {...declared, status} : declared,
      origin,
    }
  })
}

/** Nobody declares them: their addresses are what they are. */
const KEEPS_STATUS: ReadonlySet<string> = new Set(['Node', 'Ingress', 'Gateway'])

const MADE_KINDS: ReadonlySet<string> = new Set(['Pod', 'ReplicaSet', 'Job', 'EndpointSlice', 'ReplicationController'])

function isOfController(object: WireObject): boolean {
  const labels = fieldsOf(fieldsOf(object['metadata'])['labels'])
  if (textOf(labels['endpointslice.kubernetes.io/managed-by'])?.endsWith('.k8s.io')) return true
  return MADE_KINDS.has(String(object['kind'])) && ownerOf(object['metadata']) !== null
}

function keyByName(object: WireObject): string {
  const {namespace, name} = fieldsOf(object['metadata'])
  return `${namespace ?? ''}/${name}`
}

/** The objects of a cluster with those of manifests in place of theirs, or beside them. */
function applyTo(
  declared: readonly SourcedObject[],
  written: readonly SourcedObject[],
  namespace: string | undefined,
): readonly SourcedObject[] {
  const keyOf = ({object}: SourcedObject) => {
    const identity = identify(object, namespace)
    return identity && identityKey(identity)
  }
  const present = new Map(declared.flatMap((one) => [[keyOf(one), one] as const]))
  const named = new Set(written.map(keyOf))
  return [
    ...declared.filter((one) => !named.has(keyOf(one))),
    ...written.map((one) => {
      const running = present.get(keyOf(one))
      return running && keyOf(one) !== undefined ? {...one, object: keepAssigned(running.object, one.object)} : one
    }),
  ]
}

/**
 * What the cluster has assigned and an apply that does not name it leaves: addresses, node ports, a number of replicas. Addresses of load balancers go
 * where what was asked of them changes: a cloud gives others then.
 */
function keepAssigned(running: WireObject, declared: WireObject): WireObject {
  const written = withForeignAnnotations(running, declared)
  const [was, spec] = [fieldsOf(running['spec']), fieldsOf(written['spec'])]
  const isSameType = (was['type'] ?? 'ClusterIP') === (spec['type'] ?? 'ClusterIP')
  const status = written['status'] ?? (isDecidedAlike(running, written) ? running['status'] : undefined)
  const kept = ASSIGNED.flatMap((field) => (was[field] !== undefined && spec[field] === undefined ? [[field, was[field]]] : []))
  const ports =
    Array.isArray(spec['ports']) && isSameType && written['kind'] === 'Service' ? {ports: withNodePorts(was['ports'], spec['ports'])} : {}
  return {
    ...written,
    ...(isMapping(written['spec']) && {spec: {...Object.fromEntries(kept), ...spec, ...ports}}),
    ...(status !== undefined && {status}),
  }
}

const ASSIGNED = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'replicas'] as const

function withNodePorts(running: unknown, written: readonly unknown[]): readonly unknown[] {
  const known = new Map(itemsOf(running).map((port) => [portOf(port), fieldsOf(port)['nodePort']]))
  return written.map((port) => {
    const nodePort = known.get(portOf(port))
    return isMapping(port) && port['nodePort'] === undefined && nodePort !== undefined ? {...port, nodePort} : port
  })
}

function portOf(port: unknown): string {
  const {port: number, protocol} = fieldsOf(port)
  return `${number}/${protocol ?? 'TCP'}`
}
