import {valueAt} from '../../../../cluster/fields.ts'
import type {Path, WireObject} from '../../../../cluster/object.ts'
import type {Pod} from '../../../../cluster/pod.ts'
import type {Service} from '../../../../cluster/service.ts'
import {enumerate, shortName} from '../../../naming.ts'
import {ownerOf} from '../../../pod-owner.ts'
import {findingsOf} from '../../../resolve/finding.ts'
import type {Judgement} from '../../../resolve/judgement.ts'
import type {Rule} from '../../rule.ts'

export const scaledToZero: Rule = {
  id: 'routing/scaled-to-zero',
  severity: 'warning',
  title: 'every selected workload has 0 replicas',
  why: 'Nothing runs behind the Service until somebody scales the workload up: connections to it are refused. That may be meant (a standby, a switch between two versions), and is easily forgotten.',
  fix: 'Give the workload replicas, or take the Service away with it. Where something scales it later, ignore this rule for it.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#scaling-a-deployment'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: app
          image: web:1
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: app
          image: web:1
`,
  check: ({cluster, unresolved}) => {
    const asleep = new Map<string, {readonly pod: Pod; readonly judgement: Judgement; readonly services: Service[]}>()
    for (const judgement of unresolved()) {
      if (judgement.cause?.kind !== 'scaled-to-zero') continue
      for (const pod of judgement.cause.pods) {
        const key = JSON.stringify([ownerOf(pod), pod.origin?.file, pod.origin?.document, pod.origin?.path])
        const known = asleep.get(key)
        if (known) known.services.push(judgement.service)
        else asleep.set(key, {pod, judgement, services: [judgement.service]})
      }
    }
    return [...asleep.values()].map(({pod, judgement, services}) => {
      const fix = findingsOf(cluster, judgement).find(({rule}) => rule === 'routing/scaled-to-zero')?.fix
      const names = [...new Set(services.map(shortName))]
      return {
        message: `it runs no pod, and nothing else is behind ${enumerate(names)}`,
        object: ownerOf(pod),
        place: pod.origin && {origin: pod.origin, path: pathOfNone(pod.identity as {object?: WireObject})},
        ...(fix && {fix}),
      }
    })
  },
}

/** Where a workload says that it has no pods. */
function pathOfNone({object}: {readonly object?: WireObject}): Path {
  const paths = [
    ['spec', 'replicas'],
    ['spec', 'suspend'],
    ['spec', 'parallelism'],
    ['spec', 'jobTemplate', 'spec', 'suspend'],
    ['spec', 'jobTemplate', 'spec', 'parallelism'],
  ]
  return paths.find((path) => [0, true].includes(valueAt(object, ...path) as number | boolean)) ?? ['metadata', 'name']
}
