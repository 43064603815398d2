import type {Labels} from '../../cluster/label-selector.ts'
import type {LeftOut, ObjectReference} from '../../cluster/object.ts'
import type {WorkloadReference} from '../../cluster/pod.ts'
import type {ServicePort} from '../../cluster/service.ts'
import type {Endpoint} from '../../network/endpoints/endpoint.ts'
import type {Judgement, Verdict} from './judgement.ts'
import type {PodPolicies} from './policies/policies-data.ts'
import {reasonOf} from './rule.ts'
import type {SelectedPod} from './selected-pod.ts'
import {describeCause} from './wording.ts'

/** What `-o json` prints of one Service. The keys are fixed: scripts depend on them. */
export interface ServiceResolution {
  readonly namespace: string
  readonly name: string
  readonly type: string
  readonly headless: boolean
  readonly externalName: string | null
  readonly selector: Readonly<Record<string, string>> | null
  readonly verdict: Verdict
  /** One word for why it is not `resolved`, the same words that rules use; null where it is. */
  readonly reason: string | null
  /** The same in a sentence. */
  readonly message: string | null
  readonly advice: string | null
  readonly ports: readonly Omit<ServicePort, 'index'>[]
  readonly endpoints: readonly Endpoint[]
  readonly nearMisses: readonly NearMissData[]
  readonly file: string | null
}

export interface NearMissData {
  readonly target: ObjectReference
  readonly reason: string
  readonly differences: readonly {
    readonly key: string
    readonly expected: string
    readonly actual: string | null
    /** The key under which the pod has the expected value instead. */
    readonly actualKey: string | null
  }[]
}

/** What `-o json` prints of a pod that was asked about, or of a template that stands for pods. */
export interface PodResolution {
  readonly target: ObjectReference
  readonly workload: WorkloadReference | null
  readonly labels: Labels
  /** How many pods it stands for; null where the input does not tell. */
  readonly replicas: number | null
  readonly ready: boolean | null
  readonly nodeName: string | null
  /** The Services that select it, as `namespace/name`. */
  readonly services: readonly string[]
  /** Only where they were asked for. */
  readonly policies?: PodPolicies
}

export interface Resolution {
  /** Only where pods or workloads were asked about; `services` are those that select them then. */
  readonly pods?: readonly PodResolution[]
  readonly services: readonly ServiceResolution[]
  /** What was read and is no object that a cluster would take. */
  readonly leftOut: readonly LeftOut[]
}

/** More than this says nothing more. */
const MAX_NEAR_MISSES = 3

export function toPodResolution({pod, services}: SelectedPod): PodResolution {
  const {target, workload, labels, replicas, ready, nodeName} = pod
  return {
    target,
    workload,
    labels: {...labels},
    replicas,
    ready,
    nodeName,
    services: services.map(({namespace, name}) => `${namespace}/${name}`),
  }
}

export function toServiceResolution(judgement: Judgement): ServiceResolution {
  const {service, backends, verdict, cause} = judgement
  const words = cause && describeCause(cause, judgement.service)
  return {
    namespace: service.namespace,
    name: service.name,
    type: service.type,
    headless: service.headless,
    externalName: service.externalName ?? null,
    selector: service.selector ? {...service.selectorLabels} : null,
    verdict,
    reason: cause ? reasonOf(cause) : null,
    message: words?.sentence ?? null,
    advice: words?.advice ?? null,
    ports: service.ports.map(({index: _, ...port}) => port),
    endpoints: backends.endpoints,
    nearMisses: nearMissesOf(judgement),
    file: service.origin?.file ?? null,
  }
}

function nearMissesOf({cause, nearMisses}: Judgement): readonly NearMissData[] {
  const labels = nearMisses.slice(0, MAX_NEAR_MISSES).map((miss) => ({
    target: miss.pod.target,
    reason: miss.differences.every((difference) => difference.likeness) ? (miss.differences[0]?.likeness ?? 'label') : 'label',
    differences: miss.differences.map(({key, expected, actual, actualKey}) => ({key, expected, actual, actualKey: actualKey ?? null})),
  }))
  if (cause?.kind === 'labels-not-on-template') {
    const {kind, namespace, name} = cause.workload
    return [{target: {kind, namespace, name}, reason: cause.kind, differences: []}, ...labels]
  }
  const pods = cause?.kind === 'other-namespace' ? cause.pods : cause?.kind === 'hidden' && 'pods' in cause.hidden ? cause.hidden.pods : []
  return [...pods.slice(0, MAX_NEAR_MISSES).map((pod) => ({target: pod.target, reason: 'other-namespace', differences: []})), ...labels]
}
