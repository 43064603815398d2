import {fieldsOf, textOf} from '../../../../cluster/fields.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import {obtain} from '../../../../cluster/obtain.ts'
import {once} from '../../../../cluster/once.ts'
import type {Pod} from '../../../../cluster/pod.ts'
import type {Service} from '../../../../cluster/service.ts'
import {ownerName, shortName} from '../../../naming.ts'
import {addition, fixWith, targetOf} from '../../../resolve/change.ts'
import {areAppliedTogether} from '../../applied-together.ts'
import type {Found, Rule} from '../../rule.ts'

export const selectorless: Rule = {
  id: 'routing/selectorless',
  severity: 'warning',
  title: 'a Service without selector and without EndpointSlices, beside a workload of its name',
  why: 'Without a selector nobody makes endpoints for a Service: somebody has to write EndpointSlices for it. Where none are there and a workload of the same name is, the selector was forgotten, and the Service leads nowhere.',
  fix: 'State spec.selector with labels of the pod template; or write the EndpointSlices (label kubernetes.io/service-name).',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: web:1}]}
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
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: web:1}]}
`,
  check: ({cluster, unresolved}) => {
    const namesakes = once(() => podsByOwner(cluster.pods.all))
    return unresolved().flatMap(({service, cause}): readonly Found[] => {
      if (cause?.kind !== 'hidden' || cause.hidden.kind !== 'endpoints-written-elsewhere') return []
      const pods = namesakes().get(`${service.namespace}/${service.name}`) ?? []
      const meant = pods.find((pod) => areAppliedTogether(cluster, service.origin, pod.origin))
      return [meant && !mayWriteEndpoints(meant) ? forgotten(service, meant) : inDoubt(service)]
    })
  },
}

function podsByOwner(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  const found = new Map<string, Pod[]>()
  for (const pod of pods) obtain(found, `${pod.namespace}/${pod.workload?.name ?? pod.target.name}`, (): Pod[] => []).push(pod)
  return found
}

/** Leader election (Patroni) has pods of the same name write the endpoints; that takes an account of their own. */
function mayWriteEndpoints({spec}: Pod): boolean {
  return (textOf(fieldsOf(spec)['serviceAccountName']) ?? textOf(fieldsOf(spec)['serviceAccount'])) !== undefined
}

function forgotten(service: Service, pod: Pod): Found {
  const labels = pod.labels
  const [key = ''] = Object.keys(labels)
  const label = labels[key]
  const advice = `let its selector say what the pods of ${ownerName(pod)} bear${label === undefined ? '' : ` (${key}: ${label})`}`
  const target = targetOf(service, service.origin)
  const change = label === undefined ? undefined : addition(target, service.object, ['spec', 'selector'], {[key]: label})
  return {
    ...about(service),
    message: `no selector and no EndpointSlice: nothing is behind it, ${ownerName(pod)} neither`,
    fix: Object.keys(labels).length === 1 && change ? fixWith(advice, [change]) : {description: advice},
  }
}

function inDoubt(service: Service): Found {
  return {
    ...about(service),
    message: `no selector, and whoever writes the EndpointSlices of ${shortName(service)} is not in the input`,
    settledBy: 'the EndpointSlices: kubectl get endpointslices -o yaml',
  }
}

function about(service: Service): Pick<Found, 'object' | 'place'> {
  return {object: referenceTo(service), place: service.origin && {origin: service.origin, path: ['metadata', 'name']}}
}
