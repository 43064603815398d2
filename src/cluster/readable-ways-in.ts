import type {ReadableKind} from './readable-kind.ts'

const GATEWAY_API = {group: 'gateway.networking.k8s.io', isCustom: true} as const

/** In the API since v1.0, and before it under another version, which those releases serve alone. */
const STABLE = {...GATEWAY_API, version: 'v1', fallbackVersion: 'v1beta1'} as const

/** What leads into a cluster beside Services and Ingresses, and what says how far: the Gateway API, pools of addresses, parameters of controllers. */
export const READABLE_WAYS_IN = {
  GatewayClass: {...STABLE, resource: 'gatewayclasses', namespaced: false},
  Gateway: {...STABLE, resource: 'gateways', namespaced: true},
  HTTPRoute: {...STABLE, resource: 'httproutes', namespaced: true},
  ReferenceGrant: {...STABLE, resource: 'referencegrants', namespaced: true},
  GRPCRoute: {...GATEWAY_API, version: 'v1', fallbackVersion: 'v1alpha2', resource: 'grpcroutes', namespaced: true},
  TLSRoute: {...GATEWAY_API, version: 'v1', fallbackVersion: 'v1alpha2', resource: 'tlsroutes', namespaced: true},
  TCPRoute: {...GATEWAY_API, version: 'v1', fallbackVersion: 'v1alpha2', resource: 'tcproutes', namespaced: true},
  UDPRoute: {...GATEWAY_API, version: 'v1', fallbackVersion: 'v1alpha2', resource: 'udproutes', namespaced: true},
  ListenerSet: {...GATEWAY_API, version: 'v1', resource: 'listenersets', namespaced: true},
  // What became ListenerSet, under the name that it has while it is not settled.
  XListenerSet: {
    group: 'gateway.networking.x-k8s.io',
    version: 'v1alpha1',
    resource: 'xlistenersets',
    namespaced: true,
    isCustom: true,
  },
  // What says how the Service in front of a Gateway is to be, or its load balancer.
  EnvoyProxy: {group: 'gateway.envoyproxy.io', version: 'v1alpha1', resource: 'envoyproxies', namespaced: true, isCustom: true},
  CiliumGatewayClassConfig: {
    group: 'cilium.io',
    version: 'v2alpha1',
    resource: 'ciliumgatewayclassconfigs',
    namespaced: true,
    isCustom: true,
  },
  // Releases before 2.0 have v1alpha1 alone, and it belongs to no namespace there.
  NginxProxy: {
    group: 'gateway.nginx.org',
    version: 'v1alpha2',
    fallbackVersion: 'v1alpha1',
    resource: 'nginxproxies',
    namespaced: true,
    isCustom: true,
  },
  GatewayParameters: {group: 'gateway.kgateway.dev', version: 'v1alpha1', resource: 'gatewayparameters', namespaced: true, isCustom: true},
  LoadBalancerConfiguration: {
    group: 'gateway.k8s.aws',
    version: 'v1beta1',
    resource: 'loadbalancerconfigurations',
    namespaced: true,
    isCustom: true,
  },
  IPAddressPool: {group: 'metallb.io', version: 'v1beta1', resource: 'ipaddresspools', namespaced: true, isCustom: true},
  // What became IPAddressPool, which releases before 0.14 have beside it.
  AddressPool: {group: 'metallb.io', version: 'v1beta1', resource: 'addresspools', namespaced: true, isCustom: true},
  CiliumLoadBalancerIPPool: {
    group: 'cilium.io',
    version: 'v2',
    fallbackVersion: 'v2alpha1',
    resource: 'ciliumloadbalancerippools',
    namespaced: false,
    isCustom: true,
  },
  IngressClassParams: {group: 'elbv2.k8s.aws', version: 'v1beta1', resource: 'ingressclassparams', namespaced: false, isCustom: true},
  TargetGroupBinding: {group: 'elbv2.k8s.aws', version: 'v1beta1', resource: 'targetgroupbindings', namespaced: true, isCustom: true},
  NginxIngressController: {
    group: 'approuting.kubernetes.azure.com',
    version: 'v1alpha1',
    resource: 'nginxingresscontrollers',
    namespaced: false,
    isCustom: true,
  },
  // Releases before 3.0 had them in another group.
  Middleware: {
    group: 'traefik.io',
    version: 'v1alpha1',
    fallbackGroup: 'traefik.containo.us',
    fallbackVersion: 'v1alpha1',
    resource: 'middlewares',
    namespaced: true,
    isCustom: true,
  },
  FrontendConfig: {group: 'networking.gke.io', version: 'v1beta1', resource: 'frontendconfigs', namespaced: true, isCustom: true},
  // That there are any shows where a cluster is, where its nodes do not.
  ManagedCertificate: {group: 'networking.gke.io', version: 'v1', resource: 'managedcertificates', namespaced: true, isCustom: true},
  BackendConfig: {group: 'cloud.google.com', version: 'v1', resource: 'backendconfigs', namespaced: true, isCustom: true},
} as const satisfies Readonly<Record<string, ReadableKind>>
