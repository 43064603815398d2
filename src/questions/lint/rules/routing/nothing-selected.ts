import type {Cluster} from '../../../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import type {Origin} from '../../../../cluster/object.ts'
import {once} from '../../../../cluster/once.ts'
import {findingsOf} from '../../../resolve/finding.ts'
import {listingOf} from '../../applied-together.ts'
import type {Found, Rule} from '../../rule.ts'

export const nothingSelected: Rule = {
  id: 'routing/nothing-selected',
  severity: 'error',
  title: 'a selector that no pod of the namespace comes near to',
  why: 'A Service reaches the pods of its own namespace that bear every label of its selector. Where none does it has no endpoint: connections to it are refused.',
  fix: 'Copy labels of the pod template that should be behind it into spec.selector, or remove the Service. It is found where the pods of the namespace are plainly in the input: manifests in the same file, or a running cluster.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: checkout, namespace: shop}
spec:
  selector:
    app: payments
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
  check: ({cluster, unresolved}) => {
    const shown = once(() => shownNamespaces(cluster))
    const fronts = frontServices(cluster)
    return unresolved().flatMap((judgement): readonly Found[] => {
      const {service, cause, verdict} = judgement
      const isUnseen = cause?.kind === 'hidden' && service.selector !== undefined
      if (!isUnseen && cause?.kind !== 'nothing-like-it') return []
      if (fronts.has(`${service.namespace}/${service.name}`)) return []
      const [finding] = findingsOf(cluster, judgement).filter(({rule}) => /^routing\/(nothing-selected|unseen-pods)$/.test(rule))
      if (!finding?.object) return []
      const {message, object, fix} = finding
      const found: Found = {
        message,
        object,
        place: service.origin && {origin: service.origin, path: ['spec', 'selector']},
        aside: 'no pod has these labels',
        ...(fix && {fix}),
      }
      if (verdict === 'unknown') return [{...found, settledBy: fix?.description ?? ''}]
      const isShown = placesOf(service.namespace, service.origin, service.uid).some((place) => shown().has(place))
      return isShown ? [found] : [{...found, settledBy: SETTLED_BY}]
    })
  },
}

const SETTLED_BY = 'the manifests of the pods that it is for, in one file with it, or the cluster: svcscope lint without -f'

/** The files, by namespace, that hold pods or workloads of it. */
function shownNamespaces({pods}: Cluster): ReadonlySet<string> {
  return new Set(pods.all.flatMap((pod) => placesOf(pod.namespace, pod.origin, pod.identity.uid)))
}

/** Listings of what runs, one kind a file, belong together where they are in one directory. */
function placesOf(namespace: string, origin: Origin | undefined, uid: string | undefined): readonly string[] {
  const listing = uid === undefined || !origin ? undefined : listingOf(origin)
  return [origin?.file ?? '', ...(listing === undefined ? [] : [listing])].map((place) => `${namespace}\n${place}`)
}

/** Services that need no pods: a mesh splits what is sent to them among others. */
function frontServices({others}: Cluster): ReadonlySet<string> {
  const fronts = new Set<string>()
  const add = (namespace: string, name: unknown) => {
    // A mesh may name a Service by its whole DNS name.
    const [short = ''] = (textOf(name) ?? '').split('.')
    fronts.add(`${namespace}/${short}`)
  }
  for (const {group, kind, namespace, object} of others) {
    const spec = fieldsOf(object['spec'])
    if (kind === 'TrafficSplit') add(namespace, spec['service'])
    else if (group === 'networking.istio.io' && kind === 'VirtualService') for (const host of itemsOf(spec['hosts'])) add(namespace, host)
    else if (group.endsWith('gateway.networking.k8s.io') || group === 'policy.linkerd.io')
      for (const parent of itemsOf(spec['parentRefs']).map(fieldsOf))
        if (parent['kind'] === 'Service') add(textOf(parent['namespace']) ?? namespace, valueAt(parent, 'name'))
  }
  return fronts
}
