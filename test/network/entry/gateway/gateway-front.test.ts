import {describe, expect, test} from 'vitest'
import type {Entry} from '../../../../src/network/entry/entry.ts'
import type {EntryFacts} from '../../../../src/network/entry/entry-facts.ts'
import {ask, type Fields, gateway, route, service, to} from './objects.ts'

const NOTHING: EntryFacts = {cloud: undefined, classes: new Map(), nodes: undefined}
const AZURE: EntryFacts = {...NOTHING, cloud: {name: 'azure', evidence: 'as was said'}}
const said = (name: string, makes: 'public' | 'private', facts = NOTHING): EntryFacts => ({...facts, classes: new Map([[name, makes]])})

const INTERNAL = {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'}
const WEB = service('shop/web')
const ROUTE = route('shop/web', 'edge', [to()])

function gatewayClass(name: string, controllerName: string, spec: Fields = {}): Fields {
  return {apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: {name}, spec: {controllerName, ...spec}}
}

function ofClass(gatewayClassName: string, spec: Fields = {}, more: Fields = {}): Fields {
  return gateway('shop/edge', [{}], {gatewayClassName, ...spec}, more)
}

/** `internet 203.0.113.7:80`, `?` where it cannot be told. */
function describeFront({front, address, port}: Entry): string {
  return `${front.reach === 'unknown' ? '?' : front.reach} ${address}:${port}${front.sources.length > 0 ? ` from ${front.sources.join(',')}` : ''}`
}

function frontsOf(objects: readonly Fields[], facts = NOTHING): readonly string[] {
  return ask([...objects, ROUTE, WEB], facts).entries.map(describeFront)
}

function questionOf(objects: readonly Fields[], facts = NOTHING): string | undefined {
  return ask([...objects, ROUTE, WEB], facts).entries[0]?.front.question
}

describe('who comes to a Gateway of a class', () => {
  // cloud.google.com/kubernetes-engine/docs/concepts/gateway-api: external and internal Application Load Balancers.
  test.each([
    ['gke-l7-global-external-managed', 'internet'],
    ['gke-l7-regional-external-managed', 'internet'],
    ['gke-l7-gxlb', 'internet'],
    ['gke-l7-global-external-managed-mc', 'internet'],
    ['gke-l7-rilb', 'network'],
    ['gke-l7-rilb-mc', 'network'],
    ['gke-l7-cross-regional-internal-managed-mc', 'network'],
    ['azure-alb-external', 'internet'],
    ['amazon-vpc-lattice', 'network'],
    ['istio-waypoint', 'none'],
  ])('%s is %s', (name, reach) => {
    expect(frontsOf([ofClass(name)])).toEqual([`${reach} null:80`])
  })

  test('a class that nobody knows is a question, with the place of its answer', () => {
    expect(frontsOf([ofClass('edge')])).toEqual(['? null:80'])
    expect(questionOf([ofClass('edge')])).toBe('is class "edge" public? say so in svcscope.yaml')
  })

  test('the user says what a class is, of one that is known by name too', () => {
    expect(frontsOf([ofClass('edge')], said('edge', 'public'))).toEqual(['internet null:80'])
    expect(frontsOf([ofClass('edge')], said('edge', 'private'))).toEqual(['network null:80'])
    expect(frontsOf([ofClass('azure-alb-external')], said('azure-alb-external', 'private'))).toEqual(['network null:80'])
  })

  test('the controller of its GatewayClass says more than its name', () => {
    const alb = gatewayClass('own', 'alb.networking.azure.io/alb-controller')
    expect(frontsOf([alb, ofClass('own')])).toEqual(['internet null:80'])
    expect(frontsOf([gatewayClass('cilium', 'example.com/controller'), ofClass('cilium')], AZURE)).toEqual(['? null:80'])
  })
})

describe('who comes to a Gateway whose controller makes a Service for it', () => {
  test('it is public where Services are', () => {
    expect(frontsOf([ofClass('istio')], AZURE)).toEqual(['internet null:80'])
    expect(frontsOf([ofClass('istio')])).toEqual(['? null:80'])
  })

  test('its annotations for infrastructure decide as they would on that Service', () => {
    expect(frontsOf([ofClass('istio', {infrastructure: {annotations: INTERNAL}})], AZURE)).toEqual(['network null:80'])
    // Azure asks for exactly "true".
    const wrong = {'service.beta.kubernetes.io/azure-load-balancer-internal': 'True'}
    expect(frontsOf([ofClass('istio', {infrastructure: {annotations: wrong}})], AZURE)).toEqual(['internet null:80'])
  })

  test("Istio copies the Gateway's own annotations where none are stated for infrastructure, Cilium does not", () => {
    const own = (name: string, spec: Fields = {}) => {
      const {metadata, ...rest} = ofClass(name, spec) as {readonly metadata: Fields}
      return {...rest, metadata: {...metadata, annotations: INTERNAL}}
    }
    expect(frontsOf([own('istio')], AZURE)).toEqual(['network null:80'])
    expect(frontsOf([own('istio', {infrastructure: {annotations: {}}})], AZURE)).toEqual(['internet null:80'])
    expect(frontsOf([own('cilium')], AZURE)).toEqual(['internet null:80'])
  })

  test('what is asked for one Gateway says more than what the user said of the class', () => {
    const facts = said('istio', 'public', AZURE)
    expect(frontsOf([ofClass('istio', {infrastructure: {annotations: INTERNAL}})], facts)).toEqual(['network null:80'])
    expect(frontsOf([ofClass('istio', {infrastructure: {annotations: {team: 'a'}}})], said('istio', 'private', AZURE))).toEqual([
      'network null:80',
    ])
  })

  test("a Service of another type is Istio's answer to its annotation", () => {
    const annotations = {'networking.istio.io/service-type': 'ClusterIP'}
    expect(frontsOf([ofClass('istio', {infrastructure: {annotations}})], AZURE)).toEqual(['none null:80'])
  })

  test('parameters of Envoy Gateway say type, annotations and sources', () => {
    const eg = gatewayClass('eg', 'gateway.envoyproxy.io/gatewayclass-controller')
    const parametersRef = {group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'custom'}
    const proxy = (envoyService: Fields): Fields => ({
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'EnvoyProxy',
      metadata: {name: 'custom', namespace: 'shop'},
      spec: {provider: {type: 'Kubernetes', kubernetes: {envoyService}}},
    })
    const edge = ofClass('eg', {infrastructure: {parametersRef}})
    expect(frontsOf([eg, edge, proxy({annotations: INTERNAL})], AZURE)).toEqual(['network null:80'])
    expect(frontsOf([eg, edge, proxy({type: 'ClusterIP'})], AZURE)).toEqual(['none null:80'])
    expect(frontsOf([eg, edge, proxy({loadBalancerSourceRanges: ['203.0.113.0/24']})], AZURE)).toEqual([
      'internet null:80 from 203.0.113.0/24',
    ])
    // Without its manifest nobody knows.
    expect(frontsOf([eg, edge], AZURE)).toEqual(['? null:80'])
  })

  test('the parameters of a class count for Gateways without their own', () => {
    const parametersRef = {group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'custom', namespace: 'infra'}
    const eg = gatewayClass('eg', 'gateway.envoyproxy.io/gatewayclass-controller', {parametersRef})
    const proxy = {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'EnvoyProxy',
      metadata: {name: 'custom', namespace: 'infra'},
      spec: {provider: {kubernetes: {envoyService: {annotations: INTERNAL}}}},
    }
    expect(frontsOf([eg, ofClass('eg'), proxy], AZURE)).toEqual(['network null:80'])
  })

  test('the AWS Load Balancer Controller makes it internal unless its configuration says internet-facing', () => {
    const alb = gatewayClass('alb', 'gateway.k8s.aws/alb')
    const parametersRef = {group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'open'}
    const configuration = (spec: Fields) => ({
      apiVersion: 'gateway.k8s.aws/v1beta1',
      kind: 'LoadBalancerConfiguration',
      metadata: {name: 'open', namespace: 'shop'},
      spec,
    })
    const edge = ofClass('alb', {infrastructure: {parametersRef}})
    expect(frontsOf([alb, ofClass('alb')])).toEqual(['network null:80'])
    expect(frontsOf([alb, edge, configuration({scheme: 'internet-facing'})])).toEqual(['internet null:80'])
    expect(frontsOf([alb, edge, configuration({scheme: 'internet-facing', sourceRanges: ['203.0.113.0/24']})])).toEqual([
      'internet null:80 from 203.0.113.0/24',
    ])
    expect(frontsOf([alb, edge])).toEqual(['? null:80'])
  })

  test("of two configurations that of the class wins, unless it prefers the Gateway's", () => {
    const parametersRef = {group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'own'}
    const configuration = (name: string, spec: Fields) => ({
      apiVersion: 'gateway.k8s.aws/v1beta1',
      kind: 'LoadBalancerConfiguration',
      metadata: {name, namespace: 'shop'},
      spec,
    })
    const alb = gatewayClass('alb', 'gateway.k8s.aws/alb', {parametersRef: {...parametersRef, name: 'of-class', namespace: 'shop'}})
    const edge = ofClass('alb', {infrastructure: {parametersRef}})
    const open = configuration('own', {scheme: 'internet-facing'})
    expect(frontsOf([alb, edge, open, configuration('of-class', {scheme: 'internal'})])).toEqual(['network null:80'])
    const yielding = configuration('of-class', {scheme: 'internal', mergingMode: 'prefer-gateway'})
    expect(frontsOf([alb, edge, open, yielding])).toEqual(['internet null:80'])
  })
})

describe('who comes to a Gateway whose Service is in the input', () => {
  const balancer = (name: string, more: Fields = {}, spec: Fields = {}) =>
    service(name, [{port: 80, targetPort: 8080, nodePort: 31_080}], {type: 'LoadBalancer', ...spec}, more)
  const labelled = (labels: Fields, annotations: Fields = {}) => ({metadata: {labels, annotations}})

  test.each([
    ['the label of the API', 'shop/any', {'gateway.networking.k8s.io/gateway-name': 'edge'}],
    [
      'the labels of Envoy Gateway',
      'envoy-gateway-system/envoy-shop-edge-1a2b',
      {'gateway.envoyproxy.io/owning-gateway-name': 'edge', 'gateway.envoyproxy.io/owning-gateway-namespace': 'shop'},
    ],
    ["Cilium's name", 'shop/cilium-gateway-edge', {}],
    ['the name of Gateway and class', 'shop/edge-istio', {}],
  ])('it is found by %s', (_by, name, labels) => {
    expect(frontsOf([ofClass('istio'), balancer(name, labelled(labels, INTERNAL))], AZURE)).toEqual(['network null:80'])
    expect(frontsOf([ofClass('istio'), balancer(name, labelled(labels))], AZURE)).toEqual(['internet null:80'])
  })

  test('that of another Gateway, and of one of that name elsewhere, is not it', () => {
    const strange = [
      balancer('shop/a', labelled({'gateway.networking.k8s.io/gateway-name': 'other'}, INTERNAL)),
      balancer('ops/b', labelled({'gateway.networking.k8s.io/gateway-name': 'edge'}, INTERNAL)),
    ]
    expect(frontsOf([ofClass('istio'), ...strange], AZURE)).toEqual(['internet null:80'])
  })

  test('it is found by the address that the Gateway names (manual deployment)', () => {
    const manual = ofClass('istio', {addresses: [{type: 'Hostname', value: 'ingress.istio.svc.cluster.local'}]})
    expect(frontsOf([manual, balancer('istio/ingress', labelled({}, INTERNAL))], AZURE)).toEqual(['network null:80'])
  })

  test('the Service of a controller that all Gateways share is found by its label, and has the ports that clients see', () => {
    const traefik = gatewayClass('traefik', 'traefik.io/gateway-controller')
    const shared = service(
      'traefik/traefik',
      [{port: 80, targetPort: 8000}],
      {type: 'LoadBalancer'},
      {
        metadata: {labels: {'app.kubernetes.io/name': 'traefik'}, annotations: INTERNAL},
      },
    )
    const edge = gateway('shop/edge', [{port: 8000}], {gatewayClassName: 'traefik'})
    expect(frontsOf([traefik, edge, shared], AZURE)).toEqual(['network null:80'])
  })

  test('its addresses are those of the entries, each judged for itself', () => {
    const status = {loadBalancer: {ingress: [{ip: '10.0.0.7'}, {ip: '8.8.4.4'}]}}
    const own = {...balancer('shop/edge-istio'), status}
    expect(frontsOf([ofClass('istio'), own])).toEqual(['network 10.0.0.7:80', 'internet 8.8.4.4:80'])
  })

  test('sources guard the balancer and not the node ports', () => {
    const restricted = balancer('shop/edge-istio', {}, {loadBalancerSourceRanges: ['203.0.113.0/24']})
    expect(frontsOf([ofClass('istio'), restricted], AZURE)).toEqual(['internet null:80 from 203.0.113.0/24', 'network null:31080'])
    const closed = balancer('shop/edge-istio', {}, {loadBalancerSourceRanges: ['203.0.113.0/24'], allocateLoadBalancerNodePorts: false})
    expect(frontsOf([ofClass('istio'), closed], AZURE)).toEqual(['internet null:80 from 203.0.113.0/24'])
  })

  test('a NodePort is reached on the node port, a ClusterIP not from outside', () => {
    const nodePort = balancer('shop/edge-istio', {}, {type: 'NodePort'})
    const nodes = {addresses: 'public', evidence: 'as was said'} as const
    expect(frontsOf([ofClass('istio'), nodePort], {...NOTHING, nodes})).toEqual(['internet null:31080'])
    expect(frontsOf([ofClass('istio'), balancer('shop/edge-istio', {}, {type: 'ClusterIP'})], AZURE)).toEqual(['none null:80'])
  })

  test('the Service is named in the way', () => {
    const [entry] = ask([ofClass('istio'), balancer('shop/edge-istio'), ROUTE, WEB], AZURE).entries
    expect(entry?.through.map(({kind, namespace, name}) => `${kind} ${namespace}/${name}`)).toEqual([
      'Gateway shop/edge',
      'HTTPRoute shop/web',
      'Service shop/edge-istio',
    ])
    expect(entry?.via).toBe('Gateway')
    expect(entry?.place).toEqual({
      origin: {file: 'input.yaml', document: 2, path: []},
      path: ['spec', 'rules', 0, 'backendRefs', 0],
    })
  })
})

describe('what is open beside the front', () => {
  test('a question of the way makes its reach unknown, and not that of one that nobody comes to', () => {
    const listeners = [{allowedRoutes: {namespaces: {from: 'Selector', selector: {matchLabels: {team: 'a'}}}}}]
    const askOf = (gatewayClassName: string) => {
      const [entry] = ask([gateway('shop/edge', listeners, {gatewayClassName}), ROUTE, WEB]).entries
      return {reach: entry?.front.reach, question: entry?.front.question}
    }
    expect(askOf('azure-alb-external')).toEqual({
      reach: 'unknown',
      question: 'does Namespace shop have the label team that is asked for? add its manifest',
    })
    expect(askOf('istio-waypoint')).toEqual({reach: 'none', question: undefined})
  })
})

describe('who comes to a Gateway with addresses', () => {
  const withStatus = (...values: readonly string[]) =>
    ofClass('edge', {}, {status: {addresses: values.map((value) => ({type: /[a-z]/.test(value) ? 'Hostname' : 'IPAddress', value}))}})

  test('those that it has decide', () => {
    expect(frontsOf([withStatus('8.8.8.8')])).toEqual(['internet 8.8.8.8:80'])
    expect(frontsOf([withStatus('10.1.2.3')], said('edge', 'public'))).toEqual(['network 10.1.2.3:80'])
    expect(frontsOf([withStatus('8.8.8.8', '10.1.2.3')])).toEqual(['internet 8.8.8.8:80', 'network 10.1.2.3:80'])
  })

  test('a name does not tell', () => {
    expect(frontsOf([withStatus('a.lb.example.com')])).toEqual(['? a.lb.example.com:80'])
    expect(frontsOf([withStatus('a.lb.example.com')], said('edge', 'private'))).toEqual(['network a.lb.example.com:80'])
  })

  test('those that it asks for decide where it has none', () => {
    expect(frontsOf([ofClass('edge', {addresses: [{value: '10.1.2.3'}]})])).toEqual(['network 10.1.2.3:80'])
    expect(frontsOf([ofClass('edge', {addresses: [{type: 'NamedAddress', value: 'my-address'}]})])).toEqual(['? null:80'])
  })
})

describe('what clients speak', () => {
  test('TLS up to the Gateway or through it, not for HTTP, and unknown for TCP', () => {
    const tls = (listener: Fields, kind: string) =>
      ask([gateway('shop/edge', [listener]), route('shop/web', 'edge', [to()], {}, kind), WEB], said('edge', 'public')).entries.map(
        (entry) => entry.tls,
      )
    expect(tls({protocol: 'HTTPS', port: 443, tls: {certificateRefs: [{name: 'cert'}]}}, 'HTTPRoute')).toEqual([true])
    expect(tls({protocol: 'TLS', port: 443, tls: {mode: 'Passthrough'}}, 'TLSRoute')).toEqual([true])
    expect(tls({protocol: 'HTTP', port: 80}, 'HTTPRoute')).toEqual([false])
    expect(tls({protocol: 'TCP', port: 5432}, 'TCPRoute')).toEqual([null])
  })
})
