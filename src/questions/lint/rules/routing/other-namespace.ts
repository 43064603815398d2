import type {Cluster} from '../../../../cluster/cluster.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Pod} from '../../../../cluster/pod.ts'
import type {Service} from '../../../../cluster/service.ts'
import {ownerName, shortName} from '../../../naming.ts'
import {ownerOf} from '../../../pod-owner.ts'
import {areInOneDirectory, isAloneInNamespace} from '../../named-namespaces.ts'
import type {Found, Rule} from '../../rule.ts'

export const otherNamespace: Rule = {
  id: 'routing/other-namespace',
  severity: 'error',
  title: 'a selector whose pods are in another namespace only',
  why: 'A selector stays in the namespace of its Service. Pods elsewhere are never behind it, whatever their labels.',
  fix: 'Put the Service into the namespace of the pods. Clients in other namespaces reach it by its longer name (web.shop).',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: edge}
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
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: app
          image: web:1
`,
  check: ({cluster, unresolved}) =>
    unresolved().flatMap(({service, cause}) => {
      if (cause?.kind === 'other-namespace') return [apart(cluster, service, cause.pods)]
      if (cause?.kind !== 'hidden' || cause.hidden.kind !== 'unstated-namespace') return []
      const own = podsBeside(cluster, service)
      return own.length > 0 ? [apart(cluster, service, own)] : halfStated(cluster, service, cause.hidden.pods)
    }),
}

/** Pods with its labels in its own file, all of which state another namespace: they are meant, whoever else in the input has the labels and states none. */
function podsBeside(cluster: Cluster, service: Service): readonly Pod[] {
  if (!service.selector || !service.namespaceStated) return []
  const own = cluster.pods.select(service.selector).filter(({origin}) => origin !== undefined && origin.file === service.origin?.file)
  return own.every(({namespaceStated}) => namespaceStated) ? own : []
}

/** Of the two the one is blamed that is in a namespace by itself. */
function apart(cluster: Cluster, service: Service, pods: readonly Pod[]): Found {
  const [pod] = pods
  const astray = pod && !isAloneInNamespace(cluster, service) && isAloneInNamespace(cluster, pod) ? pod : undefined
  if (astray) return aboutPod(service, astray, `a selector stays in its own namespace, and the Service is in ${service.namespace}`)
  const names = [...new Set(pods.map(ownerName))].join(', ')
  const namespaces = [...new Set(pods.map(({namespace}) => namespace))].join(', ')
  return aboutService(
    service,
    `reaches no pod: ${names} has the labels, but in namespace ${namespaces}; a selector stays in its own namespace`,
    {
      description: `move the Service to namespace ${namespaces}, or the pods to ${service.namespace}`,
    },
  )
}

/**
 * Only one of two in one directory says where it is, and nothing else there is in that namespace: they come together only where that very namespace is
 * named when they are applied.
 */
function halfStated(cluster: Cluster, service: Service, pods: readonly Pod[]): readonly Found[] {
  const pod = pods.find(({origin}) => areInOneDirectory(origin, service.origin))
  if (!pod) return []
  const stated = service.namespaceStated ? service : pod
  if (!isAloneInNamespace(cluster, stated)) return []
  const why = `applied without -n ${stated.namespace} they are in two`
  const found = service.namespaceStated
    ? aboutService(service, `only it names a namespace, ${service.namespace}, and ${ownerName(pod)} none: ${why}`, {
        description: 'name the same namespace in both, or in neither',
      })
    : aboutPod(service, pod, `${shortName(service)} names none: ${why}`)
  return [{...found, severity: 'warning'}]
}

function aboutService(service: Service, message: string, fix: Found['fix']): Found {
  const path = ['metadata', 'namespace']
  return {message, object: referenceTo(service), place: service.origin && {origin: service.origin, path}, ...(fix && {fix})}
}

function aboutPod(service: Service, pod: Pod, why: string): Found {
  return {
    message: `it is in namespace ${pod.namespace}, where ${shortName(service)} does not select it: ${why}`,
    object: ownerOf(pod),
    place: pod.origin && {origin: pod.origin, path: ['metadata', 'namespace']},
    fix: {description: 'name the same namespace in both, or in neither'},
  }
}
