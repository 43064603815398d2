import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {headline} from '../answer.ts'
import {compare, type Draft, find} from './shop.ts'

const NGINX = 'nginx.ingress.kubernetes.io'

/** An application behind ingress-nginx, which has a certificate for it and sends requests in the clear on to TLS. */
function site(): Draft[] {
  const workload = (name: string, container: object, ports: readonly object[]) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name, namespace: 'site'},
    spec: {
      selector: {matchLabels: {app: name}},
      template: {metadata: {labels: {app: name}}, spec: {containers: [{name: 'main', ports, ...container}]}},
    },
  })
  const service = (name: string, spec: object) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace: 'site'},
    spec: {selector: {app: name}, ...spec},
  })
  return [
    workload(
      'door',
      {image: 'registry.k8s.io/ingress-nginx/controller:v1.12.0', args: ['/nginx-ingress-controller', '--ingress-class=web']},
      [
        {name: 'http', containerPort: 80},
        {name: 'https', containerPort: 443},
      ],
    ),
    service('door', {
      type: 'LoadBalancer',
      allocateLoadBalancerNodePorts: false,
      ports: [
        {name: 'http', port: 80, targetPort: 'http'},
        {name: 'https', port: 443, targetPort: 'https'},
      ],
    }),
    workload('shop', {image: 'shop:1'}, [{containerPort: 8080}]),
    service('shop', {ports: [{port: 80, targetPort: 8080}]}),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {name: 'shop', namespace: 'site', annotations: {}},
      spec: {
        ingressClassName: 'web',
        tls: [{hosts: ['shop.example'], secretName: 'shop'}],
        rules: [
          {host: 'shop.example', http: {paths: [{path: '/', pathType: 'Prefix', backend: {service: {name: 'shop', port: {number: 80}}}}]}},
        ],
      },
    },
  ]
}

type Change = (objects: Draft[]) => void

function edited(...changes: readonly Change[]): readonly WireObject[] {
  const objects = site()
  for (const change of changes) change(objects)
  return objects
}

const ingress = (objects: Draft[]) => find(objects, 'Ingress', 'shop')

function told(before: readonly WireObject[], after: readonly WireObject[]): readonly string[] {
  return compare(before, after).findings.map(({severity, rule, message}) => `${severity} ${rule}: ${message}`)
}

describe('TLS', () => {
  const WITHOUT = [
    'warning exposure/tls-dropped: site/shop: is now reached without TLS too from the internet through Ingress site/shop, host shop.example',
  ]

  test('that an Ingress gives up is a warning', () => {
    expect(
      told(
        site(),
        edited((all) => delete ingress(all).spec.tls),
      ),
    ).toEqual(WITHOUT)
  })

  test('that nobody is sent on to any more is one too', () => {
    const open = edited((all) => (ingress(all).metadata.annotations[`${NGINX}/ssl-redirect`] = 'false'))
    expect(told(site(), open)).toEqual(WITHOUT)
    expect(headline(compare(site(), open))).toBe('! exposure did not grow, but look at site/shop')
  })

  test('that comes is no growth', () => {
    const open = edited((all) => delete ingress(all).spec.tls)
    expect(told(open, site())).toEqual([
      'info exposure/tls-added: site/shop: is no longer reached without TLS from the internet through Ingress site/shop, host shop.example',
    ])
  })

  test('is spoken as before where a way in the clear comes beside it, nearer to the cluster', () => {
    // Nothing of the input is of class inner: it may redirect, or answer in the clear.
    const messages = told(
      site(),
      edited((all) => (ingress(all).spec.ingressClassName = 'inner')),
    )
    expect(messages.filter((one) => one.includes('no longer speaks TLS'))).toEqual([])
    expect(messages).toContain(
      'info exposure/no-longer-reachable: site/shop: no longer reachable from the internet through Ingress site/shop, host shop.example, only from private networks',
    )
  })

  test('with and without, from near and far, is one sentence for one host', () => {
    const rule = {
      host: 'admin.example',
      http: {paths: [{path: '/', pathType: 'Prefix', backend: {service: {name: 'tool', port: {number: 80}}}}]},
    }
    const tool = (all: Draft[]) => all.push({...structuredClone(find(all, 'Service', 'shop')), metadata: {name: 'tool', namespace: 'site'}})
    const admin: Change = (all) => ingress(all).spec.rules.push(rule)
    const nodePorts: Change = (all) => delete find(all, 'Service', 'door').spec.allocateLoadBalancerNodePorts
    expect(told(edited(tool, nodePorts), edited(tool, nodePorts, admin))).toEqual([
      // They are the pods of the shop, which are as open already by another host.
      'info exposure/entry-added: site/tool: has another way in from the internet and private networks through Ingress site/shop, host admin.example, with and without TLS',
    ])
  })
})

describe('a log-in', () => {
  const guarded: Change = (all) =>
    Object.assign(ingress(all).metadata.annotations, {[`${NGINX}/auth-type`]: 'basic', [`${NGINX}/auth-secret`]: 'users'})

  test('that nobody asks for any more is a warning', () => {
    expect(told(edited(guarded), site())).toEqual([
      'warning exposure/login-dropped: site/shop: Ingress site/shop no longer asks for a password (auth-type basic)',
    ])
  })

  test('that somebody asks for is not', () => {
    expect(told(site(), edited(guarded))).toEqual([
      'info exposure/login-added: site/shop: Ingress site/shop asks for a password (auth-type basic) now',
    ])
  })

  test('is passed by where another Ingress asks for none', () => {
    const other: Change = (all) => {
      const copy = structuredClone(ingress(all))
      copy.metadata = {name: 'other', namespace: 'site', annotations: {}}
      copy.spec.rules[0].host = 'other.example'
      copy.spec.tls[0].hosts = ['other.example']
      all.push(copy)
    }
    expect(told(edited(guarded), edited(guarded, other))).toEqual([
      'warning exposure/login-dropped: site/shop: is now reached without a log-in too from the internet through Ingress site/other, host other.example',
    ])
  })
})

describe('the address of a load balancer', () => {
  const INTERNAL = 'service.beta.kubernetes.io/azure-load-balancer-internal'
  const balancer = (annotations: object, ranges?: readonly string[]): readonly WireObject[] => [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'edge', namespace: 'site', annotations},
      spec: {
        type: 'LoadBalancer',
        allocateLoadBalancerNodePorts: false,
        ports: [{port: 443}],
        ...(ranges && {loadBalancerSourceRanges: ranges}),
      },
    },
  ]

  test('made public is a warning where a list of private addresses is all that is left', () => {
    expect(told(balancer({[INTERNAL]: 'true'}, ['10.1.0.0/16']), balancer({}, ['10.1.0.0/16']))).toEqual([
      'warning exposure/address-made-public: site/edge: LoadBalancer gets a public address, and lets in only 10.1.0.0/16',
    ])
  })

  test('made public is an error where the list has public addresses, or is none', () => {
    for (const ranges of [undefined, ['10.1.0.0/16', '203.0.113.0/24']]) {
      const [first, ...more] = told(balancer({[INTERNAL]: 'true'}, ranges), balancer({}, ranges))
      expect(first).toMatch(/^error exposure\/newly-reachable: site\/edge: newly reachable from the internet/)
      expect(more).toEqual([])
    }
  })

  test('made private is told', () => {
    expect(told(balancer({}, ['10.1.0.0/16']), balancer({[INTERNAL]: 'true'}, ['10.1.0.0/16']))).toEqual([
      'info exposure/address-made-private: site/edge: LoadBalancer gets an address of the private network instead of a public one',
    ])
  })

  test('that stays private is not taken for one of the internet where everyone is let in', () => {
    const internal = {[INTERNAL]: 'true'}
    expect(told(balancer(internal, ['10.1.0.0/16']), balancer(internal))).toEqual([
      'error exposure/sources-widened: site/edge: internal LoadBalancer lets in everyone in private networks instead of only 10.1.0.0/16',
    ])
  })
})

test('a way that nobody can tell of is perhaps one from the internet, before and after', () => {
  const balancer = (loadBalancerClass?: string): readonly WireObject[] => [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'edge', namespace: 'site'},
      spec: {
        type: 'LoadBalancer',
        allocateLoadBalancerNodePorts: false,
        ports: [{port: 443}],
        ...(loadBalancerClass && {loadBalancerClass}),
      },
    },
  ]
  const question = 'is load-balancer class "example.com/own" public? say so in svcscope.yaml'
  expect(told(balancer(), balancer('example.com/own'))).toEqual([
    `info exposure/no-longer-reachable: site/edge: perhaps no longer reachable from the internet through LoadBalancer, port 443: ${question}`,
  ])
  expect(told(balancer('example.com/own'), balancer())).toEqual([
    'error exposure/newly-reachable: site/edge: reachable from the internet for certain through LoadBalancer, port 443, which could not be told before',
  ])
})
