import type {Cluster} from '../../../src/cluster/cluster.ts'
import {clusterOf, together} from '../../manifest.ts'

const live = (kind: string, name: string, fields: Readonly<Record<string, unknown>>, namespace = 'shop', apiVersion = 'v1') =>
  JSON.stringify({
    apiVersion,
    kind,
    metadata: {name, namespace, uid: `uid-of-${kind}-${name}`, ...(fields['metadata'] as object)},
    ...without(fields),
  })

function without({metadata: _, ...fields}: Readonly<Record<string, unknown>>) {
  return fields
}

/** A Service as the API server holds it. */
export function runningService(name: string, spec: Readonly<Record<string, unknown>>, namespace = 'shop'): string {
  return live(
    'Service',
    name,
    {spec: {type: 'ClusterIP', ipFamilies: ['IPv4'], ports: [{name: 'http', port: 80, targetPort: 8080}], ...spec}},
    namespace,
  )
}

interface Shape {
  readonly app: string
  readonly addresses: readonly string[]
  readonly ready?: boolean
  readonly spec?: Readonly<Record<string, unknown>>
  readonly namespace?: string
}

export function podAt(name: string, {app, addresses, ready = true, spec, namespace = 'shop'}: Shape): string {
  return live(
    'Pod',
    name,
    {
      metadata: {labels: {app}},
      spec: {containers: [{name: 'app', image: 'app:1'}], ...spec},
      status: {
        phase: 'Running',
        podIP: addresses[0],
        podIPs: addresses.map((ip) => ({ip})),
        conditions: [{type: 'Ready', status: ready ? 'True' : 'False'}],
      },
    },
    namespace,
  )
}

export function slice(name: string, service: string, fields: Readonly<Record<string, unknown>>): string {
  return live(
    'EndpointSlice',
    name,
    {
      addressType: 'IPv4',
      ports: [{name: 'http', port: 8080, protocol: 'TCP'}],
      ...fields,
      metadata: {labels: {'kubernetes.io/service-name': service}},
    },
    'shop',
    'discovery.k8s.io/v1',
  )
}

export function namespaceNamed(name: string): string {
  return JSON.stringify({apiVersion: 'v1', kind: 'Namespace', metadata: {name, uid: `uid-of-${name}`}})
}

const NONE = {clusterIP: 'None', clusterIPs: ['None']}
const at = (address: string, ...more: readonly string[]) => ({clusterIP: address, clusterIPs: [address, ...more]})
const alias = (externalName: string) => ({type: 'ExternalName', externalName, ports: undefined, ipFamilies: undefined})

/**
 * A shop of which every answer in the tests was compared with CoreDNS 1.15.0 in front of a real API server, Service for Service: pods web-1 (one
 * address), web-2 (two) and web-3 (not ready), a database with hostnames, and Services of every kind over them.
 */
export function shop(): Cluster {
  return clusterOf(shopText())
}

export function shopText(): string {
  return together(
    ...['shop', 'other', 'default'].map(namespaceNamed),
    podAt('web-1', {app: 'web', addresses: ['10.244.0.11']}),
    podAt('web-2', {app: 'web', addresses: ['10.244.0.12', 'fd00:244::12']}),
    podAt('web-3', {app: 'web', addresses: ['10.244.0.13'], ready: false}),
    podAt('db-0', {app: 'db', addresses: ['10.244.1.10'], spec: {hostname: 'db-0', subdomain: 'db'}}),
    podAt('db-2', {app: 'db', addresses: ['10.244.1.12'], ready: false, spec: {hostname: 'db-2', subdomain: 'db'}}),
    podAt('db-odd', {app: 'db', addresses: ['10.244.1.20'], spec: {hostname: 'odd', subdomain: 'elsewhere'}}),
    podAt('zero', {app: 'zero', addresses: ['fd00:244:1::']}),
    runningService('web', {selector: {app: 'web'}, ...at('10.0.46.28')}),
    runningService('plain', {selector: {app: 'web'}, ...at('10.0.46.29'), ports: [{port: 80}]}),
    runningService('nobody', {selector: {app: 'nobody'}, ...at('10.0.46.30')}),
    runningService('dual', {
      selector: {app: 'web'},
      ...at('10.0.46.31', 'fd00:10::31'),
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
    }),
    runningService('six', {selector: {app: 'web'}, ...at('fd00:10::32'), ipFamilies: ['IPv6']}),
    runningService('dns', {
      selector: {app: 'web'},
      ...at('10.0.46.33'),
      ports: [
        {name: 'dns', port: 53, protocol: 'UDP'},
        {name: 'dns-tcp', port: 53},
        {name: 'metrics', port: 9153},
      ],
    }),
    runningService('edge', {selector: {app: 'web'}, ...at('10.0.46.34'), type: 'LoadBalancer'}),
    runningService('db', {selector: {app: 'db'}, ...NONE, ports: [{name: 'pg', port: 5432}]}),
    runningService('db-all', {selector: {app: 'db'}, ...NONE, publishNotReadyAddresses: true, ports: [{name: 'pg', port: 5432}]}),
    runningService('web-pods', {
      selector: {app: 'web'},
      ...NONE,
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
      ports: [{name: 'http', port: 80}],
    }),
    runningService('portless', {selector: {app: 'web'}, ...NONE, ports: undefined}),
    runningService('no-such-port', {selector: {app: 'web'}, ...at('10.0.46.35'), ports: [{name: 'x', port: 80, targetPort: 'nope'}]}),
    runningService('unready', {selector: {app: 'web', more: 'no'}, ...NONE}),
    runningService('zero', {selector: {app: 'zero'}, ...NONE, ipFamilies: ['IPv6'], ports: [{name: 'pg', port: 5432}]}),
    runningService('outside', {...NONE}),
    slice('outside-1', 'outside', {
      endpoints: [
        {addresses: ['192.0.2.1'], hostname: 'one'},
        {addresses: ['192.0.2.2'], conditions: {ready: false}},
        {addresses: ['192.0.2.3'], conditions: {ready: true}},
      ],
    }),
    slice('orphan-1', 'orphan', {endpoints: [{addresses: ['192.0.2.31']}]}),
    runningService('pay', alias('api.example.com')),
    runningService('front', alias('web.shop.svc.cluster.local')),
    runningService('front-too', alias('front.shop.svc.cluster.local')),
    runningService('gone', alias('nothing.shop.svc.cluster.local')),
    runningService('address', alias('192.0.2.77')),
    runningService('ping', alias('pong.shop.svc.cluster.local')),
    runningService('pong', alias('ping.shop.svc.cluster.local.')),
    runningService('shop', {selector: {app: 'web'}, ...at('10.0.46.40')}, 'other'),
  )
}
