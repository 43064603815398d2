import {type Fields, fieldsOf, itemsOf, textOf} from '../../../../cluster/fields.ts'
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
      return (['containers', 'initContainers'] as const).flatMap((list) =>
        itemsOf(fieldsOf(pod.spec)[list]).flatMap((container, index) =>
          checkContainer(pod, fieldsOf(container), [...pod.specPath, list, index]),
        ),
      )
    })
  },
}

const HANDLERS: readonly Path[] = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
]

function checkContainer(pod: Pod, container: Fields, path: Path): readonly Found[] {
  const names = itemsOf(container['ports']).flatMap((port) => textOf(fieldsOf(port)['name']) ?? [])
  // Most containers have one or two of them.
  const stated = HANDLERS.filter(([key]) => container[key as string] !== undefined)
  return stated.flatMap((handler) =>
    ['httpGet', 'tcpSocket'].flatMap((action): readonly Found[] => {
      const at = [...handler, action, 'port']
      const port = textOf(at.reduce<unknown>((value, key) => fieldsOf(value)[key], container))
      // A number in quotes is another fault.
      if (port === undefined || names.includes(port) || /^[0-9]+$/.test(port) || port.includes('{')) return []
      const meant = nearestWord(port, names) ?? (names.length === 1 ? names[0] : undefined)
      const target = targetOf(pod.identity, pod.origin)
      const change = meant && ({kind: 'set', target, path: [...path, ...at], from: port, to: meant} as const)
      return [
        {
          message: `${handler.at(-1)} of container ${textOf(container['name']) ?? ''} names port "${port}", which the container does not declare (${names.length > 0 ? `it has: ${enumerate(names, 5)}` : 'it names none'})`,
          object: ownerOf(pod),
          place: pod.origin && {origin: pod.origin, path: [...path, ...at]},
          aside: 'the container has no such port',
          fix: fixWith(
            meant ? `name the port that it has: ${meant}` : 'name the container port, or write its number here',
            change ? [change] : [],
          ),
        },
      ]
    }),
  )
}
