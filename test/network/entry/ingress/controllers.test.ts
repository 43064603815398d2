import {describe, expect, test} from 'vitest'
import {clusterOf, together} from '../../../manifest.ts'
import {controller, entriesOf, faults, ingress, ingressClass, NOWHERE, to, WEB, ways} from './asking.ts'
import {appRouting, CONTROLLER_CASES, hostPorts} from './controller-cases.ts'

const NGINX = ingressClass('nginx', 'k8s.io/ingress-nginx')

describe('who is in front of an Ingress', () => {
  test.each(CONTROLLER_CASES)('$title: $why', ({texts, facts, ways: expected}) => {
    expect(ways(together(...texts, WEB), facts)).toEqual(expected)
  })
})

describe('what an entry of an Ingress says', () => {
  test('names the Service of its controller before the Ingress, from the outside in', () => {
    const [entry] = entriesOf(together(ingress({ingressClassName: 'nginx'}), NGINX, controller(), WEB))
    expect(entry?.through).toEqual([
      {kind: 'Service', namespace: 'edge', name: 'controller'},
      {kind: 'Ingress', namespace: 'default', name: 'front'},
    ])
    expect(entry?.place?.path).toEqual(['spec', 'rules', 0, 'http', 'paths', 0])
  })

  test('names the workload of its controller where a port of the node leads there', () => {
    const [entry] = entriesOf(together(ingress({ingressClassName: 'nginx'}), NGINX, hostPorts(), WEB), NOWHERE)
    expect(entry?.through).toEqual([
      {kind: 'Deployment', namespace: 'edge', name: 'controller'},
      {kind: 'Ingress', namespace: 'default', name: 'front'},
    ])
  })

  test('tells what guards it: a password, another server, a client certificate', () => {
    const annotations = {
      'nginx.ingress.kubernetes.io/auth-type': 'basic',
      'nginx.ingress.kubernetes.io/auth-url': 'https://sso.example.com',
      'nginx.ingress.kubernetes.io/auth-tls-secret': 'default/ca',
    }
    const [entry] = entriesOf(together(ingress({ingressClassName: 'nginx'}, {annotations}), NGINX, controller(), WEB))
    expect(entry?.front.evidence.filter((one) => one.startsWith('asks'))).toHaveLength(3)
  })

  test('asks what would settle a class that nobody knows, and asks nothing where it is known', () => {
    const [unknown] = entriesOf(together(ingress({ingressClassName: 'nginx'}), WEB), NOWHERE)
    expect(unknown?.front.question).toBe('is class "nginx" public? say so in svcscope.yaml')
    const known = entriesOf(together(ingress({ingressClassName: 'nginx'}), NGINX, controller(), WEB))
    expect(known.map(({front}) => front.question)).toEqual([undefined, undefined])
  })

  test('does not call a controller missing that runs: its Service is', () => {
    const [entry] = entriesOf(together(ingress({ingressClassName: 'nginx'}), NGINX, controller({spec: false}), WEB))
    expect(entry?.front).toMatchObject({
      reach: 'unknown',
      evidence: ['class "nginx": ingress-nginx serves it, and the input has no Service that leads there'],
    })
  })

  test('has no host that clients could not ask for: a default backend answers to any', () => {
    const [entry] = entriesOf(together(ingress({ingressClassName: 'cilium', rules: undefined, defaultBackend: to('web', 80)}), WEB))
    expect(entry?.hosts).toEqual([])
  })
})

describe('a class that nobody serves', () => {
  test('is told where the input has the product, set up for another class', () => {
    const text = together(ingress({ingressClassName: 'inner'}), ingressClass('inner', 'k8s.io/ingress-nginx-inner'), controller(), WEB)
    expect(faults(text)).toEqual(['not-served spec.ingressClassName'])
  })

  test('is told where an Ingress names none and no controller of the input takes it', () => {
    expect(faults(together(ingress(), controller(), WEB))).toEqual(['no-class spec'])
  })

  test('is told of a running cluster that has no such IngressClass', () => {
    const coverage = {done: [{kind: 'IngressClass'}, {kind: 'Service'}], has: () => true, unread: []} as const
    expect(faults({...clusterOf(together(ingress({ingressClassName: 'ngnix'}), NGINX, WEB)), coverage})).toEqual([
      'no-such-class spec.ingressClassName',
    ])
  })

  test('is not told where the controller may be elsewhere', () => {
    expect(faults(together(ingress({ingressClassName: 'inner'}), WEB))).toEqual([])
    expect(faults(together(ingress(), WEB))).toEqual([])
  })

  test('is not told where it has a controller of the add-on of its own', () => {
    const text = together(
      ingress({ingressClassName: 'nginx-internal'}),
      ingressClass('nginx-internal', 'k8s.io/ingress-nginx'),
      appRouting('nginx-internal', {}),
      controller({args: ['--controller-class=k8s.io/other']}),
      WEB,
    )
    expect(faults(text)).toEqual([])
  })
})
