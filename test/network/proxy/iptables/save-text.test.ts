import {describe, expect, test} from 'vitest'
import type {AddressFamily} from '../../../../src/cluster/address.ts'
import type {Fields} from '../../../../src/cluster/fields.ts'
import type {WireObject} from '../../../../src/cluster/object.ts'
import {parseIptablesSave} from '../../../../src/network/proxy/iptables/dump.ts'
import {renderIptables} from '../../../../src/network/proxy/iptables/save-text.ts'
import {at, type ModelOptions, modelOf, webService, webSlice, webWorkload} from '../objects.ts'

/** The rules of one family, IPv4 unless stated, by table and chain, as `filter/KUBE-SERVICES`. */
function rulesOf(
  objects: readonly WireObject[],
  options: ModelOptions & {readonly countsPackets?: boolean; readonly family?: AddressFamily} = {},
): ReadonlyMap<string, readonly string[]> {
  const {countsPackets = true, family = 'IPv4', ...rest} = options
  const tables = parseIptablesSave(renderIptables(modelOf(objects, rest), {countsPackets})).filter((table) => table.family === family)
  return new Map(tables.flatMap(({name, chains}) => [...chains].map(([chain, rules]) => [`${name}/${chain}`, rules] as const)))
}

const startingWith = (rules: ReadonlyMap<string, readonly string[]>, start: string) =>
  [...rules].flatMap(([chain, own]) => (chain.startsWith(start) ? [own] : []))

const TWO = webSlice([at('10.244.0.1', {nodeName: 'node-a'}), at('10.244.1.1', {nodeName: 'node-b'})])
const NODE_PORT = {type: 'NodePort', ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}]}

describe('the rules of a cluster IP', () => {
  test('lead from the shared chain to its own, one rule for each endpoint, and to the endpoint', () => {
    const rules = rulesOf([webService(), TWO])
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

  test('refuse in the words of their family', () => {
    const six = webService({clusterIP: 'fd00:10::1', clusterIPs: ['fd00:10::1'], ipFamilies: ['IPv6']})
    expect(rulesOf([six], {family: 'IPv6'}).get('filter/KUBE-SERVICES')).toEqual([
      '-d fd00:10::1/128 -p tcp -m comment --comment "shop/web has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp6-port-unreachable',
    ])
  })

  test('mark what does not come from a pod, by whatever tells pods', () => {
    const mark = (configuration: Fields) => startingWith(rulesOf([webService(), TWO], {configuration}), 'nat/KUBE-SVC-')[0]?.[0]
    const about = '-p tcp -m comment --comment "shop/web cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ'
    expect(mark({detectLocalMode: 'BridgeInterface', detectLocal: {bridgeInterface: 'cni0'}})).toBe(`-d 10.0.0.1/32 ! -i cni0 ${about}`)
    expect(mark({detectLocalMode: 'InterfaceNamePrefix', detectLocal: {interfaceNamePrefix: 'azv'}})).toBe(
      `-d 10.0.0.1/32 ! -i azv+ ${about}`,
    )
    expect(mark({iptables: {masqueradeAll: true}})).toBe(`-d 10.0.0.1/32 ${about}`)
    // iptables-save leaves out ranges that take in everything, but not where they are negated.
    expect(mark({clusterCIDR: '0.0.0.0/0'})).toBe(`! -s 0.0.0.0/0 -d 10.0.0.1/32 ${about}`)
    expect(mark({clusterCIDR: ''})).toContain('--probability')
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

  test('have no way on for others under policy Local without endpoints of the node, and none for pods that cannot be told', () => {
    const words = (endpoints: readonly Fields[], configuration: Fields = {}) => {
      const rules = rulesOf([webService({...NODE_PORT, externalTrafficPolicy: 'Local'}), webSlice(endpoints)], {configuration})
      return startingWith(rules, 'nat/KUBE-EXT-')[0]?.map((rule) => /"(.*?) for/.exec(rule)?.[1] ?? rule.replace(/-[A-Z2-7]{16}$/, ''))
    }
    const [here, there] = [at('10.244.0.1', {nodeName: 'node-a'}), at('10.244.1.1', {nodeName: 'node-b'})]
    expect(words([there])).toEqual(['pod traffic', 'masquerade LOCAL traffic', 'route LOCAL traffic'])
    expect(words([here], {clusterCIDR: ''})).toEqual(['masquerade LOCAL traffic', 'route LOCAL traffic', '-j KUBE-SVL'])
    const everybody = rulesOf([webService({...NODE_PORT, externalTrafficPolicy: 'Local'}), TWO], {
      configuration: {clusterCIDR: '0.0.0.0/0'},
    })
    expect(startingWith(everybody, 'nat/KUBE-EXT-')[0]?.[0]).toMatch(/^-m comment --comment "pod traffic/)
  })

  test('are found on every local address, or on those that node ports are to answer on', () => {
    const ways = (nodePortAddresses: readonly string[], family: AddressFamily = 'IPv4', localhostNodePorts = true) =>
      rulesOf([], {family, configuration: {nodePortAddresses, iptables: {localhostNodePorts}}})
        .get('nat/KUBE-SERVICES')
        ?.map((rule) =>
          rule.replace('-m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" ', ''),
        )
    const on = (address: string) => `-d ${address} -j KUBE-NODEPORTS`
    expect(ways([])).toEqual(['-m addrtype --dst-type LOCAL -j KUBE-NODEPORTS'])
    expect(ways([], 'IPv4', false)).toEqual(['! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS'])
    expect(ways([], 'IPv6')).toEqual(['! -d ::1/128 -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS'])
    expect(ways(['192.168.77.0/24'])).toEqual([on('192.168.77.10/32')])
    expect(rulesOf([], {configuration: {nodePortAddresses: ['192.168.77.0/24']}}).get('nat/KUBE-SERVICES')).toEqual([
      '-d 192.168.77.10/32 -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -j KUBE-NODEPORTS',
    ])
    expect(ways(['127.0.0.0/8', '192.168.77.0/24'])).toEqual([on('127.0.0.1/32'), on('192.168.77.10/32')])
    expect(ways(['127.0.0.0/8', '192.168.77.0/24'], 'IPv4', false)).toEqual([on('192.168.77.10/32')])
    expect(ways(['::1/128', 'fd77::/64'], 'IPv6')).toEqual([on('fd77::a/128')])
  })
})

describe('the rules of external addresses', () => {
  const external = {externalIPs: ['198.51.100.80']}
  const status = {loadBalancer: {ingress: [{ip: '203.0.113.9'}]}}

  test('lead to the chain of what comes from outside', () => {
    const [, toExternal] = rulesOf([webService(external), TWO]).get('nat/KUBE-SERVICES') ?? []
    expect(toExternal).toMatch(
      /^-d 198\.51\.100\.80\/32 -p tcp -m comment --comment "shop\/web external IP" -m tcp --dport 80 -j KUBE-EXT-[A-Z2-7]{16}$/,
    )
  })

  test('refuse without endpoints on each of them, and on no node port where there is none', () => {
    const refused = (address: string) =>
      `-d ${address}/32 -p tcp -m comment --comment "shop/web has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable`
    const rules = rulesOf([webService({...external, type: 'LoadBalancer', loadBalancerSourceRanges: ['198.51.100.0/24']}, {status})])
    expect(rules.get('filter/KUBE-EXTERNAL-SERVICES')).toEqual([refused('198.51.100.80'), refused('203.0.113.9')])
    // Nobody is let in where nobody would answer.
    expect(startingWith(rules, 'nat/KUBE-FW-')).toEqual([])
    expect(rules.get('filter/KUBE-PROXY-FIREWALL')).toEqual([])
  })

  test('have a firewall only for addresses of balancers', () => {
    const rules = rulesOf([webService({...NODE_PORT, ...external, loadBalancerSourceRanges: ['198.51.100.0/24']}), TWO])
    expect(startingWith(rules, 'nat/KUBE-FW-')).toEqual([])
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
    expect(rulesOf([], {countsPackets: false}).get('filter/KUBE-FORWARD')?.[0]).toBe('-m conntrack --ctstate INVALID -j DROP')
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
  expect(startingWith(rulesOf([webService(), crowd(1001)]), 'nat/KUBE-SEP-')).toContainEqual([
    '-s 10.1.0.1/32 -j KUBE-MARK-MASQ',
    '-p tcp -m tcp -j DNAT --to-destination 10.1.0.1:8080',
  ])
})

test('a Service that is only a manifest is written with names where addresses are to come', () => {
  const planned = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', namespace: 'shop'},
    spec: {type: 'NodePort', ports: [{port: 80}]},
  }
  const served = rulesOf([{...planned, spec: {...planned.spec, selector: {app: 'web'}}}, webWorkload('StatefulSet', 1)])
  expect(startingWith(served, 'nat/KUBE-SVC-')[0]?.[0]).toMatch(/^! -s 10\.244\.0\.0\/16 -d <shop\/web> -p tcp /)
  expect(served.get('nat/KUBE-SEP-web-0')?.[0]).toBe('-s <web-0> -m comment --comment "shop/web" -j KUBE-MARK-MASQ')
  const rules = rulesOf([planned])
  expect(rules.get('filter/KUBE-SERVICES')?.[0]).toMatch(/^-d <shop\/web> -p tcp .* -j REJECT/)
  expect(rules.get('filter/KUBE-EXTERNAL-SERVICES')?.[0]).toContain('--dport <shop/web>')
})

test('the text says which program prints it so', () => {
  expect(renderIptables(modelOf([])).match(/^#.*$/gm)).toEqual(['# As iptables-save prints it', '# As ip6tables-save prints it'])
})

test('the chains of kube-proxy stand behind those of the kernel, by name', () => {
  const other = {...webService({clusterIP: '10.0.0.2', clusterIPs: ['10.0.0.2']}), metadata: {name: 'api', namespace: 'shop', uid: 'u'}}
  const chains = [...rulesOf([webService(NODE_PORT), TWO, other]).keys()].filter((name) => name.startsWith('nat/'))
  expect(chains.slice(0, 4)).toEqual(['nat/PREROUTING', 'nat/INPUT', 'nat/OUTPUT', 'nat/POSTROUTING'])
  expect(chains.slice(4)).toEqual(chains.slice(4).toSorted())
  expect(chains).toHaveLength(12)
})
