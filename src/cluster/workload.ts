import {type Fields, fieldsOf, integerOf, isMapping, labelsOf, textOf, valueAt} from './fields.ts'
import {groupKindOf, type Identity, referenceTo} from './identity.ts'
import type {Labels} from './label-selector.ts'
import type {Origin, Path, WireObject} from './object.ts'
import {ownerOf, type Pod, type WorkloadReference} from './pod.ts'
import {type PodTemplate, podTemplatesOf, USUAL_PATH} from './pod-template.ts'
import {runtimeLabelsOf} from './runtime-labels.ts'

/** An object that makes pods from a template of its own. */
export interface Workload extends Identity {
  readonly labels: Labels
  readonly templates: readonly PodTemplate[]
  /** The controlling owner, where the object states one: a Deployment above a ReplicaSet. */
  readonly owner: WorkloadReference | null
  /** Pods per template, in the order of `templates`; null where it depends on nodes or a controller of its own. */
  readonly replicas: readonly (number | null)[]
  readonly origin: Origin | undefined
  readonly object: WireObject
}

/** Undefined where the object has no pod template. */
export function readWorkload(identity: Identity, object: WireObject, origin: Origin | undefined): Workload | undefined {
  const templates = podTemplatesOf(identity, object)
  if (templates.length === 0) return undefined
  const {group, kind, namespace, namespaceStated, name, uid} = identity
  // Named one by one: an object that begins as a copy of another takes V8 several times as long, and there may be ten thousand.
  return {
    group,
    kind,
    namespace,
    namespaceStated,
    name,
    uid,
    labels: labelsOf(fieldsOf(object['metadata'])['labels']),
    templates,
    owner: ownerOf(object['metadata']),
    replicas: templates.map((template) => replicasOf(identity, object, template)),
    origin,
    object,
  }
}

/** The built-in kinds by group and kind, with where their number of pods is written. `extensions` held some of them until 1.16. */
const REPLICAS: Readonly<Record<string, (object: WireObject) => number | null>> = {
  '/ReplicationController': statedReplicas,
  'apps/Deployment': statedReplicas,
  'apps/ReplicaSet': statedReplicas,
  'apps/StatefulSet': statedReplicas,
  'extensions/Deployment': statedReplicas,
  'extensions/ReplicaSet': statedReplicas,
  'argoproj.io/Rollout': statedReplicas,
  'apps.openshift.io/DeploymentConfig': statedReplicas,
  'apps/DaemonSet': () => null,
  'extensions/DaemonSet': () => null,
  'batch/Job': (object) => jobReplicas(object['spec']),
  'batch/CronJob': (object) =>
    valueAt(object, 'spec', 'suspend') === true ? 0 : jobReplicas(valueAt(object, 'spec', 'jobTemplate', 'spec')),
}

/** Whether Kubernetes itself, or a kind whose pods we know exactly, makes the pods: then no other label can be on them. */
function isWellKnownWorkload(identity: Pick<Identity, 'group' | 'kind'>): boolean {
  return groupKindOf(identity) in REPLICAS
}

/** At most this many pods of a StatefulSet are listed one by one; a larger one is a single entry with its number of replicas. */
const MAX_LISTED_PODS = 100

/**
 * The pods that a workload's templates stand for, with the labels that its controller adds. A StatefulSet's pods have names of their own and
 * are listed one by one; any other template is one entry with its number of replicas.
 */
export function podsOfTemplates(workload: Workload): readonly Pod[] {
  const pods: Pod[] = []
  for (const [index, template] of workload.templates.entries()) {
    const replicas = workload.replicas[index] ?? null
    const whole = podOfTemplate(workload, template, replicas)
    if (workload.kind === 'StatefulSet' && workload.group === 'apps' && replicas !== null && replicas > 0 && replicas <= MAX_LISTED_PODS) {
      const first = integerOf(valueAt(workload.object, 'spec', 'ordinals', 'start')) ?? 0
      for (let ordinal = first; ordinal < first + replicas; ordinal++) pods.push(podOfOrdinal(whole, workload, ordinal))
    } else pods.push(whole)
  }
  return pods
}

/**
 * The pods of a workload of a running cluster of which none is in the input. What its status counts is ready or not; where Pods of its namespace
 * are listed, or the status counts none, it has not created them. Undefined for kinds whose status does not say.
 */
export function podsOfStatus(workload: Workload, podsAreListed: boolean): readonly Pod[] | undefined {
  const [template] = workload.templates
  const status = valueAt(workload.object, 'status')
  if (!template || !isMapping(status) || !SCALED_KINDS.has(workload.kind) || !isWellKnownWorkload(workload)) return undefined
  const desired = integerOf(status['desiredNumberScheduled']) ?? workload.replicas[0] ?? 0
  const current = integerOf(status['currentNumberScheduled']) ?? integerOf(status['replicas']) ?? 0
  const ready = Math.min(current, integerOf(status['numberReady']) ?? integerOf(status['readyReplicas']) ?? 0)
  if (desired === 0) return [podOfTemplate(workload, template, 0)]
  if (podsAreListed || current === 0) return [{...podOfTemplate(workload, template, 0), missing: true}]
  if (ready === current && workload.kind === 'StatefulSet') return podsOfTemplates(workload).map((pod) => ({...pod, ready: true}))
  const part = (replicas: number, ready: boolean) => (replicas > 0 ? [{...podOfTemplate(workload, template, replicas), ready}] : [])
  return [...part(ready, true), ...part(current - ready, false)]
}

const SCALED_KINDS = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ReplicationController', 'Rollout'])

/** Argo Rollouts that take their template from a Deployment (`spec.workloadRef`), which is then scaled to zero. */
export function workloadsByReference(
  others: readonly (Identity & {readonly object: WireObject})[],
  workloads: readonly Workload[],
): readonly Workload[] {
  return others.flatMap((other) => {
    const name =
      other.kind === 'Rollout' && other.group === 'argoproj.io' ? valueAt(other.object, 'spec', 'workloadRef', 'name') : undefined
    const referenced =
      name === undefined
        ? undefined
        : workloads.find((one) => one.namespace === other.namespace && one.kind === 'Deployment' && one.name === name)
    const replicas = Math.max(0, integerOf(valueAt(other.object, 'spec', 'replicas')) ?? 1)
    const labels = labelsOf(valueAt(other.object, 'metadata', 'labels'))
    return referenced ? [{...referenced, ...other, labels, replicas: [replicas], owner: null, origin: referenced.origin}] : []
  })
}

const USUAL_LABELS_PATH: Path = [...USUAL_PATH, 'metadata', 'labels']
const USUAL_SPEC_PATH: Path = [...USUAL_PATH, 'spec']

function podOfTemplate(workload: Workload, template: PodTemplate, replicas: number | null): Pod {
  const spec = specOfPods(workload, template)
  const runtime = runtimeLabelsOf(workload, template.path)
  const labels = labelsOf(fieldsOf(template.metadata)['labels'])
  return {
    source: 'template',
    target: referenceTo(workload),
    namespace: workload.namespace,
    namespaceStated: workload.namespaceStated,
    labels: isEmpty(runtime.known) ? labels : {...labels, ...runtime.known},
    runtimeLabels: runtime.unknown,
    opaque: !isWellKnownWorkload(workload),
    spec,
    status: undefined,
    replicas,
    missing: false,
    workload: {kind: workload.kind, name: workload.name},
    addresses: undefined,
    ready: null,
    terminating: null,
    finished: false,
    nodeName: textOf(spec['nodeName']) ?? null,
    labelsPath: template.path === USUAL_PATH ? USUAL_LABELS_PATH : [...template.path, 'metadata', 'labels'],
    specPath: template.path === USUAL_PATH ? USUAL_SPEC_PATH : [...template.path, 'spec'],
    identity: workload,
    origin: workload.origin,
  }
}

function isEmpty(labels: Labels): boolean {
  return Object.keys(labels).length === 0
}

/**
 * The spec that the pods get. What a StatefulSet's template says of its pods' names in DNS gives way to the pod's own name and the serviceName,
 * an indexed Job's hostname to one with the index (initIdentity in pkg/controller/statefulset, manageJob in pkg/controller/job).
 */
function specOfPods(workload: Workload, template: PodTemplate): Fields {
  const {kind, object} = workload
  const spec = fieldsOf(template.spec)
  switch (groupKindOf(workload)) {
    case 'apps/StatefulSet': {
      const {hostname: _, ...rest} = spec
      return {...rest, subdomain: valueAt(object, 'spec', 'serviceName')}
    }
    case 'batch/Job':
    case 'batch/CronJob': {
      const job = kind === 'Job' ? object : valueAt(object, 'spec', 'jobTemplate')
      if (valueAt(job, 'spec', 'completionMode') !== 'Indexed') return spec
      const {hostname: _, ...rest} = spec
      return rest
    }
    default:
      return spec
  }
}

function podOfOrdinal(whole: Pod, workload: Workload, ordinal: number): Pod {
  const name = `${workload.name}-${ordinal}`
  return {
    ...whole,
    spec: {...fieldsOf(whole.spec), hostname: name},
    target: {kind: 'Pod', namespace: workload.namespace, name},
    labels: {...whole.labels, 'statefulset.kubernetes.io/pod-name': name, 'apps.kubernetes.io/pod-index': String(ordinal)},
    // The two labels above are known now; only the revision's hash is not.
    runtimeLabels: new Set([...whole.runtimeLabels].filter((key) => key === 'controller-revision-hash')),
    replicas: 1,
  }
}

function replicasOf(identity: Identity, object: WireObject, template: PodTemplate): number | null {
  const known = REPLICAS[groupKindOf(identity)]
  if (known) return known(object)
  if (identity.kind === 'LeaderWorkerSet') return leaderWorkerReplicas(object, template)
  // A custom resource with spec.replicas beside spec.template follows the convention; elsewhere the number is its controller's secret.
  const ordinary = template.path.length === 2 && template.path[1] === 'template'
  return ordinary ? (integerOf(valueAt(object, 'spec', 'replicas')) ?? null) : null
}

/** Absent replicas are one (SetDefaults_Deployment and its siblings). */
function statedReplicas(object: WireObject): number {
  return Math.max(0, integerOf(fieldsOf(object['spec'])['replicas']) ?? 1)
}

/** Pods that a Job runs at a time: `parallelism`, one where it is absent, none while suspended. */
function jobReplicas(spec: unknown): number {
  const fields = fieldsOf(spec)
  return fields['suspend'] === true ? 0 : (integerOf(fields['parallelism']) ?? 1)
}

/** spec.replicas groups of spec.leaderWorkerTemplate.size pods: one leader and size − 1 workers, or all from one template. */
function leaderWorkerReplicas(object: WireObject, template: PodTemplate): number {
  const groups = statedReplicas(object)
  const size = integerOf(valueAt(object, 'spec', 'leaderWorkerTemplate', 'size')) ?? 1
  if (template.path.includes('leaderTemplate')) return groups
  const hasLeader = valueAt(object, 'spec', 'leaderWorkerTemplate', 'leaderTemplate') !== undefined
  return groups * (hasLeader ? size - 1 : size)
}
