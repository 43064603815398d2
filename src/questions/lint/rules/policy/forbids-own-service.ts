import type {Cluster} from '../../../../cluster/cluster.ts'
import type {Service} from '../../../../cluster/service.ts'
import {selectPods} from '../../../../network/endpoints/backends.ts'
import type {ExposedEntry, ExposedService} from '../../../exposure/exposed-service.ts'
import {enumerate, shortName} from '../../../naming.ts'
import {nameOfPolicy} from '../../../policy-wording.ts'
import type {Found, Rule} from '../../rule.ts'
import {areNear, policiesFor} from '../../selected-pods.ts'

export const forbidsOwnService: Rule = {
  id: 'policy/forbids-own-service',
  severity: 'warning',
  title: 'a Service to which policies let nobody come',
  why: 'A Service is there to be connected to. Where policies isolate its pods for ingress and no rule lets anybody come to the port that it leads to, every connection through it is dropped.',
  fix: 'Add a rule that lets its clients come to the port of the pods, or delete the Service.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "web:1"}]}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {matchLabels: {app: proxy}}}], ports: [{port: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "web:1"}]}
`,
  check: (graph) => graph.exposed().services.flatMap((one) => findForbidden(graph.cluster, one)),
}

/** Where nobody comes in at all, the Service; else each way from outside at which policies turn everybody away. */
function findForbidden(cluster: Cluster, {service, entries}: ExposedService): readonly Found[] {
  const isClosed = ({reach, narrowedBy}: ExposedEntry) => reach === 'none' && narrowedBy.length > 0
  if (!entries.some(isClosed)) return []
  const meant = policiesMeantFor(cluster, service)
  const closed = entries.filter((entry) => isClosed(entry) && entry.narrowedBy.every((name) => meant.has(name)))
  const object = {kind: 'Service', namespace: service.namespace, name: service.name}
  const foundAt = (message: string, {place, narrowedBy}: ExposedEntry): Found => ({
    message: `${message}: no rule of ${enumerate(narrowedBy)} does`,
    object,
    place,
    aside: 'every connection is dropped',
    fix: {description: `allow its clients to come to the port of the pods, in ${narrowedBy.at(-1) ?? 'a policy'} or one beside it`},
  })
  const [first] = closed
  if (first && entries.every(({reach}) => reach === 'none')) return [foundAt('policies let nobody come to its pods', first)]
  const ways = new Map(closed.map((entry) => [entry.through.map(shortName).join(), entry]))
  return [...ways.values()].flatMap((entry) => {
    const [way] = entry.through
    return way ? [foundAt(`${shortName(way)} leads to it, and policies do not let its controller come to the pods`, entry)] : []
  })
}

/** The policies of its pods that stand in the same file, or in the same part of the input and name the same namespace. */
function policiesMeantFor(cluster: Cluster, service: Service): ReadonlySet<string> {
  const policies = selectPods(cluster, service).flatMap((pod) => policiesFor(cluster, pod))
  const meant = policies.filter(
    ({namespaceStated, origin}) =>
      origin?.file === service.origin?.file || (namespaceStated && service.namespaceStated && areNear(origin, service.origin)),
  )
  return new Set(meant.map(nameOfPolicy))
}
