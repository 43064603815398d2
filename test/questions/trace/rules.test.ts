import {describe, expect, test} from 'vitest'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {ask, exampleCluster, stepOf} from './asking.ts'

/** As in kube-proxy's own tests (pkg/proxy/iptables proxier_test.go): ns1/svc1 on port p80, with one endpoint. */
const upstream = clusterOf(`
apiVersion: v1
kind: Node
metadata: {name: test, uid: u1}
spec: {podCIDRs: [10.180.0.0/24]}
status: {addresses: [{type: InternalIP, address: 192.168.0.2}]}
---
apiVersion: v1
kind: Service
metadata: {name: svc1, namespace: ns1, uid: u2}
spec:
  type: LoadBalancer
  clusterIP: 172.30.0.41
  clusterIPs: [172.30.0.41]
  ipFamilies: [IPv4]
  externalTrafficPolicy: Local
  loadBalancerSourceRanges: [203.0.113.0/25]
  ports: [{name: p80, port: 80, protocol: TCP, targetPort: 80, nodePort: 3001}]
status: {loadBalancer: {ingress: [{ip: 1.2.3.4}]}}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: svc1-a, namespace: ns1, labels: {kubernetes.io/service-name: svc1}}
addressType: IPv4
ports: [{name: p80, port: 80, protocol: TCP}]
endpoints: [{addresses: [10.180.0.1], nodeName: test, conditions: {ready: true}}]
`)
const rules = (words: string, parameters = {}) =>
  ask(upstream, words, {rules: true, clusterCidr: '10.0.0.0/8', ...parameters}).data.rules ?? []

describe('the rules of iptables mode', () => {
  test('are those that the packet matches, from the Service to the endpoint, by the names that kube-proxy gives', () => {
    const inside = rules('172.30.0.41:80', {node: 'test'})
    expect(inside).toEqual([
      '*nat',
      '-A KUBE-SERVICES -d 172.30.0.41/32 -p tcp -m comment --comment "ns1/svc1:p80 cluster IP" -m tcp --dport 80 -j KUBE-SVC-XPGD46QRK7WJZT7O',
      '-A KUBE-SVC-XPGD46QRK7WJZT7O -m comment --comment "ns1/svc1:p80 -> 10.180.0.1:80" -j KUBE-SEP-SXIVWICOYRO3J4NJ',
      '-A KUBE-SEP-SXIVWICOYRO3J4NJ -p tcp -m comment --comment "ns1/svc1:p80" -m tcp -j DNAT --to-destination 10.180.0.1:80',
    ])
  })

  test('go by the firewall of a load balancer, and end there for others than its ranges', () => {
    const chains = (lines: readonly string[]) => lines.flatMap((line) => /-j (\S+)/.exec(line)?.[1] ?? [])
    expect(chains(rules('1.2.3.4:80', {from: '203.0.113.7'}))).toEqual([
      'KUBE-FW-XPGD46QRK7WJZT7O',
      'KUBE-EXT-XPGD46QRK7WJZT7O',
      'KUBE-SVL-XPGD46QRK7WJZT7O',
      'KUBE-SEP-SXIVWICOYRO3J4NJ',
      'DNAT',
    ])
    expect(rules('1.2.3.4:80', {from: '192.0.2.7'}).at(-1)).toMatch(/^-A KUBE-PROXY-FIREWALL -d 1\.2\.3\.4\/32 .* -j DROP$/)
  })

  test('masquerade what comes from the node itself', () => {
    const lines = rules('node/test:3001', {from: 'node/test'})
    expect(lines.some((line) => line.startsWith('-A KUBE-NODEPORTS'))).toBe(true)
    expect(lines.filter((line) => line.endsWith('-j KUBE-MARK-MASQ'))).toHaveLength(1)
    expect(lines.at(-1)).toContain('-j MASQUERADE')
  })

  test('refuse and drop in the table filter', () => {
    const running = exampleCluster()
    expect(ask(running, 'svc/reports', {rules: true}).data.rules).toEqual([
      '*filter',
      '-A KUBE-SERVICES -d 10.0.46.43/32 -p tcp -m comment --comment "shop/reports has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable',
    ])
    const dropped = ask(running, 'node-b:31443', {rules: true}).data.rules ?? []
    expect(dropped.at(-1)).toMatch(/^-A KUBE-EXTERNAL-SERVICES .*"shop\/edge:https has no local endpoints".* --dport 31443 -j DROP$/)
  })
})

describe('the rules of ipvs mode', () => {
  const ipvs = (words: string, parameters = {}) => rules(words, {mode: 'ipvs', node: 'test', ...parameters})

  test('are the entries of sets, the rules that look them up, and the virtual server with its endpoints', () => {
    expect(ipvs('172.30.0.41:80', {clusterCidr: '10.180.0.0/16', from: 'node/test'})).toEqual([
      'add KUBE-CLUSTER-IP 172.30.0.41,tcp:80',
      '*nat',
      '-A KUBE-SERVICES ! -s 10.180.0.0/16 -m comment --comment "Kubernetes service cluster ip + port for masquerade purpose" -m set --match-set KUBE-CLUSTER-IP dst,dst -j KUBE-MARK-MASQ',
      '-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000',
      '-A KUBE-SERVICES -m set --match-set KUBE-CLUSTER-IP dst,dst -j ACCEPT',
      '-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0',
      '-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
      '-A -t 172.30.0.41:80 -s rr',
      '-a -t 172.30.0.41:80 -r 10.180.0.1:80 -m -w 1',
    ])
  })

  test('keep the source under policy Local, and let those in whom a source range names', () => {
    const lines = ipvs('1.2.3.4:80', {from: '203.0.113.7'})
    // The packet returns from KUBE-LOAD-BALANCER before it is marked.
    expect(lines).toContain('add KUBE-LOAD-BALANCER-LOCAL 1.2.3.4,tcp:80')
    expect(lines.filter((line) => line.includes('MARK'))).toEqual([])
    // In this mode the virtual address is the node's own, so that the packet comes in by the filter.
    expect(lines).toContain('add KUBE-LOAD-BALANCER-SOURCE-CIDR 1.2.3.4,tcp:80,203.0.113.0/25')
    expect(lines.filter((line) => line.startsWith('-A KUBE-SOURCE-RANGES-FIREWALL')).at(-1)).toMatch(/dst,dst,src -j RETURN$/)
    expect(lines.slice(-2)).toEqual(['-A -t 1.2.3.4:80 -s rr', '-a -t 1.2.3.4:80 -r 10.180.0.1:80 -m -w 1'])
  })

  test('end before the virtual server for others than the source ranges, and refuse where it has no endpoints', () => {
    expect(ipvs('1.2.3.4:80', {from: '192.0.2.7'}).at(-1)).toBe('-A KUBE-SOURCE-RANGES-FIREWALL -j DROP')
    // What leaves the node never comes to INPUT, where the others are held against the ranges.
    const own = ask(upstream, '1.2.3.4:80', {rules: true, mode: 'ipvs', from: 'node/test'}).data
    expect(own.rules?.at(-1)).toBe('-A KUBE-IPVS-OUT-FILTER -s 1.2.3.4/32 -m ipvs --vproto 6 --vaddr 1.2.3.4 --vport 80 -j DROP')
    expect(own.steps.find(({step}) => step === 'rules')?.message).toBe('DROP in KUBE-IPVS-OUT-FILTER')
    const refused = ask(exampleCluster(), 'svc/reports', {rules: true, mode: 'ipvs'}).data.rules ?? []
    expect(refused.at(-1)).toBe('-A -t 10.0.46.43:80 -s rr')
    // Its own port is let through to the virtual server, which the kernel refuses for.
    expect(refused.filter((line) => line.endsWith('-j RETURN'))).toHaveLength(1)
    expect(refused.filter((line) => line.includes('REJECT'))).toEqual([])
  })

  test('refuse a port that the Service of an address has not', () => {
    expect(ipvs('172.30.0.41:81')).toEqual([
      'add KUBE-IPVS-IPS 172.30.0.41',
      '*filter',
      '-A KUBE-IPVS-FILTER -m conntrack --ctstate NEW -m set --match-set KUBE-IPVS-IPS dst -j REJECT --reject-with icmp-port-unreachable',
    ])
  })

  test('name what is not known, in both families, with its port', () => {
    const planned = clusterOf(
      together(service('web', {type: 'NodePort', ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6']}), workload('web')),
    )
    const last = (words: string, parameters = {}) => ask(planned, words, {rules: true, mode: 'ipvs', ...parameters}).data.rules?.slice(-2)
    expect(last('svc/web')).toEqual(['-A -t <default/web>:80 -s rr', '-a -t <default/web>:80 -r <web>:80 -m -w 1'])
    expect(last('svc/web', {family: 'IPv6'})?.[0]).toBe('-A -t <default/web>:80 -s rr')
    expect(last('svc/web', {from: 'internet'})?.[0]).toBe('-A -t <node>:<node port> -s rr')
  })

  test('let connections over loopback alone', () => {
    expect(ipvs('127.0.0.1:3001', {from: 'node/test'})).toEqual(['*nat', '-A KUBE-SERVICES -s 127.0.0.0/8 -j RETURN'])
  })

  test('masquerade a pod that reaches itself', () => {
    const hairpin = ask(exampleCluster(), 'svc/web', {rules: true, mode: 'ipvs', from: 'pod/web-1'}).data.rules ?? []
    expect(hairpin).toContain('add KUBE-LOOP-BACK 10.244.0.11,tcp:8080,10.244.0.11')
    expect(hairpin.find((line) => line.endsWith('-j MASQUERADE'))).toContain('--match-set KUBE-LOOP-BACK dst,dst,src')
  })

  test('are those of the node port on whatever address of a node', () => {
    const lines = ipvs('node/test:3001', {from: 'internet'})
    expect(lines).toContain('add KUBE-NODE-PORT-LOCAL-TCP 3001')
    expect(lines.slice(-2)).toEqual(['-A -t 192.168.0.2:3001 -s rr', '-a -t 192.168.0.2:3001 -r 10.180.0.1:80 -m -w 1'])
  })
})

describe('the rules of nftables mode', () => {
  test('are the element of the map, and the chains that it leads to', () => {
    const lines = ask(upstream, 'svc/svc1', {rules: true, node: 'test', mode: 'nftables'}).data.rules ?? []
    // The name is of kube-proxy's own tests too (pkg/proxy/nftables proxier_test.go).
    expect(lines[1]).toBe('map service-ips { 172.30.0.41 . tcp . 80 : goto service-ULMVA6XW-ns1/svc1/tcp/p80 }')
    expect(lines.slice(2)).toEqual(['chain service-ULMVA6XW-ns1/svc1/tcp/p80 {', '  meta l4proto tcp dnat to 10.180.0.1:80', '}'])
  })
})

test('in nftables mode those that put an address of the node into the source are shown where they do', () => {
  const lines = ask(upstream, 'svc/svc1', {rules: true, from: 'node/test', clusterCidr: '10.0.0.0/8', mode: 'nftables'}).data.rules ?? []
  expect(lines.some((line) => line.includes('@cluster-ips ip saddr != 10.0.0.0/8'))).toBe(true)
  expect(lines).toContain('chain masquerading {')
})

describe('before anything runs', () => {
  const planned = clusterOf(
    together(
      service('web', {type: 'LoadBalancer', ports: [{name: 'http', port: 80, targetPort: 8080}]}, 'shop'),
      workload('web', {namespace: 'shop', replicas: 3}),
      service('two', {selector: {tier: 'front'}}, 'shop'),
      workload('one', {namespace: 'shop', replicas: 1, labels: {tier: 'front'}}),
      workload('three', {namespace: 'shop', replicas: 3, labels: {tier: 'front', more: 'x'}}),
    ),
  )

  test('what is not known is written as names, in rules too', () => {
    const {data} = ask(planned, 'svc/web', {rules: true})
    expect(data).toMatchObject({verdict: 'delivered', target: {address: null, port: 80}, nodes: [{nodes: []}]})
    expect(data.backends).toMatchObject([
      {address: null, port: 8080, probability: 1, replicas: 3, target: {kind: 'Deployment', name: 'web'}},
    ])
    expect(data.rules?.join('\n')).toContain('-d <shop/web> ')
    expect(data.rules?.join('\n')).toContain('-j KUBE-SEP-web')
    expect(data.rules?.join('\n')).not.toMatch(/240\.0\.0|\b655\d\d\b/)
  })

  test('workloads are as likely as their pods together', () => {
    expect(ask(planned, 'svc/two').data.backends.map(({target, probability}) => [target?.name, probability])).toEqual([
      ['one', 0.25],
      ['three', 0.75],
    ])
  })

  test('a load balancer is taken to get its address', () => {
    const {data} = ask(planned, 'svc/web', {from: 'internet', rules: true})
    expect(data).toMatchObject({verdict: 'delivered', target: {via: 'load-balancer', address: null}})
    expect(data.rules?.join('\n')).toContain('-d <load balancer of shop/web> ')
  })

  test('a name is answered with a cluster IP that nobody knows yet', () => {
    const report = ask(planned, 'http://web.shop', {from: 'deploy/web', namespace: 'shop'})
    expect(report.data.verdict).toBe('delivered')
    expect(stepOf(report, 'name')).toContain('its cluster IP, which the input does not state')
  })

  test('nobody knows what a policy Local will do', () => {
    const local = clusterOf(together(service('web', {internalTrafficPolicy: 'Local'}, 'shop'), workload('web', {namespace: 'shop'})))
    expect(ask(local, 'svc/web').data).toMatchObject({verdict: 'unknown', reason: 'placement-not-stated'})
  })

  test('pods that cannot be seen make the answer unknown, a typo makes it a refusal', () => {
    const unseen = clusterOf(service('web', {}, 'shop'))
    expect(ask(unseen, 'svc/web').data.verdict).toBe('unknown')
    const typo = clusterOf(together(service('web', {selector: {app: 'chekout'}}, 'shop'), workload('checkout', {namespace: 'shop'})))
    expect(ask(typo, 'svc/web').data).toMatchObject({verdict: 'rejected', reason: 'selector'})
  })
})
