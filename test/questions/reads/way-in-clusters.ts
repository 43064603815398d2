import type {WireObject} from '../../../src/cluster/object.ts'
import {FOREIGN_CLUSTERS} from '../../network/entry/foreign/clusters.ts'
import {object, pod, service} from './small-cluster.ts'

/** A small cluster in which an object says how far a way leads; without it the answer is another. */
export interface WayInCluster {
  /** The kind that says it, and its group. */
  readonly kind: string
  readonly group: string
  readonly objects: readonly WireObject[]
}

const AZURE = object('v1', 'Node', undefined, 'node-a', {
  spec: {providerID: 'azure:///subscriptions/x/vm-0'},
  status: {addresses: [{type: 'InternalIP', address: '10.0.0.4'}]},
})
const WEB = [service('shop', 'web', '10.9.0.1', {selector: {app: 'web'}}), pod('shop', 'web-0', '10.244.0.9', {app: 'web'})]
const INTERNAL = {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'}
const BALANCER = service('shop', 'front', '10.9.0.2', {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false})

/** With annotations, which the builders of small clusters have no need of. */
function annotated(one: WireObject, annotations: WireObject): WireObject {
  return {...one, metadata: {...(one['metadata'] as WireObject), annotations}}
}

function ingress(ingressClassName: string | undefined, annotations: WireObject = {}): WireObject {
  const backend = {service: {name: 'web', port: {number: 80}}}
  const one = object('networking.k8s.io/v1', 'Ingress', 'shop', 'front', {
    spec: {
      ...(ingressClassName !== undefined && {ingressClassName}),
      rules: [{host: 'app.example.com', http: {paths: [{path: '/', pathType: 'Prefix', backend}]}}],
    },
  })
  return annotated(one, annotations)
}

const ingressClass = (name: string, controller: string, more: WireObject = {}) =>
  object('networking.k8s.io/v1', 'IngressClass', undefined, name, {spec: {controller, ...more}})

const GATEWAY_API = 'gateway.networking.k8s.io'
const FROM_ALL = {allowedRoutes: {namespaces: {from: 'All'}}}

/** A Gateway of that class with its parameters, and a route by it to Service shop/web. */
function gatewayBy(controllerName: string, parametersRef: WireObject, spec: WireObject = {}): readonly WireObject[] {
  return [
    ...WEB,
    object(`${GATEWAY_API}/v1`, 'GatewayClass', undefined, 'edge', {spec: {controllerName, parametersRef}}),
    object(`${GATEWAY_API}/v1`, 'Gateway', 'infra', 'edge', {
      spec: {gatewayClassName: 'edge', listeners: [{name: 'http', port: 80, protocol: 'HTTP', ...FROM_ALL}], ...spec},
    }),
    routeFrom({name: 'edge', namespace: 'infra'}),
  ]
}

function routeFrom(parent: WireObject, version = 'v1', kind = 'HTTPRoute', port = 80): WireObject {
  return object(`${GATEWAY_API}/${version}`, kind, 'shop', 'web', {
    spec: {parentRefs: [parent], rules: [{backendRefs: [{name: 'web', port}]}]},
  })
}

const parameters = (group: string, kind: string) => ({group, kind, name: 'inner', namespace: 'infra'})

/** Parameters by which a product makes its Service internal, on Azure. */
function internalBy(controller: string, apiVersion: string, kind: string, spec: WireObject): WayInCluster {
  const [group = ''] = apiVersion.split('/')
  const objects = [
    AZURE,
    ...gatewayBy(controller, parameters(group, kind)),
    object(apiVersion, kind, 'infra', 'inner', {spec}),
    object(apiVersion, kind, 'infra', 'another', {spec: {}}),
  ]
  return {kind, group, objects}
}

const listenerSet = (group: string, version: string, kind: string): readonly WireObject[] => {
  const spec = {parentRef: {name: 'edge', namespace: 'infra'}, listeners: [{name: 'more', port: 8080, protocol: 'HTTP', ...FROM_ALL}]}
  return [
    ...gatewayBy('gateway.k8s.aws/alb', {}, {allowedListeners: {namespaces: {from: 'All'}}}).filter((one) => one['kind'] !== 'HTTPRoute'),
    object(`${group}/${version}`, kind, 'infra', 'more', {spec}),
    routeFrom({group, kind, name: 'more', namespace: 'infra'}),
  ]
}

function listener(protocol: string, kind: string): WayInCluster {
  const gateways = gatewayBy('gateway.k8s.aws/nlb', {}, {listeners: [{name: 'one', port: 9000, protocol, ...FROM_ALL, ...tlsOf(protocol)}]})
  const udp = service('shop', 'web', '10.9.0.1', {selector: {app: 'web'}, ports: [{port: 80, protocol: 'UDP'}]})
  const [web, ...others] = gateways.filter((one) => one['kind'] !== 'HTTPRoute')
  const route = routeFrom({name: 'edge', namespace: 'infra'}, kind === 'GRPCRoute' ? 'v1' : 'v1alpha2', kind)
  return {kind, group: GATEWAY_API, objects: [...(protocol === 'UDP' ? [udp] : web ? [web] : []), ...others, route]}
}

function tlsOf(protocol: string): WireObject {
  return protocol === 'TLS' ? {tls: {mode: 'Passthrough'}} : {}
}

/** Traefik, which lets in whom a middleware does. */
function traefik(group: string): WayInCluster {
  const objects = [
    AZURE,
    ...WEB,
    ...controller('edge', 'traefik', 'docker.io/traefik:v3.7'),
    ingressClass('traefik', 'traefik.io/ingress-controller'),
    ingress('traefik', {'traefik.ingress.kubernetes.io/router.middlewares': 'shop-office@kubernetescrd'}),
    object(`${group}/v1alpha1`, 'Middleware', 'shop', 'office', {spec: {ipAllowList: {sourceRange: ['203.0.113.0/24']}}}),
  ]
  return {kind: 'Middleware', group, objects}
}

/** A controller that runs, with its Service. */
function controller(
  namespace: string,
  name: string,
  image: string,
  container: WireObject = {},
  spec: WireObject = {},
): readonly WireObject[] {
  const labels = {app: name}
  const template = {metadata: {labels}, spec: {containers: [{name: 'c', image, ...container}]}}
  const ports = [
    {name: 'http', port: 80, targetPort: 'http'},
    {name: 'https', port: 443, targetPort: 'https'},
  ]
  return [
    object('apps/v1', 'Deployment', namespace, name, {spec: {replicas: 1, selector: {matchLabels: labels}, template}}),
    service(namespace, name, '10.9.0.7', {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, selector: labels, ports, ...spec}),
  ]
}

const sign = (apiVersion: string, kind: string): WayInCluster => {
  const [group = ''] = apiVersion.split('/')
  return {kind, group, objects: [BALANCER, object(apiVersion, kind, 'shop', 'front', {spec: {}})]}
}

const GRANTED = [
  ...gatewayBy('gateway.k8s.aws/alb', {}).filter(({kind}) => kind !== 'HTTPRoute'),
  object(`${GATEWAY_API}/v1`, 'HTTPRoute', 'infra', 'web', {
    spec: {parentRefs: [{name: 'edge'}], rules: [{backendRefs: [{name: 'web', namespace: 'shop', port: 80}]}]},
  }),
  object(`${GATEWAY_API}/v1beta1`, 'ReferenceGrant', 'shop', 'web', {
    spec: {from: [{group: GATEWAY_API, kind: 'HTTPRoute', namespace: 'infra'}], to: [{group: '', kind: 'Service'}]},
  }),
]

export const WAY_IN_CLUSTERS: readonly WayInCluster[] = [
  internalBy('gateway.envoyproxy.io/gatewayclass-controller', 'gateway.envoyproxy.io/v1alpha1', 'EnvoyProxy', {
    provider: {kubernetes: {envoyService: {annotations: INTERNAL}}},
  }),
  internalBy('io.cilium/gateway-controller', 'cilium.io/v2alpha1', 'CiliumGatewayClassConfig', {service: {annotations: INTERNAL}}),
  internalBy('gateway.nginx.org/nginx-gateway-controller', 'gateway.nginx.org/v1alpha2', 'NginxProxy', {
    kubernetes: {service: {type: 'ClusterIP'}},
  }),
  internalBy('kgateway.dev/kgateway', 'gateway.kgateway.dev/v1alpha1', 'GatewayParameters', {
    kube: {service: {extraAnnotations: INTERNAL}},
  }),
  {
    kind: 'LoadBalancerConfiguration',
    group: 'gateway.k8s.aws',
    objects: [
      ...gatewayBy('gateway.k8s.aws/alb', parameters('gateway.k8s.aws', 'LoadBalancerConfiguration')),
      object('gateway.k8s.aws/v1beta1', 'LoadBalancerConfiguration', 'infra', 'inner', {spec: {scheme: 'internet-facing'}}),
    ],
  },
  ...['GatewayClass', 'Gateway', 'HTTPRoute'].map((kind) => ({
    kind,
    group: GATEWAY_API,
    objects: gatewayBy('gateway.k8s.aws/alb', {}),
  })),
  {kind: 'ReferenceGrant', group: GATEWAY_API, objects: GRANTED},
  {kind: 'ListenerSet', group: GATEWAY_API, objects: listenerSet(GATEWAY_API, 'v1', 'ListenerSet')},
  {
    kind: 'XListenerSet',
    group: 'gateway.networking.x-k8s.io',
    objects: listenerSet('gateway.networking.x-k8s.io', 'v1alpha1', 'XListenerSet'),
  },
  listener('HTTP', 'GRPCRoute'),
  listener('TLS', 'TLSRoute'),
  listener('TCP', 'TCPRoute'),
  listener('UDP', 'UDPRoute'),
  traefik('traefik.io'),
  traefik('traefik.containo.us'),
  {
    kind: 'FrontendConfig',
    group: 'networking.gke.io',
    objects: [
      ...WEB,
      ingress(undefined, {
        'kubernetes.io/ingress.class': 'gce',
        'ingress.gcp.kubernetes.io/pre-shared-cert': 'one',
        'networking.gke.io/v1beta1.FrontendConfig': 'safe',
      }),
      object('networking.gke.io/v1beta1', 'FrontendConfig', 'shop', 'safe', {spec: {redirectToHttps: {enabled: true}}}),
    ],
  },
  sign('networking.gke.io/v1', 'ManagedCertificate'),
  sign('cloud.google.com/v1', 'BackendConfig'),
  {
    kind: 'IPAddressPool',
    group: 'metallb.io',
    objects: [BALANCER, object('metallb.io/v1beta1', 'IPAddressPool', 'metallb-system', 'edge', {spec: {addresses: ['10.9.0.0/24']}})],
  },
  {
    kind: 'AddressPool',
    group: 'metallb.io',
    objects: [BALANCER, object('metallb.io/v1beta1', 'AddressPool', 'metallb-system', 'edge', {spec: {addresses: ['10.9.0.0/24']}})],
  },
  {
    kind: 'CiliumLoadBalancerIPPool',
    group: 'cilium.io',
    objects: [BALANCER, object('cilium.io/v2', 'CiliumLoadBalancerIPPool', undefined, 'edge', {spec: {blocks: [{cidr: '10.9.0.0/24'}]}})],
  },
  {
    kind: 'ConfigMap',
    group: '',
    objects: [BALANCER, object('v1', 'ConfigMap', 'kube-system', 'kubevip', {data: {'cidr-global': '10.9.0.0/24'}})],
  },
  {
    kind: 'ConfigMap',
    group: '',
    objects: [
      AZURE,
      ...WEB,
      ...controller('gateways', 'agic', 'mcr.microsoft.com/azure-application-gateway/kubernetes-ingress:1.7.5', {
        envFrom: [{configMapRef: {name: 'agic-cm'}}],
      }).filter(({kind}) => kind === 'Deployment'),
      ingress('azure-application-gateway'),
      object('v1', 'ConfigMap', 'gateways', 'agic-cm', {data: {USE_PRIVATE_IP: 'true'}}),
    ],
  },
  {
    kind: 'ConfigMap',
    group: '',
    objects: [
      ...WEB,
      ingressClass('cilium', 'cilium.io/ingress-controller'),
      ingress('cilium'),
      AZURE,
      annotated(
        service('kube-system', 'cilium-ingress', '10.9.0.8', {
          type: 'LoadBalancer',
          allocateLoadBalancerNodePorts: false,
          ports: [{port: 80}],
        }),
        INTERNAL,
      ),
      object('v1', 'ConfigMap', 'kube-system', 'cilium-config', {data: {'ingress-default-lb-mode': 'shared'}}),
    ],
  },
  {
    kind: 'ConfigMap',
    group: '',
    objects: [
      AZURE,
      ...WEB,
      ...controller('edge', 'nginx', 'registry.k8s.io/ingress-nginx/controller:v1.15.1', {
        args: ['/nginx-ingress-controller', '--configmap', '$(POD_NAMESPACE)/nginx-settings'],
      }),
      ingressClass('nginx', 'k8s.io/ingress-nginx'),
      ingress('nginx'),
      object('v1', 'ConfigMap', 'edge', 'nginx-settings', {data: {'whitelist-source-range': '10.0.0.0/8', 'proxy-body-size': '8m'}}),
    ],
  },
  {
    kind: 'NginxIngressController',
    group: 'approuting.kubernetes.azure.com',
    objects: [
      ...WEB,
      ingress('inner'),
      object('approuting.kubernetes.azure.com/v1alpha1', 'NginxIngressController', undefined, 'inner', {
        spec: {ingressClassName: 'inner', loadBalancerAnnotations: INTERNAL},
      }),
    ],
  },
  {
    kind: 'IngressClassParams',
    group: 'elbv2.k8s.aws',
    objects: [
      ...WEB,
      ingress('outer'),
      ingressClass('outer', 'ingress.k8s.aws/alb', {
        parameters: {apiGroup: 'elbv2.k8s.aws', kind: 'IngressClassParams', name: 'outer'},
      }),
      object('elbv2.k8s.aws/v1beta1', 'IngressClassParams', undefined, 'outer', {spec: {scheme: 'internet-facing'}}),
    ],
  },
  {
    kind: 'TargetGroupBinding',
    group: 'elbv2.k8s.aws',
    objects: [
      ...WEB,
      ...controller('edge', 'nginx', 'registry.k8s.io/ingress-nginx/controller:v1.15.1', {}, {type: 'ClusterIP'}),
      ingressClass('nginx', 'k8s.io/ingress-nginx'),
      ingress('nginx'),
      object('elbv2.k8s.aws/v1beta1', 'TargetGroupBinding', 'edge', 'nginx', {spec: {serviceRef: {name: 'nginx', port: 80}}}),
    ],
  },
  ...['Ingress', 'IngressClass'].map((kind) => ({
    kind,
    group: 'networking.k8s.io',
    objects: [
      AZURE,
      ...WEB,
      ...controller('edge', 'inner', 'registry.k8s.io/ingress-nginx/controller:v1.15.1', {
        args: ['--controller-class=example.com/inner'],
      }),
      ingressClass('inner', 'example.com/inner'),
      ingress('inner'),
    ],
  })),
  ...FOREIGN_CLUSTERS,
]
