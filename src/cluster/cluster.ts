import {posix} from 'node:path'
import {isIncompleteService, NO_NAME, reasonToLeaveOut} from './applicability.ts'
import {createDefinitions} from './definition.ts'
import {type EndpointSlice, readEndpointSlice} from './endpoint-slice.ts'
import {fieldsOf, labelsOf, textOf} from './fields.ts'
import {groupBy} from './group-by.ts'
import {groupKindOf, type Identity, identify} from './identity.ts'
import {isKustomization, type Kustomization, readKustomization} from './kustomization.ts'
import {createLabelIndex, type LabelIndex} from './label-index.ts'
import type {Labels} from './label-selector.ts'
import {mirrorEndpoints} from './mirrored-endpoints.ts'
import type {Input, LeftOut, Origin, SourcedObject, WireObject} from './object.ts'
import {once} from './once.ts'
import {type Pod, readPod} from './pod.ts'
import type {Coverage, ReadableKindName} from './read.ts'
import {readService, type Service} from './service.ts'
import {podsThatStand} from './standing-pods.ts'
import {readWorkload, type Workload, workloadsByReference} from './workload.ts'

export interface Node extends Identity {
  readonly labels: Labels
  readonly object: WireObject
}

/** An object of a kind that we do not read, kept because a controller may make pods for it. */
export interface OtherObject extends Identity {
  readonly object: WireObject
  readonly origin: Origin | undefined
}

/** What is declared: an indexed snapshot of the input. */
export interface Cluster {
  readonly services: readonly Service[]
  /** Every Pod, and the pods that templates stand for where the input does not have them as objects. */
  readonly pods: LabelIndex<Pod>
  /** The pods of custom resources, whose controllers may add labels of their own. */
  readonly opaquePods: readonly Pod[]
  /** The keys of all labels that only running pods have. */
  readonly runtimeLabels: ReadonlySet<string>
  readonly workloads: readonly Workload[]
  /** Workloads by labels of their own, which are not their pods'. */
  readonly workloadIndex: LabelIndex<Workload>
  readonly slices: readonly EndpointSlice[]
  readonly nodes: ReadonlyMap<string, Node>
  readonly kustomizations: readonly Kustomization[]
  readonly others: readonly OtherObject[]
  readonly leftOut: readonly LeftOut[]
  /** Those of them that are Services without a name or without ports: patches of others perhaps, and else mistakes. */
  readonly incompleteServices: readonly SourcedObject[]
  /** The namespaces whose Pods the input lists as they run, so that a pod that is not there does not exist. */
  readonly listedNamespaces: ReadonlySet<string>
  /** The namespaces whose EndpointSlices or Endpoints the input lists as a cluster has them, so that one that is not there does not exist. */
  readonly listedEndpoints: ReadonlySet<string>
  /** What a running cluster was asked for, so that what is absent can be told from what nobody looked for; undefined where manifests were read. */
  readonly coverage: Coverage | undefined
  /** Number of objects that the input defines more than once. */
  readonly redefined: number
  /** The slices written for a Service, the nearest definition of each. */
  readonly slicesOf: (service: Service) => readonly EndpointSlice[]
  /** Whether this definition of a pod, a Service or a NetworkPolicy is the one that counts for what was read somewhere, where the input has several. */
  readonly counts: (definition: Pick<Pod, 'identity' | 'origin'>, reader: Pick<Service, 'origin'>) => boolean
}

interface Collection {
  readonly services: Service[]
  readonly pods: Pod[]
  readonly workloads: Workload[]
  readonly slices: EndpointSlice[]
  readonly listedEndpoints: Set<string>
  readonly nodes: Map<string, Node>
  readonly kustomizations: Kustomization[]
  readonly others: OtherObject[]
  readonly leftOut: LeftOut[]
  readonly incompleteServices: SourcedObject[]
}

/**
 * Builds the snapshot, the same from every source. `namespace` is the one that the user named for objects that name none; where it is undefined
 * they are taken to be in `default`, and to be somewhere else perhaps.
 */
export function buildCluster(
  {objects, leftOut, coverage}: Pick<Input, 'objects' | 'leftOut' | 'coverage'>,
  namespace: string | undefined,
): Cluster {
  const paths = once(() => pathsOf(objects))
  const isRead = (path: string) => paths().has(path)
  const objectsIn = (file: string) =>
    objects.filter(({origin}) => origin && posix.normalize(origin.file) === file).map(({object}) => object)
  const kustomizations: Kustomization[] = []
  for (const {object, origin} of objects)
    if (origin && isKustomization(object, origin)) kustomizations.push(readKustomization(object, origin, {isRead, objectsIn}))
  const patchFiles = new Set(kustomizations.flatMap((kustomization) => kustomization.patchFiles))
  const found: Collection = {
    services: [],
    pods: [],
    workloads: [],
    slices: [],
    listedEndpoints: new Set(),
    nodes: new Map(),
    kustomizations,
    others: [],
    leftOut: [...leftOut],
    incompleteServices: [],
  }
  for (const {object, origin} of objects) {
    const reason = reasonToLeaveOut(object, origin, patchFiles)
    const identity = reason === undefined ? identify(object, namespace) : undefined
    if (identity) sort(found, identity, object, origin)
    else {
      found.leftOut.push(leaveOut(object, origin, reason ?? NO_NAME))
      if (isIncompleteService(object, reason ?? NO_NAME)) found.incompleteServices.push({object, origin})
    }
  }
  return index(found, coverage)
}

/** Every file of the input and every directory above one. */
function pathsOf(objects: Input['objects']): ReadonlySet<string> {
  const paths = new Set<string>()
  for (const file of new Set(objects.map(({origin}) => origin?.file ?? ''))) {
    let path = file === '' ? '' : posix.normalize(file)
    while (path !== '' && path !== '/' && !paths.has(path)) {
      paths.add(path)
      path = path === '.' ? '' : posix.dirname(path)
    }
  }
  return paths
}

function sort(found: Collection, identity: Identity, object: WireObject, origin: Origin | undefined): void {
  switch (groupKindOf(identity)) {
    case '/Service':
      found.services.push(readService(identity, object, origin))
      return
    case '/Pod':
      found.pods.push(readPod(identity, object, origin))
      return
    case '/Endpoints':
      if (identity.uid !== undefined) found.listedEndpoints.add(identity.namespace)
      found.slices.push(...mirrorEndpoints(identity, object, origin))
      return
    case 'discovery.k8s.io/EndpointSlice':
      if (identity.uid !== undefined) found.listedEndpoints.add(identity.namespace)
      found.slices.push(readEndpointSlice(identity, object, origin))
      return
    case '/Node':
      found.nodes.set(identity.name, {...identity, labels: labelsOf(fieldsOf(object['metadata'])['labels']), object})
      return
  }
  const workload = readWorkload(identity, object, origin)
  if (workload) found.workloads.push(workload)
  else found.others.push({...identity, object, origin})
}

function index(found: Collection, coverage: Coverage | undefined): Cluster {
  const listedNamespaces = new Set<string>()
  for (const pod of found.pods) if (pod.identity.uid !== undefined) listedNamespaces.add(pod.namespace)
  leaveOutUnread(listedNamespaces, 'Pod', coverage)
  leaveOutUnread(found.listedEndpoints, 'EndpointSlice', coverage)
  found.workloads.push(...workloadsByReference(found.others, found.workloads))
  const pods = podsThatStand(found.pods, found.workloads, listedNamespaces)
  // The pods of all Deployments share one set.
  const runtimeLabels = new Set([...new Set(pods.map((pod) => pod.runtimeLabels))].flatMap((keys) => [...keys]))
  const slices = groupBy(found.slices, ({namespace, serviceName}) => `${namespace}/${serviceName}`)
  const definitions = createDefinitions(found.pods, found.services, found.workloads, found.slices, found.others.filter(isNetworkPolicy))
  return {
    services: found.services,
    pods: createLabelIndex(pods, (pod) => pod),
    opaquePods: pods.filter((pod) => pod.opaque),
    runtimeLabels,
    workloads: found.workloads,
    workloadIndex: createLabelIndex(found.workloads, (workload) => workload),
    slices: found.slices,
    nodes: found.nodes,
    kustomizations: found.kustomizations,
    others: found.others,
    leftOut: found.leftOut,
    incompleteServices: found.incompleteServices,
    listedNamespaces,
    listedEndpoints: found.listedEndpoints,
    coverage,
    redefined: definitions.redefined,
    slicesOf: (service) => {
      // Manifests have none, as a rule, and every Service asks more than once.
      const written = slices.size === 0 ? undefined : slices.get(`${service.namespace}/${service.name}`)
      return written?.filter((slice) => definitions.counts(slice, slice.origin, service.origin)) ?? NO_SLICES
    },
    counts: (definition, reader) => definitions.counts(definition.identity, definition.origin, reader.origin),
  }
}

const NO_SLICES: readonly EndpointSlice[] = []

function isNetworkPolicy({group, kind}: Identity): boolean {
  return group === 'networking.k8s.io' && kind === 'NetworkPolicy'
}

/** A namespace is not listed where some of its objects could not be read, though others were. */
function leaveOutUnread(namespaces: Set<string>, kind: ReadableKindName, coverage: Coverage | undefined): void {
  for (const {read} of coverage?.unread ?? []) {
    // The labels of pods elsewhere are read to search for a mistake: what those of a namespace are does not hang on them.
    if (read.kind !== kind || read.metadataOnly) continue
    if (read.namespace === undefined) namespaces.clear()
    else namespaces.delete(read.namespace)
  }
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
