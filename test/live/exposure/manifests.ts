import type {WireObject} from '../../../src/cluster/object.ts'
import type {ReadableKindName} from '../../../src/cluster/read.ts'
import {shop} from '../../questions/diff/shop.ts'
import {createNode} from '../scenario/node.ts'

/** The kinds of the manifests that Kubernetes does not bring. */
export const CUSTOM_KINDS = [
  'GatewayClass',
  'Gateway',
  'HTTPRoute',
  'ReferenceGrant',
  'EnvoyProxy',
] as const satisfies readonly ReadableKindName[]

export const NODES = ['node-a', 'node-b'] as const

/** Nodes of Azure, with private addresses alone. */
export const NODE_OBJECTS: readonly WireObject[] = NODES.map((name, index) => {
  const node = createNode(name, index, {})
  return {...node, spec: {...(node['spec'] as WireObject), providerID: `azure:///subscriptions/x/virtualMachines/${name}`}}
})

const INTERNAL = {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'}
const GATEWAY_API = 'gateway.networking.k8s.io'

function object(apiVersion: string, kind: string, place: string, rest: WireObject, metadata: WireObject = {}): WireObject {
  const [first = '', second] = place.split('/')
  return {
    apiVersion,
    kind,
    metadata: second === undefined ? {name: first, ...metadata} : {namespace: first, name: second, ...metadata},
    ...rest,
  }
}

function workload(kind: string, place: string, container: WireObject, replicas?: number): WireObject {
  const labels = {app: place.split('/')[1]}
  const template = {metadata: {labels}, spec: {containers: [{name: 'main', image: 'main:1', ...container}]}}
  return object('apps/v1', kind, place, {spec: {...(replicas !== undefined && {replicas}), selector: {matchLabels: labels}, template}})
}

function service(place: string, spec: WireObject, metadata: WireObject = {}): WireObject {
  return object(
    'v1',
    'Service',
    place,
    {spec: {selector: {app: place.split('/')[1]}, ports: [{port: 80, targetPort: 8080}], ...spec}},
    metadata,
  )
}

const route = (place: string, backend: string) =>
  object(`${GATEWAY_API}/v1`, 'HTTPRoute', place, {
    spec: {parentRefs: [{name: 'inner'}], rules: [{backendRefs: [{name: backend, namespace: 'legacy', port: 80}]}]},
  })

/** Beside the shop: controllers, and what they publish. */
const BESIDE: readonly WireObject[] = [
  ...['edge', 'legacy'].map((name) => object('v1', 'Namespace', name, {})),
  // Classes that the shop's Ingress and Gateway name, of a controller that nobody knows.
  object('networking.k8s.io/v1', 'IngressClass', 'edge', {spec: {controller: 'example.com/edge'}}),
  object(`${GATEWAY_API}/v1`, 'GatewayClass', 'edge', {spec: {controllerName: 'example.com/edge'}}),
  // An Ingress controller behind an internal load balancer.
  workload('Deployment', 'edge/nginx', {
    image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1',
    args: ['/nginx-ingress-controller', '--configmap=$(POD_NAMESPACE)/nginx-settings'],
    ports: [
      {name: 'http', containerPort: 80},
      {name: 'https', containerPort: 443},
    ],
  }),
  object('v1', 'ConfigMap', 'edge/nginx-settings', {data: {'whitelist-source-range': '10.0.0.0/8'}}),
  service(
    'edge/nginx',
    {
      type: 'LoadBalancer',
      allocateLoadBalancerNodePorts: false,
      ports: [
        {name: 'http', port: 80, targetPort: 'http'},
        {name: 'https', port: 443, targetPort: 'https'},
      ],
    },
    {annotations: INTERNAL},
  ),
  object('networking.k8s.io/v1', 'IngressClass', 'nginx', {spec: {controller: 'k8s.io/ingress-nginx'}}),
  object('networking.k8s.io/v1', 'Ingress', 'legacy/front', {
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'files.example',
          http: {paths: [{path: '/', pathType: 'Prefix', backend: {service: {name: 'files', port: {number: 80}}}}]},
        },
      ],
    },
  }),
  // A Gateway whose parameters say that it is internal, and two routes, of which one may not lead where it wants to.
  object(`${GATEWAY_API}/v1`, 'GatewayClass', 'inner', {
    spec: {
      controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
      parametersRef: {group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'inner', namespace: 'edge'},
    },
  }),
  object('gateway.envoyproxy.io/v1alpha1', 'EnvoyProxy', 'edge/inner', {
    spec: {provider: {type: 'Kubernetes', kubernetes: {envoyService: {annotations: INTERNAL}}}},
  }),
  object(`${GATEWAY_API}/v1`, 'Gateway', 'edge/inner', {
    spec: {gatewayClassName: 'inner', listeners: [{name: 'web', port: 80, protocol: 'HTTP'}]},
  }),
  route('edge/granted', 'books'),
  route('edge/refused', 'mail'),
  object(`${GATEWAY_API}/v1`, 'ReferenceGrant', 'legacy/books', {
    spec: {from: [{group: GATEWAY_API, kind: 'HTTPRoute', namespace: 'edge'}], to: [{group: '', kind: 'Service', name: 'books'}]},
  }),
  ...['files', 'books', 'mail', 'outer'].flatMap((name) => [
    workload('Deployment', `legacy/${name}`, {ports: [{containerPort: 8080}]}, 1),
    service(`legacy/${name}`, name === 'outer' ? {externalIPs: ['20.9.9.9']} : {}),
  ]),
  service('legacy/alias', {type: 'ExternalName', externalName: 'files.example.com', selector: undefined, ports: undefined}),
  // On a port of every node, and behind no Service.
  workload('DaemonSet', 'legacy/agent', {ports: [{containerPort: 9100, hostPort: 9100}]}),
]

/** Everything as somebody would keep it in files. */
export const MANIFESTS: readonly WireObject[] = [...shop(), ...BESIDE]

/** The addresses that a cloud gives to load balancers. */
export const BALANCED: Readonly<Record<string, string>> = {
  'shop/web': '20.1.2.3',
  'shop/partner': '10.1.2.3',
  'shop/intra': '10.1.2.4',
  'edge/nginx': '10.1.2.5',
}

/** How far each Service is open, by what Kubernetes, Azure and the controllers say of such objects. */
export const REACHES: Readonly<Record<string, string>> = {
  // The API server's own, without selector.
  'default/kubernetes': 'cluster',
  'shop/web': 'internet',
  // Behind a class of which nobody knows whether it is public.
  'shop/api': 'unknown',
  // Its weight is 0.
  'shop/canary': 'cluster',
  // Nodes have private addresses.
  'shop/edge': 'network',
  'shop/partner': 'network',
  'shop/intra': 'network',
  // Its policy lets pods of namespace ops in.
  'shop/db': 'cluster',
  'edge/nginx': 'network',
  'legacy/files': 'network',
  'legacy/books': 'network',
  // No ReferenceGrant lets the route lead to it.
  'legacy/mail': 'cluster',
  'legacy/outer': 'internet',
  'legacy/alias': 'none',
}
