import {describe, expect, test} from 'vitest'
import type {Fields} from '../../../../src/cluster/fields.ts'
import type {WireObject} from '../../../../src/cluster/object.ts'
import {parseIptablesSave} from '../../../../src/network/proxy/iptables/dump.ts'
import {renderIptables} from '../../../../src/network/proxy/iptables/save-text.ts'
import {at, type ModelOptions, modelOf, webService, webSlice} from '../objects.ts'

/** The rules of IPv4 by table and chain, as `filter/KUBE-SERVICES`. */
function rulesOf(
  objects: readonly WireObject[],
  options: ModelOptions & {readonly countsPackets?: boolean} = {},
): ReadonlyMap<string, readonly string[]> {
  const {countsPackets = true, ...rest} = options
  const tables = parseIptablesSave(renderIptables(modelOf(objects, rest), {countsPackets})).filter(({family}) => family === 'IPv4')
  return new Map(tables.flatMap(({name, chains}) => [...chains].map(([chain, rules]) => [`${name}/${chain}`, rules] as const)))
}

const startingWith = (rules: ReadonlyMap<string, readonly string[]>, start: string) =>
  [...rules].flatMap(([chain, own]) => (chain.startsWith(start) ? [own] : []))

const TWO = webSlice([at('10.244.0.1', {nodeName: 'node-a'}), at('10.244.1.1', {nodeName: 'node-b'})])
const NODE_PORT = {type: 'NodePort', ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}]}

describe('the rules of a cluster IP', () => {
  const rules = rulesOf([webService(), TWO])

  test('lead from the shared chain to its own, one rule for each endpoint, and to the endpoint', () => {
    const [toService, toNodePorts] = rules.get('nat/KUBE-SERVICES') ?? []
    expect(toService).toMatch(
      /^-d 10\.0\.0\.1\/32 -p tcp -m comment --comment "shop\/web cluster IP" -m tcp --dport 80 -j KUBE-SVC-[A-Z2-7]{16}$/,
    )
    expect(toNodePorts).toMatch(/-m addrtype --dst-type LOCAL -j KUBE-NODEPORTS$/)
    const [choice = []] = startingWith(rules, 'nat/KUBE-SVC-')
    expect(choice.map((rule) => rule.replace(/KUBE-SEP-[A-Z2-7]{16}$/, 'KUBE-SEP'))).toEqual([
      '! -s 10.244.0.0/16 -d 10.0.0.1/32 -p tcp -m comment --comment "shop/web cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ',
      '-m comment --comment "shop/web -> 10.244.0.1:8080" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP',
      '-m comment --comment "shop/web -> 10.244.1.1:8080" -j KUBE-SEP',
    ])
    const [first] = startingWith(rules, `nat/${choice[1]?.slice(-25)}`)
    expect(first).toEqual([
      '-s 10.244.0.1/32 -m comment --comment "shop/web" -j KUBE-MARK-MASQ',
      '-p tcp -m comment --comment "shop/web" -m tcp -j DNAT --to-destination 10.244.0.1:8080',
    ])
  })

  test('refuse where there are no endpoints, and drop where this node has none', () => {
    expect(rulesOf([webService()]).get('filter/KUBE-SERVICES')).toEqual([
      '-d 10.0.0.1/32 -p tcp -m comment --comment "shop/web has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable',
    ])
    const elsewhere = webSlice([at('10.244.1.1', {nodeName: 'node-b'})])
    expect(rulesOf([webService({internalTrafficPolicy: 'Local'}), elsewhere]).get('filter/KUBE-SERVICES')).toEqual([
      '-d 10.0.0.1/32 -p tcp -m comment --comment "shop/web has no local endpoints" -m tcp --dport 80 -j DROP',
    ])
  })

  test('remember clients where it has affinity', () => {
    const sticky = rulesOf([webService({sessionAffinity: 'ClientIP'}), webSlice([at('10.244.0.1')])])
    const [[, recheck, choose] = []] = startingWith(sticky, 'nat/KUBE-SVC-')
    const sep = choose?.slice(-25)
    const about = '-m comment --comment "shop/web -> 10.244.0.1:8080"'
    expect(recheck).toBe(`${about} -m recent --rcheck --seconds 10800 --reap --name ${sep} --mask 255.255.255.255 --rsource -j ${sep}`)
    expect(sticky.get(`nat/${sep}`)?.[1]).toContain(`-m recent --set --name ${sep} --mask 255.255.255.255 --rsource -m tcp -j DNAT`)
  })
})

// 1/3 with ten decimals is kept in 31 bits: 715827883 / 2^31 = 0.33333333349.
test('shares of traffic are printed as the kernel keeps them', () => {
  const three = webSlice([at('10.244.0.1'), at('10.244.0.2'), at('10.244.0.3')])
  const [choice = []] = startingWith(rulesOf([webService(), three]), 'nat/KUBE-SVC-')
  expect(choice.join('\n').match(/--probability \S+/g)).toEqual(['--probability 0.33333333349', '--probability 0.50000000000'])
})

describe('the rules of a node port', () => {
  const jump = /-j KUBE-EXT-[A-Z2-7]{16}$/

  test('are one for loopback and one for every other address, while the kernel counts packets', () => {
    const [loopback, others, ...more] = rulesOf([webService(NODE_PORT), TWO]).get('nat/KUBE-NODEPORTS') ?? []
    expect(loopback).toMatch(
      /^-d 127\.0\.0\.0\/8 -p tcp -m comment --comment "shop\/web" -m tcp --dport 30080 -m nfacct --nfacct-name {2}localhost_nps_accepted_pkts -j/,
    )
    expect(others).toMatch(jump)
    expect(more).toEqual([])
    expect(rulesOf([webService(NODE_PORT), TWO], {countsPackets: false}).get('nat/KUBE-NODEPORTS')).toEqual([others])
  })

  test('masquerade everybody under policy Cluster', () => {
    const [[masquerade, on] = []] = startingWith(rulesOf([webService(NODE_PORT), TWO]), 'nat/KUBE-EXT-')
    expect(masquerade).toBe('-m comment --comment "masquerade traffic for shop/web external destinations" -j KUBE-MARK-MASQ')
    expect(on).toMatch(/^-j KUBE-SVC-/)
  })

  test('send pods and the node to all endpoints under policy Local, the others to those of the node', () => {
    const local = rulesOf([webService({...NODE_PORT, externalTrafficPolicy: 'Local'}), TWO])
    const [external = []] = startingWith(local, 'nat/KUBE-EXT-')
    expect(external.map((rule) => rule.replace(/-[A-Z2-7]{16}$/, ''))).toEqual([
      '-s 10.244.0.0/16 -m comment --comment "pod traffic for shop/web external destinations" -j KUBE-SVC',
      '-m comment --comment "masquerade LOCAL traffic for shop/web external destinations" -m addrtype --src-type LOCAL -j KUBE-MARK-MASQ',
      '-m comment --comment "route LOCAL traffic for shop/web external destinations" -m addrtype --src-type LOCAL -j KUBE-SVC',
      '-j KUBE-SVL',
    ])
    expect(startingWith(local, 'nat/KUBE-SVL-')).toHaveLength(1)
  })
})

test('a balancer with source ranges has a chain that lets them in, and drops the others later', () => {
  const spec = {type: 'LoadBalancer', loadBalancerSourceRanges: ['192.168.77.10/32', '198.51.100.0/24']}
  const status = {loadBalancer: {ingress: [{ip: '203.0.113.9'}]}}
  const rules = rulesOf([webService(spec, {status}), TWO])
  const [firewall = []] = startingWith(rules, 'nat/KUBE-FW-')
  // 192.168.77.10 is the node, which may see itself as the balancer.
  const sources = firewall.slice(0, -1).map((rule) => rule.split(' -m')[0])
  expect(sources).toEqual(['-s 192.168.77.10/32', '-s 198.51.100.0/24', '-s 203.0.113.9/32'])
  expect(firewall.at(-1)).toBe('-m comment --comment "other traffic to shop/web will be dropped by KUBE-PROXY-FIREWALL"')
  expect(rules.get('filter/KUBE-PROXY-FIREWALL')).toEqual([expect.stringMatching(/^-d 203\.0\.113\.9\/32 .*-j DROP$/)])
})

describe('the configuration', () => {
  const frame = (configuration: Fields) => rulesOf([], {configuration})

  test('decides about the mark', () => {
    expect(frame({iptables: {masqueradeBit: 10}}).get('nat/KUBE-MARK-MASQ')).toEqual(['-j MARK --set-xmark 0x400/0x400'])
    expect(frame({}).get('nat/KUBE-POSTROUTING')).toEqual([
      '-m mark ! --mark 0x4000/0x4000 -j RETURN',
      '-j MARK --set-xmark 0x4000/0x0',
      '-m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
    ])
  })

  test('decides about loopback and invalid packets', () => {
    expect(frame({}).get('filter/KUBE-FIREWALL')).toHaveLength(1)
    expect(frame({iptables: {localhostNodePorts: false}}).get('filter/KUBE-FIREWALL')).toEqual([])
    expect(frame({}).get('filter/KUBE-FORWARD')?.[0]).toContain('--ctstate INVALID')
    expect(frame({conntrack: {tcpBeLiberal: true}}).get('filter/KUBE-FORWARD')).toHaveLength(2)
  })
})

test('single Services have no remarks above 1,000 endpoints', () => {
  const crowd = (count: number) =>
    webSlice(Array.from({length: count}, (_, index) => at(`10.1.${Math.floor(index / 250)}.${1 + (index % 250)}`)))
  const remarks = (count: number) =>
    startingWith(rulesOf([webService(), crowd(count)]), 'nat/KUBE-SEP-')
      .flat()
      .filter((rule) => rule.includes('--comment')).length
  expect(remarks(1000)).toBe(2000)
  expect(remarks(1001)).toBe(0)
})

test('a Service that is only a manifest is written with names where addresses are to come', () => {
  const planned = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', namespace: 'shop'},
    spec: {type: 'NodePort', ports: [{port: 80}]},
  }
  const rules = rulesOf([planned])
  expect(rules.get('filter/KUBE-SERVICES')?.[0]).toMatch(/^-d <shop\/web> -p tcp .* -j REJECT/)
  expect(rules.get('filter/KUBE-EXTERNAL-SERVICES')?.[0]).toContain('--dport <shop/web>')
})
