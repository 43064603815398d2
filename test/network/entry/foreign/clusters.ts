import type {WireObject} from '../../../../src/cluster/object.ts'
import {FOREIGN_KINDS, todaysGroupKindOf} from '../../../../src/network/entry/foreign/foreign-kinds.ts'
import {ALLOW_ANNOTATIONS, ROUTER_LABEL} from '../../../../src/network/entry/foreign/products/openshift.ts'
import {FOREIGN_CASES, object, SERVICES} from './cases.ts'

type Fields = Readonly<Record<string, unknown>>

/** As a cluster has them. */
const stored = (object: WireObject): WireObject => {
  const metadata = object['metadata'] as WireObject
  return {...object, metadata: {...metadata, uid: `${object['kind']}-${metadata['namespace']}-${metadata['name']}`}}
}

const isOf = (object: WireObject, groupKind: string) =>
  todaysGroupKindOf({group: String(object['apiVersion']).split('/')[0] ?? '', kind: String(object['kind'])}) === groupKind

/** Beside the kinds of the table those that they refer to. */
const REFERRED = [
  'traefik.io/TraefikService',
  'networking.istio.io/Gateway',
  'networking.istio.io/ServiceEntry',
  'gateway.solo.io/RouteTable',
  'gloo.solo.io/Upstream',
]

const PUBLIC = {status: {loadBalancer: {ingress: [{ip: '20.1.2.3'}]}}}
const web = {name: 'web', port: 80}
const front = (name: string, labels: Fields, selector: Fields, ports: readonly Fields[]) =>
  object(
    'v1',
    'Service',
    name,
    {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, selector, ports},
    {metadata: {labels}, ...PUBLIC},
    'edge',
  )

/** With what serves them, by which it is told how far they lead. */
const SERVED = [
  {
    kind: 'Route',
    group: 'route.openshift.io',
    objects: [
      object(
        'route.openshift.io/v1',
        'Route',
        'front',
        {to: {name: 'web'}},
        {metadata: {annotations: {[ALLOW_ANNOTATIONS[0]]: '10.0.0.0/8'}}},
      ),
      front('router-default', {[ROUTER_LABEL]: 'default'}, {router: 'default'}, [{name: 'http', port: 80}]),
    ],
  },
  {
    kind: 'IngressRoute',
    group: 'traefik.io',
    objects: [
      object('traefik.io/v1alpha1', 'IngressRoute', 'front', {
        entryPoints: ['websecure'],
        routes: [{match: 'Host(`a.example`)', middlewares: [{name: 'office'}], services: [web]}],
      }),
      object('traefik.io/v1alpha1', 'Middleware', 'office', {ipAllowList: {sourceRange: ['10.1.0.0/16']}}),
      object(
        'apps/v1',
        'Deployment',
        'traefik',
        {
          selector: {matchLabels: {app: 'traefik'}},
          template: {
            metadata: {labels: {app: 'traefik'}},
            spec: {containers: [{name: 't', image: 'docker.io/traefik:v3.7', args: ['--providers.kubernetescrd', '--log.level=INFO']}]},
          },
        },
        {},
        'edge',
      ),
      front('traefik', {}, {app: 'traefik'}, [web, {name: 'websecure', port: 443}]),
    ],
  },
]

/** Such as the controller makes of a Service are told of by that. */
export const MADE_BINDING = object(
  'elbv2.k8s.aws/v1beta1',
  'TargetGroupBinding',
  'made',
  {serviceRef: {name: 'web', port: 80}},
  {metadata: {labels: {'service.k8s.aws/stack-name': 'web', 'service.k8s.aws/stack-namespace': 'shop'}}},
)

/** A small cluster for each kind, in which an object of it says what is open. */
const ALONE = [...Object.keys(FOREIGN_KINDS), ...REFERRED].map((groupKind) => {
  const [group = '', kind = ''] = groupKind.split('/')
  const isShown = (one: (typeof FOREIGN_CASES)[number]) =>
    one.objects.some((object) => isOf(object, groupKind) && String(object['apiVersion']).startsWith(`${group}/`))
  const found = FOREIGN_CASES.find((one) => isShown(one) && (one.ways.length > 0 || kind === 'ServiceEntry'))
  return {kind, group, objects: [...SERVICES, ...(found?.objects ?? [])].map(stored)}
})

export const FOREIGN_CLUSTERS = [
  ...ALONE,
  ...SERVED.map((one) => ({...one, objects: [...SERVICES, MADE_BINDING, ...one.objects].map(stored)})),
]
