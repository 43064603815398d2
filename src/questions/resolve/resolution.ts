import type {LeftOut, ObjectReference} from '../../cluster/object.ts'
import type {ServicePort} from '../../cluster/service.ts'
import type {Endpoint} from '../../network/endpoints.ts'
import type {Judgement, Verdict} from './judgement.ts'
import {reasonOf} from './rule.ts'
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
  readonly differences: readonly {readonly key: string; readonly expected: string; readonly actual: string | null}[]
}

export interface Resolution {
  readonly services: readonly ServiceResolution[]
  /** What was read and is no object that a cluster would take. */
  readonly leftOut: readonly LeftOut[]
}

/** More than this says nothing more. */
const MAX_NEAR_MISSES = 3

export function toServiceResolution(judgement: Judgement): ServiceResolution {
  const {service, backends, verdict, cause} = judgement
  const words = cause && describeCause(cause)
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
    differences: miss.differences.map(({key, expected, actual}) => ({key, expected, actual})),
  }))
  if (cause?.kind === 'labels-not-on-template') {
    const {kind, namespace, name} = cause.workload
    return [{target: {kind, namespace, name}, reason: cause.kind, differences: []}, ...labels]
  }
  const pods = cause?.kind === 'other-namespace' ? cause.pods : cause?.kind === 'hidden' && 'pods' in cause.hidden ? cause.hidden.pods : []
  return [...pods.slice(0, MAX_NEAR_MISSES).map((pod) => ({target: pod.target, reason: 'other-namespace', differences: []})), ...labels]
}
