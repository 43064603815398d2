import {posix} from 'node:path'
import {reasonToLeaveOut} from './applicability.ts'
import {nearestDefinition} from './definition.ts'
import {type EndpointSlice, mirrorEndpoints, readEndpointSlice} from './endpoint-slice.ts'
import {fieldsOf, labelsOf, textOf} from './fields.ts'
import {type Identity, identify, identityKey} from './identity.ts'
import {isKustomization, type Kustomization, readKustomization} from './kustomization.ts'
import {createLabelIndex, type LabelIndex} from './label-index.ts'
import type {Labels} from './label-selector.ts'
import type {Input, LeftOut, Origin, WireObject} from './object.ts'
import {type Pod, readPod} from './pod.ts'
import {readService, type Service} from './service.ts'
import {podsThatStand} from './standing-pods.ts'
import {readWorkload, type Workload} from './workload.ts'

export interface Node extends Identity {
  readonly labels: Labels
}

/** An object of a kind that we do not read, kept because a controller may make pods for it. */
export interface OtherObject extends Identity {
  readonly object: WireObject
  readonly origin: Origin | undefined
}

/** What is declared: an indexed snapshot of the input. */
export interface Cluster {
  readonly defaultNamespace: string
  readonly services: readonly Service[]
  /** Every Pod, and the pods that templates stand for where the input does not have them as objects. */
  readonly pods: LabelIndex<Pod>
  /** The pods of custom resources, whose controllers may add labels of their own. */
  readonly opaquePods: readonly Pod[]
  /** The keys of all labels that only running pods have. */
  readonly runtimeLabels: ReadonlySet<string>
  readonly workloads: readonly Workload[]
  readonly nodes: ReadonlyMap<string, Node>
  readonly kustomizations: readonly Kustomization[]
  readonly others: readonly OtherObject[]
  readonly leftOut: readonly LeftOut[]
  /** Whether the input lists the Pods of a running cluster, so that a pod that is not there does not exist. */
  readonly listsPods: boolean
  /** Number of objects that the input defines more than once. */
  readonly redefined: number
  /** The slices written for a Service, the nearest definition of each. */
  readonly slicesOf: (service: Service) => readonly EndpointSlice[]
  /** Whether this pod's definition is the one that counts for a Service, where the input has several. */
  readonly counts: (pod: Pod, service: Service) => boolean
}

interface Collection {
  readonly services: Service[]
  readonly pods: Pod[]
  readonly workloads: Workload[]
  readonly slices: EndpointSlice[]
  readonly nodes: Map<string, Node>
  readonly kustomizations: Kustomization[]
  readonly others: OtherObject[]
  readonly leftOut: LeftOut[]
}

/** Builds the snapshot, the same from every source. Objects that name no namespace are in `defaultNamespace`. */
export function buildCluster({objects, leftOut}: Pick<Input, 'objects' | 'leftOut'>, defaultNamespace: string): Cluster {
  const paths = pathsOf(objects)
  const isRead = (path: string) => paths.has(path)
  const kustomizations = objects.flatMap(({object, origin}) =>
    origin && isKustomization(object, origin) ? readKustomization(object, origin, isRead) : [],
  )
  const patchFiles = new Set(kustomizations.flatMap((kustomization) => kustomization.patchFiles))
  const found: Collection = {
    services: [],
    pods: [],
    workloads: [],
    slices: [],
    nodes: new Map(),
    kustomizations,
    others: [],
    leftOut: [...leftOut],
  }
  for (const {object, origin} of objects) {
    const reason = reasonToLeaveOut(object, origin, patchFiles)
    const identity = reason === undefined ? identify(object, defaultNamespace) : undefined
    if (identity) sort(found, identity, object, origin)
    else found.leftOut.push(leaveOut(object, origin, reason ?? 'no metadata.name'))
  }
  return index(found, defaultNamespace)
}

/** Every file of the input and every directory above one. */
function pathsOf(objects: Input['objects']): ReadonlySet<string> {
  const paths = new Set<string>()
  for (const {origin} of objects) {
    let path = origin ? posix.normalize(origin.file) : ''
    while (path !== '' && path !== '/' && !paths.has(path)) {
      paths.add(path)
      path = path === '.' ? '' : posix.dirname(path)
    }
  }
  return paths
}

function sort(found: Collection, identity: Identity, object: WireObject, origin: Origin | undefined): void {
  switch (`${identity.group}/${identity.kind}`) {
    case '/Service':
      found.services.push(readService(identity, object, origin))
      return
    case '/Pod':
      found.pods.push(readPod(identity, object, origin))
      return
    case '/Endpoints':
      found.slices.push(...mirrorEndpoints(identity, object, origin))
      return
    case 'discovery.k8s.io/EndpointSlice':
      found.slices.push(readEndpointSlice(identity, object, origin))
      return
    case '/Node':
      found.nodes.set(identity.name, {...identity, labels: labelsOf(fieldsOf(object['metadata'])['labels'])})
      return
  }
  const workload = readWorkload(identity, object, origin)
  if (workload) found.workloads.push(workload)
  else found.others.push({...identity, object, origin})
}

function index(found: Collection, defaultNamespace: string): Cluster {
  const listsPods = found.pods.some((pod) => pod.identity.uid !== undefined)
  const pods = podsThatStand(found.pods, found.workloads, listsPods)
  const slices = new Map<string, EndpointSlice[]>()
  for (const slice of found.slices) {
    const key = `${slice.namespace}/${slice.serviceName}`
    const known = slices.get(key)
    if (known) known.push(slice)
    else slices.set(key, [slice])
  }
  const redefined = findRedefined(found.pods, found.services, found.workloads, found.slices)
  const isNearest = (identity: Identity, origin: Origin | undefined, from: Origin | undefined): boolean => {
    const several = redefined.size > 0 ? redefined.get(identityKey(identity)) : undefined
    return several === undefined || nearestDefinition(several, from) === origin
  }
  return {
    defaultNamespace,
    services: found.services,
    pods: createLabelIndex(pods, (pod) => pod),
    opaquePods: pods.filter((pod) => pod.opaque),
    runtimeLabels: new Set(pods.flatMap((pod) => [...pod.runtimeLabels])),
    workloads: found.workloads,
    nodes: found.nodes,
    kustomizations: found.kustomizations,
    others: found.others,
    leftOut: found.leftOut,
    listsPods,
    redefined: redefined.size,
    slicesOf: (service) =>
      (slices.get(`${service.namespace}/${service.name}`) ?? []).filter((slice) => isNearest(slice, slice.origin, service.origin)),
    counts: (pod, service) => isNearest(pod.identity, pod.origin, service.origin),
  }
}

/** What has an identity, or, as a pod of a template, stands for something that has. */
type Definition = (Identity | {readonly identity: Identity}) & {readonly origin: Origin | undefined}

/**
 * Only the objects that are defined more than once, each with all its places. The full key is made only for names that come again: most
 * never do, and there may be a hundred thousand.
 */
function findRedefined(...lists: readonly (readonly Definition[])[]): ReadonlyMap<string, readonly (Origin | undefined)[]> {
  const byName = new Map<string, Definition>()
  const byKey = new Map<string, (Origin | undefined)[]>()
  const place = (definition: Definition) => {
    const key = identityKey(identityOf(definition))
    const places = byKey.get(key)
    if (!places) byKey.set(key, [definition.origin])
    else if (!places.includes(definition.origin)) places.push(definition.origin)
  }
  for (const list of lists) {
    for (const definition of list) {
      const {name} = identityOf(definition)
      const before = byName.get(name)
      if (!before) byName.set(name, definition)
      else if (before !== definition) {
        place(before)
        place(definition)
      }
    }
  }
  return new Map([...byKey].filter(([, places]) => places.length > 1))
}

function identityOf(definition: Definition): Identity {
  return 'identity' in definition ? definition.identity : definition
}

function leaveOut(object: WireObject, origin: Origin | undefined, reason: string): LeftOut {
  const metadata = fieldsOf(object['metadata'])
  return {
    file: origin ? posix.normalize(origin.file) : '',
    line: null,
    kind: textOf(object['kind']) ?? null,
    namespace: textOf(metadata['namespace']) ?? null,
    name: textOf(metadata['name']) ?? null,
    reason,
  }
}
