import {type EndpointSlice, SERVICE_NAME_LABEL} from '../../../../cluster/endpoint-slice.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Path} from '../../../../cluster/object.ts'
import type {Service} from '../../../../cluster/service.ts'
import type {Fix} from '../../../../report.ts'
import {shortName} from '../../../naming.ts'
import {type Change, fixWith, targetOf} from '../../../resolve/change.ts'
import {describeStray} from '../../../resolve/slice-wording.ts'
import type {Found, Rule} from '../../rule.ts'

export const straySlice: Rule = {
  id: 'routing/stray-slice',
  severity: 'error',
  title: 'an EndpointSlice that was meant for a Service and does not name it',
  why: 'A Service without selector gets its endpoints from the EndpointSlices of its namespace that bear the label kubernetes.io/service-name with its name. What an EndpointSlice is called itself means nothing.',
  fix: 'Give the EndpointSlice the label, with the name of the Service, in the namespace of the Service.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors',
    'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec:
  ports: [{port: 5432}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db-1, namespace: shop}
addressType: IPv4
ports: [{port: 5432}]
endpoints: [{addresses: [192.0.2.7]}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec:
  ports: [{port: 5432}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
addressType: IPv4
ports: [{port: 5432}]
endpoints: [{addresses: [192.0.2.7]}]
`,
  check: ({cluster, unresolved, isInScope}) => {
    const meant = new Map<EndpointSlice, Service>()
    const found: Found[] = []
    for (const {service, cause} of unresolved()) {
      if (cause?.kind !== 'stray-slice') continue
      if (cause.fault === 'label') meant.set(cause.slice, service)
      else found.push(ofOther(cause.slice, cause.fault, service))
    }
    const unlabelled = cluster.slices.filter(
      ({serviceName, uid, namespace}) => serviceName === undefined && uid === undefined && isInScope(namespace),
    )
    return [...unlabelled.map((slice) => withoutLabel(slice, meant.get(slice))), ...found]
  },
}

function withoutLabel(slice: EndpointSlice, service: Service | undefined): Found {
  const advice = `label it ${SERVICE_NAME_LABEL}: ${service ? service.name : 'the name of its Service'}`
  return {
    message: `no label ${SERVICE_NAME_LABEL}: its endpoints belong to no Service${service ? `, and ${shortName(service)} has none` : ''}`,
    object: referenceTo(slice),
    place: slice.origin && {
      origin: slice.origin,
      path: Object.keys(slice.labels).length > 0 ? ['metadata', 'labels'] : ['metadata', 'name'],
    },
    fix: service ? labelled(slice, service, advice) : {description: advice},
  }
}

function labelled(slice: EndpointSlice, service: Service, advice: string): Fix {
  const siblings = Object.keys(slice.labels)
  const isNew = siblings.length === 0
  const change: Change = {
    kind: 'add',
    target: targetOf(slice, slice.origin),
    path: isNew ? ['metadata'] : ['metadata', 'labels'],
    missing: isNew ? ['labels'] : [],
    siblings: isNew ? ['name'] : siblings,
    entries: {[SERVICE_NAME_LABEL]: service.name},
  }
  return fixWith(advice, [change])
}

function ofOther(slice: EndpointSlice, fault: 'namespace' | 'name', service: Service): Found {
  const byName: Path = slice.kind === 'Endpoints' ? ['metadata', 'name'] : ['metadata', 'labels', SERVICE_NAME_LABEL]
  const {advice} = describeStray(slice, fault)
  return {
    message:
      fault === 'namespace'
        ? `no Service ${slice.serviceName} in namespace ${slice.namespace}; ${shortName(service)} is in namespace ${service.namespace}, and has no endpoints`
        : `no Service is called ${slice.serviceName}; ${shortName(service)} has no endpoints`,
    object: referenceTo(slice),
    place: slice.origin && {origin: slice.origin, path: fault === 'namespace' ? ['metadata', 'namespace'] : byName},
    fix: fault === 'name' ? {description: `let it name ${service.name}`} : {description: advice},
  }
}
