import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../../src/cluster/object.ts'
import type {Entry} from '../../../../src/network/entry/entry.ts'
import type {EntryFacts} from '../../../../src/network/entry/entry-facts.ts'
import {entriesOfForeignKinds} from '../../../../src/network/entry/foreign/foreign-entries.ts'
import {entriesOfIngresses} from '../../../../src/network/entry/ingress/ingress-entries.ts'
import {clusterOf, together} from '../../../manifest.ts'
import {AZURE, controller, INTERNAL, ingress, ingressClass, NOWHERE, rule, to} from '../ingress/asking.ts'
import {object, SERVICES} from './cases.ts'

type Objects = readonly (string | WireObject)[]

const textOf = (objects: Objects) =>
  together(...[...SERVICES, ...objects].map((one) => (typeof one === 'string' ? one : JSON.stringify(one))))

/** `80 internet LoadBalancer's Service > Gateway > VirtualService`, in order. */
function ways(objects: Objects, facts: EntryFacts = AZURE): readonly string[] {
  return entries(objects, facts).map(({port, tls, front, through}) => {
    const names = through.map(({kind, name}) => `${kind} ${name}`).join(' > ')
    return `${port}${tls ? 's' : ''} ${front.reach}${front.sources.length > 0 ? ` from ${front.sources.join()}` : ''} ${names}`
  })
}

function entries(objects: Objects, facts: EntryFacts = AZURE): readonly Entry[] {
  const cluster = clusterOf(textOf(objects))
  return entriesOfForeignKinds(cluster, facts, entriesOfIngresses(cluster, facts).entries).entries
}

const said = (name: string, word: 'public' | 'private'): EntryFacts => ({...NOWHERE, classes: new Map([[name, word]])})

const route = (spec: WireObject, kind = 'IngressRoute') =>
  object('traefik.io/v1alpha1', kind, 'front', {routes: [{match: 'Host(`a.example`)', services: [{name: 'web', port: 80}]}], ...spec})
const PORTS = [
  {name: 'web', port: 80, targetPort: 'web'},
  {name: 'websecure', port: 443, targetPort: 'websecure'},
  {name: 'postgres', port: 5432, targetPort: 'postgres'},
]
/** As Traefik's chart installs it: the ports of its Service are called after its entry points. */
const traefik = (annotations = {}, spec = {}, args: readonly string[] = ['--providers.kubernetescrd']) =>
  controller({name: 'traefik', image: 'docker.io/traefik:v3.7', args, annotations, spec: {ports: PORTS, ...spec}})

describe('an IngressRoute is as public as the Service of its Traefik', () => {
  test('by the entry points that it names', () => {
    expect(ways([traefik(), route({entryPoints: ['websecure'], tls: {}})])).toEqual(['443s internet Service traefik > IngressRoute front'])
  })

  test('by those for web requests where it names none', () => {
    expect(ways([traefik(), route({})])).toEqual([
      '80 internet Service traefik > IngressRoute front',
      '443s internet Service traefik > IngressRoute front',
    ])
  })

  test('on a private network where that is internal, for those whom it lets in', () => {
    expect(ways([traefik(INTERNAL, {loadBalancerSourceRanges: ['10.1.0.0/16']}), route({entryPoints: ['web']})])).toEqual([
      '80 network from 10.1.0.0/16 Service traefik > IngressRoute front',
    ])
  })

  test('by an entry point of its own for what is no web request', () => {
    const tcp = route(
      {entryPoints: ['postgres'], routes: [{match: 'HostSNI(`*`)', services: [{name: 'web', port: 80}]}]},
      'IngressRouteTCP',
    )
    expect(ways([traefik(), tcp])).toEqual(['5432 internet Service traefik > IngressRouteTCP front'])
  })

  test('for those alone whom its middleware lets in', () => {
    const office = object('traefik.io/v1alpha1', 'Middleware', 'office', {ipAllowList: {sourceRange: ['203.0.113.0/24']}})
    const narrowed = route({
      entryPoints: ['web'],
      routes: [{match: 'Host(`a.example`)', middlewares: [{name: 'office'}], services: [{name: 'web', port: 80}]}],
    })
    expect(ways([traefik(), office, narrowed])).toEqual(['80 internet from 203.0.113.0/24 Service traefik > IngressRoute front'])
    expect(ways([traefik(), narrowed])).toEqual(['80 internet Service traefik > IngressRoute front'])
  })

  test('by nobody where nothing leads there', () => {
    expect(ways([traefik({}, {type: 'ClusterIP'}), route({entryPoints: ['web']})])).toEqual([
      'null none Service traefik > IngressRoute front',
    ])
  })

  test('by the Ingress that leads to it', () => {
    const outer = [
      controller(),
      ingressClass('nginx', 'k8s.io/ingress-nginx'),
      ingress({ingressClassName: 'nginx', rules: [rule('a.example', to('traefik', 80))]}, {namespace: 'edge'}),
    ]
    const through = 'Service controller > Ingress front > Service traefik > IngressRoute front'
    // Nginx has a certificate of its own, and ends TLS before Traefik.
    expect(ways([...outer, traefik({}, {type: 'ClusterIP'}), route({entryPoints: ['web']})])).toEqual([
      `80 internet ${through}`,
      `443s internet ${through}`,
    ])
  })

  test('and unknown where the Traefik that runs reads Ingresses alone', () => {
    expect(ways([traefik({}, {}, ['--providers.kubernetesingress']), route({entryPoints: ['web']})])).toEqual([
      '80 unknown IngressRoute front',
    ])
  })
})

const virtualService = object('networking.istio.io/v1', 'VirtualService', 'front', {
  hosts: ['a.example'],
  gateways: ['edge'],
  http: [{route: [{destination: {host: 'web'}}]}],
})
const gateway = (port: number, selector: WireObject = {istio: 'ingressgateway'}) =>
  object('networking.istio.io/v1', 'Gateway', 'edge', {
    selector,
    servers: [{port: {number: port, name: 'http', protocol: 'HTTP'}, hosts: ['*']}],
  })
/** Istio's chart: port 80 of its Service goes to 8080 of the pods. */
const proxies = (annotations = {}, spec = {}) =>
  controller({
    name: 'istio-ingressgateway',
    image: 'docker.io/istio/proxyv2:1.29.0',
    labels: {istio: 'ingressgateway', app: 'istio-ingressgateway'},
    annotations,
    spec: {
      ports: [
        {name: 'http2', port: 80, targetPort: 8080},
        {name: 'https', port: 443, targetPort: 8443},
      ],
      ...spec,
    },
  })

describe('a VirtualService is as public as the Service of the pods that its Gateway selects', () => {
  test('on its port', () => {
    expect(ways([proxies(), virtualService, gateway(80)])).toEqual([
      '80 internet Service istio-ingressgateway > Gateway edge > VirtualService front',
    ])
  })

  test('or on that of the Service that leads to the port of its pods', () => {
    expect(ways([proxies(INTERNAL), virtualService, gateway(8080)])).toEqual([
      '80 network Service istio-ingressgateway > Gateway edge > VirtualService front',
    ])
  })

  test('where the input has the Service alone', () => {
    const [, front = ''] = proxies().split('\n---\n')
    expect(ways([front, virtualService, gateway(80)])).toEqual([
      '80 internet Service istio-ingressgateway > Gateway edge > VirtualService front',
    ])
  })

  test('and unknown by a Gateway of other pods', () => {
    expect(ways([proxies(), virtualService, gateway(80, {istio: 'eastwest'})])).toEqual(['80 unknown Gateway edge > VirtualService front'])
  })

  test('by nobody where that Service is for the cluster alone', () => {
    expect(ways([proxies({}, {type: 'ClusterIP'}), virtualService, gateway(80)])).toEqual([
      'null none Service istio-ingressgateway > Gateway edge > VirtualService front',
    ])
  })
})

describe('other products', () => {
  const httpProxy = object('projectcontour.io/v1', 'HTTPProxy', 'front', {
    virtualhost: {fqdn: 'a.example'},
    routes: [{services: [{name: 'web', port: 80}]}],
  })

  test('Contour: an HTTPProxy is as public as its Envoys', () => {
    const contour = controller({
      name: 'contour',
      image: 'ghcr.io/projectcontour/contour:v1.33.0',
      args: ['serve', '--incluster'],
      spec: {type: 'ClusterIP', ports: [{port: 8001}]},
    })
    const envoy = controller({name: 'envoy', image: 'docker.io/envoyproxy/envoy:v1.35.2'})
    expect(ways([contour, envoy, httpProxy])).toEqual(['80 internet Service envoy > HTTPProxy front'])
  })

  test('OpenShift: a Route is as public as the Services of the router that admitted it', () => {
    const router = (name: string, annotations: WireObject) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name,
        namespace: 'openshift-ingress',
        annotations,
        labels: {'ingresscontroller.operator.openshift.io/owning-ingresscontroller': name},
      },
      spec: {
        type: 'LoadBalancer',
        allocateLoadBalancerNodePorts: false,
        ports: [
          {name: 'http', port: 80},
          {name: 'https', port: 443},
        ],
      },
    })
    const of = (routerName?: string) =>
      object(
        'route.openshift.io/v1',
        'Route',
        'front',
        {host: 'a.example', to: {name: 'web'}, tls: {}},
        routerName ? {status: {ingress: [{routerName}]}} : {},
      )
    const routers = [router('default', {}), router('inner', INTERNAL)]
    expect(ways([...routers, of('inner')])).toEqual(['443s network Service inner > Route front'])
    expect(ways([...routers, of()])).toEqual(['443s internet Service default > Route front', '443s network Service inner > Route front'])
  })

  test('OpenShift: a Route is for those alone whom its annotation lets in', () => {
    const one = object(
      'route.openshift.io/v1',
      'Route',
      'front',
      {host: 'a.example', to: {name: 'web'}},
      {metadata: {annotations: {'haproxy.router.openshift.io/ip_whitelist': '10.0.0.0/8 192.168.1.7'}}},
    )
    expect(ways([one], said('openshift-route', 'public'))).toEqual(['80 network from 10.0.0.0/8,192.168.1.7 Route front'])
  })

  test('Kong: a TCPIngress is as public as the port of its Service', () => {
    const kong = controller({
      name: 'kong',
      image: 'docker.io/kong/kubernetes-ingress-controller:3.5',
      spec: {
        ports: [
          {name: 'proxy', port: 80},
          {name: 'stream', port: 9000},
        ],
      },
    })
    const tcp = {
      ...object('configuration.konghq.com/v1beta1', 'TCPIngress', 'front', {
        rules: [{port: 9000, backend: {serviceName: 'web', servicePort: 80}}],
      }),
      metadata: {name: 'front', namespace: 'shop', annotations: {'kubernetes.io/ingress.class': 'kong'}},
    }
    expect(ways([kong, tcp])).toEqual(['9000 internet Service kong > TCPIngress front'])
  })

  test('Emissary, APISIX and Gloo are found by the images of their proxies', () => {
    const emissary = controller({name: 'emissary', image: 'docker.io/emissaryingress/emissary:3.9.1'})
    const mapping = object('getambassador.io/v3alpha1', 'Mapping', 'front', {prefix: '/', hostname: '*', service: 'web'})
    expect(ways([emissary, mapping])[0]).toBe('80 internet Service emissary > Mapping front')
    const apisix = controller({name: 'apisix', image: 'apache/apisix:3.14.0-debian'})
    const apisixRoute = object('apisix.apache.org/v2', 'ApisixRoute', 'front', {
      http: [{match: {paths: ['/*']}, backends: [{serviceName: 'web', servicePort: 80}]}],
    })
    expect(ways([apisix, apisixRoute])[0]).toBe('80 internet Service apisix > ApisixRoute front')
    const gloo = controller({name: 'gateway-proxy', image: 'quay.io/solo-io/gloo-envoy-wrapper:1.20.0'})
    const virtual = object('gateway.solo.io/v1', 'VirtualService', 'front', {
      virtualHost: {domains: ['*'], routes: [{routeAction: {single: {kube: {ref: {name: 'web', namespace: 'shop'}, port: 80}}}}]},
    })
    expect(ways([gloo, virtual])).toEqual(['80 internet Service gateway-proxy > VirtualService front'])
  })
})

describe('what the user says of a class', () => {
  const openshift = object('route.openshift.io/v1', 'Route', 'front', {host: 'a.example', to: {name: 'web'}})

  test('goes before what nobody knows', () => {
    expect(ways([openshift], said('openshift-route', 'public'))).toEqual(['80 internet Route front'])
    expect(ways([openshift], said('openshift-route', 'private'))).toEqual(['80 network Route front'])
    expect(ways([openshift], said('traefik', 'public'))).toEqual(['80 unknown Route front'])
  })

  test('is said of the class that an object names where it names one', () => {
    const proxy = object('projectcontour.io/v1', 'HTTPProxy', 'front', {
      ingressClassName: 'inner',
      virtualhost: {fqdn: 'a.example'},
      routes: [{services: [{name: 'web', port: 80}]}],
    })
    expect(ways([proxy], said('inner', 'private'))).toEqual(['80 network HTTPProxy front'])
    expect(ways([proxy], said('contour', 'private'))).toEqual(['80 unknown HTTPProxy front'])
  })

  test('settles a load balancer that was made elsewhere', () => {
    const binding = object('elbv2.k8s.aws/v1beta1', 'TargetGroupBinding', 'front', {serviceRef: {name: 'web', port: 80}})
    expect(ways([binding], said('target-group-binding', 'private'))).toEqual(['null network TargetGroupBinding front'])
  })
})

describe('annotations of Services', () => {
  const annotated = (annotations: WireObject, name = 'open') => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace: 'shop', annotations},
    spec: {
      ports: [
        {name: 'http', port: 80},
        {name: 'admin', port: 8080},
      ],
    },
  })

  test('a network endpoint group is reached by whatever load balancer is before it, on the ports that it exposes', () => {
    const open = annotated({'cloud.google.com/neg': '{"exposed_ports": {"80": {"name": "n"}}}'})
    expect(ways([open])).toEqual(['null unknown '])
    expect(entries([open])[0]?.servicePort?.port).toBe(80)
    expect(ways([open], said('neg', 'public'))).toEqual(['null internet '])
  })

  test('one for an Ingress is no way in by itself, nor is what is no JSON', () => {
    expect(
      ways([annotated({'cloud.google.com/neg': '{"ingress": true}'}), annotated({'cloud.google.com/neg': 'exposed_ports'}, 'odd')]),
    ).toEqual([])
  })

  test('Tailscale serves its own network, where the annotation is "true"', () => {
    expect(ways([annotated({'tailscale.com/expose': 'true'})])).toEqual(['80 network ', '8080 network '])
    expect(ways([annotated({'tailscale.com/expose': 'false'})])).toEqual([])
  })
})
