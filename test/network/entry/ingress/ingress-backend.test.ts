import {describe, expect, test} from 'vitest'
import type {Coverage} from '../../../../src/cluster/read.ts'
import {entriesOfIngresses} from '../../../../src/network/entry/ingress/ingress-entries.ts'
import {clusterOf, service, together} from '../../../manifest.ts'
import {AZURE, controller, faults, ingress, ingressClass, rule, to, WEB, ways} from './asking.ts'

const PRIVATE = {...AZURE, classes: new Map([['x', 'private' as const]])}
const of = (spec: Readonly<Record<string, unknown>>) => ingress({ingressClassName: 'x', ...spec})
const BACKEND = 'spec.rules.0.http.paths.0.backend'
const STORAGE = {resource: {apiGroup: 'k8s.example.com', kind: 'StorageBucket', name: 'static-assets'}}

/** What each manifest leads to (`ways`), or what is wrong with it and where (`faults`); the class is private, so that 80 is `network`. */
const CASES: readonly {
  readonly title: string
  readonly why: string
  readonly texts: readonly string[]
  readonly ways: readonly string[]
  readonly faults: readonly string[]
}[] = [
  {
    title: 'by number',
    why: 'backend.service.port.number is a Service port, not a target port',
    texts: [of({}), WEB],
    ways: ['80 network app.example.com → web:80'],
    faults: [],
  },
  {
    title: 'by name',
    why: 'backend.service.port.name is the name of a Service port',
    texts: [of({rules: [rule('app.example.com', to('web', 'http'))]}), WEB],
    ways: ['80 network app.example.com → web:80'],
    faults: [],
  },
  {
    title: 'a target port is no port of the Service',
    why: 'the API knows port and name only (networking.k8s.io/v1 ServiceBackendPort)',
    texts: [of({rules: [rule('app.example.com', to('web', 8080))]}), WEB],
    ways: [],
    faults: [`no-such-port ${BACKEND}.service.port.number`],
  },
  {
    title: 'a name that no port has',
    why: 'an unnamed port is not found by any name, "" included',
    texts: [of({rules: [rule('app.example.com', to('web', 'https'))]}), service('web')],
    ways: [],
    faults: [`no-such-port ${BACKEND}.service.port.name`],
  },
  {
    title: 'no port at all',
    why: '"This must be a name or a number" (ServiceBackendPort)',
    texts: [of({rules: [rule('app.example.com', {service: {name: 'web'}})]}), WEB],
    ways: [],
    faults: [`no-port ${BACKEND}.service`],
  },
  {
    title: 'no such Service',
    why: 'it is not in the input',
    texts: [of({rules: [rule('app.example.com', to('wbe', 80))]}), WEB],
    ways: [],
    faults: [`no-such-service ${BACKEND}.service.name`],
  },
  {
    title: 'a Service of another namespace',
    why: '"service references a service as a backend. The service must exist in the same namespace as the Ingress object" (IngressBackend)',
    texts: [ingress({ingressClassName: 'x'}, {namespace: 'shop'}), service('web', {}, 'other')],
    ways: [],
    faults: [`no-such-service ${BACKEND}.service.name`],
  },
  {
    title: 'a Service in a namespace that the Ingress does not name',
    why: 'an Ingress without namespace goes wherever it is applied to: with -n shop it works',
    texts: [of({}), service('web', {}, 'shop')],
    ways: [],
    faults: [`unstated-namespace ${BACKEND}.service.name`],
  },
  {
    title: 'a resource',
    why: 'a resource backend is of the controller’s own making; what it reaches is not a Service (docs, "Resource backends")',
    texts: [ingress({ingressClassName: 'x', rules: undefined, defaultBackend: STORAGE}), WEB],
    ways: [],
    faults: ['resource-backend spec.defaultBackend.resource'],
  },
  {
    title: 'a resource of one path beside a Service of another',
    why: 'every path stands for itself',
    texts: [of({rules: [rule('app.example.com', STORAGE, '/icons'), rule('app.example.com', to('web', 80))]}), WEB],
    ways: ['80 network app.example.com → web:80'],
    faults: [`resource-backend ${BACKEND}.resource`],
  },
  {
    title: 'an ExternalName without ports',
    why: 'the controller takes the number as it is and asks DNS for the rest',
    texts: [of({}), service('web', {type: 'ExternalName', externalName: 'db.example.com', selector: undefined, ports: undefined})],
    ways: ['80 network app.example.com → web:undefined'],
    faults: [],
  },
  {
    title: 'a headless Service',
    why: 'controllers send to endpoints, not to the cluster IP',
    texts: [of({}), service('web', {clusterIP: 'None'})],
    ways: ['80 network app.example.com → web:80'],
    faults: [],
  },
  {
    title: 'only a default backend',
    why: '"An Ingress with no rules sends all traffic to a single default backend" (docs, "DefaultBackend")',
    texts: [of({rules: undefined, defaultBackend: to('web', 80)}), WEB],
    ways: ['80 network * → web:80'],
    faults: [],
  },
  {
    title: 'rules and a default backend',
    why: '"If none of the hosts or paths match, the traffic is routed to your default backend"',
    texts: [of({defaultBackend: to('web', 80), rules: [rule('app.example.com', to('web', 80), '/api')]}), WEB],
    ways: ['80 network app.example.com/api → web:80', '80 network * → web:80'],
    faults: [],
  },
  {
    title: 'neither rules nor default backend',
    why: '"either `defaultBackend` or `rules` must be specified" (ValidateIngressSpec)',
    texts: [of({rules: undefined})],
    ways: [],
    faults: ['refused '],
  },
  {
    title: 'a host without paths, with a default backend',
    why: '"the rule defaults to a http catch-all" to the default backend (IngressRule)',
    texts: [of({rules: [{host: 'app.example.com'}], defaultBackend: to('web', 80)}), WEB],
    ways: ['80 network app.example.com → web:80'],
    faults: [],
  },
  {
    title: 'a host without paths, without a default backend',
    why: 'there is nothing that it could send to',
    texts: [of({rules: [{host: 'app.example.com'}]}), WEB],
    ways: [],
    faults: ['no-backend spec.rules.0.host'],
  },
  {
    title: 'no host',
    why: '"If no host is specified, the rule applies to all inbound HTTP traffic"',
    texts: [of({rules: [rule(undefined)]}), WEB],
    ways: ['80 network * → web:80'],
    faults: [],
  },
  {
    title: 'a wildcard host',
    why: 'the host is said as it is written',
    texts: [of({rules: [rule('*.foo.com')]}), WEB],
    ways: ['80 network *.foo.com → web:80'],
    faults: [],
  },
  {
    title: 'a path without pathType',
    why: '"Paths that do not include an explicit pathType will fail validation"; what it means is plain all the same',
    texts: [of({rules: [{host: 'a.com', http: {paths: [{path: '/a', backend: to('web', 80)}]}}]}), WEB],
    ways: ['80 network a.com/a → web:80'],
    faults: ['refused spec.rules.0.http.paths.0'],
  },
  {
    title: 'a pathType that does not exist',
    why: 'types are case-sensitive: Exact, Prefix, ImplementationSpecific',
    texts: [of({rules: [rule('a.com', to('web', 80), '/a', 'exact')]}), WEB],
    ways: ['80 network a.com/a → web:80'],
    faults: ['refused spec.rules.0.http.paths.0.pathType'],
  },
  {
    title: 'a host that is an address',
    why: '"IPs are not allowed" (IngressRule)',
    texts: [of({rules: [rule('192.0.2.1')]}), WEB],
    ways: ['80 network 192.0.2.1 → web:80'],
    faults: ['refused spec.rules.0.host'],
  },
  {
    title: 'a lone star as host',
    why: '"The wildcard character must appear by itself as the first DNS label and matches only a single label. You cannot have a wildcard label by itself"',
    texts: [of({rules: [rule('*')]}), WEB],
    ways: ['80 network * → web:80'],
    faults: ['refused spec.rules.0.host'],
  },
  {
    title: 'a prefix that is no absolute path',
    why: '"Paths must begin with a / and must be present when using PathType with value Exact or Prefix" (HTTPIngressPath)',
    texts: [of({rules: [rule('a.com', to('web', 80), 'api')]}), WEB],
    ways: ['80 network a.com/api → web:80'.replace('/api', 'api')],
    faults: ['refused spec.rules.0.http.paths.0.path'],
  },
  {
    title: 'serviceName in v1',
    why: '`v1` has backend.service; the former fields are unknown to it and the backend is then empty',
    texts: [of({rules: [rule('a.com', {serviceName: 'web', servicePort: 80})]}), WEB],
    ways: ['80 network a.com → web:80'],
    faults: [`refused ${BACKEND}.serviceName`],
  },
]

describe('a backend', () => {
  test.each(CASES)('$title: $why', (given) => {
    expect(ways(together(...given.texts), PRIVATE)).toEqual(given.ways)
    expect(faults(together(...given.texts), PRIVATE)).toEqual(given.faults)
  })

  test('of an older version is read by its own fields, and nothing is refused that was never v1', () => {
    const older = (apiVersion: string, spec: unknown) =>
      JSON.stringify({apiVersion, kind: 'Ingress', metadata: {name: 'old', annotations: {'kubernetes.io/ingress.class': 'x'}}, spec})
    const backend = {serviceName: 'web', servicePort: 'http'}
    for (const apiVersion of ['extensions/v1beta1', 'networking.k8s.io/v1beta1']) {
      const text = together(
        older(apiVersion, {rules: [{host: 'a.com', http: {paths: [{backend}]}}], backend: {serviceName: 'web', servicePort: 80}}),
        WEB,
      )
      expect(ways(text, PRIVATE)).toEqual(['80 network a.com → web:80', '80 network * → web:80'])
      expect(faults(text, PRIVATE)).toEqual([])
    }
  })

  test('is a target port too to ingress-nginx, whose code compares all three (controller.go, serviceEndpoints)', () => {
    const text = (args: readonly string[]) =>
      together(
        ingress({ingressClassName: 'nginx', rules: [rule('app.example.com', to('web', 8080))]}),
        ingressClass('nginx', 'k8s.io/ingress-nginx'),
        controller({args}),
        WEB,
      )
    expect(ways(text([]))).toEqual(['80 internet app.example.com → web:80', '443s internet app.example.com → web:80'])
    expect(faults(text([]))).toEqual([])
  })

  test('is of the nearest definition where variants define the Service several times', () => {
    const cluster = clusterOf({
      'dev/all.yaml': together(of({}), service('web', {ports: [{port: 80}]})),
      'prod/all.yaml': service('web', {ports: [{port: 8080}]}),
    })
    expect(ways(cluster, PRIVATE)).toEqual(['80 network app.example.com → web:80'])
  })

  test('is not called missing where nobody asked the cluster for its Service', () => {
    const coverage: Coverage = {done: [{kind: 'Ingress'}], has: ({kind}) => kind === 'Ingress', unread: []}
    const {broken} = entriesOfIngresses({...clusterOf(of({})), coverage}, PRIVATE)
    expect(broken.map(({reason}) => reason)).toEqual(['not-read'])
  })

  test('of two Ingresses that share host and path: one of them answers, and the later is told', () => {
    const other = ingress({ingressClassName: 'x', rules: [rule('app.example.com', to('shop', 80))]}, {name: 'second'})
    const text = together(of({}), other, WEB, service('shop'))
    expect(ways(text, PRIVATE)).toEqual(['80 network app.example.com → web:80', '80 network app.example.com → shop:80'])
    expect(faults(text, PRIVATE)).toEqual(['conflict spec.rules.0.http.paths.0'])
  })

  test('of two Ingresses that share a host but no path: they are merged, and nothing is wrong', () => {
    const other = ingress({ingressClassName: 'x', rules: [rule('app.example.com', to('shop', 80), '/shop')]}, {name: 'second'})
    expect(faults(together(of({}), other, WEB, service('shop')), PRIVATE)).toEqual([])
  })

  test('of a canary shares its path on purpose (annotations, "Canary")', () => {
    const annotations = {'nginx.ingress.kubernetes.io/canary': 'true'}
    const other = ingress({ingressClassName: 'x', rules: [rule('app.example.com', to('shop', 80))]}, {name: 'second', annotations})
    expect(faults(together(of({}), other, WEB, service('shop')), PRIVATE)).toEqual([])
  })

  test('of two Ingresses with load balancers of their own: each answers at its own', () => {
    const annotations = {'alb.ingress.kubernetes.io/scheme': 'internet-facing'}
    const one = ingress({ingressClassName: 'alb'}, {annotations})
    const other = ingress({ingressClassName: 'alb', rules: [rule('app.example.com', to('shop', 80))]}, {name: 'second', annotations})
    expect(faults(together(one, other, WEB, service('shop')))).toEqual([])
  })

  test('crashes nothing, whatever stands in its place', () => {
    const odd: readonly unknown[] = [
      null,
      'x',
      [],
      {rules: null},
      {rules: [null, 'x', {http: null}, {http: {paths: [null, {backend: 'x'}]}}], tls: [null, 'x']},
    ]
    for (const spec of odd) {
      const text = JSON.stringify({apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: {name: 'odd', annotations: 'x'}, spec})
      expect(ways(together(text, WEB), PRIVATE)).toEqual([])
    }
  })
})
