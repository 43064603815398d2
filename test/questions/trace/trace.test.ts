import {describe, expect, test} from 'vitest'
import type {TraceParameters} from '../../../src/questions/trace/trace.ts'
import {RENDERERS} from '../../../src/renderers/index.ts'
import {clusterOf} from '../../manifest.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {exitOf, located, mistake, textOf} from '../answer.ts'
import {ask, backendsOf, exampleCluster, nodesOf, stepOf} from './asking.ts'

const running = exampleCluster()
const headline = (words: string, parameters?: Partial<TraceParameters>) => textOf(ask(running, words, parameters).headline)
const verdict = (words: string, parameters?: Partial<TraceParameters>) => ask(running, words, parameters).data.verdict

describe('a pod that asks for a name', () => {
  const report = ask(running, 'http://web.shop', {from: 'pod/client'})

  test('is answered with the name that DNS knows, and its place in the search path of its namespace', () => {
    // shop.svc, svc, cluster.local and the name itself are tried; web.shop.svc.cluster.local is the second.
    expect(stepOf(report, 'name')).toBe('web.shop → web.shop.svc.cluster.local (2nd of 4 tried) → 10.0.46.28')
  })

  test('reaches each ready pod as likely as the others, on the port that the pod calls by that name, and keeps its address', () => {
    expect(backendsOf(report)).toEqual([
      '10.244.0.11:8080 0.333 sees 10.244.0.31',
      '10.244.0.12:8080 0.333 sees 10.244.0.31',
      '10.244.1.13:8090 0.333 sees 10.244.0.31',
    ])
    expect(report.data.verdict).toBe('delivered')
    expect(exitOf(report)).toBe(0)
  })

  test('reads the verdict, the mode and its own node in the first line', () => {
    expect(textOf(report.headline)).toBe('✓ delivered: http://web.shop reaches 3 pods  (iptables, from pod/client on node-a)')
  })

  test('is told which rule of which policy lets it in', () => {
    expect(stepOf(report, 'policy')).toBe('shop/allow-frontends, rule 1: from app=client')
  })

  test('is told that policies decide, where nobody in particular connects', () => {
    const note = 'policies decide who reaches its pods (shop/allow-frontends): ask with --from, or with --who'
    expect(ask(running, 'svc/web').notes).toContain(note)
    expect(ask(running, 'svc/edge').notes).toEqual([])
  })

  test('is sent by the Service to itself from an address of its node', () => {
    const hairpin = ask(running, 'svc/web', {from: 'pod/web-1'})
    expect(backendsOf(hairpin)[0]).toBe('10.244.0.11:8080 0.333 sees node-a')
    expect(backendsOf(hairpin)[1]).toBe('10.244.0.12:8080 0.333 sees 10.244.0.11')
  })
})

describe('names', () => {
  test('that do not exist are unresolved, and exit with 1', () => {
    const report = ask(running, 'wbe.shop:80')
    expect(report.data).toMatchObject({verdict: 'unresolved', reason: 'no-service', backends: [], nodes: []})
    expect(textOf(report.headline)).toContain('no Service named wbe in namespace shop (did you mean web.shop?)')
    expect(exitOf(report)).toBe(1)
  })

  test('of an ExternalName lead out of the cluster', () => {
    for (const words of ['https://pay.shop', 'svc/pay'])
      expect(ask(running, words).data).toMatchObject({verdict: 'external', reason: 'external-name'})
    expect(exitOf(ask(running, 'svc/pay'))).toBe(0)
    expect(stepOf(ask(running, 'svc/pay'), 'name')).toBe('pay.shop.svc.cluster.local → api.payments.example.com')
  })

  test('of other domains cannot be told', () => {
    expect(verdict('https://www.example.com')).toBe('unknown')
    expect(exitOf(ask(running, 'https://www.example.com'))).toBe(0)
    expect(exitOf(ask(running, 'https://www.example.com'), true)).toBe(1)
  })

  test('of the cluster are not known to a node, nor to anybody outside', () => {
    expect(verdict('web.shop:80', {from: 'node/node-a'})).toBe('unresolved')
    expect(ask(running, 'web.shop:80', {from: 'internet'}).data).toMatchObject({verdict: 'unresolved', reason: 'asked-from-outside'})
    expect(verdict('www.example.com:80', {from: 'internet'})).toBe('unknown')
  })

  test('of the API server cannot be followed where the input lacks its Service', () => {
    expect(ask(running, 'https://kubernetes.default').data).toMatchObject({verdict: 'unknown', reason: 'no-service'})
  })
})

describe('headless Services', () => {
  test('are reached at the pods themselves, whose own port SRV records give', () => {
    expect(backendsOf(ask(running, 'svc/db:pg', {from: 'pod/client'}))).toEqual(['10.244.1.71:15432 1 sees 10.244.0.31'])
  })

  test('translate no port, so that who connects to the one of the Service may find nobody', () => {
    const report = ask(running, 'db.shop:5432')
    expect(report.data).toMatchObject({verdict: 'unknown', reason: 'port-not-translated'})
    expect(backendsOf(report)).toEqual(['10.244.1.71:5432 1 sees client'])
    expect(verdict('db.shop:15432')).toBe('delivered')
  })

  test('have no address for the outside', () => {
    expect(ask(running, 'svc/db', {from: 'internet'}).data).toMatchObject({verdict: 'dropped', reason: 'inside-only'})
  })
})

describe('a load balancer with externalTrafficPolicy Local', () => {
  const report = ask(running, '203.0.113.20:443')

  test('is a black hole on the nodes without a pod, and the client keeps its address on the others', () => {
    expect(nodesOf(report)).toEqual(['node-a: delivered', 'node-b node-c: dropped'])
    expect(report.data.nodes).toMatchObject([
      {localEndpoints: 2, healthCheck: {port: 31_999, status: 200}},
      {localEndpoints: 0, healthCheck: {port: 31_999, status: 503}, reason: 'no-local-endpoints'},
    ])
    expect(report.data.nodes[0]?.backends.map(({source}) => source.kind)).toEqual(['client', 'client'])
    expect(textOf(report.headline)).toBe(
      '✗ dropped on 2 of 3 nodes: externalTrafficPolicy is Local, and they run no ready pod of shop/edge  (iptables, from outside)',
    )
  })

  test('is partial, which is no failure unless asked to be strict', () => {
    expect(report.data.verdict).toBe('partial')
    expect([exitOf(report), exitOf(report, true)]).toEqual([0, 1])
  })

  test('is mended by running more pods, or with one command', () => {
    expect(report.findings).toMatchObject([
      {rule: 'routing/no-local-endpoint', fix: {command: expect.stringContaining(`-p '{"spec":{"externalTrafficPolicy":"Cluster"}}'`)}},
    ])
  })

  test('is answered for one node where that is named', () => {
    expect(nodesOf(ask(running, '203.0.113.20:443', {node: 'node-b'}))).toEqual(['node-b: dropped'])
    expect(exitOf(ask(running, '203.0.113.20:443', {node: 'node-b'}))).toBe(1)
    expect(verdict('svc/edge', {from: 'internet', node: 'node-a'})).toBe('delivered')
  })

  test('lets pods of the cluster in on every node, as though they came by the balancer', () => {
    expect(verdict('203.0.113.20:443', {from: 'pod/client'})).toBe('delivered')
    expect(nodesOf(ask(running, '203.0.113.20:443', {from: 'node/node-c'}))).toEqual(['node-c: delivered'])
  })

  test('is the same by node port, where the pod that asks sits on another node and loses the answers', () => {
    expect(ask(running, 'node-b:31443').data).toMatchObject({verdict: 'dropped', reason: 'no-local-endpoints'})
    // node-b sends the packet on to pods of node-a with the source kept: they answer past node-b.
    expect(ask(running, 'node-b:31443', {from: 'pod/client'}).data).toMatchObject({verdict: 'dropped', reason: 'answer-lost'})
    expect(verdict('192.168.77.10:31443', {from: 'internet'})).toBe('delivered')
  })

  test('sends connections to the other nodes in ipvs mode, which has no drop', () => {
    // There, what leaves for another node with its source kept is answered past the node.
    expect(nodesOf(ask(running, '203.0.113.20:443', {mode: 'ipvs'}))).toEqual(['node-a: delivered', 'node-b node-c: dropped'])
    const report = ask(running, '203.0.113.20:443', {mode: 'ipvs'})
    expect(report.data.nodes[1]?.reason).toBe('answer-lost')
    expect(report.data.nodes[1]?.message).toContain('externalTrafficPolicy is Local, and they run no ready pod of shop/edge')
    expect(report.findings.map(({rule}) => rule)).toEqual(['routing/no-local-endpoint'])
  })

  test('is asked for its health by TCP, and answers for itself', () => {
    expect(headline('node-a:31999')).toContain('is a health check, which kube-proxy answers itself with 200')
    expect(headline('node-c:31999')).toContain('503: the node runs no ready pod of shop/edge')
  })
})

describe('where nodes differ', () => {
  test('internalTrafficPolicy Local drops on a node without pods, and falls back to pods that terminate and still serve', () => {
    const report = ask(running, 'svc/cache')
    expect(nodesOf(report)).toEqual(['node-a: delivered', 'node-b: delivered', 'node-c: dropped'])
    expect(report.data.nodes.map(({backends}) => backends.map(({target, terminating}) => [target?.name, terminating]))).toEqual([
      [['cache-1', false]],
      [['cache-2', true]],
      [],
    ])
  })

  test('hints send a client to the pods of its zone', () => {
    const report = ask(running, 'svc/search')
    expect(report.data.verdict).toBe('delivered')
    expect(report.data.nodes.map(({nodes, backends}) => [nodes.join(' '), ...backends.map(({target}) => target?.name)])).toEqual([
      ['node-a node-b', 'search-1'],
      ['node-c', 'search-2'],
    ])
    // Which of the two it is depends on the node.
    expect(report.data.backends.map(({probability}) => probability)).toEqual([null, null])
  })

  test('a client that is named has only its own node', () => {
    expect(nodesOf(ask(running, 'svc/cache', {from: 'pod/client'}))).toEqual(['node-a: delivered'])
    expect(nodesOf(ask(running, 'svc/cache', {node: 'node-c'}))).toEqual(['node-c: dropped'])
    expect(nodesOf(ask(running, 'svc/search', {from: 'node/node-c'}))).toEqual(['node-c: delivered'])
  })
})

describe('a Service without usable endpoints', () => {
  test('is refused, for the one reason that resolve gives', () => {
    const report = ask(running, 'svc/reports')
    expect(report.data).toMatchObject({
      verdict: 'rejected',
      reason: 'not-ready',
      message: 'shop/reports reaches no pod: its only pod is not ready',
    })
    expect(report.findings).toMatchObject([{rule: 'routing/not-ready', severity: 'warning'}])
    expect(exitOf(report)).toBe(1)
  })
})

describe('a load balancer', () => {
  test('lets only its source ranges in', () => {
    expect(verdict('svc/partner', {from: '198.51.100.7'})).toBe('delivered')
    expect(ask(running, 'svc/partner', {from: '192.0.2.7'}).data).toMatchObject({verdict: 'dropped', reason: 'source-ranges'})
    // Pods are others too: their range is not in the list.
    expect(verdict('203.0.113.21:443', {from: 'pod/client'})).toBe('dropped')
    expect(ask(running, 'svc/partner', {from: 'internet'}).data).toMatchObject({verdict: 'unknown', reason: 'source-not-stated'})
  })

  test('without address yet is unresolved from outside: its events say why', () => {
    const report = ask(running, 'svc/upload', {from: 'internet'})
    expect(report.data).toMatchObject({verdict: 'unresolved', reason: 'load-balancer-fails'})
    expect(report.data.message).toContain('no public IP address is left in the quota')
  })

  test('without address yet is unresolved from outside: nobody takes its class', () => {
    const report = ask(running, 'svc/mesh-gate', {from: 'internet'})
    expect(report.data).toMatchObject({verdict: 'unresolved', reason: 'no-load-balancer-controller'})
    expect(report.data.message).toContain('its class is metallb.io/metallb')
  })

  test('without address yet works inside all the same, with a note', () => {
    const report = ask(running, 'svc/upload')
    expect(report.data.verdict).toBe('delivered')
    expect(report.notes.join()).toContain('has no load-balancer address yet')
  })
})

describe('addresses', () => {
  test('of a Service on a port that it lacks: silence in iptables mode, a refusal in nftables mode', () => {
    expect(ask(running, '10.0.46.28:81').data).toMatchObject({verdict: 'dropped', reason: 'no-such-port'})
    expect(headline('10.0.46.28:81')).toContain('shop/web has no port 81 (it has http 80)')
    expect(verdict('10.0.46.28:81', {mode: 'nftables'})).toBe('rejected')
    expect(verdict('https://web.shop')).toBe('dropped')
  })

  test('of the range of cluster IPs that nobody has are silent, others are a mistake', () => {
    expect(ask(running, '10.0.99.99:80').data).toMatchObject({verdict: 'dropped', reason: 'unassigned-cluster-ip'})
    expect(mistake(() => ask(running, '10.99.0.1:80'))).toContain('nobody in the input has the address 10.99.0.1')
  })

  test('of cluster IPs lead nowhere from outside, unless a node is named that gets such packets', () => {
    expect(ask(running, '10.0.46.28:80', {from: 'internet'}).data).toMatchObject({verdict: 'dropped', reason: 'inside-only'})
    expect(verdict('svc/web', {from: 'internet'})).toBe('dropped')
    const routed = ask(running, '10.0.46.28:80', {from: '198.51.100.7', node: 'node-c'})
    // What is no pod is masqueraded where pods can be told.
    expect(backendsOf(routed)[0]).toBe('10.244.0.11:8080 0.333 sees 192.168.77.12')
  })

  test('of pods are reached straight, and of nodes depend on what listens there', () => {
    expect(ask(running, '10.244.1.13:8090').data).toMatchObject({verdict: 'delivered', target: {via: 'pod'}})
    expect(ask(running, '10.244.1.13:8090', {from: 'internet'}).data.reason).toBe('pod-address-from-outside')
    expect(ask(running, 'node-b:22').data).toMatchObject({verdict: 'unknown', reason: 'node-program'})
  })

  test('of nodes are those of pods that have a port of the node, on its network or by their host port', () => {
    const pod = (
      name: string,
      address: string,
      spec: string,
    ) => `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop, uid: ${name}},
      spec: {nodeName: node-b, ${spec}}, status: {phase: Running, podIP: ${address}, conditions: [{type: Ready, status: 'True'}]}}`
    const cluster = clusterOf(
      [
        '{apiVersion: v1, kind: Node, metadata: {name: node-b, uid: n}, status: {addresses: [{type: InternalIP, address: 192.168.77.11}]}}',
        pod('exporter', '192.168.77.11', 'hostNetwork: true, containers: [{name: a, image: a, ports: [{containerPort: 9100}]}]'),
        pod('edge', '10.244.1.9', 'containers: [{name: a, image: a, ports: [{containerPort: 8080, hostPort: 80}]}]'),
      ].join('\n---\n'),
    )
    const line = (words: string, from?: string) => textOf(ask(cluster, words, {from}).headline)
    expect(line('node-b:9100')).toContain('✓ delivered: node-b:9100 goes to pod/exporter on node-b, on the network of the node')
    expect(line('node-b:80')).toContain('✓ delivered: node-b:80 goes to pod/edge on node-b, whose host port it is')
    expect(line('127.0.0.1:9100', 'node/node-b')).toContain('goes to pod/exporter')
    // The network plugin's rules need not be about loopback; the container's own port is not the node's, nor is another protocol.
    for (const [words, from] of [['127.0.0.1:80', 'node/node-b'], ['node-b:8080'], ['node-b:9100/udp']] as const)
      expect(ask(cluster, words, {from}).data).toMatchObject({verdict: 'unknown', reason: 'node-program'})
    expect(stepOf(ask(cluster, 'node-b:9100'), 'rules')).toBe('no rule of kube-proxy is about it')
  })

  test('of nodes are no host ports of other addresses', () => {
    const at = (hostIP: string) =>
      clusterOf(`{apiVersion: v1, kind: Node, metadata: {name: node-b, uid: n}, status: {addresses: [{type: InternalIP, address: 192.168.77.11}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: edge, namespace: shop, uid: e}, status: {phase: Running, podIP: 10.244.1.9},
  spec: {nodeName: node-b, containers: [{name: a, image: a, ports: [{containerPort: 8080, hostPort: 80, hostIP: ${hostIP}}]}]}}`)
    expect(ask(at('192.168.77.11'), 'node-b:80').data.verdict).toBe('delivered')
    expect(ask(at('0.0.0.0'), 'node-b:80').data.verdict).toBe('delivered')
    expect(ask(at('127.0.0.1'), 'node-b:80').data.verdict).toBe('unknown')
  })

  test('that open connections are whoever has them', () => {
    expect(headline('svc/web', {from: '10.244.0.31'})).toContain('from pod/client on node-a')
    expect(headline('svc/web', {from: '192.168.77.11'})).toContain('from node/node-b')
    // Nobody in the input has it, and it is of the range of pods on node-c.
    expect(headline('svc/web', {from: '10.244.2.99'})).toContain('from 10.244.2.99 on node-c')
    expect(headline('203.0.113.20:443', {from: '198.51.100.7', node: 'node-a'})).toContain('from 198.51.100.7, entering node-a')
  })

  test('by node port come from the node that they enter, with policy Cluster', () => {
    expect(backendsOf(ask(running, 'node-b:30080', {from: '198.51.100.7'}))).toEqual(['10.244.0.51:8080 1 sees 192.168.77.11'])
  })
})

describe('modes', () => {
  test('userspace takes pods in turn, all of them, from the address of the node', () => {
    const report = ask(running, 'svc/search', {from: 'pod/client', mode: 'userspace'})
    // Hints play no part; search-2 on node-c sees node-a.
    expect(backendsOf(report)).toEqual(['10.244.0.51:8080 0.5 sees node-a', '10.244.2.51:8080 0.5 sees 192.168.77.10'])
    expect(report.notes).toContain('userspace mode was removed in Kubernetes 1.26')
    expect(stepOf(report, 'endpoints')).toContain('ClientIP affinity: a client comes back to its pod within 3 h')
    expect(ask(running, 'svc/search', {mode: 'userspace', rules: true}).data.rules).toEqual([])
  })

  test('ipvs is called deprecated', () => {
    expect(ask(running, 'svc/web', {mode: 'ipvs'}).notes.join()).toContain('ipvs mode is deprecated since Kubernetes 1.35')
  })

  test('are iptables where nothing says otherwise, what the input says, or what the flag says', () => {
    const map = (mode: string) => `
apiVersion: v1
kind: ConfigMap
metadata: {name: kube-proxy, namespace: kube-system}
data:
  config.conf: |
    apiVersion: kubeproxy.config.k8s.io/v1alpha1
    kind: KubeProxyConfiguration
    mode: ${mode}
    clusterCIDR: 10.244.0.0/16
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
`
    expect(ask(running, 'svc/web').data.mode).toEqual({name: 'iptables', source: 'assumed'})
    expect(ask(clusterOf(map('nftables')), 'svc/web').data.mode).toEqual({name: 'nftables', source: 'input'})
    expect(ask(clusterOf(map('userspace')), 'svc/web').data.mode).toEqual({name: 'userspace', source: 'input'})
    expect(ask(clusterOf(map('nftables')), 'svc/web', {mode: 'ipvs'}).data.mode).toEqual({name: 'ipvs', source: 'flag'})
  })
})

describe('every format', () => {
  const questions: readonly (readonly [string, Partial<TraceParameters>?])[] = [
    ['http://web.shop', {from: 'pod/client', rules: true}],
    ['203.0.113.20:443', {rules: true}],
    ['svc/cache'],
    ['svc/search', {mode: 'nftables', rules: true}],
    ['svc/reports'],
    ['svc/db'],
    ['db.shop:5432'],
    ['svc/pay'],
    ['wbe.shop:80'],
    ['svc/partner', {from: 'internet'}],
    ['svc/upload', {from: 'internet'}],
    ['10.0.46.28:81'],
    ['node-b:22'],
    ['node-a:31999'],
    ['10.244.1.13:8090'],
    ['node-b:31443', {from: 'pod/client'}],
  ]

  test('of data fits the schema that ships with the package', async () => {
    const validate = validatorOf('trace')
    for (const [words, parameters] of questions) {
      validate(await documentOf(ask(running, words, parameters)))
      expect(validate.errors, words).toBeNull()
    }
    const document = await documentOf(ask(running, 'svc/web'))
    expect(validate(document)).toBe(true)
    expect(validate({...document, data: {...document.data, verdict: 'fine'}})).toBe(false)
    expect(validate({...document, data: {...document.data, more: 1}})).toBe(false)
  })

  test.each(Object.keys(RENDERERS) as (keyof typeof RENDERERS)[])('%s can show every answer', async (format) => {
    const render = await RENDERERS[format]()
    for (const [words, parameters] of questions) {
      const report = located(ask(running, words, parameters))
      const text = render({...report, findings: []}, {color: false, unicode: true, headers: true, width: undefined})
      expect(text, words).not.toContain('undefined')
      expect(text, words).not.toContain('[object')
      expect(text.length > 0 || format === 'name', words).toBe(true)
    }
  })
})
