import {type Fields, fieldsOf, itemsOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import type {Path} from '../../../../cluster/object.ts'
import type {Pod} from '../../../../cluster/pod.ts'
import {enumerate} from '../../../naming.ts'
import {ownerOf} from '../../../pod-owner.ts'
import {nearestWord} from '../../../resemblance.ts'
import {fixWith, targetOf} from '../../../resolve/change.ts'
import type {Found, Rule} from '../../rule.ts'

export const probePort: Rule = {
  id: 'routing/probe-port',
  severity: 'error',
  title: 'a probe of a named port that its container does not declare',
  why: 'A probe that names its port finds the number among the ports of its own container. Where that has no such port every probe fails: the pod is never ready, or is restarted again and again. A number needs no declaration.',
  fix: "Name a port of the same container, or write the port's number.",
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port'],
  bad: `
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: app
      image: web:1
      ports: [{name: http, containerPort: 8080}]
      readinessProbe:
        httpGet:
          path: /ready
          port: web
`,
  good: `
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: app
      image: web:1
      ports: [{name: http, containerPort: 8080}]
      readinessProbe:
        httpGet:
          path: /ready
          port: http
`,
  check: ({cluster, isInScope}) => {
    const seen = new Set<unknown>()
    return cluster.pods.all.flatMap((pod) => {
      const {uid} = pod.identity
      // The pods of a StatefulSet share one manifest, and what runs has been told by its template.
      if (!isInScope(pod.namespace) || seen.has(pod.identity) || (uid !== undefined && pod.workload && pod.source === 'object')) return []
      seen.add(pod.identity)
      return [...checkContainers(pod, 'containers'), ...checkContainers(pod, 'initContainers')]
    })
  },
}

const HANDLERS: readonly (readonly string[])[] = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
]

function checkContainers(pod: Pod, list: 'containers' | 'initContainers'): readonly Found[] {
  const containers = fieldsOf(pod.spec)[list]
  if (containers === undefined) return NONE
  return itemsOf(containers).flatMap((container, index) => checkContainer(pod, fieldsOf(container), [list, index]))
}

const NONE: readonly Found[] = []
const ACTIONS = ['httpGet', 'tcpSocket'] as const

function checkContainer(pod: Pod, container: Fields, place: Path): readonly Found[] {
  // Most containers have one or two of them.
  const stated = HANDLERS.filter(([key = '']) => container[key] !== undefined)
  return stated.flatMap((handler) => {
    const actions = fieldsOf(valueAt(container, ...handler))
    return ACTIONS.flatMap((action): readonly Found[] => {
      const port = textOf(fieldsOf(actions[action])['port'])
      // A number in quotes is another fault.
      if (port === undefined || declares(container, port) || /^[0-9]+$/.test(port) || port.includes('{')) return NONE
      return [describe(pod, container, port, {handler, path: [...pod.specPath, ...place, ...handler, action, 'port']})]
    })
  })
}

function declares({ports}: Fields, name: string): boolean {
  return itemsOf(ports).some((port) => fieldsOf(port)['name'] === name)
}

function describe(pod: Pod, {name, ports}: Fields, port: string, {handler, path}: {readonly handler: Path; readonly path: Path}): Found {
  const names = itemsOf(ports).flatMap((one) => textOf(fieldsOf(one)['name']) ?? [])
  const meant = nearestWord(port, names) ?? (names.length === 1 ? names[0] : undefined)
  const target = targetOf(pod.identity, pod.origin)
  const change = meant && ({kind: 'set', target, path, from: port, to: meant} as const)
  return {
    message: `${handler.at(-1)} of container ${textOf(name) ?? ''} names port "${port}", which the container does not declare (${names.length > 0 ? `it has: ${enumerate(names, 5)}` : 'it names none'})`,
    object: ownerOf(pod),
    place: pod.origin && {origin: pod.origin, path},
    aside: 'the container has no such port',
    fix: fixWith(
      meant ? `name the port that it has: ${meant}` : 'name the container port, or write its number here',
      change ? [change] : [],
    ),
  }
}
