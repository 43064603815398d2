import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {exitOf, headline} from '../answer.ts'
import {compare, type Draft} from './shop.ts'

interface Settings {
  /** Peers of the rule of each policy; undefined is everybody. */
  readonly from?: readonly object[] | undefined
  readonly port?: number
  readonly image?: string
}

/** A server that a policy guards, and two clients in its namespace; nobody of another namespace is in the input. */
function guarded({from = [{podSelector: {matchLabels: {app: 'front'}}}], port = 8080, image = 'server:1'}: Settings = {}): Draft[] {
  const workload = (name: string, container: object) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name, namespace: 'app'},
    spec: {
      selector: {matchLabels: {app: name}},
      template: {metadata: {labels: {app: name}}, spec: {containers: [{name: 'main', image: `${name}:1`, ...container}]}},
    },
  })
  return [
    {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'app'}},
    workload('server', {image, ports: [{containerPort: port}]}),
    workload('front', {}),
    workload('batch', {}),
    {apiVersion: 'v1', kind: 'Service', metadata: {name: 'server', namespace: 'app'}, spec: {selector: {app: 'server'}, ports: [{port}]}},
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: {name: 'server', namespace: 'app'},
      spec: {podSelector: {matchLabels: {app: 'server'}}, policyTypes: ['Ingress'], ingress: [{from}]},
    },
  ]
}

const withoutPeers = (settings: Settings = {}): Draft[] => {
  const objects = guarded(settings)
  delete objects.at(-1).spec.ingress[0].from
  return objects
}

const DATABASE = {port: 5432, image: 'postgres:17'} as const
const ANALYTICS = [{podSelector: {matchLabels: {app: 'front'}}}, {namespaceSelector: {matchLabels: {team: 'analytics'}}}]

function told(before: readonly WireObject[], after: readonly WireObject[]): readonly string[] {
  return compare(before, after)
    .findings.map(({severity, message}) => `${severity} ${message}`)
    .sort()
}

describe('a policy that lets in more', () => {
  test('is told though nobody of the input is such', () => {
    expect(told(guarded(), guarded({from: ANALYTICS}))).toEqual([
      'warning app/server: newly reachable inside, by any pod of namespaces team=analytics',
    ])
    expect(told(guarded({from: ANALYTICS}), guarded())).toEqual([
      'info app/server: no longer reachable inside, by any pod of namespaces team=analytics',
    ])
  })

  test('from farther away to a database is exposure that grew', () => {
    const report = compare(guarded(DATABASE), guarded({...DATABASE, from: ANALYTICS}))
    expect(report.findings.map(({severity}) => severity)).toEqual(['error'])
    expect([headline(report), exitOf(report)]).toEqual(['✗ exposure grew: app/server', 1])
  })

  test('names apart who may come perhaps, where nobody knows the labels of a namespace', () => {
    const [, ...before] = guarded()
    const [, ...after] = guarded({from: ANALYTICS})
    expect(told(before, after)).toEqual([
      'warning app/server: newly reachable inside, by any pod of namespaces team=analytics, and perhaps by any pod of namespace app, among them deploy/batch and deploy/server',
    ])
  })

  test('names those of the input alone where they are the ones that it lets in', () => {
    const from = [...ANALYTICS.slice(0, 1), {podSelector: {matchLabels: {app: 'batch'}}}]
    expect(told(guarded(), guarded({from}))).toEqual(['warning app/server: newly reachable inside, by deploy/batch'])
  })

  test('names both where they are others', () => {
    const from = [...ANALYTICS, {podSelector: {matchLabels: {app: 'batch'}}}]
    expect(told(guarded(), guarded({from}))).toEqual([
      'warning app/server: newly reachable inside, by any pod of namespaces team=analytics and deploy/batch',
    ])
  })

  test('of its namespace names that', () => {
    expect(told(guarded(), guarded({from: [{podSelector: {}}]}))).toEqual([
      'warning app/server: newly reachable inside, by any pod of namespace app, among them deploy/batch and deploy/server',
    ])
  })

  test('is as grave when it lets in everybody as when it is gone', () => {
    const open = 'error app/server: newly reachable inside, by any pod, among them deploy/batch and deploy/server'
    expect(told(guarded(), withoutPeers())).toEqual([open])
    expect(told(guarded(), guarded().slice(0, -1))).toEqual([
      open,
      'error policy app/server no longer selects deploy/server: nothing isolates it for ingress any more',
    ])
    for (const peer of [{namespaceSelector: {}}, {ipBlock: {cidr: '0.0.0.0/0'}}])
      expect(told(guarded(), guarded({from: [peer]}))[0]).toBe(open)
  })

  test('by the same rules in another order, or in two policies, is no more', () => {
    expect(told(guarded({from: ANALYTICS}), guarded({from: ANALYTICS.toReversed()}))).toEqual([])
  })
})

describe('a policy that holds back clients', () => {
  const egress = (rules: readonly object[] | undefined): Draft[] => [
    ...guarded(),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: {name: 'front', namespace: 'app'},
      spec: {podSelector: {matchLabels: {app: 'front'}}, policyTypes: ['Egress'], ...(rules && {egress: rules})},
    },
  ]

  test('and lets go of them is a warning, whether it is gone or lets everything out: nobody else is open to more', () => {
    const reach = 'warning app/server: newly reachable inside, by deploy/front'
    expect(told(egress([]), egress([{}]))).toEqual([reach])
    expect(told(egress([]), guarded())).toEqual([
      reach,
      'warning policy app/front no longer selects deploy/front: nothing isolates it for egress any more',
    ])
    expect(headline(compare(egress([]), guarded()))).toBe('! exposure did not grow, but look at deploy/front and app/server')
  })
})

describe('a policy of another API', () => {
  const cilium = (rule: object): Draft => ({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: {name: 'server', namespace: 'app'},
    spec: {endpointSelector: {matchLabels: {app: 'server'}}, ingress: [rule]},
  })
  const plain = guarded().slice(0, -1)
  const inside = [...plain, cilium({fromEndpoints: [{}]})]
  const world = [...plain, cilium({fromEntities: ['world']})]
  const unjudged = 'and policies of Cilium are not judged: who may reach what it is for may be another'

  test('that changes is a warning, for nobody here judges what it says', () => {
    const report = compare(inside, world)
    expect(report.findings.map(({severity, message}) => `${severity} ${message}`)).toEqual([
      `warning ciliumnetworkpolicy/server: changed, ${unjudged}`,
    ])
    expect(headline(report)).toBe('! exposure may have grown: look at ciliumnetworkpolicy/server')
    expect([exitOf(report), exitOf(report, true)]).toEqual([0, 1])
  })

  test('that is gone opens perhaps, and not for certain', () => {
    expect(told(inside, plain)).toEqual([
      expect.stringMatching(/^warning app\/server: perhaps newly reachable inside, by any pod/),
      `warning ciliumnetworkpolicy/server: was removed, ${unjudged}`,
    ])
  })

  test('that comes closes perhaps', () => {
    const [closed, policy] = told(plain, inside)
    expect(closed).toMatch(/^info app\/server: perhaps no longer reachable inside, by any pod/)
    expect(policy).toContain(`ciliumnetworkpolicy/server: was added, ${unjudged}`)
  })

  test('that only forbids is no warning when it comes, and one when it goes', () => {
    // "AuthorizationPolicy … action DENY" of Istio turns away what it names, and lets in nobody else.
    const deny = {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: {name: 'server', namespace: 'app'},
      spec: {action: 'DENY', selector: {matchLabels: {app: 'server'}}, rules: [{}]},
    }
    const severities = (before: readonly WireObject[], after: readonly WireObject[]) =>
      compare(before, after).findings.flatMap(({rule, severity}) => (rule === 'policy/policy-not-judged' ? severity : []))
    expect(severities(plain, [...plain, deny])).toEqual(['info'])
    expect(severities([...plain, deny], plain)).toEqual(['warning'])
  })

  test('is told as one that grew perhaps where it is a way that nobody here judges', () => {
    const edge = (port: number) => ({
      apiVersion: 'ngrok.k8s.ngrok.com/v1alpha1',
      kind: 'CloudEndpoint',
      metadata: {name: 'edge', namespace: 'app'},
      spec: {url: `tcp://edge.internal:${port}`},
    })
    const severities = (before: readonly WireObject[], after: readonly WireObject[]) =>
      compare(before, after).findings.map(({rule, severity}) => `${severity} ${rule}`)
    expect(severities([...plain, edge(1)], [...plain, edge(2)])).toEqual(['warning exposure/way-not-judged'])
    expect(severities([...plain, edge(1)], plain)).toEqual(['info exposure/way-not-judged'])
    expect(severities([...plain, edge(1)], [...plain, edge(1)])).toEqual([])
  })

  test('and is the same, is not told of', () => {
    expect(told(inside, structuredClone(inside))).toEqual([])
  })
})

describe('a policy before a load balancer whose clients it may see by the address of a node', () => {
  const open = (policed: boolean): Draft[] => {
    const objects = policed ? guarded() : guarded().slice(0, -1)
    const service = objects.find(({kind}) => kind === 'Service')
    Object.assign(service.spec, {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false})
    return objects
  }
  const outside = (before: readonly WireObject[], after: readonly WireObject[]) =>
    told(before, after).filter((one) => one.includes('LoadBalancer'))

  test('that is gone lets in more, perhaps', () => {
    expect(outside(open(true), open(false))).toEqual([
      'warning app/server: perhaps newly reachable from the internet through LoadBalancer, port 8080, which could not be told before',
    ])
  })

  test('that comes keeps some out, perhaps, with what would settle it', () => {
    expect(outside(open(false), open(true))).toEqual([
      expect.stringMatching(
        /^info app\/server: perhaps no longer reachable from the internet through LoadBalancer, port 8080: .*externalTrafficPolicy Local/,
      ),
    ])
  })

  test('says nothing of the internet where only private networks come as far', () => {
    const nodes = (policed: boolean) => {
      const objects = open(policed)
      Object.assign(objects.find(({kind}) => kind === 'Service').spec, {type: 'NodePort'})
      return objects
    }
    const messages = [...told(nodes(true), nodes(false)), ...told(nodes(false), nodes(true))].filter((one) => one.includes('NodePort'))
    expect(messages.length).toBe(2)
    for (const message of messages) expect(message).not.toContain('internet')
  })
})
