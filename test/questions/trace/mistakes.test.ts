import {describe, expect, test} from 'vitest'
import type {TraceParameters} from '../../../src/questions/trace/trace.ts'
import {clusterOf, service, together} from '../../manifest.ts'
import {mistake, textOf} from '../answer.ts'
import {ask, exampleCluster, stepOf} from './asking.ts'

const running = exampleCluster()

describe('a mistake is answered with one line and one hint', () => {
  test.each<readonly [string, Partial<TraceParameters>, string]>([
    ['', {}, 'no target | '],
    ['svc/wbe', {}, 'no Service named wbe in the input | did you mean web?'],
    ['svc/web:81', {}, 'Service web in namespace shop has no port 81 | its only port is http (80)'],
    ['svc/dns:99', {}, 'Service dns in namespace kube-system has no port 99 | its ports are dns (53/UDP) and dns-tcp (53)'],
    ['web.shop:htpp', {}, 'Service web in namespace shop has no port htpp | its only port is http (80)'],
    ['svc/web svc/db', {}, 'one target at a time'],
    ['svc', {}, 'svc names no Service'],
    ['pod/web-1', {}, 'pod/web-1 is no target'],
    ['http://', {}, '"http://" is neither a name nor an address'],
    ['gopher://web.shop', {}, 'gopher://web.shop names no port, and gopher has no usual one'],
    ['web.shop:99999', {}, '"web.shop:99999" names no port'],
    ['web..shop', {}, '"web..shop" is neither a name nor an address'],
    ['_http._tcp.web.shop', {}, '_http._tcp.web.shop is the name of an SRV record'],
    ['10.99.0.1:80', {}, 'nobody in the input has the address 10.99.0.1'],
    ['10.0.46.28:htpp', {}, 'Service web in namespace shop has no port htpp | its only port is http (80)'],
    ['127.0.0.1:30080', {}, '127.0.0.1 is whoever connects'],
    ['node-a', {}, 'node-a is a node, and no port of it was named | its node ports are 31443 (shop/edge)'],
    ['node-d:30080', {}, 'neither a Service nor a Node is named node-d in the input | did you mean node-a?'],
    ['node/node-d:30080', {}, 'no Node named node-d in the input | did you mean node-a?'],
    ['10.244.0.31', {}, '10.244.0.31 is pod/client, and no port of it was named'],
    ['svc/web', {from: 'pod/clinet'}, 'no Pod named clinet in the input | did you mean client?'],
    ['svc/web', {from: 'node/node-x'}, 'no Node named node-x in the input | did you mean node-a?'],
    ['svc/web', {from: 'svc/db'}, 'nobody asks from svc/db'],
    ['svc/web', {from: '10.0.46.28'}, '10.0.46.28 is an address of Service web, which opens no connections'],
    ['svc/web', {node: 'nod-a'}, 'no Node named nod-a in the input | did you mean node-a?'],
    ['svc/web', {from: 'pod/client', node: 'node-b'}, 'pod/client is on node-a, not on node-b'],
    ['node-b:30080', {node: 'node-a'}, 'packets to 192.168.77.11 enter node-b'],
    ['svc/web', {family: 'IPv6'}, 'Service web has no IPv6 address | it has 10.0.46.28'],
    ['10.0.46.28:80', {family: 'IPv6'}, '10.0.46.28 is no IPv6 address'],
    ['svc/web', {namespace: 'kube-system'}, 'no Service named web in namespace kube-system | it is in namespace shop: -n shop'],
    ['svc/web', {clusterCidr: '10.0.0.0'}, '--cluster-cidr 10.0.0.0 is no range'],
    ['svc/web', {document: {name: 'proxy.yaml', fields: {mode: 'iptable'}}}, 'proxy.yaml: mode is "iptable"'],
  ])('%s %j', (words, parameters, expected) => {
    expect(mistake(() => ask(running, words, parameters))).toContain(expected)
  })

  test('a name that several namespaces have is ambiguous', () => {
    const both = clusterOf(together(service('web', {}, 'shop'), service('web', {}, 'qa')))
    expect(mistake(() => ask(both, 'svc/web'))).toBe('Service web is in 2 namespaces | name one of them: -n shop or -n qa')
    expect(mistake(() => ask(both, 'svc/web', {namespace: 'qa'}))).toBeUndefined()
  })

  test('so is one that a Service and a Node have', () => {
    const both = clusterOf(together(service('edge', {}, 'shop'), '{apiVersion: v1, kind: Node, metadata: {name: edge}}'))
    expect(mistake(() => ask(both, 'edge:80'))).toBe('edge is a Service and a Node | say which: svc/edge:80 or node/edge:80')
    expect(mistake(() => ask(both, 'node/edge:80'))).toContain('the input states no IP address of node edge')
  })
})

describe('the same target may be written in several ways', () => {
  test.each(['svc/web', 'svc web', 'service/web:http', 'svc/web:80', 'svc/web:80/tcp', 'web', 'web:http', 'web:80'])('%s', (words) => {
    expect(ask(running, words).data).toMatchObject({verdict: 'delivered', target: {address: '10.0.46.28', port: 80, via: 'cluster-ip'}})
  })

  test.each([
    'web.shop:80',
    'web.shop:http',
    'web.shop.svc:80',
    'WEB.shop.svc.cluster.local.:80',
    'http://web.shop',
    'http://web.shop/a?b=c#d',
    'https://web.shop:80',
    'tcp://web.shop:80',
    '10.0.46.28',
    '10.0.46.28:80',
    '10.0.46.28:http',
    'http://10.0.46.28',
  ])('%s', (words) => {
    expect(ask(running, words).data).toMatchObject({verdict: 'delivered', target: {address: '10.0.46.28', port: 80, via: 'cluster-ip'}})
  })

  test('who logs in is not repeated', () => {
    const report = ask(running, 'http://admin:secret@web.shop/login')
    expect(report.data.target.text).toBe('http://web.shop')
    expect(JSON.stringify(report)).not.toContain('secret')
  })

  test('a port of two protocols is the one that was asked for, else the first, which is said', () => {
    expect(ask(running, 'svc/dns:53/tcp').data.target.protocol).toBe('TCP')
    expect(ask(running, 'udp://dns.kube-system:53').data.target.protocol).toBe('UDP')
    const first = ask(running, '10.0.0.10:53')
    expect(first.data.target.protocol).toBe('UDP')
    expect(first.notes).toEqual(['dns/UDP was followed; its other port is dns-tcp: svcscope trace svc/dns:dns-tcp'])
  })
})

describe('both families', () => {
  const dual = clusterOf(`
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, uid: u1}
spec:
  clusterIP: 10.0.0.7
  clusterIPs: [10.0.0.7, "fd00:10::7"]
  ipFamilies: [IPv4, IPv6]
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: Pod
metadata: {name: web-1, namespace: shop, uid: u2, labels: {app: web}}
spec: {nodeName: node-a, containers: [{name: app, image: a}]}
status:
  phase: Running
  podIP: 10.244.0.5
  podIPs: [{ip: 10.244.0.5}, {ip: "fd00:244::5"}]
  conditions: [{type: Ready, status: "True"}]
`)

  test('are followed by the first of the Service, or the one that is asked for', () => {
    const addresses = (words: string, family?: 'IPv4' | 'IPv6') => ask(dual, words, {family}).data.backends.map(({address}) => address)
    expect(addresses('svc/web')).toEqual(['10.244.0.5'])
    expect(addresses('svc/web', 'IPv6')).toEqual(['fd00:244::5'])
    expect(addresses('web.shop:80', 'IPv6')).toEqual(['fd00:244::5'])
    expect(addresses('[fd00:10::7]:80')).toEqual(['fd00:244::5'])
    expect(addresses('http://[fd00:10:0::7]/')).toEqual(['fd00:244::5'])
    expect(ask(dual, 'svc/web').notes).toContain('shop/web answers at fd00:10::7 too: --ip-family IPv6')
    expect(stepOf(ask(dual, 'web.shop:80', {family: 'IPv6'}), 'name')).toContain('→ fd00:10::7')
  })

  test('an IPv6 endpoint is written with brackets', () => {
    const [table] = ask(dual, 'svc/web', {family: 'IPv6'}).tables
    expect(table?.rows.map((row) => textOf(row.flat())).join()).toContain('[fd00:244::5]:8080')
  })
})
