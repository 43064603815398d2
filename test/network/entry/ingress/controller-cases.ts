import type {EntryFacts} from '../../../../src/network/entry/entry-facts.ts'
import {AZURE, controller, INTERNAL, ingress, ingressClass, NOWHERE, rule, to} from './asking.ts'

/** An Ingress of Service web and what serves it, and the ways that lead there, on Azure unless `facts` says otherwise. */
export interface ControllerCase {
  readonly title: string
  /** By which rule of the controller. */
  readonly why: string
  readonly texts: readonly string[]
  readonly facts?: EntryFacts
  /** As `ways` of asking.ts has them. */
  readonly ways: readonly string[]
  /** The reason that is told at the Ingress, where the input itself shows that nobody takes it. */
  readonly fault?: 'no-class' | 'not-served'
}

const GKE = {...AZURE, cloud: {name: 'gke', evidence: 'said'} as const}
const AWS = {...AZURE, cloud: {name: 'aws', evidence: 'said'} as const}
const NGINX = ingressClass('nginx', 'k8s.io/ingress-nginx')
const annotated = (value: string) => ({'kubernetes.io/ingress.class': value})
const tls = [{hosts: ['app.example.com'], secretName: 'cert'}]
const PUBLIC = ['80 internet app.example.com → web:80', '443s internet app.example.com → web:80']
const PRIVATE = ['80 network app.example.com → web:80', '443s network app.example.com → web:80']
const UNKNOWN = ['80 unknown app.example.com → web:80', '443s unknown app.example.com → web:80']
const alb = (annotations: Readonly<Record<string, string>>, spec = {}) =>
  ingress(
    {ingressClassName: 'alb', ...spec},
    {annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`alb.ingress.kubernetes.io/${key}`, value]))},
  )
const agic = (annotations: Readonly<Record<string, string>>, spec = {}) =>
  ingress(spec, {
    annotations: {
      ...annotated('azure/application-gateway'),
      ...Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`appgw.ingress.kubernetes.io/${key}`, value])),
    },
  })
const withImage = (image: string, more: Parameters<typeof controller>[0] = {}) => controller({...more, image})
const traefik = (args: readonly string[] = ['--providers.kubernetesingress'], more: Parameters<typeof controller>[0] = {}) =>
  withImage('traefik:v3.7', {...more, args})

export const CONTROLLER_CASES: readonly ControllerCase[] = [
  // ingress-nginx: docs/user-guide/{cli-arguments,multiple-ingress,nginx-configuration/annotations}
  {
    title: 'ingress-nginx',
    why: 'its Service is a load balancer, public on Azure',
    texts: [ingress({ingressClassName: 'nginx'}), NGINX, controller()],
    ways: PUBLIC,
  },
  {
    title: 'ingress-nginx, internal',
    why: 'an Ingress is as public as the Service of its controller',
    texts: [ingress({ingressClassName: 'nginx'}), NGINX, controller({annotations: INTERNAL})],
    ways: PRIVATE,
  },
  {
    title: 'ingress-nginx by the annotation',
    why: '--ingress-class is nginx by default',
    texts: [ingress({}, {annotations: annotated('nginx')}), controller()],
    ways: PUBLIC,
  },
  {
    title: 'ingress-nginx by the annotation of another name',
    why: '--ingress-class names what the annotation must say',
    texts: [ingress({}, {annotations: annotated('edge')}), controller({args: ['--ingress-class=edge']})],
    ways: PUBLIC,
  },
  {
    title: 'ingress-nginx whose annotation is another',
    why: 'nobody takes class edge',
    texts: [ingress({}, {annotations: annotated('edge')}), controller()],
    ways: UNKNOWN.slice(0, 1),
  },
  {
    title: 'two ingress-nginx, told apart by --controller-class',
    why: 'spec.controller of the class must equal it',
    texts: [
      ingress({ingressClassName: 'inner'}),
      ingressClass('inner', 'k8s.io/inner'),
      controller(),
      controller({name: 'inner', args: ['--controller-class=k8s.io/inner'], annotations: INTERNAL}),
    ],
    ways: PRIVATE,
  },
  {
    title: 'two ingress-nginx, the outer class',
    why: 'the inner one takes its own only',
    texts: [
      ingress({ingressClassName: 'nginx'}),
      NGINX,
      controller(),
      controller({name: 'inner', args: ['--controller-class', 'k8s.io/inner'], annotations: INTERNAL}),
    ],
    ways: PUBLIC,
  },
  {
    title: 'ingress-nginx by the name of the class',
    why: '--ingress-class-by-name takes the class that --ingress-class names',
    texts: [
      ingress({ingressClassName: 'inner'}),
      ingressClass('inner', 'k8s.io/other'),
      controller({args: ['--ingress-class=inner', '--ingress-class-by-name=true'], annotations: INTERNAL}),
    ],
    ways: PRIVATE,
  },
  {
    title: 'ingress-nginx without class',
    why: 'only with --watch-ingress-without-class',
    texts: [ingress(), controller({args: ['--watch-ingress-without-class=true']})],
    ways: PUBLIC,
  },
  {
    title: 'ingress-nginx without class and without the flag',
    why: 'it takes none',
    texts: [ingress(), controller()],
    ways: UNKNOWN.slice(0, 1),
    fault: 'no-class',
  },
  {
    title: 'ingress-nginx by the default class',
    why: 'the API server writes the default class in',
    texts: [ingress(), ingressClass('nginx', 'k8s.io/ingress-nginx', {}, true), controller()],
    ways: PUBLIC,
  },
  {
    title: 'ingress-nginx of another namespace',
    why: '--watch-namespace leaves the rest alone',
    texts: [ingress({ingressClassName: 'nginx'}), NGINX, controller({args: ['--watch-namespace=other']})],
    ways: UNKNOWN,
    fault: 'not-served',
  },
  {
    title: 'ingress-nginx with TLS',
    why: 'port 80 redirects a host with a certificate (ssl-redirect is true by default)',
    texts: [ingress({ingressClassName: 'nginx', tls}), NGINX, controller()],
    ways: PUBLIC.slice(1),
  },
  {
    title: 'ingress-nginx with TLS and no redirect',
    why: 'ssl-redirect "false" answers in the clear',
    texts: [
      ingress({ingressClassName: 'nginx', tls}, {annotations: {'nginx.ingress.kubernetes.io/ssl-redirect': 'false'}}),
      NGINX,
      controller(),
    ],
    ways: PUBLIC,
  },
  {
    title: 'ingress-nginx with TLS for another host',
    why: 'a certificate redirects its own hosts only',
    texts: [ingress({ingressClassName: 'nginx', tls: [{hosts: ['other.com']}]}), NGINX, controller()],
    ways: PUBLIC,
  },
  {
    title: 'ingress-nginx with a wildcard certificate',
    why: '*.example.com covers app.example.com',
    texts: [ingress({ingressClassName: 'nginx', tls: [{hosts: ['*.example.com']}]}), NGINX, controller()],
    ways: PUBLIC.slice(1),
  },
  {
    title: 'ingress-nginx with TLS without hosts',
    why: '"Defaults to the wildcard host setting for the loadbalancer controller fulfilling this Ingress"',
    texts: [ingress({ingressClassName: 'nginx', tls: [{secretName: 'cert'}]}), NGINX, controller()],
    ways: PUBLIC.slice(1),
  },
  {
    title: 'ingress-nginx with a list',
    why: 'whitelist-source-range lets these in only',
    texts: [
      ingress(
        {ingressClassName: 'nginx'},
        {annotations: {'nginx.ingress.kubernetes.io/whitelist-source-range': '203.0.113.0/24, 198.51.100.7'}},
      ),
      NGINX,
      controller(),
    ],
    ways: [
      '80 internet from 203.0.113.0/24, 198.51.100.7 app.example.com → web:80',
      '443s internet from 203.0.113.0/24, 198.51.100.7 app.example.com → web:80',
    ],
  },
  {
    title: 'ingress-nginx with a private list',
    why: 'nobody of the internet has such an address',
    texts: [
      ingress({ingressClassName: 'nginx', tls}, {annotations: {'nginx.ingress.kubernetes.io/allowlist-source-range': '10.0.0.0/8'}}),
      NGINX,
      controller(),
    ],
    ways: ['443s network from 10.0.0.0/8 app.example.com → web:80'],
  },
  {
    title: 'ingress-nginx with a list of everybody',
    why: '0.0.0.0/0 narrows nothing',
    texts: [
      ingress({ingressClassName: 'nginx', tls}, {annotations: {'nginx.ingress.kubernetes.io/whitelist-source-range': '0.0.0.0/0'}}),
      NGINX,
      controller(),
    ],
    ways: PUBLIC.slice(1),
  },
  {
    title: 'ingress-nginx with a list behind source ranges',
    why: 'a client must be in both',
    texts: [
      ingress(
        {ingressClassName: 'nginx', tls},
        {annotations: {'nginx.ingress.kubernetes.io/whitelist-source-range': '203.0.113.128/25,198.51.100.0/24'}},
      ),
      NGINX,
      controller({spec: {loadBalancerSourceRanges: ['203.0.113.0/24']}}),
    ],
    ways: ['443s internet from 203.0.113.128/25 app.example.com → web:80'],
  },
  {
    title: 'ingress-nginx with a list that nobody behind the source ranges is in',
    why: 'the two have no address in common',
    texts: [
      ingress({ingressClassName: 'nginx', tls}, {annotations: {'nginx.ingress.kubernetes.io/whitelist-source-range': '198.51.100.0/24'}}),
      NGINX,
      controller({spec: {loadBalancerSourceRanges: ['203.0.113.0/24']}}),
    ],
    ways: ['443s none app.example.com → web:80'],
  },
  {
    title: 'ingress-nginx with source ranges and node ports',
    why: 'loadBalancerSourceRanges guard the load balancer only, the node port is open to the network',
    texts: [
      ingress({ingressClassName: 'nginx', tls}),
      NGINX,
      controller({
        spec: {
          loadBalancerSourceRanges: ['203.0.113.0/24'],
          allocateLoadBalancerNodePorts: true,
          ports: [{name: 'https', port: 443, nodePort: 30443}],
        },
      }),
    ],
    ways: ['443s internet from 203.0.113.0/24 app.example.com → web:80', '30443s network app.example.com → web:80'],
  },
  {
    title: 'ingress-nginx on node ports',
    why: 'bare metal: the Service is of type NodePort',
    texts: [
      ingress({ingressClassName: 'nginx'}),
      NGINX,
      controller({spec: {type: 'NodePort', allocateLoadBalancerNodePorts: undefined, ports: [{name: 'http', port: 80, nodePort: 30080}]}}),
    ],
    facts: NOWHERE,
    ways: ['30080 network app.example.com → web:80'],
  },
  {
    title: 'ingress-nginx on host ports',
    why: 'kind: no Service leads in, the nodes’ ports 80 and 443 do; 8443 is the webhook',
    texts: [ingress({ingressClassName: 'nginx'}), NGINX, hostPorts()],
    facts: NOWHERE,
    ways: PRIVATE,
  },
  {
    title: 'ingress-nginx behind a ClusterIP',
    why: 'nothing leads to it from outside',
    texts: [ingress({ingressClassName: 'nginx'}), NGINX, controller({spec: {type: 'ClusterIP', allocateLoadBalancerNodePorts: undefined}})],
    ways: ['null none app.example.com → web:80'],
  },
  {
    title: 'ingress-nginx with a webhook and metrics',
    why: 'other ports of its Services lead to no Ingress',
    texts: [
      ingress({ingressClassName: 'nginx', tls}),
      NGINX,
      controller({
        spec: {
          ports: [
            {name: 'https', port: 443, targetPort: 'https'},
            {name: 'https-webhook', port: 8443, targetPort: 'webhook'},
            {name: 'metrics', port: 10254},
          ],
        },
      }),
    ],
    ways: PUBLIC.slice(1),
  },
  {
    title: 'ingress-nginx on an unknown cloud',
    why: 'nothing says whether its load balancer is public',
    texts: [ingress({ingressClassName: 'nginx'}), NGINX, controller()],
    facts: NOWHERE,
    ways: UNKNOWN,
  },
  // NGINX Ingress Controller (F5): docs.nginx.com
  {
    title: 'NGINX Ingress Controller',
    why: 'class nginx of nginx.org/ingress-controller, and no TLS without certificate',
    texts: [
      ingress({ingressClassName: 'nginx'}),
      ingressClass('nginx', 'nginx.org/ingress-controller'),
      withImage('nginx/nginx-ingress:5.2.0', {args: ['-ingress-class=nginx']}),
    ],
    ways: PUBLIC.slice(0, 1),
  },
  {
    title: 'NGINX Ingress Controller beside ingress-nginx',
    why: 'both go by "nginx": spec.controller decides',
    texts: [
      ingress({ingressClassName: 'nginx'}),
      ingressClass('nginx', 'nginx.org/ingress-controller'),
      controller(),
      withImage('nginx/nginx-ingress:5.2.0', {name: 'inc', annotations: INTERNAL}),
    ],
    ways: PRIVATE.slice(0, 1),
  },
  {
    title: 'NGINX Ingress Controller of another class',
    why: '-ingress-class must be the class’s name',
    texts: [
      ingress({ingressClassName: 'edge'}),
      ingressClass('edge', 'nginx.org/ingress-controller'),
      withImage('nginx/nginx-ingress:5.2.0'),
    ],
    ways: UNKNOWN.slice(0, 1),
    fault: 'not-served',
  },
  // Traefik: doc.traefik.io, pkg/provider/kubernetes/ingress
  {
    title: 'Traefik',
    why: 'classes of traefik.io/ingress-controller',
    texts: [ingress({ingressClassName: 'traefik'}), ingressClass('traefik', 'traefik.io/ingress-controller'), traefik()],
    ways: PUBLIC,
  },
  {title: 'Traefik without class', why: 'without an ingressclass of its own it takes them', texts: [ingress(), traefik()], ways: PUBLIC},
  {
    title: 'Traefik with a class of its own, Ingress without',
    why: 'then it does not',
    texts: [ingress(), traefik(['--providers.kubernetesIngress.ingressClass=inner'])],
    ways: UNKNOWN.slice(0, 1),
    fault: 'no-class',
  },
  {
    title: 'Traefik with a class of its own',
    why: 'only the class of that name',
    texts: [
      ingress({ingressClassName: 'inner'}),
      ingressClass('inner', 'traefik.io/ingress-controller'),
      traefik(['--providers.kubernetesingress.ingressclass=inner'], {annotations: INTERNAL}),
      traefik(['--providers.kubernetesingress.ingressclass=outer'], {name: 'outer'}),
    ],
    ways: PRIVATE,
  },
  {
    title: 'Traefik that reads IngressRoutes only',
    why: 'without the provider for Ingresses it serves none',
    texts: [ingress(), traefik(['--providers.kubernetescrd'])],
    ways: UNKNOWN.slice(0, 1),
  },
  {
    title: 'Traefik with its dashboard on the load balancer',
    why: 'port 9000 named traefik leads to no Ingress',
    texts: [
      ingress(),
      traefik(undefined, {
        spec: {
          ports: [
            {name: 'web', port: 80, targetPort: 'web'},
            {name: 'traefik', port: 9000, targetPort: 'traefik'},
          ],
        },
      }),
    ],
    ways: PUBLIC.slice(0, 1),
  },
  {
    title: 'Traefik with a middleware',
    why: 'ipAllowList lets these in only',
    texts: [
      ingress({}, {annotations: {'traefik.ingress.kubernetes.io/router.middlewares': 'default-office@kubernetescrd'}}),
      JSON.stringify({
        apiVersion: 'traefik.io/v1alpha1',
        kind: 'Middleware',
        metadata: {name: 'office'},
        spec: {ipAllowList: {sourceRange: ['203.0.113.0/24']}},
      }),
      traefik(undefined, {spec: {ports: [{name: 'web', port: 80}]}}),
    ],
    ways: ['80 internet from 203.0.113.0/24 app.example.com → web:80'],
  },
  // HAProxy: documentation/ingressclass.md ("Ingress eligibility rules"); haproxy-ingress.github.io/docs/configuration/command-line
  {
    title: 'HAProxy Technologies with --ingress.class',
    why: 'spec.controller ends with it',
    texts: [
      ingress({ingressClassName: 'haproxy-prod'}),
      ingressClass('haproxy-prod', 'haproxy.org/ingress-controller/prod'),
      withImage('haproxytech/kubernetes-ingress:3.1', {args: ['--ingress.class=prod'], annotations: INTERNAL}),
    ],
    ways: PRIVATE,
  },
  {
    title: 'HAProxy Technologies with another --ingress.class',
    why: 'spec.controller must end with that one',
    texts: [
      ingress({ingressClassName: 'haproxy-prod'}),
      ingressClass('haproxy-prod', 'haproxy.org/ingress-controller/prod'),
      withImage('haproxytech/kubernetes-ingress:3.1', {args: ['--ingress.class=dev']}),
    ],
    ways: UNKNOWN,
    fault: 'not-served',
  },
  {
    title: 'HAProxy Technologies without class',
    why: 'accepted where --ingress.class is not set',
    texts: [ingress(), withImage('haproxytech/kubernetes-ingress:3.1')],
    ways: PUBLIC,
  },
  {
    title: 'HAProxy Technologies without class, with --ingress.class',
    why: 'only with --empty-ingress-class',
    texts: [ingress(), withImage('haproxytech/kubernetes-ingress:3.1', {args: ['--ingress.class=prod']})],
    ways: UNKNOWN.slice(0, 1),
    fault: 'no-class',
  },
  {
    title: 'HAProxy Ingress',
    why: '--controller-class adds a path',
    texts: [
      ingress({ingressClassName: 'inner'}),
      ingressClass('inner', 'haproxy-ingress.github.io/controller/staging'),
      withImage('quay.io/jcmoraisjr/haproxy-ingress:v0.15', {args: ['--controller-class=staging'], annotations: INTERNAL}),
    ],
    ways: PRIVATE,
  },
  {
    title: 'HAProxy Ingress by annotation',
    why: 'the class is haproxy by default',
    texts: [ingress({}, {annotations: annotated('haproxy')}), withImage('quay.io/jcmoraisjr/haproxy-ingress:v0.15')],
    ways: PUBLIC,
  },
  // Contour: projectcontour.io/docs
  {
    title: 'Contour',
    why: 'without --ingress-class-name it takes class contour and none; its Envoys are behind Service envoy',
    texts: [
      ingress(),
      withImage('ghcr.io/projectcontour/contour:v1.33', {name: 'contour', args: ['contour', 'serve'], spec: false}),
      withImage('docker.io/envoyproxy/envoy:v1.36', {name: 'envoy', annotations: INTERNAL}),
    ],
    ways: PRIVATE.slice(0, 1),
  },
  {
    title: 'Contour with a class name',
    why: 'then it takes that only',
    texts: [
      ingress(),
      withImage('ghcr.io/projectcontour/contour:v1.33', {
        name: 'contour',
        args: ['contour', 'serve', '--ingress-class-name=edge'],
        spec: false,
      }),
      withImage('docker.io/envoyproxy/envoy:v1.36', {name: 'envoy'}),
    ],
    ways: UNKNOWN.slice(0, 1),
    fault: 'no-class',
  },
  // Kong: developer.konghq.com
  {
    title: 'Kong',
    why: 'CONTROLLER_PUBLISH_SERVICE names the Service of its gateways',
    texts: [
      ingress({ingressClassName: 'kong'}),
      ingressClass('kong', 'ingress-controllers.konghq.com/kong'),
      withImage('kong/kubernetes-ingress-controller:3.5', {
        name: 'kong',
        spec: false,
        env: [{name: 'CONTROLLER_PUBLISH_SERVICE', value: 'edge/proxy'}],
      }),
      withImage('kong:3.9', {
        name: 'proxy',
        annotations: INTERNAL,
        spec: {
          ports: [
            {name: 'kong-proxy', port: 80, targetPort: 8000},
            {name: 'kong-proxy-tls', port: 443, targetPort: 8443},
          ],
        },
      }),
    ],
    ways: PRIVATE,
  },
  // Istio: istio.io, "Kubernetes Ingress"
  {
    title: 'Istio',
    why: 'the gateways labelled istio: ingressgateway serve class istio; http2 is its clear port',
    texts: [
      ingress({}, {annotations: annotated('istio')}),
      withImage('docker.io/istio/proxyv2:1.28', {
        name: 'gw',
        labels: {istio: 'ingressgateway'},
        args: ['proxy', 'router'],
        annotations: INTERNAL,
        spec: {
          ports: [
            {name: 'status-port', port: 15021},
            {name: 'http2', port: 80, targetPort: 8080},
            {name: 'https', port: 443, targetPort: 8443},
          ],
        },
      }),
    ],
    ways: PRIVATE.slice(0, 1),
  },
  {
    title: 'Istio without class',
    why: 'ingressControllerMode is STRICT by default: only its own class',
    texts: [
      ingress(),
      withImage('docker.io/istio/proxyv2:1.28', {name: 'gw', labels: {istio: 'ingressgateway'}, args: ['proxy', 'router']}),
    ],
    ways: UNKNOWN.slice(0, 1),
  },
  // Cilium: docs.cilium.io, "Kubernetes Ingress Support"
  {
    title: 'Cilium, dedicated',
    why: 'a load balancer of its own is made with the Ingress’s annotations',
    texts: [ingress({ingressClassName: 'cilium'}, {annotations: INTERNAL})],
    ways: PRIVATE.slice(0, 1),
  },
  {
    title: 'Cilium, dedicated and public',
    why: 'Azure’s load balancers are, without the annotation',
    texts: [ingress({ingressClassName: 'cilium'})],
    ways: PUBLIC.slice(0, 1),
  },
  {
    title: 'Cilium, shared',
    why: 'Service cilium-ingress, whatever the Ingress’s own annotations say',
    texts: [
      ingress({ingressClassName: 'cilium'}, {annotations: {'ingress.cilium.io/loadbalancer-mode': 'shared', ...INTERNAL}}),
      controller({name: 'cilium-ingress', namespace: 'kube-system', image: 'x'}),
    ],
    ways: PUBLIC.slice(0, 1),
  },
  {
    title: 'Cilium, shared by its configuration, which is not all in the input',
    why: 'the shared Service cannot be seen',
    texts: [
      ingress({ingressClassName: 'cilium'}),
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {name: 'cilium-config', namespace: 'kube-system'},
        data: {'ingress-default-lb-mode': 'shared'},
      }),
    ],
    ways: UNKNOWN.slice(0, 1),
  },
  // AKS application routing: learn.microsoft.com/azure/aks/app-routing-nginx-configuration
  {
    title: 'AKS application routing, a controller made internal',
    why: 'loadBalancerAnnotations of its NginxIngressController',
    texts: [
      ingress({ingressClassName: 'nginx-internal', tls}),
      appRouting('nginx-internal', {ingressClassName: 'nginx-internal', loadBalancerAnnotations: INTERNAL}),
    ],
    facts: NOWHERE,
    ways: PRIVATE.slice(1),
  },
  {
    title: 'AKS application routing, a controller without annotations',
    why: 'public; ingressClassName "defaults to the name of the NginxIngressController"',
    texts: [ingress({ingressClassName: 'nginx-public'}), appRouting('nginx-public', {})],
    facts: NOWHERE,
    ways: PUBLIC,
  },
  {
    title: 'AKS application routing, the default',
    why: 'whether it is public was said to Azure, not to the cluster',
    texts: [ingress({ingressClassName: 'webapprouting.kubernetes.azure.com'})],
    ways: UNKNOWN,
  },
  // learn.microsoft.com/azure/application-gateway/ingress-controller-annotations
  {title: 'Application Gateway', why: 'its public address, and 80 only without a certificate', texts: [agic({})], ways: PUBLIC.slice(0, 1)},
  {title: 'Application Gateway, private', why: 'use-private-ip is "true"', texts: [agic({'use-private-ip': 'true'}, {tls})], ways: PRIVATE},
  {
    title: 'Application Gateway with redirect',
    why: 'ssl-redirect sends 80 on to 443',
    texts: [agic({'ssl-redirect': 'true'}, {tls})],
    ways: PUBLIC.slice(1),
  },
  {
    title: 'Application Gateway on another port',
    why: 'override-frontend-port takes its place',
    texts: [agic({'override-frontend-port': '8080'})],
    ways: ['8080 internet app.example.com → web:80'],
  },
  {
    title: 'Application Gateway for Containers',
    why: '"Private IP addresses aren’t currently supported"',
    texts: [ingress({ingressClassName: 'azure-alb-external'})],
    ways: PUBLIC.slice(0, 1),
  },
  // kubernetes-sigs.github.io/aws-load-balancer-controller, "Ingress annotations"
  {title: 'ALB without scheme', why: 'internal is the default', texts: [alb({})], facts: AWS, ways: PRIVATE.slice(0, 1)},
  {title: 'ALB, internet-facing', why: 'scheme', texts: [alb({scheme: 'internet-facing'})], facts: AWS, ways: PUBLIC.slice(0, 1)},
  {
    title: 'ALB with a certificate',
    why: 'listen-ports is HTTPS 443 then, and 80 is not there',
    texts: [alb({scheme: 'internet-facing', 'certificate-arn': 'arn:x'})],
    facts: AWS,
    ways: PUBLIC.slice(1),
  },
  {
    title: 'ALB with listen-ports',
    why: 'these and no others',
    texts: [alb({'listen-ports': '[{"HTTP": 80}, {"HTTPS": 8443}]'})],
    facts: AWS,
    ways: ['80 network app.example.com → web:80', '8443s network app.example.com → web:80'],
  },
  {
    title: 'ALB with redirect',
    why: 'ssl-redirect: every HTTP listener redirects',
    texts: [alb({'listen-ports': '[{"HTTP": 80}, {"HTTPS": 443}]', 'ssl-redirect': '443'})],
    facts: AWS,
    ways: PRIVATE.slice(1),
  },
  {
    title: 'ALB with inbound-cidrs',
    why: 'the security group lets these in only',
    texts: [alb({scheme: 'internet-facing', 'inbound-cidrs': '203.0.113.0/24'})],
    facts: AWS,
    ways: ['80 internet from 203.0.113.0/24 app.example.com → web:80'],
  },
  {
    title: 'ALB with private inbound-cidrs',
    why: 'nobody on the internet has an address of RFC 1918, though the load balancer has a public one',
    texts: [alb({scheme: 'internet-facing', 'inbound-cidrs': '10.0.0.0/8,192.168.0.0/16'})],
    facts: AWS,
    ways: ['80 network from 10.0.0.0/8, 192.168.0.0/16 app.example.com → web:80'],
  },
  {
    title: 'ALB with security groups',
    why: 'inbound-cidrs are ignored beside them',
    texts: [alb({scheme: 'internet-facing', 'inbound-cidrs': '203.0.113.0/24', 'security-groups': 'sg-1'})],
    facts: AWS,
    ways: ['80 internet from security group sg-1 app.example.com → web:80'],
  },
  {
    title: 'ALB of a group',
    why: 'one member’s scheme is that of the shared load balancer',
    texts: [
      alb({'group.name': 'g'}),
      JSON.stringify({
        ...JSON.parse(alb({'group.name': 'g', scheme: 'internet-facing'})),
        metadata: {
          name: 'second',
          annotations: {'alb.ingress.kubernetes.io/group.name': 'g', 'alb.ingress.kubernetes.io/scheme': 'internet-facing'},
        },
      }),
    ],
    facts: AWS,
    ways: [PUBLIC[0] ?? '', PUBLIC[0] ?? ''],
  },
  {
    title: 'ALB by IngressClassParams',
    why: 'their scheme goes before the annotation',
    texts: [
      alb({scheme: 'internal'}),
      ingressClass('alb', 'eks.amazonaws.com/alb', {parameters: {apiGroup: 'eks.amazonaws.com', kind: 'IngressClassParams', name: 'alb'}}),
      JSON.stringify({
        apiVersion: 'eks.amazonaws.com/v1',
        kind: 'IngressClassParams',
        metadata: {name: 'alb'},
        spec: {scheme: 'internet-facing'},
      }),
    ],
    facts: AWS,
    ways: PUBLIC.slice(0, 1),
  },
  // docs.cloud.google.com/kubernetes-engine/docs/concepts/ingress
  {title: 'GKE without class', why: 'the external load balancer', texts: [ingress()], facts: GKE, ways: PUBLIC.slice(0, 1)},
  {
    title: 'GKE, gce-internal',
    why: 'the internal one',
    texts: [ingress({tls}, {annotations: annotated('gce-internal')})],
    facts: GKE,
    ways: PRIVATE,
  },
  {
    title: 'GKE without HTTP',
    why: 'kubernetes.io/ingress.allow-http "false"',
    texts: [ingress({tls}, {annotations: {...annotated('gce'), 'kubernetes.io/ingress.allow-http': 'false'}})],
    facts: GKE,
    ways: PUBLIC.slice(1),
  },
  {
    title: 'GKE by an annotation',
    why: 'kubernetes.io/ingress.global-static-ip-name is read by GKE only',
    texts: [ingress({}, {annotations: {'kubernetes.io/ingress.global-static-ip-name': 'web'}})],
    facts: NOWHERE,
    ways: PUBLIC.slice(0, 1),
  },
  {
    title: 'an Ingress that leads to its own controller',
    why: 'a circle brings nobody in who is not in already',
    texts: [
      ingress({ingressClassName: 'nginx'}),
      NGINX,
      controller({namespace: 'default', annotations: INTERNAL, spec: {ports: [{name: 'http', port: 80}]}}),
      ingress({ingressClassName: 'nginx', rules: [rule('self.example.com', to('controller', 80))]}, {name: 'circle'}),
    ],
    ways: ['80 network app.example.com → web:80', '80 network self.example.com → controller:80'],
  },
  {
    title: 'no class where no cloud is known',
    why: 'who takes it cannot be told',
    texts: [ingress()],
    facts: NOWHERE,
    ways: UNKNOWN.slice(0, 1),
  },
  // Tunnels
  {title: 'Tailscale', why: 'its own network', texts: [ingress({ingressClassName: 'tailscale'})], ways: PRIVATE.slice(1)},
  {
    title: 'Tailscale Funnel',
    why: 'tailscale.com/funnel "true" publishes',
    texts: [ingress({ingressClassName: 'tailscale'}, {annotations: {'tailscale.com/funnel': 'true'}})],
    ways: PUBLIC.slice(1),
  },
  // A controller that the input does not show
  {
    title: 'a class by an IngressClass of somebody',
    why: 'nobody knows here what it makes',
    texts: [ingress({ingressClassName: 'x'}), ingressClass('x', 'example.com/x')],
    ways: UNKNOWN.slice(0, 1),
  },
  {
    title: 'a class that was said to be public',
    why: 'the user’s word',
    texts: [ingress({ingressClassName: 'x'})],
    facts: {...NOWHERE, classes: new Map([['x', 'public']])},
    ways: PUBLIC.slice(0, 1),
  },
  {
    title: 'a class that was said to be private',
    why: 'the user’s word, before what the load balancer looks like',
    texts: [ingress({ingressClassName: 'nginx'}), NGINX, controller()],
    facts: {...AZURE, classes: new Map([['nginx', 'private']])},
    ways: PRIVATE,
  },
  {
    title: 'a class that was said to be public, with node ports',
    why: 'that is about its load balancer; node ports are where nodes are',
    texts: [
      ingress({ingressClassName: 'nginx', tls}),
      NGINX,
      controller({
        annotations: INTERNAL,
        spec: {allocateLoadBalancerNodePorts: undefined, ports: [{name: 'https', port: 443, nodePort: 30443}]},
      }),
    ],
    facts: {...AZURE, classes: new Map([['nginx', 'public']])},
    ways: ['443s internet app.example.com → web:80', '30443s network app.example.com → web:80'],
  },
  {
    title: 'a status with a private address',
    why: 'what the controller wrote of itself',
    texts: [withStatus('10.1.2.3')],
    ways: PRIVATE.slice(0, 1),
  },
  {
    title: 'a status with a public address',
    why: 'what the controller wrote of itself',
    texts: [withStatus('20.1.2.3')],
    ways: PUBLIC.slice(0, 1),
  },
  // One controller behind another
  {
    title: 'ingress-nginx behind an Application Gateway',
    why: 'the gateway’s Ingress leads to the Service of ingress-nginx, which is inside only',
    texts: [
      ingress({ingressClassName: 'nginx'}),
      NGINX,
      controller({namespace: 'default', spec: {type: 'ClusterIP', allocateLoadBalancerNodePorts: undefined}}),
      JSON.stringify({
        ...JSON.parse(agic({}, {rules: [rule(undefined, to('controller', 80))]})),
        metadata: {name: 'outer', annotations: annotated('azure/application-gateway')},
      }),
    ],
    ways: ['80 internet app.example.com → web:80', '80 internet * → controller:80'],
  },
  // The rest of what is known, each with its load balancer public, internal and not to be seen, where it can be all of them.
  {
    title: 'HAProxy Ingress of another path',
    why: '--controller-class adds a path to haproxy-ingress.github.io/controller, and without it only the bare one is taken (command-line, "Ingress Class")',
    texts: [
      ingress({ingressClassName: 'edge'}),
      ingressClass('edge', 'haproxy-ingress.github.io/controller/edge'),
      withImage('quay.io/jcmoraisjr/haproxy-ingress:v0.15'),
    ],
    ways: UNKNOWN,
    fault: 'not-served',
  },
  {
    title: 'Contour with a public Envoy',
    why: 'Service envoy is what clients come to, a load balancer on Azure; without certificate only in the clear (projectcontour.io/docs, "Ingress")',
    texts: [
      ingress({ingressClassName: 'contour'}),
      withImage('ghcr.io/projectcontour/contour:v1.33', {name: 'contour', args: ['contour', 'serve'], spec: false}),
      withImage('docker.io/envoyproxy/envoy:v1.36', {name: 'envoy'}),
    ],
    ways: PUBLIC.slice(0, 1),
  },
  {
    title: 'Kong in one pod with its gateway',
    why: 'the Service that selects the pods of the controller is its proxy, public on Azure; Kong has a certificate of its own',
    texts: [
      ingress({ingressClassName: 'kong'}),
      ingressClass('kong', 'ingress-controllers.konghq.com/kong'),
      withImage('kong/kubernetes-ingress-controller:3.5', {
        name: 'kong',
        spec: {
          ports: [
            {name: 'kong-proxy', port: 80, targetPort: 8000},
            {name: 'kong-proxy-tls', port: 443, targetPort: 8443},
          ],
        },
      }),
    ],
    ways: PUBLIC,
  },
  {
    title: 'Kong of another class',
    why: '--ingress-class names the one class that it takes (developer.konghq.com, "Kong Ingress Controller: environment variables")',
    texts: [
      ingress({ingressClassName: 'edge'}),
      ingressClass('edge', 'ingress-controllers.konghq.com/kong'),
      withImage('kong/kubernetes-ingress-controller:3.5'),
    ],
    ways: UNKNOWN,
    fault: 'not-served',
  },
  {
    title: 'Istio with a public gateway',
    why: 'Service istio-ingressgateway is a load balancer (istio.io, "Kubernetes Ingress"); its certificates are those of spec.tls',
    texts: [
      ingress({ingressClassName: 'istio', tls}),
      ingressClass('istio', 'istio.io/ingress-controller'),
      withImage('docker.io/istio/proxyv2:1.28', {
        name: 'istio-ingressgateway',
        labels: {istio: 'ingressgateway'},
        args: ['proxy', 'router'],
        spec: {
          ports: [
            {name: 'http2', port: 80, targetPort: 8080},
            {name: 'https', port: 443, targetPort: 8443},
          ],
        },
      }),
    ],
    ways: PUBLIC,
  },
  {
    title: 'OpenShift router',
    why: 'spec.endpointPublishingStrategy of an IngressController of the operator says it, which no Ingress names',
    texts: [ingress({ingressClassName: 'openshift-default'}), ingressClass('openshift-default', 'openshift.io/ingress-to-route')],
    ways: UNKNOWN,
  },
  {
    title: 'OpenShift router, said to be public',
    why: 'the word of the user on its class; its default certificate answers on 443',
    texts: [ingress({ingressClassName: 'openshift-default'}), ingressClass('openshift-default', 'openshift.io/ingress-to-route')],
    facts: {...AZURE, classes: new Map([['openshift-default', 'public']])},
    ways: PUBLIC,
  },
  {
    title: 'OpenShift router, said to be private',
    why: 'the word of the user on its class',
    texts: [ingress({ingressClassName: 'openshift-default'}), ingressClass('openshift-default', 'openshift.io/ingress-to-route')],
    facts: {...AZURE, classes: new Map([['openshift-default', 'private']])},
    ways: PRIVATE,
  },
  {
    title: 'ngrok',
    why: 'its endpoints are public names at its own edge, by TLS (ngrok.com/docs/k8s)',
    texts: [ingress({ingressClassName: 'ngrok'}), ingressClass('ngrok', 'k8s.ngrok.com/ingress-controller')],
    ways: PUBLIC.slice(1),
  },
  {
    title: 'Cloudflare Tunnel',
    why: "its names are at Cloudflare's edge, and no load balancer of the cluster is asked (STRRL/cloudflare-tunnel-ingress-controller, README)",
    texts: [
      ingress({ingressClassName: 'cloudflare-tunnel'}),
      ingressClass('cloudflare-tunnel', 'strrl.dev/cloudflare-tunnel-ingress-controller'),
    ],
    ways: PUBLIC.slice(1),
  },
]

export function hostPorts(): string {
  const text = controller({spec: false})
  const parsed = JSON.parse(text)
  const ports = [
    {containerPort: 80, hostPort: 80},
    {containerPort: 443, hostPort: 443},
    {name: 'webhook', containerPort: 8443},
  ]
  parsed.spec.template.spec.containers[0].ports = ports
  return JSON.stringify(parsed)
}

export function appRouting(name: string, spec: unknown): string {
  return JSON.stringify({apiVersion: 'approuting.kubernetes.azure.com/v1alpha1', kind: 'NginxIngressController', metadata: {name}, spec})
}

function withStatus(ip: string): string {
  return JSON.stringify({...JSON.parse(ingress({ingressClassName: 'x'})), status: {loadBalancer: {ingress: [{ip}]}}})
}
