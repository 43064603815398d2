import type {Cluster} from '../../cluster/cluster.ts'
import type {Path, Place} from '../../cluster/object.ts'
import type {Service} from '../../cluster/service.ts'
import type {Edit, Finding} from '../../report.ts'
import type {Cause} from './cause.ts'
import {isLive, targetOf} from './change.ts'
import {fixOf} from './fix.ts'
import type {Judgement} from './judgement.ts'
import {reasonOf} from './rule.ts'
import {describeCause} from './wording.ts'

/** What is to be said of a judged Service: its cause, and Endpoints that the controller will take away. */
export function findingsOf(cluster: Cluster, judgement: Judgement): readonly Finding[] {
  const {service, cause, verdict} = judgement
  const words = cause && describeCause(cause, service)
  const fix = cause && words && fixOf(cluster, service, cause, words.advice)
  const typed = wronglyTyped(service, fix?.edits ?? NONE)
  const overwritten = overwrittenEndpoints(cluster, service)
  const different = differencesBeside(cluster, judgement)
  // Of nearly all there is nothing to say.
  const findings = typed.length + overwritten.length + different.length === 0 ? NONE : [...typed, ...overwritten, ...different]
  if (!cause || !words || !fix) return findings
  const found = verdict === 'unknown' ? "can't tell what it reaches" : verdict === 'empty' ? 'reaches no pod' : 'does not reach everything'
  return [
    {
      rule: `routing/${reasonOf(cause)}`,
      // Not an error: without a target, `resolve` informs. The rules of `lint` judge.
      severity: verdict === 'unknown' ? 'info' : 'warning',
      message: `${found}: ${words.sentence}`,
      object: {kind: 'Service', namespace: service.namespace, name: service.name},
      ...placeOf(service, pathOf(cause)),
      fix,
    },
    ...findings,
  ]
}

const NONE: readonly never[] = []

function placeOf(object: {readonly origin: Place['origin'] | undefined}, path: Path): {place: Place} | Record<never, never> {
  return object.origin ? {place: {origin: object.origin, path}} : {}
}

/** The value in the Service's manifest that the cause is about. */
function pathOf(cause: Cause): Path {
  if (cause.kind === 'target-port') return ['spec', 'ports', cause.gaps[0]?.servicePort.index ?? 0, 'targetPort']
  if (cause.kind === 'other-namespace') return ['metadata', 'namespace']
  if (cause.kind === 'labels') return ['spec', 'selector', cause.miss.differences[0]?.key ?? '']
  return cause.kind === 'slice-port' ? ['spec', 'ports'] : ['spec', 'selector']
}

/** Slices and pods that differ, where something else is the cause of what the Service does not reach. */
function differencesBeside(cluster: Cluster, {service, cause, differences}: Judgement): readonly Finding[] {
  if (differences.length === 0 || cause?.kind === 'endpoints-differ') return NONE
  const beside: Cause = {kind: 'endpoints-differ', differences}
  const {sentence, advice} = describeCause(beside, service)
  return [
    {
      rule: `routing/${reasonOf(beside)}`,
      severity: 'warning',
      message: sentence,
      object: {kind: 'Service', namespace: service.namespace, name: service.name},
      ...placeOf(service, pathOf(beside)),
      fix: fixOf(cluster, service, beside, advice),
    },
  ]
}

/** Selector values that are numbers or booleans: the API server refuses them. One that the cause's own fix writes anew is not quoted again. */
function wronglyTyped(service: Service, edits: readonly Edit[]): readonly Finding[] {
  const selector = (service.object['spec'] as {selector?: unknown} | null)?.selector
  // They are one mapping where it holds strings only.
  if (typeof selector !== 'object' || selector === null || selector === service.selectorLabels) return NONE
  return Object.entries(selector).flatMap(([key, value]): Finding[] => {
    if (typeof value === 'string' || value === null) return []
    const at = placeOf(service, ['spec', 'selector', key])
    const place = 'place' in at && !isLive(targetOf(service, service.origin)) ? at.place : undefined
    const isWritten = edits.some(
      (edit) => edit.kind === 'replace' && edit.place.origin === service.origin && edit.place.path.at(-1) === key,
    )
    const quotes: readonly Edit[] = place && typeof value !== 'object' && !isWritten ? [{kind: 'quote', place}] : []
    return [
      {
        rule: 'input/wrong-type',
        severity: 'warning',
        message: `spec.selector.${key} is a ${Array.isArray(value) ? 'list' : typeof value}, the API server takes strings only`,
        object: {kind: 'Service', namespace: service.namespace, name: service.name},
        ...at,
        fix: {
          description: isWritten
            ? 'quote it, as the change of the selector does'
            : typeof value === 'object'
              ? 'write text in its place'
              : 'quote it',
          ...(quotes.length > 0 && {edits: quotes}),
        },
      },
    ]
  })
}

/** Endpoints written by hand under the name of a Service with a selector: the endpoints controller overwrites them. */
function overwrittenEndpoints(cluster: Cluster, service: Service): readonly Finding[] {
  const slices = service.selector ? cluster.slicesOf(service) : NONE
  if (slices.length === 0) return NONE
  const endpoints = slices.find((slice) => slice.kind === 'Endpoints' && slice.uid === undefined)
  if (!endpoints) return NONE
  return [
    {
      rule: 'routing/endpoints-beside-selector',
      severity: 'warning',
      message: `the Endpoints object ${endpoints.name} has no effect: the Service has a selector, so its controller overwrites it`,
      object: {kind: 'Endpoints', namespace: endpoints.namespace, name: endpoints.name},
      ...placeOf(endpoints, []),
      fix: {description: 'remove the selector, or the Endpoints object'},
    },
  ]
}
