import type {Cluster} from '../../cluster/cluster.ts'
import {pathOfPort} from '../../cluster/container-port.ts'
import type {Path, Place} from '../../cluster/object.ts'
import type {Service} from '../../cluster/service.ts'
import type {Gap} from '../../network/endpoints.ts'
import type {Edit, Finding, Fix} from '../../report.ts'
import {shortName} from '../naming.ts'
import {nearestWord} from '../resemblance.ts'
import type {Cause} from './cause.ts'
import type {Judgement} from './judgement.ts'
import type {NearMiss} from './near-miss.ts'
import {reasonOf} from './rule.ts'
import {describeCause} from './wording.ts'

/** What is to be said of a judged Service: its cause, and Endpoints that the controller will take away. */
export function findingsOf(cluster: Cluster, judgement: Judgement): readonly Finding[] {
  const {service, cause, verdict} = judgement
  const findings = [...wronglyTyped(service), ...overwrittenEndpoints(cluster, service)]
  if (!cause) return findings
  const words = describeCause(cause)
  const found = verdict === 'unknown' ? "can't tell what it reaches" : verdict === 'empty' ? 'reaches no pod' : 'does not reach everything'
  return [
    {
      rule: `routing/${reasonOf(cause)}`,
      // Not an error: without a target, `resolve` informs. The rules of `lint` judge.
      severity: verdict === 'unknown' ? 'info' : 'warning',
      message: `${found}: ${words.sentence}`,
      object: {kind: 'Service', namespace: service.namespace, name: service.name},
      ...placeOf(service, pathOf(cause)),
      fix: fixOf(service, cause, words.advice),
    },
    ...findings,
  ]
}

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

function fixOf(service: Service, cause: Cause, description: string): Fix {
  switch (cause.kind) {
    case 'labels':
      return {description, ...withEdits(labelEdits(service, cause.miss))}
    case 'labels-not-on-template': {
      const [template] = cause.workload.templates
      const place = template && placeOf(cause.workload, [...template.path, 'metadata', 'labels'])
      const missing = Object.entries(service.selectorLabels).filter(([key, value]) => podLabels(template?.metadata)[key] !== value)
      const edits = missing.map(([key, value]): Edit | undefined =>
        place && 'place' in place ? {kind: 'add', place: place.place, line: `${key}: ${quoted(value)}`} : undefined,
      )
      return {description, ...withEdits(edits.filter((edit) => edit !== undefined))}
    }
    case 'scaled-to-zero': {
      const [pod] = cause.pods
      return pod
        ? {description, command: `kubectl -n ${service.namespace} scale ${shortName(pod.workload ?? pod.target)} --replicas=1`}
        : {description}
    }
    case 'not-ready': {
      const [pod] = cause.pods
      return pod ? {description, command: `kubectl -n ${service.namespace} describe ${shortName(pod.target)}`} : {description}
    }
    case 'target-port':
      return {description, ...withEdits(portEdits(service, cause.gaps, cause.of))}
    default:
      return {description}
  }
}

function withEdits(edits: readonly Edit[]): {edits: readonly Edit[]} | Record<never, never> {
  return edits.length > 0 ? {edits} : {}
}

/** The selector is what a Service's author can change; a workload's own labels are bound to its immutable selector. Missing ones are added there. */
function labelEdits(service: Service, miss: NearMiss): readonly Edit[] {
  return miss.differences.flatMap((difference): Edit[] => {
    const path = ['spec', 'selector', difference.key]
    if (difference.actual !== null) {
      return service.origin
        ? [{kind: 'replace', place: {origin: service.origin, path}, from: difference.expected, to: difference.actual}]
        : []
    }
    if (difference.actualKey) {
      return service.origin ? [{kind: 'rename', place: {origin: service.origin, path}, from: difference.key, to: difference.actualKey}] : []
    }
    const {origin, labelsPath} = miss.pod
    return origin ? [{kind: 'add', place: {origin, path: labelsPath}, line: `${difference.key}: ${quoted(difference.expected)}`}] : []
  })
}

/**
 * Where no pod has the name, the Service takes the one that they all have instead. Where only some lack it, changing the Service would break the
 * others: their own port is renamed, if they have just one.
 */
function portEdits(service: Service, gaps: readonly Gap[], pods: number): readonly Edit[] {
  const [gap] = gaps
  const wanted = gap?.servicePort.targetPort
  if (gap?.reason.kind !== 'no-such-name' || typeof wanted !== 'string' || !service.origin) return []
  const here = gaps.filter((other) => other.servicePort.index === gap.servicePort.index)
  if (here.length < pods) return here.flatMap((other) => portRename(other, wanted))
  const names = gap.reason.names
  const to = names.length === 1 ? names[0] : nearestWord(wanted, names)
  if (!to || here.some((other) => other.reason.kind !== 'no-such-name' || !other.reason.names.includes(to))) return []
  return [
    {kind: 'replace', place: {origin: service.origin, path: ['spec', 'ports', gap.servicePort.index, 'targetPort']}, from: wanted, to},
  ]
}

function portRename({pod, servicePort}: Gap, to: string): readonly Edit[] {
  const [port, ...others] = pod.containerPorts.filter(({protocol, name}) => protocol === servicePort.protocol && name !== null)
  if (!port?.name || others.length > 0 || !pod.origin) return []
  return [{kind: 'replace', place: {origin: pod.origin, path: [...pod.specPath, ...pathOfPort(port), 'name']}, from: port.name, to}]
}

/** YAML would read these as something else than text. */
function quoted(value: string): string {
  return value === '' || /^([-+.\d]|true$|false$|yes$|no$|on$|off$|y$|n$|null$|~)/i.test(value) ? JSON.stringify(value) : value
}

function podLabels(metadata: unknown): Readonly<Record<string, unknown>> {
  const labels = (metadata as {labels?: Record<string, unknown>} | null | undefined)?.labels
  return labels ?? {}
}

/** Selector values that are numbers or booleans: the API server refuses them. */
function wronglyTyped(service: Service): readonly Finding[] {
  const selector = (service.object['spec'] as {selector?: unknown} | null)?.selector
  if (typeof selector !== 'object' || selector === null) return []
  return Object.entries(selector).flatMap(([key, value]): Finding[] => {
    if (typeof value === 'string' || value === null) return []
    return [
      {
        rule: 'input/wrong-type',
        severity: 'warning',
        message: `spec.selector.${key} is a ${Array.isArray(value) ? 'list' : typeof value}, the API server takes strings only`,
        object: {kind: 'Service', namespace: service.namespace, name: service.name},
        ...placeOf(service, ['spec', 'selector', key]),
        fix: {description: `quote it: ${key}: "${String(value)}"`},
      },
    ]
  })
}

/** Endpoints written by hand under the name of a Service with a selector: the endpoints controller overwrites them. */
function overwrittenEndpoints(cluster: Cluster, service: Service): readonly Finding[] {
  if (!service.selector) return []
  const [endpoints] = cluster.slicesOf(service).filter((slice) => slice.kind === 'Endpoints' && slice.uid === undefined)
  if (!endpoints) return []
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
