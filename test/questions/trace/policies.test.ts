import {describe, expect, test} from 'vitest'
import {traceNeeds} from '../../../src/questions/trace/needs.ts'
import {clusterOf} from '../../manifest.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {KUBE_PROXY} from '../kube-proxy/installed.ts'
import {ask, PARAMETERS, stepOf, type TraceReport} from './asking.ts'

const node = (name: string, address: string, podCIDR: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {name, uid: name},
  spec: {podCIDR, podCIDRs: [podCIDR]},
  status: {addresses: [{type: 'InternalIP', address}]},
})

const pod = (name: string, nodeName: string, podIP: string, labels: object, more: object = {}, namespace = 'shop') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name, namespace, uid: name, labels},
  spec: {nodeName, containers: [{name: 'app', image: 'app:1', ports: [{name: 'http', containerPort: 8080}]}], ...more},
  status: {phase: 'Running', podIP, podIPs: [{ip: podIP}], conditions: [{type: 'Ready', status: 'True'}]},
})

const service = (name: string, spec: object, status: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name, namespace: 'shop'},
  spec: {selector: {app: 'web'}, ipFamilies: ['IPv4'], ...spec},
  status,
})

const port = {name: 'http', port: 80, targetPort: 'http', protocol: 'TCP'}
const balanced = (name: string, clusterIP: string, ip: string, nodePort: number, externalTrafficPolicy: string) =>
  service(
    name,
    {type: 'LoadBalancer', clusterIP, clusterIPs: [clusterIP], ports: [{...port, nodePort}], externalTrafficPolicy},
    {loadBalancer: {ingress: [{ip, ipMode: 'VIP'}]}},
  )

const SHOP = [
  {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop', labels: {team: 'shop'}}},
  node('node-a', '192.168.1.1', '10.244.0.0/24'),
  node('node-b', '192.168.1.2', '10.244.1.0/24'),
  pod('web-1', 'node-a', '10.244.0.11', {app: 'web'}),
  pod('web-2', 'node-b', '10.244.1.12', {app: 'web'}),
  pod('client', 'node-a', '10.244.0.31', {app: 'client'}),
  pod('agent', 'node-b', '192.168.1.2', {app: 'client'}, {hostNetwork: true}),
  pod('scraper', 'node-b', '10.244.1.41', {app: 'scraper'}, {}, 'ops'),
  service('web', {clusterIP: '10.0.0.80', clusterIPs: ['10.0.0.80'], ports: [port]}),
  service('web-pods', {clusterIP: 'None', clusterIPs: ['None'], ports: [{...port, port: 8080}]}),
  balanced('edge', '10.0.0.81', '203.0.113.20', 30_080, 'Cluster'),
  balanced('edge-local', '10.0.0.82', '203.0.113.21', 30_081, 'Local'),
]

/** A NetworkPolicy for some app of the shop. */
const policy = (name: string, app: string, spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: {name, namespace: 'shop'},
  spec: {podSelector: {matchLabels: {app}}, ...spec},
})

const lets = (name: string, from: unknown, ports?: unknown) => policy(name, 'web', {ingress: [{from, ports}]})
const letsOut = (name: string, to: unknown, ports?: unknown) => policy(name, 'client', {policyTypes: ['Egress'], egress: [{to, ports}]})
const apps = (app: string) => [{podSelector: {matchLabels: {app}}}]
const blocks = (cidr: string) => [{ipBlock: {cidr}}]

function shop(...objects: readonly unknown[]) {
  return clusterOf([...SHOP, ...objects].map((object) => (typeof object === 'string' ? object : JSON.stringify(object))).join('\n---\n'))
}

/** `web-1 yes, web-2 no`: what policies say of each endpoint. */
function verdictsOf({data}: TraceReport): string {
  const word = (allowed: boolean | null | undefined) =>
    allowed === undefined ? 'unasked' : allowed === null ? '?' : allowed ? 'yes' : 'no'
  return data.backends.map(({target, policy}) => `${target?.name} ${word(policy?.allowed)}`).join(', ')
}

describe('a pod that connects to a Service', () => {
  test('passes by a rule that names it, and the rule is told', () => {
    const report = ask(shop(lets('clients', apps('client'))), 'svc/web', {from: 'pod/client'})
    expect(report.data.verdict).toBe('delivered')
    expect(stepOf(report, 'policy')).toBe('shop/clients, rule 1: from app=client')
  })

  test('meets silence where no rule names it, by the fault of the policy that selects the pods', () => {
    const report = ask(shop(lets('clients', apps('client'))), 'svc/web', {from: 'pod/scraper'})
    expect(report.data).toMatchObject({verdict: 'dropped', reason: 'policy'})
    expect(report.findings).toMatchObject([{rule: 'policy/forbids', object: {kind: 'NetworkPolicy', namespace: 'shop', name: 'clients'}}])
    expect(report.data.advice).toBe(
      'if it is meant to pass, add to spec.ingress of NetworkPolicy shop/clients: {from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ops}}, podSelector: {matchLabels: {app: scraper}}}], ports: [{port: 8080}]}',
    )
  })

  test("is judged by the pod's own port, not by the Service's", () => {
    const by = (number: number) => ask(shop(lets('p', apps('client'), [{port: number}])), 'svc/web:80', {from: 'pod/client'}).data.verdict
    expect([by(80), by(8080)]).toEqual(['dropped', 'delivered'])
    expect(ask(shop(lets('p', apps('client'), [{port: 'http'}])), 'svc/web', {from: 'pod/client'}).data.verdict).toBe('delivered')
  })

  test('must be let out as well as in', () => {
    const both = shop(lets('in', apps('client')), letsOut('out', apps('web')))
    const report = ask(both, 'svc/web', {from: 'pod/client'})
    expect(report.data.verdict).toBe('delivered')
    expect(report.data.steps.filter(({step}) => step === 'policy').map(({message}) => message)).toEqual([
      'out: shop/out, rule 1: to app=web',
      'in: shop/in, rule 1: from app=client',
    ])
    expect(ask(shop(letsOut('out', apps('db'))), 'svc/web', {from: 'pod/client'}).data).toMatchObject({
      verdict: 'dropped',
      message: 'on the way out, no rule of shop/out lets it pass',
    })
  })

  test('passes by a block that has the pods, and it is left open where a block has nothing but the cluster IP', () => {
    const by = (cidr: string) => ask(shop(letsOut('out', blocks(cidr))), 'svc/web', {from: 'pod/client'}).data.verdict
    expect(by('10.244.0.0/16')).toBe('delivered')
    expect(by('10.0.0.80/32')).toBe('unknown')
    expect(by('172.16.0.0/12')).toBe('dropped')
  })

  test('always reaches itself, though nobody else gets in', () => {
    const report = ask(shop(policy('nobody', 'web', {})), 'svc/web', {from: 'pod/web-1'})
    expect(verdictsOf(report)).toBe('web-1 yes, web-2 no')
    expect(report.data.verdict).toBe('partial')
  })

  test('is judged the same at an address of its own, and by the names of a headless Service', () => {
    const cluster = shop(lets('clients', apps('client')))
    for (const target of ['10.244.1.12:8080', 'web-pods.shop.svc.cluster.local:8080', 'svc/web-pods:8080']) {
      expect(ask(cluster, target, {from: 'pod/client'}).data.verdict).toBe('delivered')
      expect(ask(cluster, target, {from: 'pod/scraper'}).data).toMatchObject({verdict: 'dropped', reason: 'policy'})
    }
  })

  test('is not told where a label of its namespace decides that nobody stated', () => {
    const teams = lets('teams', [{namespaceSelector: {matchLabels: {team: 'ops'}}}])
    const report = ask(shop(teams), 'svc/web', {from: 'pod/scraper'})
    expect(report.data.verdict).toBe('unknown')
    expect(report.data.message).toContain('Namespace ops')
    const named = (labels: object) => shop(teams, {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'ops', labels}})
    const verdict = (labels: object) => ask(named(labels), 'svc/web', {from: 'pod/scraper'}).data.verdict
    expect([verdict({team: 'ops'}), verdict({})]).toEqual(['delivered', 'dropped'])
  })
})

describe('several who may connect', () => {
  test('are told how many of them pass', () => {
    const report = ask(shop(lets('clients', apps('client'))), 'svc/web', {from: 'ns/shop'})
    // web-1 and web-2 are of the namespace too: each reaches itself only. The agent is a node, which reaches its own pods.
    expect(report.data).toMatchObject({verdict: 'partial', reason: 'policy-for-some'})
    expect(report.data.message).toBe(
      'policies let 2 of 4 pods of ns/shop pass; for others, on the way in, no rule of shop/clients lets it pass',
    )
    expect(report.data.backends.map(({policy}) => policy?.clients)).toEqual([
      {passing: 2, all: 4},
      {passing: 3, all: 4},
    ])
    expect(textOf(report.headline)).toContain('svc/web depends on who connects: policies let 2 of 4 pods of ns/shop pass')
  })

  test('are all the pods of a namespace, which must be there', () => {
    const cluster = shop(lets('scrapers', [{namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'ops'}}}]))
    expect(ask(cluster, 'svc/web', {from: 'ns/ops', namespace: 'shop'}).data.verdict).toBe('delivered')
    expect(() => ask(cluster, 'svc/web', {from: 'ns/sohp'})).toThrow('no Namespace named sohp in the input')
  })
})

/** A slice for a Service of the shop that somebody else keeps. */
const slice = (serviceName: string, port: number, endpoint: object, addressType = 'IPv4') => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {name: `${serviceName}-1`, namespace: 'shop', uid: serviceName, labels: {'kubernetes.io/service-name': serviceName}},
  addressType,
  ports: [{name: 'http', port, protocol: 'TCP'}],
  endpoints: [{conditions: {ready: true}, ...endpoint}],
})

describe('an endpoint that names no pod', () => {
  const byHand = (address: string) => [
    service('hand', {selector: undefined, clusterIP: '10.0.0.90', clusterIPs: ['10.0.0.90'], ports: [port]}),
    slice('hand', 8080, {addresses: [address]}),
  ]
  const verdict = (address: string, from: string) =>
    ask(shop(lets('clients', apps('client')), ...byHand(address)), 'svc/hand', {from}).data.verdict

  test('is the pod that has its address: plugins judge by that', () => {
    expect([verdict('10.244.0.11', 'pod/client'), verdict('10.244.0.11', 'pod/scraper')]).toEqual(['delivered', 'dropped'])
  })

  test('is looked up in a running cluster where somebody in particular connects', () => {
    const needs = (from: string | undefined) =>
      traceNeeds({...PARAMETERS, words: ['svc/hand'], from, namespace: 'shop'}, false)(shop(...byHand('10.244.0.11')))
    const read = {kind: 'Pod', fields: 'status.podIP=10.244.0.11'}
    expect(needs('pod/client')).toContainEqual(read)
    expect(needs(undefined)).not.toContainEqual(read)
  })

  test('is nobody whom ingress policies are for where no pod has it', () => {
    expect(verdict('203.0.113.80', 'pod/scraper')).toBe('delivered')
    expect(verdict('192.168.1.1', 'pod/scraper')).toBe('delivered')
  })
})

describe('a pod that the input does not have', () => {
  const unseen = [
    service('far', {selector: {app: 'far'}, clusterIP: '10.0.0.91', clusterIPs: ['10.0.0.91'], ports: [port]}),
    slice('far', 8080, {addresses: ['10.244.1.77'], nodeName: 'node-b', targetRef: {kind: 'Pod', name: 'far-1', namespace: 'shop'}}),
  ]
  const verdict = (...objects: readonly unknown[]) => ask(shop(...unseen, ...objects), 'svc/far', {from: 'pod/client'}).data.verdict
  const everyPod = (spec: object) => ({...policy('p', 'x', {}), spec: {podSelector: {}, ...spec}})

  test('may have any label, and that counts only where policies of its namespace ask for some', () => {
    expect(verdict({...policy('p', 'far', {}), metadata: {name: 'p', namespace: 'ops'}})).toBe('delivered')
    expect(verdict(everyPod({policyTypes: ['Ingress']}))).toBe('dropped')
    expect(verdict(policy('p', 'far', {}))).toBe('unknown')
  })

  test('may have any name for its port', () => {
    expect(verdict(everyPod({policyTypes: ['Ingress'], ingress: [{ports: [{port: 8080}]}]}))).toBe('delivered')
    expect(verdict(everyPod({policyTypes: ['Ingress'], ingress: [{ports: [{port: 'web'}]}]}))).toBe('unknown')
  })

  test('may be on the network of its node where the input has no nodes', () => {
    const objects = [...SHOP.filter(({kind}) => kind !== 'Node'), ...unseen, everyPod({policyTypes: ['Ingress']})]
    const cluster = clusterOf(objects.map((object) => JSON.stringify(object)).join('\n---\n'))
    expect(ask(cluster, 'svc/far', {from: 'pod/client'}).data.verdict).toBe('unknown')
  })

  test('is any pod of a namespace that has none', () => {
    const empty = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'empty'}}
    const by = (from: unknown) => ask(shop(empty, lets('p', from)), 'svc/web', {from: 'ns/empty', namespace: 'shop'}).data.verdict
    expect(by(apps('client'))).toBe('dropped')
    expect(by([{namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'empty'}}}])).toBe('delivered')
    expect(by([{namespaceSelector: {}, podSelector: {matchLabels: {app: 'client'}}}])).toBe('unknown')
  })
})

describe('a headless Service', () => {
  test('is called from the address that the client has in its family', () => {
    const both = (name: string, v4: string, v6: string) => {
      const single = pod(name, 'node-a', v4, {app: name}, {}, 'six')
      return {...single, status: {...single.status, podIPs: [{ip: v4}, {ip: v6}]}}
    }
    const server = both('server', '10.244.0.71', 'fd00::71')
    const caller = both('caller', '10.244.0.72', 'fd00::72')
    const headless = {
      ...service('server', {}),
      metadata: {name: 'server', namespace: 'six'},
      spec: {selector: {app: 'server'}, clusterIP: 'None', clusterIPs: ['None'], ipFamilies: ['IPv6'], ports: [port]},
    }
    const verdict = (cidr: string) => {
      const guard = {...policy('p', 'server', {ingress: [{from: blocks(cidr)}]}), metadata: {name: 'p', namespace: 'six'}}
      return ask(shop(server, caller, headless, guard), 'svc/server', {from: 'pod/caller', namespace: 'six'}).data
    }
    expect(verdict('fd00::72/128').verdict).toBe('delivered')
    expect(verdict('10.244.0.0/16').verdict).toBe('dropped')
    expect(verdict('fd00::/64').backends.map(({source}) => source.address)).toEqual(['fd00::72'])
  })

  test('says that policies keep a client from a part of it, and nothing of ports', () => {
    const strict = pod('web-3', 'node-b', '10.244.1.13', {app: 'web', mode: 'strict'})
    const guard = {...policy('p', 'x', {}), spec: {podSelector: {matchLabels: {mode: 'strict'}}, policyTypes: ['Ingress']}}
    const report = ask(shop(strict, guard), 'svc/web-pods', {from: 'pod/client'})
    expect(report.data.verdict).toBe('partial')
    expect(textOf(report.headline)).toContain('svc/web-pods reaches only some endpoints: on the way in, no rule of shop/p lets it pass')
    expect(stepOf(report, 'port')).not.toContain('shop/p')
  })
})

function textOf(line: TraceReport['headline']): string {
  return (line ?? []).map((span) => (typeof span === 'string' ? span : span.text)).join('')
}

describe('a node, and pods on its network', () => {
  test('reach the pods that run on it, and others by a block that has the node', () => {
    const closed = shop(policy('nobody', 'web', {}))
    expect(verdictsOf(ask(closed, 'svc/web', {from: 'node/node-a'}))).toBe('web-1 yes, web-2 no')
    expect(verdictsOf(ask(closed, 'svc/web', {from: 'pod/agent'}))).toBe('web-1 no, web-2 yes')
    const open = shop(lets('nodes', blocks('192.168.1.0/24')))
    expect(verdictsOf(ask(open, 'svc/web', {from: 'node/node-a'}))).toBe('web-1 yes, web-2 yes')
  })

  test('are not the pods that a selector means', () => {
    expect(verdictsOf(ask(shop(lets('clients', apps('client'))), 'svc/web', {from: 'pod/agent'}))).toBe('web-1 no, web-2 yes')
  })
})

describe('the step of policies', () => {
  const step = (target: string, from: string, ...objects: readonly unknown[]) => stepOf(ask(shop(...objects), target, {from}), 'policy')

  test('tells of endpoints that fare alike the one of which a policy speaks', () => {
    const own = policy('web', 'web', {ingress: [{from: apps('web')}]})
    expect(step('svc/web', 'pod/web-1', own)).toBe('shop/web, rule 1: from app=web')
  })

  test('does not deny policies that are for a pod and say nothing about a node', () => {
    const pods = {
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind: 'AdminNetworkPolicy',
      metadata: {name: 'strict'},
      spec: {priority: 1, subject: {namespaces: {}}, ingress: [{action: 'Deny', from: [{namespaces: {}}]}]},
    }
    expect(step('10.244.1.12:8080', 'node/node-a', pods)).toBe('no policy says anything about it')
    expect(step('10.244.0.11:8080', 'node/node-a', policy('nobody', 'web', {}))).toBe('no NetworkPolicy keeps a pod and its own node apart')
  })
})

describe('a client outside', () => {
  const ranges = lets('office', blocks('198.51.100.0/24'))

  test('is judged by its own address where the Service keeps it', () => {
    const cluster = shop(ranges)
    expect(ask(cluster, '203.0.113.21:80', {from: '198.51.100.7'}).data.verdict).toBe('delivered')
    expect(ask(cluster, '203.0.113.21:80', {from: '198.51.101.7'}).data).toMatchObject({verdict: 'dropped', reason: 'policy'})
  })

  test('cannot be told where a node puts its own address there, for nothing says which of them policies see', () => {
    const report = ask(shop(ranges), '203.0.113.20:80', {from: '198.51.100.7', node: 'node-a'})
    // Its own node reaches web-1 before and the client after: both ways it passes. Of web-2 they do not agree.
    expect(verdictsOf(report)).toBe('web-1 yes, web-2 ?')
    expect(report.data).toMatchObject({verdict: 'unknown', reason: 'policy-unknown'})
  })

  test('fails at the pods of other nodes where kube-proxies surely rewrite it', () => {
    const report = ask(shop(ranges, KUBE_PROXY), '203.0.113.20:80', {from: '198.51.100.7', node: 'node-a'})
    expect(verdictsOf(report)).toBe('web-1 yes, web-2 no')
    expect(report.data.verdict).toBe('partial')
  })

  test('is left open by a block that has nothing but the nodes', () => {
    const nodes = lets('nodes', blocks('192.168.1.0/24'))
    expect(ask(shop(nodes), '203.0.113.20:80', {from: 'internet'}).data.verdict).toBe('unknown')
    expect(verdictsOf(ask(shop(nodes, KUBE_PROXY), '203.0.113.20:80', {from: '198.51.100.7', node: 'node-a'}))).toBe('web-1 ?, web-2 yes')
  })

  test('that is all of the internet passes by a block that has all of it, and is left open by a part', () => {
    const by = (cidr: string, except?: readonly string[]) =>
      ask(shop(lets('p', [{ipBlock: {cidr, except}}])), '203.0.113.21:80', {from: 'internet'}).data.verdict
    expect(by('0.0.0.0/0')).toBe('delivered')
    expect(by('0.0.0.0/0', ['10.0.0.0/8'])).toBe('delivered')
    expect(by('198.51.100.0/24')).toBe('unknown')
    expect(by('10.0.0.0/8')).toBe('dropped')
  })
})

describe('DNS that a policy forgot', () => {
  const forgotten = letsOut('out', apps('web'))
  const remembered = policy('out', 'client', {
    policyTypes: ['Egress'],
    egress: [
      {to: apps('web')},
      {to: [{namespaceSelector: {}, podSelector: {matchLabels: {'k8s-app': 'kube-dns'}}}], ports: [{port: 53, protocol: 'UDP'}]},
    ],
  })

  test('is a cause of its own where a name is looked up', () => {
    const report = ask(shop(forgotten), 'http://web.shop', {from: 'pod/client'})
    expect(report.data).toMatchObject({verdict: 'unresolved', reason: 'policy-forbids-dns'})
    expect(report.findings).toMatchObject([{rule: 'policy/egress-forgot-dns', object: {name: 'out'}}])
    expect(ask(shop(remembered), 'http://web.shop', {from: 'pod/client'}).data.verdict).toBe('delivered')
  })

  test('is a remark where the Service was named', () => {
    const report = ask(shop(forgotten), 'svc/web', {from: 'pod/client'})
    expect(report.data.verdict).toBe('delivered')
    expect(report.notes.join()).toContain("policies keep pod/client from the cluster's DNS, 53/UDP: no rule of shop/out lets it pass")
    expect(ask(shop(remembered), 'svc/web', {from: 'pod/client'}).notes.join()).not.toContain('DNS')
  })

  test('counts by the port that the servers have themselves', () => {
    const server = (number: number) => [
      {...pod('dns-1', 'node-b', '10.244.1.53', {'k8s-app': 'kube-dns'}, {}, 'kube-system')},
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {name: 'kube-dns', namespace: 'kube-system'},
        spec: {
          selector: {'k8s-app': 'kube-dns'},
          clusterIP: '10.0.0.10',
          clusterIPs: ['10.0.0.10'],
          ports: [{name: 'dns', port: 53, protocol: 'UDP', targetPort: number}],
        },
      },
    ]
    const by = (number: number) => ask(shop(remembered, ...server(number)), 'http://web.shop', {from: 'pod/client'}).data.verdict
    expect([by(53), by(5353)]).toEqual(['delivered', 'unresolved'])
  })
})

describe('a name that leads out of the cluster', () => {
  const partner = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'partner', namespace: 'shop'},
    spec: {type: 'ExternalName', externalName: 'partner.example.com'},
  }
  const notesOf = (...policies: readonly unknown[]) => ask(shop(partner, ...policies), 'svc/partner', {from: 'pod/client'}).notes.join()
  const dns = {to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: 'UDP'}]}

  test('is remarked on where the policies of the client let nothing out but DNS', () => {
    const only = (...more: readonly unknown[]) => policy('out', 'client', {policyTypes: ['Egress'], egress: [dns, ...more]})
    expect(notesOf(only())).toContain('policies do not let pod/client out there: no rule of shop/out lets it pass')
    expect(notesOf(only({to: blocks('203.0.113.0/24')}))).toContain('whether policies let pod/client out there is open')
    expect(notesOf(only({}))).not.toContain('polic')
    expect(notesOf()).not.toContain('polic')
  })
})

describe('a policy that no API server takes', () => {
  test('leaves open what hangs on it, and is a finding at its place', () => {
    const broken = lets('p', [{ipBlock: {cidr: '10.244.0.0/33'}}])
    const report = ask(shop(broken), 'svc/web', {from: 'pod/client'})
    expect(report.data.verdict).toBe('unknown')
    expect(report.findings).toMatchObject([
      {rule: 'policy/invalid', severity: 'error', object: {name: 'p'}, place: {path: ['spec', 'ingress', 0, 'from', 0, 'ipBlock', 'cidr']}},
    ])
    expect(ask(shop(broken, lets('q', apps('client'))), 'svc/web', {from: 'pod/client'}).data.verdict).toBe('delivered')
  })
})

test('the data fits its schema', async () => {
  const fits = validatorOf('trace')
  for (const from of ['pod/client', 'ns/shop', 'node/node-a', 'internet']) {
    const report = ask(shop(lets('clients', apps('client')), letsOut('out', blocks('10.0.0.80/32'))), 'svc/edge', {from})
    fits(await documentOf(report))
    expect(fits.errors).toBeNull()
  }
})

describe('an address that somebody wrote into an EndpointSlice', () => {
  const slice = (address: string) => [
    service('old', {selector: undefined, clusterIP: '10.0.0.90', clusterIPs: ['10.0.0.90'], ports: [{...port, targetPort: 8080}]}),
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {name: 'old-1', namespace: 'shop', labels: {'kubernetes.io/service-name': 'old'}},
      addressType: 'IPv4',
      endpoints: [{addresses: [address], conditions: {ready: true}}],
      ports: [{name: 'http', port: 8080, protocol: 'TCP'}],
    },
  ]
  const isolated = policy('web', 'web', {policyTypes: ['Ingress']})
  const towards = (...objects: readonly object[]) =>
    ask(shop(isolated, ...objects), '10.0.0.90:80', {from: 'pod/client', namespace: 'shop'}).data

  test('is of a pod that the input does not have, where it lies in the range of a node: any policy may be for it', () => {
    const {verdict, message} = towards(...slice('10.244.1.99'))
    expect(verdict).toBe('unknown')
    expect(message).toContain('no pod of the input has 10.244.1.99, which is of the pods of node-b')
  })

  test('is outside where no node has it among the addresses of its pods: no ingress policy is for it', () => {
    expect(towards(...slice('172.20.7.7')).verdict).toBe('delivered')
  })

  test('is kept from a client that may connect to nothing, whoever has it', () => {
    const mute = policy('mute', 'client', {policyTypes: ['Egress']})
    expect(towards(...slice('10.244.1.99'), mute).verdict).toBe('dropped')
  })
})

describe('a port of a node that a pod has', () => {
  const withPort = pod(
    'proxy',
    'node-b',
    '10.244.1.51',
    {app: 'proxy'},
    {
      containers: [{name: 'app', image: 'app:1', ports: [{containerPort: 8080, hostPort: 7000}]}],
    },
  )
  const verdictOf = (from: string, ...objects: readonly object[]) =>
    ask(shop(withPort, ...objects), '192.168.1.2:7000', {from, namespace: 'shop'}).data.verdict

  test('lets in whom policies let in to the pod, with the address of the client', () => {
    expect(verdictOf('198.51.100.7')).toBe('delivered')
    expect(verdictOf('198.51.100.7', policy('closed', 'proxy', {policyTypes: ['Ingress']}))).toBe('dropped')
    const some = policy('some', 'proxy', {ingress: [{from: [{ipBlock: {cidr: '198.51.100.0/24'}}], ports: [{port: 8080}]}]})
    expect(verdictOf('198.51.100.7', some)).toBe('delivered')
    expect(verdictOf('203.0.113.7', some)).toBe('dropped')
  })

  test('is closed to a pod that may connect to nobody, on the network of the node too', () => {
    const onHost = pod(
      'metrics',
      'node-b',
      '192.168.1.2',
      {app: 'metrics'},
      {
        hostNetwork: true,
        containers: [{name: 'app', image: 'app:1', ports: [{containerPort: 9100}]}],
      },
    )
    const mute = policy('mute', 'client', {policyTypes: ['Egress']})
    const towards = (...objects: readonly object[]) =>
      ask(shop(onHost, ...objects), '192.168.1.2:9100', {from: 'pod/client', namespace: 'shop'}).data.verdict
    expect(towards()).toBe('delivered')
    expect(towards(mute)).toBe('dropped')
  })
})
