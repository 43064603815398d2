import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import type {IdentityData} from '../../../src/questions/whois/identity.ts'
import {whois} from '../../../src/questions/whois/whois.ts'
import type {Report} from '../../../src/report.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {headline, mistake} from '../answer.ts'
import {exampleCluster, IPTABLES, IPVS, NFT, without} from '../proxy/example.ts'

type Identity = Report & {readonly data: IdentityData}

const ask = (word: string, {cluster = exampleCluster(), namespace}: {cluster?: Cluster; namespace?: string} = {}): Identity =>
  whois(cluster, {words: [word], namespace, selector: undefined}) as Identity
const told = (report: Identity) => [headline(report), ...report.notes].join(' | ')

describe('the first line says what it is', () => {
  test.each([
    ['10.0.116.122', '✓ 10.0.116.122 is the cluster IP of shop/web'],
    ['10.0.116.122:80', '✓ 10.0.116.122:80 is the cluster IP of shop/web, port http 80/TCP'],
    ['10.0.18.155:53/udp', '✓ 10.0.18.155:53/udp is the cluster IP of shop/names, port dns 53/UDP'],
    ['10.0.18.155:dns-tcp', '✓ 10.0.18.155:dns-tcp is the cluster IP of shop/names, port dns-tcp 53/TCP'],
    ['203.0.113.20', "✓ 203.0.113.20 is the load balancer's address of shop/web"],
    ['192.168.77.11', '✓ 192.168.77.11 is node node-b (InternalIP)'],
    ['192.168.77.11:30996', '✓ 192.168.77.11:30996 is the node port of shop/web, port http 80/TCP, on node-b'],
    ['192.168.77.11:31217', '✓ 192.168.77.11:31217 is the health check node port of shop/edge, on node-b'],
    ['192.168.77.11:22', '✓ 192.168.77.11:22 is node node-b (InternalIP), where no Service has node port 22'],
    ['10.244.1.4', '✓ 10.244.1.4 is pod shop/edge-0 on node-b, an endpoint of shop/edge and shop/near'],
    ['10.244.1.4:8443', '✓ 10.244.1.4:8443 is port 8443 (http) of pod shop/edge-0 on node-b, an endpoint of shop/edge and shop/near'],
    ['10.244.1.4:9', '✓ 10.244.1.4:9 is port 9 of pod shop/edge-0 on node-b, an endpoint of no Service with this port'],
    ['[fd00:244:1::3]:8080', '✓ [fd00:244:1::3]:8080 is port 8080 (http) of pod shop/web-2 on node-b, an endpoint of shop/web'],
    ['FD00:244:1:0::3', '✓ FD00:244:1:0::3 is pod shop/web-2 on node-b, an endpoint of shop/web'],
    ['192.168.77.1:6443', '✓ 192.168.77.1:6443 is an endpoint of default/kubernetes, port https 443/TCP, and no pod'],
    ['30996', '✓ 30996 is the node port of shop/web, port http 80/TCP'],
    ['32724/tcp', '✓ 32724/tcp is the node port of shop/nobody, port 80/TCP'],
    ['31217', '✓ 31217 is the health check node port of shop/edge'],
    ['web', '✓ web is LoadBalancer Service shop/web'],
    ['web.shop', '✓ web.shop is LoadBalancer Service shop/web'],
    ['web.shop.svc.cluster.local.', '✓ web.shop.svc.cluster.local. is LoadBalancer Service shop/web'],
    ['_dns._udp.names.shop.svc.cluster.local', '✓ _dns._udp.names.shop.svc.cluster.local is Service shop/names, port dns 53/UDP'],
    ['http://web.shop/cart?x=1', '✓ http://web.shop/cart?x=1 is LoadBalancer Service shop/web, port http 80/TCP'],
    ['http://web.shop:80', '✓ http://web.shop:80 is LoadBalancer Service shop/web, port http 80/TCP'],
    ['http://10.0.116.122/', '✓ http://10.0.116.122/ is the cluster IP of shop/web, port http 80/TCP'],
    ['122.116.0.10.in-addr.arpa', '✓ 122.116.0.10.in-addr.arpa is the cluster IP of shop/web'],
    [
      '10-244-1-4.shop.pod.cluster.local',
      '✓ 10-244-1-4.shop.pod.cluster.local is pod shop/edge-0 on node-b, an endpoint of shop/edge and shop/near',
    ],
    ['node-b', '✓ node-b is a node'],
    ['node-b:32348', '✓ node-b:32348 is the node port of shop/edge, port https 443/TCP, on node-b'],
    ['KUBE-POSTROUTING', '✓ KUBE-POSTROUTING is a chain of kube-proxy: masquerades what is marked'],
    ['service-ips', '✓ service-ips is a map of kube-proxy: from addresses and ports to the chains of Services'],
  ])('%s', (word, expected) => {
    const report = ask(word)
    expect(headline(report)).toBe(expected)
    expect(report.answer).toBe('positive')
  })
})

/** What comments and targets of a real dump say of its chains. */
const named = (form: RegExp) => [...IPTABLES.matchAll(form)].map(([, first = '', second = '']) => [first, second] as const)

describe('every chain of a real dump is told', () => {
  test('of the Service ports, by the comments that lead there', () => {
    // "shop/web:http cluster IP" before a jump, but not the choice of an endpoint.
    const leading = named(/--comment "([a-z-]+\/[a-z:-]+) (?!->)[^"]*".* -j (KUBE-(?:SVC|SVL|EXT|FW)-\w+)/g)
    expect(new Set(leading.map(([, chain]) => chain)).size).toBeGreaterThan(6)
    for (const [port, chain] of leading) {
      expect(ask(chain).data.owners.map(({description}) => description)).toEqual([expect.stringMatching(new RegExp(` ${port}$`))])
    }
  })

  test('and set, in ipvs mode', () => {
    const names = [...IPVS.matchAll(/^(?::|create )(KUBE-\S+)/gm)].map(([, name = '']) => name)
    expect(new Set(names).size).toBeGreaterThan(40)
    for (const name of names) expect({name, verdict: ask(name).data.verdict}).toEqual({name, verdict: 'found'})
    expect(ask('KUBE-IPVS-FILTER').data.owners.map(({description}) => description)).toEqual([
      'a chain of kube-proxy in ipvs mode: refuses ports of virtual addresses that no Service has',
    ])
  })

  test('of the endpoints, by their targets', () => {
    const endpoints = named(/-A (KUBE-SEP-\w+) .*--to-destination (\S+)/g)
    expect(endpoints.length).toBeGreaterThan(12)
    for (const [chain, target] of endpoints) expect(ask(chain).data.owners.map(({endpoint}) => endpoint)).toEqual([target])
  })

  test('of nftables mode, by what their names say', () => {
    const chains = [...NFT.matchAll(/^\t(?:chain|set) ((?:service|local|external|firewall|endpoint|affinity)-[A-Z2-7]{8}-\S+) /gm)].map(
      ([, chain = '']) => chain,
    )
    expect(chains.length).toBeGreaterThan(15)
    for (const chain of chains) {
      const [, namespace, name] = /-[A-Z2-7]{8}-([^/]+)\/([^/]+)\//.exec(chain) ?? []
      expect(ask(chain).data.owners.map(({service}) => service)).toEqual([expect.objectContaining({namespace, name})])
    }
  })
})

describe('what has no owner', () => {
  test.each([
    ['10.0.116.122:81', '✗ 10.0.116.122:81 has no owner: it is the cluster IP of shop/web, which has no port 81 | it has http 80'],
    [
      '10.0.18.155:53/sctp',
      '✗ 10.0.18.155:53/sctp has no owner: it is the cluster IP of shop/names, which has no SCTP port 53 | it has dns 53/UDP, dns-tcp 53',
    ],
    [
      'https://web.shop',
      '✗ https://web.shop has no owner: it is LoadBalancer Service shop/web, which has no TCP port 443 | it has http 80',
    ],
    [
      '10.244.1.99',
      '✗ 10.244.1.99 has no owner: nothing in the input has this address | it is in the range of pods on node-b: a pod that is gone, or that the input lacks',
    ],
    [
      '10.0.7.7',
      '✗ 10.0.7.7 has no owner: nothing in the input has this address | it is in the range of cluster IPs: a Service that is gone, or that the input lacks',
    ],
    ['203.0.113.200', '✗ 203.0.113.200 has no owner: nothing in the input has this address | did you mean 203.0.113.20?'],
    ['80', '✗ 80 has no owner: no Service has node port 80 | it is a port of shop/near itself: ask with its address, 10.0.189.79:80'],
    ['30998/udp', '✗ 30998/udp has no owner: no Service has node port 30998/UDP | did you mean 30996?'],
    ['wbe.shop', '✗ wbe.shop has no owner: no Service named wbe in namespace shop | did you mean web.shop?'],
    [
      'api.example.com',
      '✗ api.example.com has no owner: it is not a name of the cluster, nor of a load balancer, an Ingress or a node of the input | svcscope dns api.example.com says who is asked for it',
    ],
    [
      'KUBE-SEP-AAAAAAAAAAAAAAAA',
      '✗ KUBE-SEP-AAAAAAAAAAAAAAAA has no owner: no Service port and no endpoint of the input has this chain | its name is a hash of Service, port and endpoint: an endpoint that is gone, or is not in the input',
    ],
    [
      'service-AAAAAAAA-shop/old/tcp/http',
      '✗ service-AAAAAAAA-shop/old/tcp/http has no owner: no Service port and no endpoint of the input has this chain | it is named after shop/old, which the input does not have',
    ],
    [
      'KUBE-NONSENSE',
      '✗ KUBE-NONSENSE has no owner: no Service port and no endpoint of the input has this chain | it is none of kube-proxy: ask for the rule that leads there',
    ],
  ])('is said to have none, with what may be meant: %s', (word, expected) => {
    const report = ask(word)
    expect(told(report)).toBe(expected)
    expect(report.answer).toBe('negative')
  })

  test('may have one where the input does not state addresses', () => {
    const planned = clusterOf(together(service('web', {type: 'NodePort'}, 'shop'), workload('web', {namespace: 'shop', replicas: 2})))
    const report = ask('10.0.0.7', {cluster: planned})
    expect(headline(report)).toBe(
      "? 10.0.0.7 can't be told from this input: nothing in the input has this address, and the input does not state the addresses of 1 Service (shop/web) and 1 pod",
    )
    expect(report.answer).toBe('undecided')
    expect(ask('30000', {cluster: planned}).answer).toBe('undecided')
    expect(ask('KUBE-SEP-AAAAAAAAAAAAAAAA', {cluster: planned}).answer).toBe('undecided')
    // The chain of a Service port needs no address.
    expect(ask('KUBE-SVC-AAAAAAAAAAAAAAAA', {cluster: planned}).answer).toBe('negative')
  })
})

describe('where several are meant', () => {
  const twice = clusterOf(
    together(
      service('web', {clusterIP: '10.0.0.1', ports: [{name: 'http', port: 80}]}, 'shop'),
      service('web', {clusterIP: '10.0.0.2', externalIPs: ['192.0.2.1'], ports: [{port: 80}]}, 'qa'),
      service('edge', {externalIPs: ['192.0.2.1'], ports: [{port: 443}]}, 'qa'),
    ),
  )

  test('all are shown', () => {
    const report = ask('web', {cluster: twice})
    expect(headline(report)).toBe('✓ web is one of 2 things')
    expect(report.data.owners.map(({description}) => description)).toEqual(['Service shop/web', 'Service qa/web'])
    expect(ask('192.0.2.1', {cluster: twice}).data.owners.map(({service}) => service?.name)).toEqual(['web', 'edge'])
  })

  test('but those without the port, and those of other namespaces', () => {
    expect(headline(ask('192.0.2.1:443', {cluster: twice}))).toBe('✓ 192.0.2.1:443 is an external IP of qa/edge, port 443/TCP')
    expect(headline(ask('web', {cluster: twice, namespace: 'qa'}))).toBe('✓ web is Service qa/web')
  })
})

test('an endpoint is a pod by its slice, where the input has no pods', () => {
  const report = ask('10.244.1.3', {cluster: exampleCluster(without('Pod'))})
  expect(headline(report)).toBe('✓ 10.244.1.3 is an endpoint of shop/web: pod shop/web-2')
  expect(report.data.owners[0]).toMatchObject({node: 'node-b', pods: [{name: 'web-2'}]})
})

describe('names from outside', () => {
  const cluster = clusterOf(
    together(
      service('cart', {clusterIP: '10.0.0.1', ports: [{name: 'http', port: 80}]}, 'shop'),
      service('web', {clusterIP: '10.0.0.2', ports: [{port: 8080}]}, 'shop'),
      service('pay', {type: 'ExternalName', externalName: 'pay.example.com'}, 'shop'),
      JSON.stringify({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: {name: 'main', namespace: 'shop'},
        spec: {
          rules: [
            {
              host: 'shop.example.com',
              http: {
                paths: [
                  {path: '/', pathType: 'Prefix', backend: {service: {name: 'web', port: {number: 8080}}}},
                  {path: '/cart', pathType: 'Prefix', backend: {service: {name: 'cart', port: {name: 'http'}}}},
                ],
              },
            },
            {host: '*.qa.example.com', http: {paths: [{path: '/', backend: {service: {name: 'gone', port: {number: 1}}}}]}},
          ],
        },
      }),
    ),
  )

  test.each([
    [
      'https://shop.example.com/cart/7',
      '✓ https://shop.example.com/cart/7 is shop.example.com/cart of Ingress shop/main, which leads to shop/cart, port http 80/TCP',
    ],
    [
      'https://shop.example.com/cartoon',
      '✓ https://shop.example.com/cartoon is shop.example.com/ of Ingress shop/main, which leads to shop/web, port 8080/TCP',
    ],
    ['shop.example.com', '✓ shop.example.com is one of 2 things'],
    ['a.qa.example.com', '✓ a.qa.example.com is a.qa.example.com/ of Ingress shop/main, which leads to shop/gone (not in the input)'],
    ['PAY.example.com.', '✓ PAY.example.com. is what ExternalName shop/pay stands for'],
  ])('belong to whoever takes them: %s', (word, expected) => expect(headline(ask(word, {cluster}))).toBe(expected))
})

describe('what can have no owner', () => {
  const SHAPES = 'ask about an address, address:port, a node port, a chain (KUBE-SVC-…, service-…), a DNS name or a URL'
  test.each([
    ['', `nothing to look up | ${SHAPES}`],
    ['!!', `"!!" is no address, port, chain or name | ${SHAPES}`],
    ['a b', `"a b" is no address, port, chain or name | ${SHAPES}`],
    ['10.0.0.256', `"10.0.0.256" is no address, port, chain or name | ${SHAPES}`],
    ['0', '0: 0 is no port | ports are numbers from 1 to 65535'],
    ['10.0.0.1:70000', '10.0.0.1:70000: 70000 is no port | ports are numbers from 1 to 65535'],
    ['10.0.0.0/16', '10.0.0.0/16 is a range, and has many owners | ask about one address of it'],
    ['svc/web', '"svc/web" is no address, port, chain or name | a Service is asked about with svcscope resolve svc/web'],
    ['pod/web-0', '"pod/web-0" is no address, port, chain or name | objects are asked about with svcscope resolve pod/web-0'],
    ['http:///x', `http:///x names no host | ${SHAPES}`],
  ])('is a mistake: %j', (word, expected) => expect(mistake(() => ask(word))).toBe(expected))

  test('and so are several at once', () => {
    expect(mistake(() => whois(exampleCluster(), {words: ['1', '2'], namespace: undefined, selector: undefined}))).toContain(
      'one thing at a time',
    )
  })
})

describe('the data', () => {
  test('names Service, port and pods', () => {
    expect(ask('10.0.18.155:53/udp').data.owners).toEqual([
      {
        kind: 'cluster-ip',
        description: 'the cluster IP of shop/names, port dns 53/UDP',
        service: {namespace: 'shop', name: 'names', type: 'ClusterIP'},
        port: {name: 'dns', number: 53, protocol: 'UDP', targetPort: 'dns', nodePort: null},
        endpoint: null,
        node: null,
        pods: [
          {kind: 'Pod', namespace: 'shop', name: 'names-0', node: 'node-a'},
          {kind: 'Pod', namespace: 'shop', name: 'names-1', node: 'node-c'},
        ],
        endpointOf: [],
      },
    ])
    expect(ask('10.244.1.4').data.owners[0]?.endpointOf).toEqual([
      {namespace: 'shop', name: 'edge', port: 'https'},
      {namespace: 'shop', name: 'near', port: null},
    ])
  })

  test('has the form that its schema describes', async () => {
    const validate = validatorOf('identity')
    for (const word of [
      '10.0.116.122',
      '10.0.116.122:81',
      '10.244.1.4',
      'KUBE-SEP-CACHYPJ5WX3OY2BV',
      '30996',
      'node-b',
      'nobody.example',
      '192.168.77.1:6443',
    ]) {
      validate(await documentOf(ask(word)))
      expect(validate.errors).toBeNull()
    }
  })
})
