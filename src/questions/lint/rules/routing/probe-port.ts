import {type Fields, fieldsOf, itemsOf, textOf} from '../../../../cluster/fields.ts'
import type {Path} from '../../../../cluster/object.ts'
import {areOfOneTemplate, type Pod} from '../../../../cluster/pod.ts'
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
    const found: Found[] = []
    let before: Pod | undefined
    for (const pod of cluster.pods.all) {
      const isTold = before !== undefined && areOfOneTemplate(before, pod)
      before = pod
      const isToldByTemplate = pod.identity.uid !== undefined && pod.workload !== null && pod.source === 'object'
      if (isTold || isToldByTemplate || !isInScope(pod.namespace)) continue
      checkContainers(pod, 'containers', found)
      checkContainers(pod, 'initContainers', found)
    }
    return found
  },
}

/** Where a container may say how it is probed, or what is asked of it when it begins and ends. */
const HANDLERS: readonly {readonly field: string; readonly hook?: string}[] = [
  {field: 'livenessProbe'},
  {field: 'readinessProbe'},
  {field: 'startupProbe'},
  {field: 'lifecycle', hook: 'postStart'},
  {field: 'lifecycle', hook: 'preStop'},
]
const ACTIONS = ['httpGet', 'tcpSocket'] as const

/** Nothing is made of the containers with which nothing is wrong: nearly all. */
function checkContainers(pod: Pod, list: 'containers' | 'initContainers', found: Found[]): void {
  const containers = itemsOf(fieldsOf(pod.spec)[list])
  for (let index = 0; index < containers.length; index++) {
    const container = fieldsOf(containers[index])
    for (const {field, hook} of HANDLERS.filter((handler) => container[handler.field] !== undefined)) {
      const stated = container[field]
      const actions = fieldsOf(hook === undefined ? stated : fieldsOf(stated)[hook])
      const handler = hook === undefined ? [field] : [field, hook]
      for (const action of ACTIONS) {
        const port = fieldsOf(actions[action])['port']
        if (!isUndeclared(port, container)) continue
        found.push(describe(pod, container, port, {handler, path: [...pod.specPath, list, index, ...handler, action, 'port']}))
      }
    }
  }
}

/** Whether it is the name of a port that the container has not. A number in quotes is another fault, and what is in braces is filled in later. */
function isUndeclared(port: unknown, container: Fields): port is string {
  return typeof port === 'string' && port !== '' && !declares(container, port) && !/^[0-9]+$/.test(port) && !port.includes('{')
}

function declares({ports}: Fields, name: string): boolean {
  for (const port of itemsOf(ports)) if (fieldsOf(port)['name'] === name) return true
  return false
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
