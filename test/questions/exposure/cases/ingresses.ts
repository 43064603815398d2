import {service, workload} from '../asking.ts'
import type {ExposureCase} from './exposure-case.ts'
import {ingress, ingressClass, nginx, rule, toWeb} from './ingress-objects.ts'
import {INTERNAL_ON_AZURE, PODS, web} from './objects.ts'

const AZURE = {flags: {cloud: 'azure', nodes: 'private'}} as const
const PUBLIC_EDGE = {flags: {class: ['edge=public'], nodes: 'private'}} as const
const INSIDE = 'ClusterIP:80 cluster'

const DEFAULT = {'ingressclass.kubernetes.io/is-default-class': 'true'}

const WEB = [PODS, web()]
const BOTH = ['Ingress:80 internet', 'Ingress:443 internet', INSIDE]

const CLASSES: readonly ExposureCase[] = [
  {
    name: 'an Ingress of the default class',
    why: 'with ingressclass.kubernetes.io/is-default-class "new Ingresses without an ingressClassName field specified will be assigned this default IngressClass" (kubernetes.io, Ingress)',
    input: [...WEB, ingress({ingressClassName: undefined}), ingressClass('nginx', DEFAULT), ...nginx()],
    ...AZURE,
    reach: 'internet',
    ways: BOTH,
  },
  {
    name: 'an Ingress without class where the class is no default',
    why: 'an IngressClass is chosen by its name only where nothing makes it the default; ingress-nginx takes none without --watch-ingress-without-class',
    input: [...WEB, ingress({ingressClassName: undefined}), ingressClass('nginx'), ...nginx()],
    ...AZURE,
    reach: 'unknown',
    ways: ['Ingress:80 unknown', INSIDE],
    asks: 'who takes an Ingress without a class?',
    broken: ['class-unserved'],
  },
  {
    name: 'a class with a public and an internal controller',
    why: 'both follow spec.controller k8s.io/ingress-nginx: each programs the Ingress, and the farther one counts (ingress-nginx, multiple-ingress)',
    input: [...WEB, ingress({ingressClassName: 'nginx'}), ingressClass('nginx'), ...nginx(), ...nginx('inner', [], INTERNAL_ON_AZURE)],
    ...AZURE,
    reach: 'internet',
    ways: ['Ingress:80 internet', 'Ingress:443 internet', 'Ingress:80 network', 'Ingress:443 network', INSIDE],
  },
  {
    name: 'two classes with a controller each, the internal one chosen',
    why: '--controller-class must equal spec.controller of the class (ingress-nginx, multiple-ingress)',
    input: [
      ...WEB,
      ingress({ingressClassName: 'inner'}),
      ingressClass('nginx'),
      ingressClass('inner', {}, 'k8s.io/inner'),
      ...nginx(),
      ...nginx('inner', ['--controller-class=k8s.io/inner'], INTERNAL_ON_AZURE),
    ],
    ...AZURE,
    reach: 'network',
    ways: ['Ingress:80 network', 'Ingress:443 network', INSIDE],
  },
  {
    name: 'a Service that a public and an internal Ingress lead to',
    why: 'the farther way is the reach; the other is told as well',
    input: [
      ...WEB,
      ingress({ingressClassName: 'nginx'}),
      ingress({ingressClassName: 'inner'}, {name: 'inner'}),
      ingressClass('nginx'),
      ingressClass('inner', {}, 'k8s.io/inner'),
      ...nginx(),
      ...nginx('inner', ['--controller-class=k8s.io/inner'], INTERNAL_ON_AZURE),
    ],
    ...AZURE,
    reach: 'internet',
    ways: ['Ingress:80 internet', 'Ingress:443 internet', 'Ingress:80 network', 'Ingress:443 network', INSIDE],
  },
  {
    name: 'an Ingress of a class that nobody knows',
    why: 'what a class makes is what its controller makes, and the input has neither',
    input: [...WEB, ingress()],
    ...AZURE,
    reach: 'unknown',
    ways: ['Ingress:80 unknown', INSIDE],
    asks: 'is class "edge" public? say so in svcscope.yaml',
  },
  {
    name: 'an Ingress of an unknown class, whose status shows where it is',
    why: 'status.loadBalancer is what its controller has written of where it is reached (networking/v1)',
    input: [...WEB, ingress({}, {status: {loadBalancer: {ingress: [{ip: '203.0.113.40'}]}}})],
    ...AZURE,
    reach: 'internet',
    ways: ['Ingress:80 internet', INSIDE],
  },
  {
    name: 'a controller with node ports and source ranges on public nodes',
    why: 'the ranges guard the address of the load balancer; by a node anybody comes to the controller, and on to the Service',
    input: [
      ...WEB,
      ingress({ingressClassName: 'nginx'}),
      ingressClass('nginx'),
      ...nginx(
        'controller',
        [],
        {},
        {
          allocateLoadBalancerNodePorts: true,
          loadBalancerSourceRanges: ['203.0.113.0/24'],
          ports: [{name: 'http', port: 80, targetPort: 'http', nodePort: 30080}],
        },
      ),
    ],
    flags: {cloud: 'azure', nodes: 'public'},
    reach: 'internet',
    ways: ['Ingress:80 internet 203.0.113.0/24', 'Ingress:30080 internet', INSIDE],
  },
  {
    name: 'a controller that nothing outside leads to',
    why: 'an Ingress is as public as the Service of its controller, and a ClusterIP is not',
    input: [
      ...WEB,
      ingress({ingressClassName: 'nginx'}),
      ingressClass('nginx'),
      ...nginx('controller', [], {}, {type: 'ClusterIP', allocateLoadBalancerNodePorts: undefined}),
    ],
    ...AZURE,
    reach: 'cluster',
    ways: ['Ingress:? none', INSIDE],
  },
]

const BACKENDS: readonly ExposureCase[] = [
  {
    name: 'an Ingress of nothing but a default backend',
    why: '"An Ingress with no rules sends all traffic to a single default backend" (kubernetes.io, Ingress, DefaultBackend)',
    input: [...WEB, ingress({rules: undefined, defaultBackend: toWeb()})],
    ...PUBLIC_EDGE,
    reach: 'internet',
    ways: ['Ingress:80 internet', INSIDE],
  },
  {
    name: 'an Ingress whose rules lead elsewhere, with a default backend',
    why: '"If none of the hosts or paths match the HTTP request in the Ingress objects, the traffic is routed to your default backend" (ibid.)',
    input: [...WEB, service('other'), ingress({rules: [rule({service: {name: 'other', port: {number: 80}}})], defaultBackend: toWeb()})],
    ...PUBLIC_EDGE,
    reach: 'internet',
    ways: ['Ingress:80 internet', INSIDE],
  },
  {
    name: 'a backend by the name of the port',
    why: 'service.port.name is the name of a port of the Service (networking/v1, ServiceBackendPort)',
    input: [...WEB, ingress({rules: [rule(toWeb('http'))]})],
    ...PUBLIC_EDGE,
    reach: 'internet',
    ways: ['Ingress:80 internet', INSIDE],
  },
  {
    name: 'a backend by a name that no port has',
    why: 'the Service has port http and no web: nothing is opened',
    input: [...WEB, ingress({rules: [rule(toWeb('web'))]})],
    ...PUBLIC_EDGE,
    reach: 'cluster',
    ways: [INSIDE],
    broken: ['no-such-port'],
  },
  {
    name: 'a backend by the number of the targetPort',
    why: 'service.port.number is "the numerical port number (e.g. 80) on the Service" (networking/v1), and 8080 is that of the pods',
    input: [...WEB, ingress({rules: [rule(toWeb(8080))]})],
    ...PUBLIC_EDGE,
    reach: 'cluster',
    ways: [INSIDE],
    broken: ['no-such-port'],
  },
  {
    name: 'a backend by the number of the targetPort, at ingress-nginx',
    why: 'serviceEndpoints takes "servicePort.TargetPort.String() == backendPort" too (ingress-nginx, internal/ingress/controller/controller.go)',
    input: [...WEB, ingress({ingressClassName: 'nginx', rules: [rule(toWeb(8080))]}), ingressClass('nginx'), ...nginx()],
    ...AZURE,
    reach: 'internet',
    ways: BOTH,
  },
  {
    name: 'an Ingress of another namespace',
    why: '"The service must exist in the same namespace as the Ingress object" (networking/v1, IngressServiceBackend)',
    input: [...WEB, ingress({}, {namespace: 'front'})],
    ...PUBLIC_EDGE,
    reach: 'cluster',
    ways: [INSIDE],
    broken: ['no-such-service'],
  },
  {
    name: 'an Ingress to an ExternalName',
    why: 'the controller itself goes where the name leads (ingress-nginx, external-name)',
    input: [web({type: 'ExternalName', externalName: 'example.com', selector: undefined}), ingress()],
    ...PUBLIC_EDGE,
    reach: 'internet',
    ways: ['Ingress:80 internet'],
  },
  {
    name: 'an Ingress with TLS at a class that was said to be public',
    why: 'port 443 for the hosts of spec.tls, port 80 besides (networking/v1: "The Ingress only supports a single TLS port, 443")',
    input: [...WEB, ingress({tls: [{hosts: ['shop.example'], secretName: 'cert'}]})],
    ...PUBLIC_EDGE,
    reach: 'internet',
    ways: BOTH,
  },
  {
    name: 'a canary of an Ingress',
    why: 'a canary shares the paths of another Ingress on purpose (ingress-nginx, canary), and opens its Service as far',
    input: [
      ...WEB,
      workload('stable'),
      service('stable'),
      ingress({ingressClassName: 'nginx', rules: [rule({service: {name: 'stable', port: {number: 80}}})]}),
      ingress({ingressClassName: 'nginx'}, {name: 'canary', annotations: {'nginx.ingress.kubernetes.io/canary': 'true'}}),
      ingressClass('nginx'),
      ...nginx(),
    ],
    ...AZURE,
    reach: 'internet',
    ways: BOTH,
  },
]

/** What Ingresses open, beside what is a matter of their controller alone. */
export const OF_INGRESSES: readonly ExposureCase[] = [...CLASSES, ...BACKENDS]
