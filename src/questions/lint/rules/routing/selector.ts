import {valueAt} from '../../../../cluster/fields.ts'
import {workloadOf} from '../../../resolve/change.ts'
import {areAppliedTogether} from '../../applied-together.ts'
import {isSlip} from '../../missed-pods.ts'
import {checkCause} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const selector: Rule = {
  id: 'routing/selector',
  severity: 'error',
  title: 'a selector misses the pods that were meant, by little',
  why: 'A Service reaches the pods that bear every label of its selector. Where one key or value differs, by a letter or by case, it reaches none, and nothing says so: connections to it are refused or time out.',
  fix: "Make the selector and the labels of the pod template equal. A workload's own selector cannot be changed once it is created, so the Service is what to change, as a rule.",
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: checkout, namespace: shop}
spec:
  selector:
    app: chekout
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: checkout, namespace: shop}
spec:
  selector: {matchLabels: {app: checkout}}
  template:
    metadata: {labels: {app: checkout}}
    spec: {containers: [{name: app, image: checkout:1}]}
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: checkout, namespace: shop}
spec:
  selector:
    app: checkout
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: checkout, namespace: shop}
spec:
  selector: {matchLabels: {app: checkout}}
  template:
    metadata: {labels: {app: checkout}}
    spec: {containers: [{name: app, image: checkout:1}]}
`,
  check: checkCause('routing/selector', ({service, cause}, cluster) => {
    if (cause?.kind !== 'labels') return false
    const {pod, differences} = cause.miss
    // A word that stands under quite another key in a manifest of somewhere else is there by chance.
    const isByChance = differences.some(({key, actualKey}) => actualKey !== undefined && !isSlip(key, actualKey))
    if (isByChance && !areAppliedTogether(cluster, service.origin, pod.origin)) return false
    // Where the workload's own selector says the same as the Service, its template is what is wrong: routing/mismatching-selector.
    const own = workloadOf(cluster, pod)?.object
    return !differences.some(({key, expected}) => valueAt(own, 'spec', 'selector', 'matchLabels', key) === expected)
  }),
}
