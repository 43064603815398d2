import type {WireObject} from '../../../src/cluster/object.ts'
import {objectsOf, together} from '../../manifest.ts'
import {controller, ingress, ingressClass, rule, to, WEB} from '../../network/entry/ingress/asking.ts'

type Fields = Readonly<Record<string, unknown>>

/** A small cluster of one product, and with which reaches it opens Services: by each product's documentation, see the tests of network/entry. */
export interface ExposedCluster {
  readonly what: string
  readonly objects: readonly WireObject[]
  readonly reaches: readonly string[]
}

const INTERNAL_ON = {azure: {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'}}
const tls = [{hosts: ['app.example.com'], secretName: 'cert'}]
const classed = (name: string) => ({'kubernetes.io/ingress.class': name})

function node(providerID: string | undefined, labels: Fields = {}): string {
  const addresses = [{type: 'InternalIP', address: '10.0.0.4'}]
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {name: 'node-a', labels, annotations: {'example.com/token': 'hunter2'}},
    spec: {providerID},
    status: {addresses},
  })
}

function balancer(annotations: Fields = {}, spec: Fields = {}, assigned: readonly Fields[] = []): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', namespace: 'default', annotations: {...annotations, 'example.com/token': 'hunter2'}},
    spec: {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, selector: {app: 'web'}, ports: [{port: 443}], ...spec},
    status: {loadBalancer: {ingress: assigned}},
  })
}

function agent(image: string, args: readonly string[] = []): string {
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: 'manager', namespace: 'kube-system'},
    spec: {
      selector: {matchLabels: {app: 'manager'}},
      template: {metadata: {labels: {app: 'manager'}}, spec: {containers: [{name: 'm', image, args}]}},
    },
  })
}

function other(apiVersion: string, kind: string, name: string, spec: Fields, more: Fields = {}): string {
  return JSON.stringify({apiVersion, kind, metadata: {name, ...more}, spec})
}

function gatewayOf(gatewayClassName: string, spec: Fields = {}, annotations: Fields = {}): string {
  const listeners = [{name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: {namespaces: {from: 'All'}}}]
  return other('gateway.networking.k8s.io/v1', 'Gateway', 'edge', {gatewayClassName, listeners, ...spec}, {namespace: 'infra', annotations})
}

const ROUTE = other(
  'gateway.networking.k8s.io/v1',
  'HTTPRoute',
  'web',
  {
    parentRefs: [{group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'infra', sectionName: 'http'}],
    rules: [
      {
        matches: [{path: {type: 'PathPrefix', value: '/'}, headers: [{name: 'x-key', value: 'hunter2'}]}],
        filters: [{type: 'RequestHeaderModifier', requestHeaderModifier: {set: [{name: 'authorization', value: 'hunter2'}]}}],
        backendRefs: [{name: 'web', port: 80}],
      },
    ],
  },
  {namespace: 'default'},
)

function classOf(name: string, controllerName: string, parametersRef?: Fields): string {
  return other('gateway.networking.k8s.io/v1', 'GatewayClass', name, {controllerName, ...(parametersRef && {parametersRef})})
}

const CLOUDS: readonly (readonly [what: string, reaches: string, ...objects: string[]])[] = [
  ['Azure by its nodes', 'internet', node('azure:///subscriptions/1/vm/0'), balancer()],
  ['Azure, internal', 'network', node('azure:///subscriptions/1/vm/0'), balancer(INTERNAL_ON.azure)],
  [
    'Azure, "True"',
    'internet',
    node('azure:///subscriptions/1/vm/0'),
    balancer({'service.beta.kubernetes.io/azure-load-balancer-internal': 'True'}),
  ],
  [
    'Azure, internal by a label of the pool',
    'network',
    node(undefined, {'kubernetes.azure.com/agentpool': 'nodepool1'}),
    balancer(INTERNAL_ON.azure),
  ],
  [
    'Azure, for private ranges',
    'network',
    node('azure:///x'),
    balancer({'service.beta.kubernetes.io/azure-allowed-ip-ranges': '10.0.0.0/8,192.168.0.0/16'}),
  ],
  [
    'Azure, for service tags',
    'internet',
    node('azure:///x'),
    balancer({'service.beta.kubernetes.io/azure-allowed-service-tags': 'AzureFrontDoor.Backend'}),
  ],
  ['AWS', 'internet', node('aws:///eu-west-1a/i-0abc'), balancer()],
  [
    'AWS, internal by its own controller',
    'network',
    node('aws:///eu-west-1a/i-0abc'),
    balancer({'service.beta.kubernetes.io/aws-load-balancer-internal': '0.0.0.0/0'}),
  ],
  [
    'AWS, an internal name',
    'network',
    node('aws:///eu-west-1a/i-0abc'),
    balancer({}, {}, [{hostname: 'internal-a0b1-123.eu-west-1.elb.amazonaws.com'}]),
  ],
  [
    'AWS, a public name',
    'internet',
    node('aws:///eu-west-1a/i-0abc'),
    balancer({}, {}, [{hostname: 'a0b1-123.eu-west-1.elb.amazonaws.com'}]),
  ],
  [
    'AWS Load Balancer Controller, facing the internet',
    'internet',
    agent('public.ecr.aws/eks/aws-load-balancer-controller:v2.13.0'),
    balancer({'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing'}, {loadBalancerClass: 'service.k8s.aws/nlb'}),
  ],
  ['AWS Load Balancer Controller', 'network', balancer({}, {loadBalancerClass: 'service.k8s.aws/nlb'})],
  [
    'AWS Load Balancer Controller by its image',
    'network',
    agent('registry.example/mirror/aws-load-balancer-controller:v2.13.0'),
    balancer(),
  ],
  [
    'AWS, external to its own controller',
    'network',
    node('aws:///a/i-0'),
    balancer({'service.beta.kubernetes.io/aws-load-balancer-type': 'external'}),
  ],
  [
    'EKS Auto Mode',
    'network',
    node('aws:///a/i-0', {'eks.amazonaws.com/compute-type': 'auto', 'eks.amazonaws.com/nodegroup': 'b'}),
    balancer(),
  ],
  [
    'AWS by the arguments of a controller',
    'internet',
    agent('registry.example/cloud-controller-manager:v1', ['--cloud-provider=aws', '--v=2', '--token=hunter2']),
    balancer(),
  ],
  ['GKE', 'internet', node('gce://project/zone/vm'), balancer()],
  ['GKE, internal', 'network', node('gce://project/zone/vm'), balancer({'networking.gke.io/load-balancer-type': 'Internal'})],
  [
    'GKE by a label, internal in the old way',
    'network',
    node(undefined, {'cloud.google.com/gke-nodepool': 'a'}),
    balancer({'cloud.google.com/load-balancer-type': 'internal'}),
  ],
  ['GKE by a class', 'network', balancer({}, {loadBalancerClass: 'networking.gke.io/l4-regional-internal'})],
  [
    'OpenStack, internal',
    'network',
    node('openstack:///1'),
    balancer({'service.beta.kubernetes.io/openstack-internal-load-balancer': 'true'}),
  ],
  [
    'Alibaba, internal',
    'network',
    node('cn-hangzhou.i-bp1'),
    balancer({'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type': 'intranet'}),
  ],
  ['Alibaba', 'internet', node('alicloud://cn-hangzhou.i-bp1'), balancer()],
  ['OCI, internal', 'network', node('ocid1.instance.oc1'), balancer({'service.beta.kubernetes.io/oci-load-balancer-internal': 'true'})],
  [
    'OCI, a network load balancer',
    'network',
    node('ocid1.instance.oc1'),
    balancer({'oci.oraclecloud.com/load-balancer-type': 'nlb', 'oci-network-load-balancer.oraclecloud.com/internal': 't'}),
  ],
  [
    'IBM, private',
    'network',
    node('ibm://1///a/b'),
    balancer({'service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type': 'private'}),
  ],
  [
    'DigitalOcean, internal',
    'network',
    node('digitalocean://1'),
    balancer({'service.beta.kubernetes.io/do-loadbalancer-network': 'INTERNAL'}),
  ],
  ['DigitalOcean by a label', 'internet', node(undefined, {'doks.digitalocean.com/node-id': '1'}), balancer()],
  [
    'Tencent, internal',
    'network',
    node('qcloud:///1/ins-1'),
    balancer({'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid': 'subnet-1'}),
  ],
  ['Baidu, internal', 'network', node('cce://i-1'), balancer({'service.beta.kubernetes.io/cce-load-balancer-internal-vpc': 'true'})],
  [
    'Hetzner without a public network',
    'network',
    node('hcloud://1'),
    balancer({'load-balancer.hetzner.cloud/disable-public-network': 'true'}),
  ],
  ['Hetzner by its controller', 'internet', agent('docker.io/hetznercloud/hcloud-cloud-controller-manager:v1.26'), balancer()],
  [
    'MetalLB with public addresses',
    'internet',
    other(
      'metallb.io/v1beta1',
      'IPAddressPool',
      'edge',
      {addresses: ['198.51.100.10-198.51.100.20']},
      {namespace: 'metallb-system'},
    ).replaceAll('198.51.100', '8.8.8'),
    balancer(),
  ],
  [
    'MetalLB with two pools, one asked for',
    'network',
    other('metallb.io/v1beta1', 'IPAddressPool', 'outer', {addresses: ['8.8.8.0/24']}, {namespace: 'metallb-system'}),
    other('metallb.io/v1beta1', 'IPAddressPool', 'inner', {addresses: ['10.9.0.0/24'], autoAssign: false}, {namespace: 'metallb-system'}),
    balancer({'metallb.io/address-pool': 'inner'}),
  ],
  [
    'MetalLB, an address that is asked for',
    'network',
    agent('quay.io/metallb/controller:v0.15'),
    balancer({'metallb.io/loadBalancerIPs': '10.9.0.7'}),
  ],
  [
    'Cilium with private addresses',
    'network',
    other('cilium.io/v2', 'CiliumLoadBalancerIPPool', 'edge', {blocks: [{start: '10.9.0.1', stop: '10.9.0.9'}]}),
    balancer(),
  ],
  ['ServiceLB of k3s', 'network', node('k3s://node-a'), balancer()],
  ['annotations of a cloud alone', 'network', balancer(INTERNAL_ON.azure)],
  ['nothing that tells', 'unknown', balancer()],
  ['a class that nobody knows', 'unknown', node('azure:///x'), balancer({}, {loadBalancerClass: 'example.com/edge'})],
]

const running = (image: string, more: Parameters<typeof controller>[0] = {}) =>
  together(node('azure:///x'), controller({...more, image, args: [...(more.args ?? []), '--token=hunter2']}))
const internal = {annotations: INTERNAL_ON.azure}
const onClass = (name: string, annotations: Readonly<Record<string, string>> = {}, spec: Fields = {}) =>
  ingress(
    {ingressClassName: name, ...spec},
    {annotations: {...annotations, 'nginx.ingress.kubernetes.io/configuration-snippet': 'hunter2'}},
  )

const CONTROLLERS: readonly (readonly [what: string, reaches: string, ...objects: string[]])[] = [
  [
    'ingress-nginx',
    'internet',
    running('registry.k8s.io/ingress-nginx/controller:v1.15.1'),
    ingressClass('nginx', 'k8s.io/ingress-nginx'),
    onClass('nginx'),
  ],
  [
    'ingress-nginx of another registry, internal',
    'network',
    running('registry.example/mirror/ingress-nginx/controller:v1.15.1', internal),
    ingressClass('nginx', 'k8s.io/ingress-nginx'),
    onClass('nginx'),
  ],
  [
    'two ingress-nginx',
    'network',
    running('registry.k8s.io/ingress-nginx/controller:v1.15.1', {name: 'outer'}),
    controller({name: 'inner', ...internal, args: ['--controller-class=k8s.io/ingress-nginx-inner', '--ingress-class', 'inner']}),
    ingressClass('outer', 'k8s.io/ingress-nginx'),
    ingressClass('inner', 'k8s.io/ingress-nginx-inner'),
    onClass('inner'),
  ],
  [
    'ingress-nginx by the annotation',
    'internet',
    running('registry.k8s.io/ingress-nginx/controller:v1'),
    ingress({}, {annotations: classed('nginx')}),
  ],
  [
    'ingress-nginx by an annotation of its own, with ranges',
    'internet',
    running('registry.k8s.io/ingress-nginx/controller:v1', {args: ['--ingress-class=team-edge']}),
    ingress({tls}, {annotations: {...classed('team-edge'), 'nginx.ingress.kubernetes.io/whitelist-source-range': '203.0.113.0/24'}}),
  ],
  [
    'ingress-nginx for another namespace',
    'unknown',
    running('registry.k8s.io/ingress-nginx/controller:v1', {args: ['--watch-namespace=elsewhere']}),
    ingressClass('nginx', 'k8s.io/ingress-nginx'),
    onClass('nginx'),
  ],
  [
    'ingress-nginx by default',
    'internet',
    running('registry.k8s.io/ingress-nginx/controller:v1'),
    ingressClass('nginx', 'k8s.io/ingress-nginx', {}, true),
    ingress(),
  ],
  [
    'ingress-nginx that takes all',
    'internet',
    running('registry.k8s.io/ingress-nginx/controller:v1', {args: ['--watch-ingress-without-class=true']}),
    ingress(),
  ],
  [
    'ingress-nginx that publishes another Service',
    'network',
    running('registry.k8s.io/ingress-nginx/controller:v1', {spec: false, args: ['--publish-service=$(POD_NAMESPACE)/proxies']}),
    controller({...internal, image: 'envoyproxy/envoy:v1', name: 'proxies'}),
    ingressClass('nginx', 'k8s.io/ingress-nginx'),
    onClass('nginx'),
  ],
  [
    'HAProxy of a class that takes those without, too',
    'network',
    running('haproxytech/kubernetes-ingress:3.1', {...internal, args: ['--ingress.class=prod', '--empty-ingress-class']}),
    ingress(),
  ],
  [
    'ingress-nginx that redirects',
    'internet',
    running('registry.k8s.io/ingress-nginx/controller:v1'),
    ingressClass('nginx', 'k8s.io/ingress-nginx'),
    onClass('nginx', {'nginx.ingress.kubernetes.io/force-ssl-redirect': 'true'}, {tls}),
  ],
  [
    'NGINX Ingress Controller',
    'network',
    running('nginx/nginx-ingress:5.2.0', {...internal, args: ['-ingress-class=nginx']}),
    ingressClass('nginx', 'nginx.org/ingress-controller'),
    onClass('nginx'),
  ],
  [
    'Traefik of a class',
    'network',
    running('docker.io/traefik:v3.7', {
      ...internal,
      args: ['--providers.kubernetesingress', '--providers.kubernetesingress.ingressclass=inner', '--providers.consul.token=hunter2'],
    }),
    ingressClass('inner', 'traefik.io/ingress-controller'),
    onClass('inner'),
  ],
  [
    'Traefik that reads no Ingresses',
    'unknown',
    running('traefik:v3.7', {args: ['--providers.kubernetescrd']}),
    ingressClass('traefik', 'traefik.io/ingress-controller'),
    onClass('traefik'),
  ],
  [
    'HAProxy of a class',
    'network',
    running('haproxytech/kubernetes-ingress:3.1', {...internal, args: ['--ingress.class=prod']}),
    ingressClass('edge', 'haproxy.org/ingress-controller/prod'),
    onClass('edge'),
  ],
  [
    'HAProxy Ingress of a class',
    'network',
    running('quay.io/jcmoraisjr/haproxy-ingress:v0.15', {...internal, args: ['--controller-class=staging']}),
    ingressClass('edge', 'haproxy-ingress.github.io/controller/staging'),
    onClass('edge'),
  ],
  [
    'Contour with Envoys apart',
    'network',
    running('ghcr.io/projectcontour/contour:v1.33', {spec: false, args: ['serve', '--incluster', '--envoy-service-name=proxies']}),
    controller({...internal, image: 'envoyproxy/envoy:v1', name: 'proxies'}),
    onClass('contour'),
  ],
  [
    'Kong by its environment',
    'network',
    running('kong/kubernetes-ingress-controller:3.5', {
      spec: false,
      env: [
        {name: 'CONTROLLER_PUBLISH_SERVICE', value: 'edge/proxies'},
        {name: 'CONTROLLER_INGRESS_CLASS', value: 'inner'},
        {name: 'CONTROLLER_KONG_ADMIN_TOKEN', value: 'hunter2'},
      ],
    }),
    controller({...internal, image: 'kong:3', name: 'proxies'}),
    ingressClass('inner', 'ingress-controllers.konghq.com/kong'),
    onClass('inner'),
  ],
  [
    'Istio',
    'network',
    running('docker.io/istio/proxyv2:1.28', {...internal, labels: {istio: 'ingressgateway'}}),
    ingressClass('istio', 'istio.io/ingress-controller'),
    onClass('istio'),
  ],
  [
    'Cilium, dedicated',
    'network',
    node('azure:///x'),
    ingressClass('cilium', 'cilium.io/ingress-controller'),
    onClass('cilium', INTERNAL_ON.azure),
  ],
  [
    'Cilium, shared by its ConfigMap',
    'network',
    node('azure:///x'),
    other('v1', 'ConfigMap', 'cilium-config', {}, {namespace: 'kube-system'}).replace(
      '"spec":{}',
      '"data":{"ingress-default-lb-mode":"shared","other":"hunter2"}',
    ),
    controller({...internal, name: 'cilium-ingress', namespace: 'kube-system', image: 'none'}),
    ingressClass('cilium', 'cilium.io/ingress-controller'),
    onClass('cilium'),
  ],
  [
    'AKS application routing, internal',
    'network',
    other('approuting.kubernetes.azure.com/v1alpha1', 'NginxIngressController', 'inner', {
      ingressClassName: 'inner-nginx',
      loadBalancerAnnotations: INTERNAL_ON.azure,
    }),
    ingressClass('inner-nginx', 'webapprouting.kubernetes.azure.com/nginx/inner'),
    onClass('inner-nginx'),
  ],
  [
    'Application Gateway, private',
    'network',
    ingress({}, {annotations: {...classed('azure/application-gateway'), 'appgw.ingress.kubernetes.io/use-private-ip': 'true'}}),
  ],
  [
    'Application Gateway on another port',
    'internet',
    ingress({}, {annotations: {...classed('azure/application-gateway'), 'appgw.ingress.kubernetes.io/override-frontend-port': '8080'}}),
  ],
  ['Application Gateway for Containers', 'internet', onClass('azure-alb-external')],
  [
    'ALB of a group, on other ports',
    'internet',
    onClass('alb', {
      'alb.ingress.kubernetes.io/group.name': 'team',
      'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP": 8080}, {"HTTPS": 8443}]',
    }),
    ingress(
      {ingressClassName: 'alb', rules: [rule('b.example.com', to('web', 80))]},
      {
        name: 'second',
        annotations: {'alb.ingress.kubernetes.io/group.name': 'team', 'alb.ingress.kubernetes.io/scheme': 'internet-facing'},
      },
    ),
  ],
  ['ALB', 'network', onClass('alb')],
  [
    'ALB by IngressClassParams',
    'internet',
    other('elbv2.k8s.aws/v1beta1', 'IngressClassParams', 'outer', {scheme: 'internet-facing'}),
    ingressClass('outer', 'ingress.k8s.aws/alb', {parameters: {apiGroup: 'elbv2.k8s.aws', kind: 'IngressClassParams', name: 'outer'}}),
    onClass('outer'),
  ],
  [
    'GKE Ingress, internal',
    'network',
    ingress({tls}, {annotations: {...classed('gce-internal'), 'kubernetes.io/ingress.allow-http': 'false'}}),
    node('gce://p/z/v'),
  ],
  ['GKE Ingress by a name of an address', 'internet', ingress({}, {annotations: {'kubernetes.io/ingress.global-static-ip-name': 'front'}})],
  [
    'GKE Ingress with a certificate',
    'internet',
    ingress({}, {annotations: {...classed('gce'), 'ingress.gcp.kubernetes.io/pre-shared-cert': 'a'}}),
  ],
  ['Tailscale', 'network', onClass('tailscale')],
  ['Tailscale with funnel', 'internet', onClass('tailscale', {'tailscale.com/funnel': 'true'})],
  ['a class that nobody knows', 'unknown', onClass('edge')],
]

const GATEWAYS: readonly (readonly [what: string, reaches: string, ...objects: string[]])[] = [
  ['GKE, internal', 'network', gatewayOf('gke-l7-rilb')],
  ['GKE', 'internet', gatewayOf('gke-l7-global-external-managed'), classOf('gke-l7-global-external-managed', 'networking.gke.io/gateway')],
  ['Istio, internal by an annotation of the Gateway', 'network', node('azure:///x'), gatewayOf('istio', {}, INTERNAL_ON.azure)],
  ['Istio, inside', 'none', gatewayOf('istio', {}, {'networking.istio.io/service-type': 'ClusterIP'})],
  [
    'Cilium, internal by what is said for its Service',
    'network',
    node('azure:///x'),
    classOf('inner', 'io.cilium/gateway-controller'),
    gatewayOf('inner', {infrastructure: {annotations: INTERNAL_ON.azure}}),
  ],
  [
    'Envoy Gateway, internal by its parameters',
    'network',
    node('azure:///x'),
    classOf('eg', 'gateway.envoyproxy.io/gatewayclass-controller', {
      group: 'gateway.envoyproxy.io',
      kind: 'EnvoyProxy',
      name: 'inner',
      namespace: 'infra',
    }),
    other(
      'gateway.envoyproxy.io/v1alpha1',
      'EnvoyProxy',
      'inner',
      {
        provider: {
          type: 'Kubernetes',
          kubernetes: {
            envoyDeployment: {container: {env: [{name: 'TOKEN', value: 'hunter2'}]}},
            envoyService: {type: 'LoadBalancer', annotations: {...INTERNAL_ON.azure, 'example.com/token': 'hunter2'}},
          },
        },
        bootstrap: {value: 'hunter2'},
      },
      {namespace: 'infra'},
    ),
    gatewayOf('eg'),
  ],
  [
    'Envoy Gateway with the Service that it made',
    'network',
    node('azure:///x'),
    classOf('eg', 'gateway.envoyproxy.io/gatewayclass-controller'),
    gatewayOf('eg'),
    JSON.stringify({
      ...JSON.parse(balancer(INTERNAL_ON.azure)),
      metadata: {
        name: 'envoy-infra-edge-1a2b',
        namespace: 'envoy-gateway-system',
        annotations: INTERNAL_ON.azure,
        labels: {'gateway.envoyproxy.io/owning-gateway-name': 'edge', 'gateway.envoyproxy.io/owning-gateway-namespace': 'infra'},
      },
    }),
  ],
  [
    'Contour behind a Service that is shared',
    'network',
    node('azure:///x'),
    classOf('contour', 'projectcontour.io/gateway-controller'),
    gatewayOf('contour'),
    JSON.stringify({
      ...JSON.parse(balancer()),
      metadata: {name: 'front', namespace: 'projectcontour', annotations: INTERNAL_ON.azure, labels: {'app.kubernetes.io/name': 'envoy'}},
    }),
  ],
  ['AWS, unless more is said', 'network', classOf('outer', 'gateway.k8s.aws/alb'), gatewayOf('outer')],
  [
    'an address that is given',
    'internet',
    classOf('edge', 'example.com/controller'),
    gatewayOf('edge', {addresses: [{type: 'IPAddress', value: '8.8.8.8'}]}),
  ],
  ['a class that nobody knows', 'unknown', gatewayOf('edge')],
]

/** Live objects have namespaces, and Deployments are there twice: as themselves, and as what they made. */
function inCluster(texts: readonly string[]): readonly WireObject[] {
  return texts
    .flatMap((text) => objectsOf(text))
    .map(({object}) => {
      const metadata = object['metadata'] as Fields
      const isNamespaced = ![
        'Node',
        'IngressClass',
        'GatewayClass',
        'IngressClassParams',
        'NginxIngressController',
        'CiliumLoadBalancerIPPool',
      ].includes(String(object['kind']))
      return {...object, metadata: {...(isNamespaced && {namespace: 'default'}), ...metadata}}
    })
}

const cluster =
  (title: string, beside: readonly string[]) =>
  ([what, reach, ...texts]: readonly [string, string, ...string[]]): ExposedCluster => ({
    what: `${title}: ${what}`,
    objects: inCluster([...beside, ...texts]),
    reaches: [reach],
  })

export const EXPOSED_CLUSTERS: readonly ExposedCluster[] = [
  ...CLOUDS.map(cluster('load balancer', [])),
  ...CONTROLLERS.map(cluster('Ingress', [WEB])),
  ...GATEWAYS.map(cluster('Gateway', [WEB, ROUTE])),
]
