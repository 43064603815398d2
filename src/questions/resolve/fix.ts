import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, valueAt} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import type {Workload} from '../../cluster/workload.ts'
import type {Fix} from '../../report.ts'
import {shortName} from '../naming.ts'
import type {Cause} from './cause.ts'
import {addition, type Change, fixWith, inside, isLive, kubectl, targetOf, whole, workloadOf} from './change.ts'
import type {NearMiss} from './near-miss.ts'
import {portChanges} from './port-fix.ts'

/**
 * What mends a cause. Edits and commands are given only where they are certain to mend the whole of it; else the advice alone stands.
 * @param advice the cause's own, in words
 */
export function fixOf(cluster: Cluster, service: Service, cause: Cause, advice: string): Fix {
  switch (cause.kind) {
    case 'labels':
      return fixWith(advice, whole(labelChanges(cluster, service, cause.miss)))
    case 'labels-not-on-template':
      return fixTemplate(service, cause.workload, advice)
    case 'scaled-to-zero':
      return fixScale(cluster, cause.pods, advice)
    case 'not-ready': {
      const [pod] = cause.pods
      return pod ? {description: advice, command: kubectl(service.namespace, 'describe', shortName(pod.target))} : fixWith(advice, [])
    }
    case 'endpoints-differ': {
      const label = `kubernetes.io/service-name=${service.name}`
      const words = ['get', 'endpointslices', '-l', label, '-o', 'yaml', '--show-managed-fields']
      return {description: advice, command: kubectl(service.namespace, ...words)}
    }
    case 'target-port':
      return fixWith(advice, portChanges(cluster, service, cause.gaps, cause.of))
    default:
      return {description: advice}
  }
}

function setSelector(service: Service, key: string, to: string): Change {
  return {
    kind: 'set',
    target: targetOf(service, service.origin),
    path: ['spec', 'selector', key],
    from: service.selectorLabels[key] ?? '',
    to,
  }
}

/** The selector is what a Service's author can change; a workload's own labels are bound to its immutable selector. Missing ones are added there. */
function labelChanges(cluster: Cluster, service: Service, {pod, differences}: NearMiss): readonly (Change | undefined)[] {
  const changes: (Change | undefined)[] = []
  const missing: Record<string, string> = {}
  // A mapping must not have one key twice.
  const taken = new Set(Object.keys(service.selectorLabels))
  for (const {key, expected, actual, actualKey} of differences) {
    const other = actualKey ?? keyInOtherCase(pod, key, expected)
    if (actual !== null) changes.push(misreadLabel(cluster, service, pod, key, actual) ?? setSelector(service, key, actual))
    else if (other !== undefined && !taken.has(other)) {
      changes.push({kind: 'rename', target: targetOf(service, service.origin), path: ['spec', 'selector', key], to: other, value: expected})
      taken.add(other)
    } else missing[key] = expected
  }
  if (Object.keys(missing).length > 0) changes.push(addLabels(cluster, pod, missing))
  return changes
}

function keyInOtherCase(pod: Pod, key: string, value: string): string | undefined {
  return Object.keys(pod.labels).find((other) => other.toLowerCase() === key.toLowerCase() && pod.labels[other] === value)
}

/** `1.10` without quotes is read as 1.1, which the API server refuses: where the selector's is text, the pod's label is the one to quote. */
function misreadLabel(cluster: Cluster, service: Service, pod: Pod, key: string, actual: string): Change | undefined {
  const workload = workloadOf(cluster, pod)
  if (pod.source !== 'template' || !workload || isBound(workload, key)) return undefined
  const written = fieldsOf(pod.labelsPath.reduce<unknown>(inside, workload.object))[key]
  const expected = service.selectorLabels[key] ?? ''
  const same = typeof written === 'number' && Number(expected) === written && valueAt(service.object, 'spec', 'selector', key) === expected
  return same
    ? {kind: 'set', target: targetOf(workload, workload.origin), path: [...pod.labelsPath, key], from: actual, to: expected}
    : undefined
}

/** Whether a workload's own selector holds a key. Those of the apps group are immutable. */
function isBound(workload: Workload, key: string): boolean {
  const selector = fieldsOf(valueAt(workload.object, 'spec', 'selector'))
  const expressions = itemsOf(selector['matchExpressions']).map((expression) => fieldsOf(expression)['key'])
  return key in selector || key in fieldsOf(selector['matchLabels']) || expressions.includes(key)
}

/** Kinds whose pods come and go with their template. A Job's template cannot be changed in a cluster. */
const TEMPLATED = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController'])

function addLabels(cluster: Cluster, pod: Pod, labels: Readonly<Record<string, string>>): Change | undefined {
  const target = targetOf(pod.identity, pod.origin)
  if (pod.source === 'template') return addToTemplate(workloadOf(cluster, pod), pod.labelsPath, labels)
  // It came near, so it has labels.
  const own: Change = {kind: 'add', target, path: pod.labelsPath, missing: [], siblings: Object.keys(pod.labels), entries: labels}
  if (!isLive(target) || !pod.workload) return own
  const workload = workloadOf(cluster, pod)
  const [template] = workload?.templates ?? []
  if (workload && template) return addToTemplate(workload, [...template.path, 'metadata', 'labels'], labels)
  if (!TEMPLATED.has(pod.workload.kind)) return undefined
  const owner = targetOf({...pod.workload, namespace: pod.namespace, uid: undefined}, undefined)
  return {kind: 'add', target: owner, path: ['spec', 'template', 'metadata', 'labels'], missing: [], siblings: [], entries: labels}
}

function addToTemplate(workload: Workload | undefined, path: Path, labels: Readonly<Record<string, string>>): Change | undefined {
  if (!workload || (workload.kind === 'Job' && isLive(targetOf(workload, workload.origin)))) return undefined
  return addition(targetOf(workload, workload.origin), workload.object, path, labels)
}

/** Labels that the template lacks are added. One with another value is changed, unless the workload's own selector holds it: then the Service's is. */
function fixTemplate(service: Service, workload: Workload, advice: string): Fix {
  const [template] = workload.templates
  if (!template) return {description: advice}
  const path = [...template.path, 'metadata', 'labels']
  const labels = fieldsOf(valueAt(template.metadata, 'labels'))
  const missing: Record<string, string> = {}
  const changes: (Change | undefined)[] = []
  let bound = false
  for (const [key, value] of Object.entries(service.selectorLabels)) {
    const written = labels[key]
    const actual = written === undefined || written === null ? undefined : String(written)
    if (actual === value) continue
    if (written === undefined) missing[key] = value
    else if (actual === undefined || typeof written === 'object') return {description: advice}
    else if (isBound(workload, key)) {
      bound = true
      changes.push(setSelector(service, key, actual))
    } else if (workload.kind === 'Job' && isLive(targetOf(workload, workload.origin))) return {description: advice}
    else changes.push({kind: 'set', target: targetOf(workload, workload.origin), path: [...path, key], from: actual, to: value})
  }
  if (Object.keys(missing).length > 0) changes.push(addToTemplate(workload, path, missing))
  const name = shortName(workload)
  return fixWith(
    bound ? `let the selector say what the pods of ${name} bear: the selector of ${name} holds them to it` : advice,
    whole(changes),
  )
}

/** One replica is enough to reach something; a Job that is suspended goes on instead. */
function fixScale(cluster: Cluster, pods: readonly Pod[], advice: string): Fix {
  const [pod] = pods
  const workload = pod && workloadOf(cluster, pod)
  if (!workload) return {description: advice}
  const target = targetOf(workload, workload.origin)
  const off = [
    {path: ['spec', 'suspend'], to: false},
    {path: ['spec', 'jobTemplate', 'spec', 'suspend'], to: false},
    {path: ['spec', 'jobTemplate', 'spec', 'parallelism'], to: 1},
    {path: ['spec', 'parallelism'], to: 1},
    {path: ['spec', 'replicas'], to: 1},
  ].filter(({path, to}) => valueAt(workload.object, ...path) === (to === 1 ? 0 : true))
  const jobs = workload.kind === 'Job' || workload.kind === 'CronJob'
  const mine = off.filter(({path}) => (path.at(-1) === 'replicas') !== jobs)
  if (mine.length === 0) return {description: advice}
  const name = shortName(workload)
  const description = mine.some(({to}) => to === false) ? `let ${name} run: it is suspended` : advice
  if (isLive(target) && !jobs) {
    return {description, command: kubectl(workload.namespace, 'scale', name, '--replicas=1')}
  }
  const changes = mine.map(({path, to}): Change => ({kind: 'set', target, path, from: to === 1 ? '0' : 'true', to}))
  return fixWith(description, changes)
}
