import {FROM_ALL, gateway, grant, route, to} from '../../../network/entry/gateway/objects.ts'
import {service} from '../asking.ts'
import type {ExposureCase} from './exposure-case.ts'
import {type Fields, INTERNAL_ON_AZURE, PODS, web} from './objects.ts'

const API = 'gateway.networking.k8s.io/v1'
const AZURE = {flags: {cloud: 'azure', nodes: 'private'}} as const
const PUBLIC_EDGE = {flags: {class: ['edge=public'], nodes: 'private'}} as const
const INSIDE = 'ClusterIP:80 cluster'
const OPEN = ['Gateway:80 internet', INSIDE]
const INNER = ['Gateway:80 network', INSIDE]

const WEB = [PODS, web()]
const ROUTE = route('shop/web', 'edge', [to()])

function gatewayClass(name: string, controllerName: string, parametersRef?: Fields): Fields {
  return {apiVersion: API, kind: 'GatewayClass', metadata: {name}, spec: {controllerName, ...(parametersRef && {parametersRef})}}
}

const ofClass = (gatewayClassName: string, spec: Fields = {}, more: Fields = {}) =>
  gateway('shop/edge', [{}], {gatewayClassName, ...spec}, more)

const CLASSES: readonly ExposureCase[] = [
  {
    name: 'a Gateway of a class that nobody knows',
    why: 'controllerName says who makes it, and what that makes is its own affair (GatewayClass): only who installed it knows',
    input: [...WEB, gateway('shop/edge'), ROUTE],
    ...AZURE,
    reach: 'unknown',
    ways: ['Gateway:80 unknown', INSIDE],
    asks: 'is class "edge" public? say so in svcscope.yaml',
  },
  {
    name: 'a Gateway of a class that was said to be public',
    why: 'the word of the user on the class',
    input: [...WEB, gateway('shop/edge'), ROUTE],
    ...PUBLIC_EDGE,
    reach: 'internet',
    ways: OPEN,
  },
  {
    name: 'a Gateway of a class that was said to be private',
    why: 'the word of the user on the class',
    input: [...WEB, gateway('shop/edge'), ROUTE],
    flags: {class: ['edge=private']},
    reach: 'network',
    ways: INNER,
  },
  {
    name: 'an external Gateway of GKE',
    why: 'gke-l7-global-external-managed is an external Application Load Balancer (docs.cloud.google.com, Gateway API, GatewayClasses)',
    input: [...WEB, ofClass('gke-l7-global-external-managed'), ROUTE],
    reach: 'internet',
    ways: OPEN,
  },
  {
    name: 'an internal Gateway of GKE',
    why: 'gke-l7-rilb is a regional internal Application Load Balancer (ibid.)',
    input: [...WEB, ofClass('gke-l7-rilb'), ROUTE],
    reach: 'network',
    ways: INNER,
  },
  {
    name: 'Application Gateway for Containers',
    why: '"private IP addresses aren’t currently supported" of its frontends (learn.microsoft.com, application-gateway-for-containers-components)',
    input: [...WEB, ofClass('edge'), gatewayClass('edge', 'alb.networking.azure.io/alb-controller'), ROUTE],
    reach: 'internet',
    ways: OPEN,
  },
  {
    name: 'VPC Lattice',
    why: 'clients are those of VPCs that are associated with the service network (gateway-api-controller.eks.aws.dev, overview)',
    input: [...WEB, ofClass('amazon-vpc-lattice'), ROUTE],
    reach: 'network',
    ways: INNER,
  },
  {
    name: 'the AWS Load Balancer Controller, nothing said',
    why: 'LoadBalancerConfiguration, scheme: "Default internal" (its guide, gateway/loadbalancerconfig)',
    input: [...WEB, ofClass('edge'), gatewayClass('edge', 'gateway.k8s.aws/alb'), ROUTE],
    reach: 'network',
    ways: INNER,
  },
  {
    name: 'the AWS Load Balancer Controller, internet-facing',
    why: 'scheme of the LoadBalancerConfiguration that the Gateway names (its guide, gateway/loadbalancerconfig)',
    input: [
      ...WEB,
      ofClass('edge', {infrastructure: {parametersRef: {group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'edge'}}}),
      gatewayClass('edge', 'gateway.k8s.aws/alb'),
      {
        apiVersion: 'gateway.k8s.aws/v1beta1',
        kind: 'LoadBalancerConfiguration',
        metadata: {namespace: 'shop', name: 'edge'},
        spec: {scheme: 'internet-facing'},
      },
      ROUTE,
    ],
    reach: 'internet',
    ways: OPEN,
  },
  {
    name: 'Istio on Azure, nothing said',
    why: '"each Gateway will automatically provision a Service and Deployment" (istio.io, Kubernetes Gateway API), a load balancer, public on Azure',
    input: [...WEB, ofClass('istio'), ROUTE],
    ...AZURE,
    reach: 'internet',
    ways: OPEN,
  },
  {
    name: 'Istio on Azure, internal by infrastructure annotations',
    why: 'infrastructure.annotations "SHOULD be applied to any resources created in response to this Gateway" (GatewayInfrastructure)',
    input: [...WEB, ofClass('istio', {infrastructure: {annotations: INTERNAL_ON_AZURE}}), ROUTE],
    ...AZURE,
    reach: 'network',
    ways: INNER,
  },
  {
    name: 'Istio as a ClusterIP',
    why: 'networking.istio.io/service-type: ClusterIP (istio.io, resource annotations): nothing leads to it from outside',
    input: [
      ...WEB,
      {...ofClass('istio'), metadata: {namespace: 'shop', name: 'edge', annotations: {'networking.istio.io/service-type': 'ClusterIP'}}},
      ROUTE,
    ],
    ...AZURE,
    reach: 'cluster',
    ways: ['Gateway:80 none', INSIDE],
  },
  {
    name: 'a waypoint',
    why: 'it is a proxy of the mesh for traffic inside of it (istio.io, ambient, waypoint)',
    input: [...WEB, ofClass('istio-waypoint'), ROUTE],
    ...AZURE,
    reach: 'cluster',
    ways: ['Gateway:80 none', INSIDE],
  },
  {
    name: 'Envoy Gateway with an internal Service',
    why: 'envoyService.annotations of its EnvoyProxy are those of the Service (gateway.envoyproxy.io, API, KubernetesServiceSpec)',
    input: [
      ...WEB,
      ofClass('edge'),
      gatewayClass('edge', 'gateway.envoyproxy.io/gatewayclass-controller', {
        group: 'gateway.envoyproxy.io',
        kind: 'EnvoyProxy',
        namespace: 'envoy',
        name: 'inner',
      }),
      {
        apiVersion: 'gateway.envoyproxy.io/v1alpha1',
        kind: 'EnvoyProxy',
        metadata: {namespace: 'envoy', name: 'inner'},
        spec: {provider: {type: 'Kubernetes', kubernetes: {envoyService: {annotations: INTERNAL_ON_AZURE}}}},
      },
      ROUTE,
    ],
    ...AZURE,
    reach: 'network',
    ways: INNER,
  },
  {
    name: 'a Gateway that asks for a private address',
    why: 'spec.addresses are those that are asked for it, and an address of RFC 1918 is one of a private network',
    input: [...WEB, gateway('shop/edge', [{}], {addresses: [{type: 'IPAddress', value: '10.0.0.50'}]}), ROUTE],
    ...AZURE,
    reach: 'network',
    ways: INNER,
  },
  {
    name: 'a Gateway whose status has a public address',
    why: 'status.addresses are "the network addresses that have been bound to the Gateway"',
    input: [...WEB, gateway('shop/edge', [{}], {}, {status: {addresses: [{type: 'IPAddress', value: '203.0.113.60'}]}}), ROUTE],
    ...AZURE,
    reach: 'internet',
    ways: OPEN,
  },
]

const ROUTES: readonly ExposureCase[] = [
  {
    name: 'a route without a listener that takes it',
    why: 'allowedRoutes.namespaces is Same by default, and the Gateway is of namespace infra',
    input: [...WEB, gateway('infra/edge'), route('shop/web', 'infra/edge', [to()])],
    ...PUBLIC_EDGE,
    reach: 'cluster',
    ways: [INSIDE],
    broken: ['not-allowed'],
  },
  {
    name: 'a route to a Service of another namespace without a grant',
    why: '"a ReferenceGrant object is required in the referent namespace to allow that namespace’s owner to accept the reference" (BackendObjectReference)',
    input: [...WEB, gateway('front/edge'), route('front/web', 'edge', [to('shop/web')])],
    ...PUBLIC_EDGE,
    reach: 'cluster',
    ways: [INSIDE],
    broken: ['no-grant'],
  },
  {
    name: 'a route to a Service of another namespace with a grant',
    why: 'the ReferenceGrant of namespace shop lets HTTPRoutes of namespace front in',
    input: [
      ...WEB,
      gateway('front/edge'),
      route('front/web', 'edge', [to('shop/web')]),
      grant('shop/front', {kind: 'HTTPRoute', namespace: 'front'}),
    ],
    ...PUBLIC_EDGE,
    reach: 'internet',
    ways: OPEN,
  },
  {
    name: 'a route for hosts that the listener does not have',
    why: '"there must be at least one intersecting hostname for the HTTPRoute to be attached to the Listener" (HTTPRoute, hostnames)',
    input: [
      ...WEB,
      gateway('shop/edge', [{hostname: '*.example.com'}]),
      route('shop/web', 'edge', [to()], {hostnames: ['shop.example.org']}),
    ],
    ...PUBLIC_EDGE,
    reach: 'cluster',
    ways: [INSIDE],
    broken: ['no-hostname-in-common'],
  },
  {
    name: 'a backend of weight 0',
    why: '"If weight is set to 0, no traffic should be forwarded for this entry" (BackendRef)',
    input: [...WEB, service('other'), gateway('shop/edge'), route('shop/web', 'edge', [to('web', {weight: 0}), to('other')])],
    ...PUBLIC_EDGE,
    reach: 'cluster',
    ways: [INSIDE],
  },
  {
    name: 'a route of a mesh',
    why: 'a parent that is a Service is for clients inside of the mesh (GAMMA, GEP-1426), which opens nothing outside',
    input: [...WEB, route('shop/web', {group: '', kind: 'Service', name: 'web', port: 80}, [to()])],
    ...PUBLIC_EDGE,
    reach: 'cluster',
    ways: [INSIDE],
  },
  {
    name: 'a listener for HTTPS',
    why: 'protocol HTTPS on port 443 ends TLS at the Gateway (ListenerTLSConfig)',
    input: [...WEB, gateway('shop/edge', [{protocol: 'HTTPS', port: 443, tls: {certificateRefs: [{name: 'cert'}]}}]), ROUTE],
    ...PUBLIC_EDGE,
    reach: 'internet',
    ways: ['Gateway:443 internet', INSIDE],
  },
  {
    name: 'a listener for UDP',
    why: 'a UDPRoute attaches to a listener of protocol UDP, and forwards to UDP ports (GEP-735)',
    input: [
      PODS,
      web({ports: [{name: 'dns', port: 53, protocol: 'UDP', targetPort: 8080}]}),
      gateway('shop/edge', [{protocol: 'UDP', port: 53}]),
      {...route('shop/web', 'edge', [to('web', {port: 53})], {}, 'UDPRoute'), apiVersion: 'gateway.networking.k8s.io/v1alpha2'},
    ],
    ...PUBLIC_EDGE,
    reach: 'internet',
    ways: ['Gateway:53/UDP internet', 'ClusterIP:53/UDP cluster'],
  },
  {
    name: 'a route of another namespace to a Gateway for all',
    why: '"All: Routes in all namespaces may be used by this Gateway"',
    input: [...WEB, gateway('infra/edge', [FROM_ALL]), route('shop/web', 'infra/edge', [to()])],
    ...PUBLIC_EDGE,
    reach: 'internet',
    ways: OPEN,
  },
]

/** What Gateways open, by their classes, addresses and routes. */
export const OF_GATEWAYS: readonly ExposureCase[] = [...CLASSES, ...ROUTES]
