import {namespace, policy, service, workload} from '../asking.ts'
import type {ExposureCase} from './exposure-case.ts'
import {balanced, type Fields, ONLY_ITSELF, PODS, web} from './objects.ts'

const AZURE = {flags: {cloud: 'azure', nodes: 'private'}} as const
const OWN_ADDRESS = {allocateLoadBalancerNodePorts: false} as const
const from = (...peers: readonly Fields[]) => [{from: peers}]
const block = (cidr: string) => ({ipBlock: {cidr}})
const IS_NOT_DEFINED =
  'where an address is rewritten "it is not defined whether this happens before or after NetworkPolicy processing" (network policies, ipBlock)'

const calico = {
  apiVersion: 'projectcalico.org/v3',
  kind: 'NetworkPolicy',
  metadata: {name: 'web', namespace: 'shop'},
  spec: {selector: "app == 'web'", types: ['Ingress'], ingress: [{action: 'Deny'}]},
}
const cilium = {
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: {name: 'web', namespace: 'shop'},
  spec: {endpointSelector: {matchLabels: {app: 'web'}}, ingress: [{fromEndpoints: [{}]}]},
}

/** Policies of which it cannot be told whom they keep out, before a load balancer on Azure without node ports. */
const OF_CLIENTS: readonly ExposureCase[] = [
  {
    name: 'a policy for another port and a load balancer that hides the client',
    why: IS_NOT_DEFINED,
    input: [PODS, namespace('shop'), balanced(OWN_ADDRESS), policy('metrics', 'web', [{ports: [{port: 9090}]}])],
    ...AZURE,
    reach: 'unknown',
    ways: ['LoadBalancer:80 unknown', 'ClusterIP:80 none'],
    asks: 'externalTrafficPolicy Local settles it',
  },
  {
    name: 'a policy for a block and a load balancer that hides the client',
    why: IS_NOT_DEFINED,
    input: [PODS, namespace('shop'), balanced(OWN_ADDRESS), policy('partner', 'web', from(block('203.0.113.0/24')))],
    ...AZURE,
    reach: 'unknown',
    ways: ['LoadBalancer:80 unknown', 'ClusterIP:80 none'],
  },
  {
    name: 'a policy for everybody and a load balancer that hides the client',
    why: 'whichever address policies see, the rule names no peer and lets it in',
    input: [PODS, namespace('shop'), balanced(OWN_ADDRESS), policy('http', 'web', [{ports: [{port: 8080}]}])],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', 'ClusterIP:80 cluster'],
  },
  {
    name: 'a policy for some of the pods behind a load balancer that hides the client',
    why: 'the pods that no policy selects let in everybody, and the load balancer leads to them too',
    input: [
      PODS,
      workload('other', {labels: {app: 'other', tier: 'front'}}),
      workload('web-2', {labels: {app: 'web-2', tier: 'front'}}),
      namespace('shop'),
      balanced({...OWN_ADDRESS, selector: {tier: 'front'}}),
      policy('deny', 'web-2', undefined),
    ],
    ...AZURE,
    reach: 'internet',
    says: 'not of all its pods, perhaps: does shop/deny keep clients out?',
  },
  {
    name: 'a policy of Calico',
    why: 'a Deny of Calico for these pods (docs.tigera.io, NetworkPolicy), of an API that is not judged: it is not certain that anybody comes in',
    input: [PODS, namespace('shop'), balanced(ONLY_ITSELF), calico],
    ...AZURE,
    reach: 'unknown',
    ways: ['LoadBalancer:80 unknown', 'ClusterIP:80 unknown'],
    asks: 'does NetworkPolicy shop/web keep clients out? policies of Calico are not judged here',
  },
  {
    name: 'a policy of Cilium for pods of its namespace',
    why: 'fromEndpoints [{}] is all pods of the namespace (docs.cilium.io, Layer 3 policies), of an API that is not judged: it is not certain that anybody comes in',
    input: [PODS, namespace('shop'), web(), cilium],
    ...AZURE,
    reach: 'unknown',
    ways: ['ClusterIP:80 unknown'],
    asks: 'does CiliumNetworkPolicy shop/web keep pods out?',
  },
  {
    name: 'a policy of Cilium, where no cloud is known',
    why: 'how far it leads is the first thing to settle',
    input: [PODS, namespace('shop'), balanced(ONLY_ITSELF), cilium],
    reach: 'unknown',
    asks: 'which cloud runs it?',
    says: 'policies may keep some out: does CiliumNetworkPolicy shop/web keep clients out?',
  },
]

const ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: {name: 'main', namespace: 'shop'},
  spec: {
    ingressClassName: 'edge',
    rules: [{host: 'a.example', http: {paths: [{path: '/', pathType: 'Prefix', backend: {service: {name: 'web', port: {number: 80}}}}]}}],
  },
}
const gateway = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: {name: 'gate', namespace: 'edge'},
  spec: {
    gatewayClassName: 'istio',
    listeners: [{name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: {namespaces: {from: 'All'}}}],
  },
}
const gatewayClass = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  metadata: {name: 'istio'},
  spec: {controllerName: 'istio.io/gateway-controller'},
}
const route = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: {name: 'web', namespace: 'shop'},
  spec: {parentRefs: [{name: 'gate', namespace: 'edge'}], rules: [{backendRefs: [{name: 'web', port: 80}]}]},
}
const BEHIND_INGRESS = [PODS, web(), namespace('shop'), ingress]
const BEHIND_GATEWAY = [PODS, web(), namespace('shop'), namespace('edge'), gateway, gatewayClass, route]
const PUBLIC = {flags: {class: ['edge=public']}} as const
const proxies = workload('gate-istio', {in: 'edge', ports: [{name: 'http', containerPort: 80}]})
const front = (policyOfTraffic: 'Local' | 'Cluster') =>
  service(
    'gate-istio',
    {type: 'LoadBalancer', externalTrafficPolicy: policyOfTraffic, ...OWN_ADDRESS, ports: [{port: 80, targetPort: 80}]},
    'edge',
  )

/** Controllers, whom policies keep out or may: what comes through them comes from them. */
const OF_CONTROLLERS: readonly ExposureCase[] = [
  {
    name: 'an Ingress before a Service that lets nobody in, of a controller that is not there',
    why: 'a policy without rules lets no pod in, whichever the controller has',
    input: [...BEHIND_INGRESS, policy('deny', 'web', undefined)],
    ...PUBLIC,
    reach: 'none',
    ways: ['Ingress:80 none', 'ClusterIP:80 none'],
    says: 'only one on the network of the same node would come in',
  },
  {
    name: 'an Ingress of an unknown class before a Service that lets nobody in',
    why: 'a policy without rules lets no pod in, whatever the class is',
    input: [...BEHIND_INGRESS, policy('deny', 'web', undefined)],
    reach: 'none',
  },
  {
    name: 'an Ingress before a Service that lets pods of one namespace in, of a controller that is not there',
    why: 'the controller may be there, or elsewhere: the input does not have it',
    input: [
      ...BEHIND_INGRESS,
      policy('proxies', 'web', from({namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'proxies'}}})),
    ],
    ...PUBLIC,
    reach: 'unknown',
    asks: 'does shop/proxies keep its controller out? which pods it has is not in the input, and let in are any pod of namespace proxies',
  },
  {
    name: 'an Ingress before a Service that lets everybody in, of a controller that is not there',
    why: 'a rule without peers lets in the controller, wherever it is',
    input: [...BEHIND_INGRESS, policy('http', 'web', [{ports: [{port: 8080}]}])],
    ...PUBLIC,
    reach: 'internet',
  },
  {
    name: 'a Gateway before a Service that lets nobody in, of proxies that are not there',
    why: 'a policy without rules lets no pod in, whichever proxies the Gateway has',
    input: [...BEHIND_GATEWAY, policy('deny', 'web', undefined)],
    ...AZURE,
    reach: 'none',
    ways: ['Gateway:80 none', 'ClusterIP:80 none'],
  },
  {
    name: 'a Gateway whose proxies let nobody in',
    why: 'clients come to the proxies first, and their policy has no rule; the load balancer keeps the client’s address',
    input: [...BEHIND_GATEWAY, proxies, front('Local'), policy('deny', 'gate-istio', undefined, 'edge')],
    ...AZURE,
    reach: 'cluster',
    ways: ['Gateway:80 none', 'ClusterIP:80 cluster'],
  },
  {
    name: 'a Gateway whose proxies let in private addresses only',
    why: 'whoever comes to the proxies has an address of 10.0.0.0/8',
    input: [...BEHIND_GATEWAY, proxies, front('Local'), policy('vpn', 'gate-istio', from(block('10.0.0.0/8')), 'edge')],
    ...AZURE,
    reach: 'network',
    ways: ['Gateway:80 network 10.0.0.0/8', 'ClusterIP:80 cluster'],
  },
  {
    name: 'a Gateway whose proxies let nobody in, behind a load balancer that hides the client',
    why: IS_NOT_DEFINED,
    input: [...BEHIND_GATEWAY, proxies, front('Cluster'), policy('deny', 'gate-istio', undefined, 'edge')],
    ...AZURE,
    reach: 'unknown',
    ways: ['Gateway:80 unknown', 'ClusterIP:80 cluster'],
    asks: 'does edge/deny keep clients out?',
  },
  {
    name: 'a Gateway whose proxies have no replica',
    why: 'the way is open as soon as there is a pod',
    input: [...BEHIND_GATEWAY, {...proxies, spec: {...proxies.spec, replicas: 0}}, front('Local')],
    ...AZURE,
    reach: 'internet',
    says: 'its controller has no endpoint now',
  },
]

const dual = (spec: Fields, addresses: readonly string[]) =>
  balanced(
    {ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6', 'IPv4'], ...spec},
    {},
    {
      status: {loadBalancer: {ingress: addresses.map((ip) => ({ip}))}},
    },
  )

/** Load balancers of both families; a client comes by the family of the address that it connects to. */
const OF_FAMILIES: readonly ExposureCase[] = [
  {
    name: 'a policy for a block of IPv4 and an address of IPv6',
    why: 'whoever comes by IPv6 has no address of 198.51.100.0/24',
    input: [PODS, namespace('shop'), dual(ONLY_ITSELF, ['2600:1900::1']), policy('v4', 'web', from(block('198.51.100.0/24')))],
    reach: 'none',
    ways: ['LoadBalancer:80 none', 'ClusterIP:80 none'],
  },
  {
    name: 'a policy for all of IPv4 and an address of each family',
    why: '0.0.0.0/0 is every address of IPv4, by which everybody comes to the address of IPv4, and none of IPv6',
    input: [PODS, namespace('shop'), dual(ONLY_ITSELF, ['2600:1900::1', '20.30.40.50']), policy('v4', 'web', from(block('0.0.0.0/0')))],
    reach: 'internet',
    ways: ['LoadBalancer:80 none', 'LoadBalancer:80 internet', 'ClusterIP:80 cluster'],
  },
]

export const OF_DOUBTS: readonly ExposureCase[] = [...OF_CLIENTS, ...OF_CONTROLLERS, ...OF_FAMILIES]
