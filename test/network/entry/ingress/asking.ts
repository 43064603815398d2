import type {Cluster} from '../../../../src/cluster/cluster.ts'
import type {BrokenEntry, Entry} from '../../../../src/network/entry/entry.ts'
import type {EntryFacts} from '../../../../src/network/entry/entry-facts.ts'
import {entriesOfIngresses} from '../../../../src/network/entry/ingress/ingress-entries.ts'
import {clusterOf, service, together} from '../../../manifest.ts'

/** On Azure, whose load balancers are public unless they are told otherwise. */
export const AZURE: EntryFacts = {
  cloud: {name: 'azure', evidence: 'said'},
  classes: new Map(),
  nodes: {addresses: 'private', evidence: 'said'},
}
export const NOWHERE: EntryFacts = {cloud: undefined, classes: new Map(), nodes: {addresses: 'private', evidence: 'said'}}
export const INTERNAL = {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'}

interface Metadata {
  readonly name?: string
  readonly namespace?: string
  readonly annotations?: Readonly<Record<string, string>>
}

/** An Ingress of `networking.k8s.io/v1` that sends every path of app.example.com to port 80 of Service web. */
export function ingress(spec: Readonly<Record<string, unknown>> = {}, {name = 'front', namespace, annotations}: Metadata = {}): string {
  return JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {name, namespace, annotations},
    spec: {rules: [rule('app.example.com')], ...spec},
  })
}

export function rule(host: string | undefined, backend: unknown = to('web', 80), path = '/', pathType = 'Prefix'): unknown {
  return {host, http: {paths: [{path, pathType, backend}]}}
}

export function to(name: string, port: number | string): unknown {
  return {service: {name, port: typeof port === 'number' ? {number: port} : {name: port}}}
}

export function ingressClass(
  name: string,
  controller: string,
  more: Readonly<Record<string, unknown>> = {},
  isDefault = false,
  created?: string,
): string {
  const annotations = isDefault ? {'ingressclass.kubernetes.io/is-default-class': 'true'} : undefined
  return JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: {name, annotations, creationTimestamp: created},
    spec: {controller, ...more},
  })
}

interface Running extends Metadata {
  readonly image?: string
  readonly args?: readonly string[]
  readonly env?: readonly {readonly name: string; readonly value: string}[]
  readonly labels?: Readonly<Record<string, string>>
  /** Of its Service; `false` is none. */
  readonly spec?: Readonly<Record<string, unknown>> | false
  readonly pod?: Readonly<Record<string, unknown>>
}

/** A running ingress-nginx, or another controller, with its Service: a load balancer on 80 and 443 without node ports. */
export function controller(running: Running = {}): string {
  const {
    name = 'controller',
    namespace = 'edge',
    annotations,
    image = 'registry.k8s.io/ingress-nginx/controller:v1.15.1',
    args = [],
    env,
  } = running
  const {labels = {app: name}, spec = {}, pod} = running
  const workload = JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name, namespace},
    spec: {selector: {matchLabels: labels}, template: {metadata: {labels}, spec: {...pod, containers: [{name: 'c', image, args, env}]}}},
  })
  const ports = [
    {name: 'http', port: 80, targetPort: 'http'},
    {name: 'https', port: 443, targetPort: 'https'},
  ]
  const front = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace, annotations},
    spec: {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, selector: labels, ports, ...(spec || {})},
  })
  return spec === false ? workload : together(workload, front)
}

export const WEB = service('web', {ports: [{name: 'http', port: 80, targetPort: 8080}]})

/** `443s internet from 203.0.113.0/24 app.example.com/api → web:80`, in order. */
export function ways(texts: string | Cluster, facts: EntryFacts = AZURE): readonly string[] {
  return entriesOf(texts, facts).map(shown)
}

export function entriesOf(texts: string | Cluster, facts: EntryFacts = AZURE): readonly Entry[] {
  return entriesOfIngresses(typeof texts === 'string' ? clusterOf(texts) : texts, facts).entries
}

/** `no-such-port spec.rules.0.http…` */
export function faults(texts: string | Cluster, facts: EntryFacts = AZURE): readonly string[] {
  const {broken} = entriesOfIngresses(typeof texts === 'string' ? clusterOf(texts) : texts, facts)
  return broken.map(({reason, place}: BrokenEntry) => `${reason} ${place?.path.join('.')}`)
}

function shown({hosts, path, port, tls, front, service: target, servicePort}: Entry): string {
  const from = front.sources.length === 0 ? '' : ` from ${front.sources.join(', ')}`
  return `${port}${tls ? 's' : ''} ${front.reach}${from} ${hosts.join() || '*'}${path ?? ''} → ${target?.name}:${servicePort?.port}`
}
