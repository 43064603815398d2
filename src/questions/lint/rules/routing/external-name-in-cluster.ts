import {referenceTo} from '../../../../cluster/identity.ts'
import {wasLookedFor} from '../../../../cluster/read.ts'
import type {Service} from '../../../../cluster/service.ts'
import {nearestWord} from '../../../resemblance.ts'
import {companionsOf, definitionsOf, isWhole} from '../../broken-ways.ts'
import type {Graph} from '../../graph.ts'
import type {Found, Rule} from '../../rule.ts'

export const externalNameInCluster: Rule = {
  id: 'routing/external-name-in-cluster',
  severity: 'error',
  title: 'an alias of a Service of the cluster that leads nowhere',
  why: 'An ExternalName may name another Service of the cluster, by its whole name with the domain of the cluster (web.shop.svc.cluster.local). Search domains are not tried on it, so web.shop.svc leads nowhere; nor does the name of a Service that does not exist, nor its own.',
  fix: 'Write the whole name of a Service that exists.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#externalname',
    'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#services',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: pay}
spec:
  type: ExternalName
  externalName: web.shop.svc
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: pay}
spec:
  type: ExternalName
  externalName: web.shop.svc.cluster.local
`,
  check: (graph) => graph.special.flatMap((service) => checkAlias(graph, service)),
}

function checkAlias({cluster}: Graph, service: Service): readonly Found[] {
  const {type, externalName, origin} = service
  if (type !== 'ExternalName' || externalName === undefined) return []
  const [, name, namespace, domain] = /^(?:[^.]+\.)*?([a-z0-9-]+)\.([a-z0-9-]+)\.svc(\.cluster\.local)?\.?$/.exec(externalName) ?? []
  if (name === undefined || namespace === undefined) return []
  const found = {object: referenceTo(service), place: origin && {origin, path: ['spec', 'externalName']}}
  if (domain === undefined)
    return [
      {
        ...found,
        message: `externalName ${externalName} lacks the domain of the cluster: nobody completes what a CNAME leads to`,
        aside: 'search domains are not tried on it',
        fix: {description: `write ${name}.${namespace}.svc.cluster.local, with the domain of the cluster`},
      },
    ]
  if (name === service.name && namespace === service.namespace && service.namespaceStated)
    return [
      {...found, message: `externalName ${externalName} is its own name: it leads to itself`, fix: {description: 'name another Service'}},
    ]
  const named = {kind: 'Service', namespace, name}
  if (definitionsOf(cluster, named).length > 0) return []
  const missing = {...found, message: `externalName ${externalName} leads to no Service: there is no ${namespace}/${name}`}
  const near = companionsOf(cluster, service, 'Service', namespace).filter((one) => one.namespaceStated)
  const meant = nearestWord(
    name,
    near.map((one) => one.name),
  )
  const isHeldToIt = origin ? near.length > 0 && isWhole(cluster, service) : wasLookedFor(cluster.coverage, 'Service', {namespace, name})
  if (namespace === 'kube-system' || !isHeldToIt)
    return [{...missing, settledBy: `Service ${name} of namespace ${namespace} in the input (-f)`}]
  return [{...missing, fix: {description: meant === undefined ? 'name a Service that exists' : `name the Service that is there: ${meant}`}}]
}
