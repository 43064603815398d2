import type {OtherObject} from '../../../../cluster/cluster.ts'
import {fieldsOf, isMapping, itemsOf, labelOf, labelsOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import type {Service} from '../../../../cluster/service.ts'
import {clientsOf, type Narrowing} from '../../ingress/controllers/controller.ts'
import type {ForeignProduct, ForeignReading} from '../foreign-route.ts'
import {backendAt, type Item, itemsAt, prefixOf, readingOf, routeTo} from '../reading.ts'

/** What its operator labels the Services of a router with (openshift/cluster-ingress-operator, pkg/manifests). */
export const ROUTER_LABEL = 'ingresscontroller.operator.openshift.io/owning-ingresscontroller'

export const OPENSHIFT_PRODUCT: ForeignProduct = {
  name: "OpenShift's router",
  className: 'openshift-route',
  isServiceOf: (service, object) => {
    const router = labelOf(service.labels, ROUTER_LABEL)
    const admitted = routersOf(object)
    return router !== undefined && isForClients(service) && (admitted.length === 0 || admitted.includes(router))
  },
}

/** Of the two that a router has one is for its metrics, and for clients inside. */
function isForClients({type}: Service): boolean {
  return type === 'LoadBalancer' || type === 'NodePort'
}

function routersOf({object}: OtherObject): readonly string[] {
  return itemsOf(valueAt(object, 'status', 'ingress')).flatMap((one) => textOf(fieldsOf(one)['routerName']) ?? [])
}

/**
 * A Route (docs.redhat.com, "Route [route.openshift.io/v1]"): `to` and `alternateBackends` are Services of its namespace, unless their weight is 0. `port.targetPort`
 * is the name of a port of the Service, or a number of the pods' port; without it any port. A router gives hosts to those that name none.
 */
export function readRoute(object: OtherObject): ForeignReading {
  const spec = fieldsOf(object.object['spec'])
  const host = textOf(spec['host'])
  const hosts = host === undefined ? statusHosts(object) : [spec['wildcardPolicy'] === 'Subdomain' ? host.replace(/^[^.]+/, '*') : host]
  const tls = fieldsOf(spec['tls'])
  const isPlainToo = tls['insecureEdgeTerminationPolicy'] === 'Allow'
  const port = fieldsOf(spec['port'])['targetPort']
  const items: readonly Item[] = [
    {fields: fieldsOf(spec['to']), path: ['spec', 'to']},
    ...itemsAt(spec['alternateBackends'], ['spec', 'alternateBackends']),
  ]
  const routes = items.flatMap(({fields, path}) => {
    const {kind, name, weight} = fields
    if (weight === 0 || (kind !== undefined && kind !== 'Service')) return []
    const backend = backendAt(object, {name, port, path: [...path, 'name']})
    const way = {
      narrowing: narrowingOf(object),
      hosts,
      path: prefixOf(spec['path']),
      tls: isMapping(spec['tls']) ? (isPlainToo ? null : true) : false,
    }
    return routeTo(backend && {...backend, matchesTargetPort: true}, way)
  })
  return readingOf(routes)
}

/** Addresses and ranges, with spaces between them ("Route-specific annotations"); the former name counts where the newer is not stated. */
export const ALLOW_ANNOTATIONS = ['haproxy.router.openshift.io/ip_allowlist', 'haproxy.router.openshift.io/ip_whitelist'] as const

function narrowingOf({object}: OtherObject): Narrowing {
  const annotations = labelsOf(valueAt(object, 'metadata', 'annotations'))
  const key = ALLOW_ANNOTATIONS.find((one) => labelOf(annotations, one) !== undefined)
  const sources = key === undefined ? [] : clientsOf(labelOf(annotations, key)?.trim().split(/\s+/).join(','))
  return {sources, evidence: sources.length > 0 ? [`annotation ${key} lets ${sources.join(', ')} in`] : []}
}

function statusHosts({object}: OtherObject): readonly string[] {
  return [...new Set(itemsOf(valueAt(object, 'status', 'ingress')).flatMap((one) => textOf(fieldsOf(one)['host']) ?? []))]
}
