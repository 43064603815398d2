import {parseAddress} from './address.ts'
import {fieldsOf, itemsOf, labelsOf, textOf} from './fields.ts'
import {type Identity, referenceTo} from './identity.ts'
import type {Labels} from './label-selector.ts'
import type {ObjectReference, Origin, Path, WireObject} from './object.ts'

/** The workload that a pod belongs to, as far as the input tells. */
export interface WorkloadReference {
  readonly kind: string
  readonly name: string
}

/**
 * Something that a selector selects: a Pod of the input, or a workload's pod template that stands for its pods.
 * What the input does not state is null.
 */
export interface Pod {
  readonly source: 'object' | 'template'
  /** The Pod, or the workload whose template stands for it. */
  readonly target: ObjectReference
  readonly namespace: string
  readonly namespaceStated: boolean
  readonly labels: Labels
  /** Keys of labels that a controller adds when it makes the pod, with values that nobody can know before. */
  readonly runtimeLabels: ReadonlySet<string>
  /** The template belongs to a controller that may add any label: a custom resource, found by its shape. */
  readonly opaque: boolean
  /** The pod's spec as on the wire: its ports are read where a Service asks for them. */
  readonly spec: unknown
  /** Its status as on the wire; undefined where it stands for pods that nobody has seen. */
  readonly status: unknown
  /** How many pods it stands for; null where that depends on nodes, a schedule or a controller. */
  readonly replicas: number | null
  readonly workload: WorkloadReference | null
  /** A workload of a running cluster that should have these pods, and has not: nothing was created. */
  readonly missing: boolean
  /** Its addresses in Go's spelling, the primary first; undefined where the input has no status. */
  readonly addresses: readonly string[] | undefined
  /** The Ready condition. */
  readonly ready: boolean | null
  readonly terminating: boolean | null
  /** Succeeded or Failed: such a pod is in no EndpointSlice. */
  readonly finished: boolean
  readonly nodeName: string | null
  /** From the object's root to the labels that the selector reads, and to the pod's spec: where a patch would go. */
  readonly labelsPath: Path
  readonly specPath: Path
  readonly identity: Identity
  readonly origin: Origin | undefined
}

const NO_RUNTIME_LABELS: ReadonlySet<string> = new Set()

/** Reads a v1 Pod. Where it has no status (a manifest that was never applied) readiness and addresses are not stated. */
export function readPod(identity: Identity, object: WireObject, origin: Origin | undefined): Pod {
  const metadata = fieldsOf(object['metadata'])
  const spec = fieldsOf(object['spec'])
  const status = fieldsOf(object['status'])
  const seen = typeof status['phase'] === 'string'
  return {
    source: 'object',
    target: referenceTo(identity),
    namespace: identity.namespace,
    namespaceStated: identity.namespaceStated,
    labels: labelsOf(metadata['labels']),
    runtimeLabels: NO_RUNTIME_LABELS,
    opaque: false,
    spec,
    status: object['status'],
    replicas: 1,
    missing: false,
    workload: ownerOf(metadata),
    addresses: seen ? addressesOf(status) : undefined,
    ready: seen ? isReady(status) : null,
    terminating: metadata['deletionTimestamp'] ? true : seen ? false : null,
    finished: status['phase'] === 'Succeeded' || status['phase'] === 'Failed',
    nodeName: textOf(spec['nodeName']) ?? null,
    labelsPath: ['metadata', 'labels'],
    specPath: ['spec'],
    identity,
    origin,
  }
}

/** Whether two pods are of one manifest and one template in it: those of a StatefulSet are, and they follow each other among the pods of a cluster. */
export function areOfOneTemplate(a: Pod, b: Pod): boolean {
  return a.identity === b.identity && a.specPath === b.specPath
}

/** The controlling owner named in `metadata.ownerReferences`. */
export function ownerOf(metadata: unknown): WorkloadReference | null {
  const {ownerReferences} = fieldsOf(metadata)
  if (ownerReferences === undefined) return null
  for (const value of itemsOf(ownerReferences)) {
    const owner = fieldsOf(value)
    const kind = textOf(owner['kind'])
    const name = textOf(owner['name'])
    if (owner['controller'] === true && kind && name) return {kind, name}
  }
  return null
}

/** The first Ready condition decides, as in Go (getPodReadyCondition). */
function isReady(status: Readonly<Record<string, unknown>>): boolean {
  for (const value of itemsOf(status['conditions'])) {
    const condition = fieldsOf(value)
    if (condition['type'] === 'Ready') return condition['status'] === 'True'
  }
  return false
}

/** podIP and the first of podIPs say the same; where they do not, podIP counts alone (SetDefaults_PodStatus). */
function addressesOf(status: Readonly<Record<string, unknown>>): readonly string[] {
  const primary = textOf(status['podIP'])
  const all = itemsOf(status['podIPs'])
  // One family is the common case.
  const stated =
    primary !== undefined && (all.length < 2 || fieldsOf(all[0])['ip'] !== primary)
      ? [primary]
      : all.map((value) => textOf(fieldsOf(value)['ip']))
  return stated.flatMap((text) => (text === undefined ? [] : (parseAddress(text)?.text ?? [])))
}
