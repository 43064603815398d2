import {describe, expect, test} from 'vitest'
import {compareTables} from '../../../../src/network/proxy/nftables/difference.ts'
import type {Chain, Container, Table} from '../../../../src/network/proxy/nftables/table.ts'

const DISPATCH: Chain = {name: 'nat-prerouting', hook: 'type nat hook prerouting priority dstnat', rules: [{text: 'jump services'}]}
const SERVICES: Chain = {
  name: 'services',
  rules: [
    {text: 'ip daddr @cluster-ips meta mark set meta mark | 0x00004000', comment: 'masquerade'},
    {text: 'ip daddr vmap @service-ips'},
  ],
}
const WEB: Chain = {name: 'service-A-shop/web/tcp/', rules: [{text: 'meta l4proto tcp dnat to 10.244.0.1:80'}]}
const IPS: Container = {kind: 'set', name: 'cluster-ips', type: 'ipv4_addr', properties: [], elements: [{key: ['10.0.0.1']}]}
const MAP: Container = {
  kind: 'map',
  name: 'service-ips',
  type: 'ipv4_addr . inet_proto . inet_service : verdict',
  properties: [],
  elements: [{key: ['10.0.0.1', 'tcp', '80'], verdict: `goto ${WEB.name}`}],
}
const TABLE: Table = {family: 'IPv4', counters: [], containers: [IPS, MAP], chains: [DISPATCH, SERVICES, WEB]}

const compareWith = (change: Partial<Table>, expected: Table = TABLE) => compareTables([expected], [{...TABLE, ...change}])
const chainsWith = (...chains: readonly Chain[]) => ({
  chains: [DISPATCH, SERVICES, WEB].map((old) => chains.find(({name}) => name === old.name) ?? old),
})

describe('two tables', () => {
  test('do not differ where they say the same in another order of chains and elements, and with other comments', () => {
    expect(compareWith({chains: [WEB, {...SERVICES, comment: 'other'}, DISPATCH], containers: [MAP, IPS]})).toEqual([])
    const uncommented = {...SERVICES, rules: SERVICES.rules.map(({text}) => ({text}))}
    expect(compareWith(chainsWith(uncommented))).toEqual([])
  })

  test('do not differ where another nft prints the same', () => {
    const otherwise = {
      ...SERVICES,
      rules: [{text: 'ip daddr @cluster-ips meta mark set meta mark or 0x4000'}, {text: 'ip daddr vmap @service-ips'}],
    }
    expect(compareWith(chainsWith(otherwise))).toEqual([])
    const range = (text: string): Table => ({...TABLE, chains: [{...DISPATCH, rules: [{text: `ip saddr != ${text} drop`}]}]})
    expect(compareTables([range('10.0.0.0/8')], [range('{ 10.0.0.0/8 }')])).toEqual([])
    const rule = (text: string): Table => ({...TABLE, chains: [{...DISPATCH, rules: [{text}]}]})
    const same = (one: string, other: string) => compareTables([rule(one)], [rule(other)]).length === 0
    expect(same('ip saddr 10.0.0.0/8 drop', 'ip saddr { 10.0.0.0/8 } drop')).toBe(true)
    expect(same('meta mark set meta mark ^ 0x00004000', 'meta mark set meta mark xor 0x4000')).toBe(true)
    expect(same('meta mark & 0x00004000 == 0x00000000 return', 'meta mark and 0x00004000 == 0x00000000 return')).toBe(true)
    expect(same('meta mark set 0x00004000', 'meta mark set 0x00008000')).toBe(false)
    expect(compareTables([range('10.0.0.0/8')], [range('{ 10.0.0.0/8, 11.0.0.1 }')])).toHaveLength(2)
  })

  test('differ in rules that are missing, extra, repeated, or in another order', () => {
    const [first, second] = SERVICES.rules as [Chain['rules'][number], Chain['rules'][number]]
    const where = 'chain services'
    const marks = 'ip daddr @cluster-ips meta mark set meta mark | 0x4000'
    expect(compareWith(chainsWith({...SERVICES, rules: [second]}))).toEqual([{family: 'IPv4', kind: 'missing', where, what: marks}])
    expect(compareWith(chainsWith({...SERVICES, rules: [first, second, {text: 'accept'}]}))).toEqual([
      {family: 'IPv4', kind: 'extra', where, what: 'accept'},
    ])
    expect(compareWith(chainsWith({...SERVICES, rules: [first, first, second]}))).toEqual([
      {family: 'IPv4', kind: 'extra', where, what: marks},
    ])
    expect(compareWith(chainsWith({...SERVICES, rules: [second, first]}))).toEqual([{family: 'IPv4', kind: 'order', where, what: marks}])
  })

  test('differ in elements that are missing, extra, or lead elsewhere', () => {
    const [element] = MAP.elements
    const web = `10.0.0.1 . tcp . 80 : goto ${WEB.name}`
    expect(compareWith({containers: [{...IPS, elements: []}, MAP]})).toEqual([
      {family: 'IPv4', kind: 'missing', where: 'set cluster-ips', what: '10.0.0.1'},
    ])
    const withElements = (elements: Container['elements']) => compareWith({containers: [IPS, {...MAP, elements}]})
    const where = 'map service-ips'
    expect(withElements([])).toEqual([{family: 'IPv4', kind: 'missing', where, what: web}])
    expect(withElements([{key: ['10.0.0.1', 'tcp', '80'], verdict: 'drop'}])).toEqual([
      {family: 'IPv4', kind: 'altered', where, what: web, instead: '10.0.0.1 . tcp . 80 : drop'},
    ])
    expect(element && withElements([element, {key: ['10.0.0.9', 'tcp', '80'], verdict: 'drop'}])).toEqual([
      {family: 'IPv4', kind: 'extra', where, what: '10.0.0.9 . tcp . 80 : drop'},
    ])
  })

  test('do not differ in which of two Services has an address that both claim', () => {
    const claim = (verdict: string) => ({key: ['198.51.100.7', 'tcp', '80'], verdict})
    const claimed: Table = {...TABLE, containers: [IPS, {...MAP, elements: [...MAP.elements, claim('goto a'), claim('goto b')]}]}
    const real = (verdict: string) => ({containers: [IPS, {...MAP, elements: [...MAP.elements, claim(verdict)]}]})
    expect(compareWith(real('goto a'), claimed)).toEqual([])
    expect(compareWith(real('goto b'), claimed)).toEqual([])
    expect(compareWith(real('goto c'), claimed)).toMatchObject([{kind: 'altered'}])
  })

  test('differ in chains and sets that are missing, hooked elsewhere, or of another type', () => {
    expect(compareWith({chains: [DISPATCH, SERVICES]})).toEqual([{family: 'IPv4', kind: 'missing', where: `chain ${WEB.name}`, what: ''}])
    const late = {...DISPATCH, hook: 'type nat hook prerouting priority filter'}
    expect(compareWith(chainsWith(late))).toEqual([
      {family: 'IPv4', kind: 'altered', where: 'chain nat-prerouting', what: DISPATCH.hook, instead: late.hook},
    ])
    expect(compareWith({containers: [MAP, {...IPS, type: 'ipv6_addr'}]})).toMatchObject([{kind: 'altered', where: 'set cluster-ips'}])
    expect(compareTables([TABLE], [])).toHaveLength(5)
  })

  test('differ in counters that one of them lacks', () => {
    const counted: Table = {...TABLE, counters: ['rejected']}
    expect(compareTables([counted], [counted])).toEqual([])
    expect(compareWith({}, counted)).toEqual([{family: 'IPv4', kind: 'missing', where: 'counter rejected', what: ''}])
    expect(compareWith({counters: ['rejected']})).toEqual([{family: 'IPv4', kind: 'stale', where: 'counter rejected', what: ''}])
    const used = {...DISPATCH, rules: [...DISPATCH.rules, {text: 'counter name "rejected" reject'}]}
    expect(compareWith({counters: ['rejected'], ...chainsWith(used)})[0]).toMatchObject({kind: 'extra', where: 'counter rejected'})
  })

  test('differ in how long clients stay, but not in the size that the kernel gives to their set', () => {
    const sticky = (...properties: readonly string[]): Table => ({
      ...TABLE,
      containers: [...TABLE.containers, {kind: 'set', name: 'affinity-A', type: 'ipv4_addr', properties, elements: []}],
    })
    const flags = 'flags dynamic,timeout'
    expect(compareTables([sticky('size 65535', flags, 'timeout 3h')], [sticky(flags, 'timeout 3h')])).toEqual([])
    expect(compareTables([sticky(flags, 'timeout 3h')], [sticky(flags, 'timeout 1m')])).toEqual([
      {
        family: 'IPv4',
        kind: 'altered',
        where: 'set affinity-A',
        what: `ipv4_addr; ${flags}; timeout 3h`,
        instead: `ipv4_addr; ${flags}; timeout 1m`,
      },
    ])
  })

  test('are told apart where a chain is left over, and where packets still come there', () => {
    const idle: Chain = {name: 'service-B-shop/old/tcp/', rules: []}
    const marking: Chain = {name: 'mark-for-masquerade', rules: [{text: `jump ${idle.name}`}]}
    const chains = [...TABLE.chains, idle, marking]
    expect(compareWith({chains}).map(({kind, where}) => `${kind} ${where}`)).toEqual([
      `stale chain ${idle.name}`,
      'stale chain mark-for-masquerade',
    ])
    const leading = {...MAP, elements: [...MAP.elements, {key: ['10.0.0.9', 'tcp', '80'], verdict: `goto ${idle.name}`}]}
    expect(compareWith({chains, containers: [IPS, leading]}).map(({kind, where}) => `${kind} ${where}`)).toEqual([
      'extra map service-ips',
      `extra chain ${idle.name}`,
      'stale chain mark-for-masquerade',
    ])
  })

  test('do not differ in a rule that kube-proxy may have yet to write, unless it says something else', () => {
    const rule = {text: 'ip daddr 10.0.0.0/16 drop', doubt: 'late'} as const
    const expected: Table = {...TABLE, chains: [DISPATCH, {...SERVICES, rules: [...SERVICES.rules, rule]}, WEB]}
    expect(compareWith({}, expected)).toEqual([])
    expect(compareWith(chainsWith({...SERVICES, rules: [...SERVICES.rules, {text: rule.text}]}), expected)).toEqual([])
    const other = chainsWith({...SERVICES, rules: [...SERVICES.rules, {text: 'ip daddr 10.0.0.0/8 drop'}]})
    expect(compareWith(other, expected)).toMatchObject([{kind: 'extra', what: 'ip daddr 10.0.0.0/8 drop'}])
  })

  test('do not differ in a rule of which the input does not tell the half, but in others', () => {
    const rule = {text: 'ip daddr <service ranges> drop', doubt: 'unknown'} as const
    const expected: Table = {...TABLE, chains: [DISPATCH, {...SERVICES, rules: [...SERVICES.rules, rule]}, WEB]}
    const real = (text: string) => chainsWith({...SERVICES, rules: [...SERVICES.rules, {text}]})
    expect(compareWith({}, expected)).toEqual([])
    expect(compareWith(real('ip daddr { 10.0.0.0/16, 10.9.0.0/16 } drop'), expected)).toEqual([])
    expect(compareWith(real('ip daddr 10.0.0.0/16 accept'), expected)).toMatchObject([{kind: 'extra'}])
  })
})
