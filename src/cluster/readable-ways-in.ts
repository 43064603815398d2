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
  EnvoyProxy: {group: 'gateway.envoyproxy.io', version: 'v1alpha1', resource: 'envoyproxies', namespaced: true, isCustom: true},
  IPAddressPool: {group: 'metallb.io', version: 'v1beta1', resource: 'ipaddresspools', namespaced: true, isCustom: true},
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
} as const satisfies Readonly<Record<string, ReadableKind>>
