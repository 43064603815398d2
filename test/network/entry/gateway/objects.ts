import {buildCluster} from '../../../../src/cluster/cluster.ts'
import type {BrokenEntry, Entry} from '../../../../src/network/entry/entry.ts'
import type {EntryFacts} from '../../../../src/network/entry/entry-facts.ts'
import {entriesOfGateways} from '../../../../src/network/entry/gateway/gateway-entries.ts'
import type {GatewayEntries} from '../../../../src/network/entry/gateway/route-entries.ts'

export type Fields = Readonly<Record<string, unknown>>

const API = 'gateway.networking.k8s.io/v1'

/** `shop/web`: a namespace and a name; a manifest that names no namespace is `web`. */
function metadata(name: string): Fields {
  const [first = '', second] = name.split('/')
  return second === undefined ? {name: first} : {namespace: first, name: second}
}

/** A Gateway of class edge, with one listener for HTTP on port 80 unless told otherwise. */
export function gateway(name: string, listeners: readonly Fields[] = [{}], spec: Fields = {}, more: Fields = {}): Fields {
  const complete = listeners.map((one, index) => ({name: `l${index}`, port: 80, protocol: 'HTTP', ...one}))
  return {
    apiVersion: API,
    kind: 'Gateway',
    metadata: metadata(name),
    spec: {gatewayClassName: 'edge', listeners: complete, ...spec},
    ...more,
  }
}

/** A listener for routes from all namespaces. */
export const FROM_ALL = {allowedRoutes: {namespaces: {from: 'All'}}}

export function listenerSet(name: string, parent: string, listeners: readonly Fields[], created?: string): Fields {
  const complete = listeners.map((one, index) => ({name: `s${index}`, port: 80, protocol: 'HTTP', ...one}))
  return {
    apiVersion: API,
    kind: 'ListenerSet',
    metadata: {...metadata(name), creationTimestamp: created},
    spec: {parentRef: metadata(parent), listeners: complete},
  }
}

/** A route from a parent to backends, an HTTPRoute unless told otherwise. */
export function route(name: string, parent: string | Fields, backends: readonly Fields[], spec: Fields = {}, kind = 'HTTPRoute'): Fields {
  const parentRef = typeof parent === 'string' ? metadata(parent) : parent
  return {apiVersion: API, kind, metadata: metadata(name), spec: {parentRefs: [parentRef], rules: [{backendRefs: backends}], ...spec}}
}

/** A backendRef to port 80 of Service web. */
export function to(name = 'web', more: Fields = {}): Fields {
  return {...metadata(name), port: 80, ...more}
}

export function service(
  name: string,
  ports: readonly Fields[] = [{port: 80, targetPort: 8080}],
  spec: Fields = {},
  more: Fields = {},
): Fields {
  const {metadata: own, ...rest} = more as {readonly metadata?: Fields}
  return {apiVersion: 'v1', kind: 'Service', metadata: {...metadata(name), ...own}, spec: {selector: {app: 'web'}, ports, ...spec}, ...rest}
}

export function grant(name: string, from: Fields, to: Fields = {group: '', kind: 'Service'}, version = 'v1beta1'): Fields {
  return {
    apiVersion: `gateway.networking.k8s.io/${version}`,
    kind: 'ReferenceGrant',
    metadata: metadata(name),
    spec: {from: [{group: 'gateway.networking.k8s.io', ...from}], to: [to]},
  }
}

export function namespace(name: string, labels: Fields = {}): Fields {
  return {apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels}}
}

/** Class edge is public, so that what is unknown of a way is not unknown for its class. */
export const FACTS: EntryFacts = {cloud: undefined, classes: new Map([['edge', 'public']]), nodes: undefined}

export function ask(objects: readonly Fields[], facts: EntryFacts = FACTS): GatewayEntries {
  const sourced = objects.map((object, document) => ({object, origin: {file: 'input.yaml', document, path: []}}))
  return entriesOfGateways(buildCluster({objects: sourced, leftOut: []}, undefined), facts)
}

/** `a.example.com,b.example.com:80/api > shop/web:80`; `*` is any host, `?` before it what cannot be told, and what is not TCP says so. */
export function describeEntry({hosts, path, port, protocol, front, service, servicePort}: Entry): string {
  const where = `${hosts.join(',') || '*'}:${port}${protocol === 'TCP' ? '' : `/${protocol}`}${path ?? ''}`
  return `${front.reach === 'unknown' ? '? ' : ''}${where} > ${service?.namespace}/${service?.name}:${servicePort?.port}`
}

/** `no-grant HTTPRoute spec.rules.0.backendRefs.0.namespace`. */
export function describeBroken({reason, object, place}: BrokenEntry): string {
  return `${reason} ${object.kind} ${place?.path.join('.')}`
}
