import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../../src/cluster/object.ts'
import {parseIptablesSave} from '../../../../src/network/proxy/iptables/dump.ts'
import {rulesText} from '../../../../src/network/proxy/ipvs/save-text.ts'
import {at, webService, webSlice} from '../objects.ts'
import {type ProgramOptions, programOf} from './programs.ts'

/** The rules by table and chain, as `filter/KUBE-FORWARD`. */
function rulesOf(objects: readonly WireObject[], options: ProgramOptions = {}): ReadonlyMap<string, readonly string[]> {
  const tables = parseIptablesSave(rulesText(programOf(objects, options)))
  return new Map(tables.flatMap(({name, chains}) => [...chains].map(([chain, rules]) => [`${name}/${chain}`, rules] as const)))
}

const plain = (rules: readonly string[] | undefined) => rules?.map((rule) => rule.replace(/-m comment --comment "[^"]*" /, ''))

const balancer = (spec: WireObject = {}) =>
  webService(
    {type: 'LoadBalancer', externalIPs: ['198.51.100.1'], ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}], ...spec},
    {status: {loadBalancer: {ingress: [{ip: '203.0.113.1'}]}}},
  )
const HERE = webSlice([at('10.244.0.1', {nodeName: 'node-a'})])

describe('the rules around IPVS', () => {
  test('match no set that is empty, but where they let through or refuse', () => {
    const rules = rulesOf([])
    expect(rules.get('nat/KUBE-SERVICES')).toEqual(['-s 127.0.0.0/8 -j RETURN', '-m addrtype --dst-type LOCAL -j KUBE-NODE-PORT'])
    expect(rules.get('nat/KUBE-NODE-PORT')).toEqual([])
    expect(rules.get('nat/INPUT')).toEqual([])
    expect(rules.get('filter/KUBE-IPVS-FILTER')?.at(-1)).toBe(
      '-m conntrack --ctstate NEW -m set --match-set KUBE-IPVS-IPS dst -j REJECT --reject-with icmp-port-unreachable',
    )
    expect(rules.get('filter/INPUT')?.map((rule) => rule.split(' -j ')[1])).toEqual([
      'KUBE-IPVS-FILTER',
      'KUBE-PROXY-FIREWALL',
      'KUBE-NODE-PORT',
    ])
  })

  test('masquerade by set, and then let everything for Services through', () => {
    const rules = rulesOf([balancer(), HERE])
    expect(plain(rules.get('nat/KUBE-SERVICES'))).toEqual([
      '-s 127.0.0.0/8 -j RETURN',
      '-m set --match-set KUBE-LOAD-BALANCER dst,dst -j KUBE-LOAD-BALANCER',
      '! -s 10.244.0.0/16 -m set --match-set KUBE-CLUSTER-IP dst,dst -j KUBE-MARK-MASQ',
      '-m set --match-set KUBE-EXTERNAL-IP dst,dst -j KUBE-MARK-MASQ',
      '-m set --match-set KUBE-EXTERNAL-IP dst,dst -m physdev ! --physdev-is-in -m addrtype ! --src-type LOCAL -j ACCEPT',
      '-m set --match-set KUBE-EXTERNAL-IP dst,dst -m addrtype --dst-type LOCAL -j ACCEPT',
      '-m addrtype --dst-type LOCAL -j KUBE-NODE-PORT',
      '-m set --match-set KUBE-CLUSTER-IP dst,dst -j ACCEPT',
      '-m set --match-set KUBE-LOAD-BALANCER dst,dst -j ACCEPT',
    ])
    expect(plain(rules.get('nat/KUBE-LOAD-BALANCER'))).toEqual(['-j KUBE-MARK-MASQ'])
    expect(plain(rules.get('nat/KUBE-NODE-PORT'))).toEqual(['-p tcp -m set --match-set KUBE-NODE-PORT-TCP dst -j KUBE-MARK-MASQ'])
    expect(plain(rules.get('nat/KUBE-POSTROUTING'))).toEqual([
      '-m set --match-set KUBE-LOOP-BACK dst,dst,src -j MASQUERADE',
      '-m mark ! --mark 0x4000/0x4000 -j RETURN',
      '-j MARK --set-xmark 0x4000/0x0',
      '-j MASQUERADE --random-fully',
    ])
  })

  test('keep the source where the policy is Local', () => {
    const rules = rulesOf([balancer({externalTrafficPolicy: 'Local'}), HERE])
    expect(plain(rules.get('nat/KUBE-SERVICES'))).toEqual([
      '-s 127.0.0.0/8 -j RETURN',
      '-m set --match-set KUBE-LOAD-BALANCER dst,dst -j KUBE-LOAD-BALANCER',
      '! -s 10.244.0.0/16 -m set --match-set KUBE-CLUSTER-IP dst,dst -j KUBE-MARK-MASQ',
      '-m set --match-set KUBE-EXTERNAL-IP-LOCAL dst,dst -m physdev ! --physdev-is-in -m addrtype ! --src-type LOCAL -j ACCEPT',
      '-m set --match-set KUBE-EXTERNAL-IP-LOCAL dst,dst -m addrtype --dst-type LOCAL -j ACCEPT',
      '-m addrtype --dst-type LOCAL -j KUBE-NODE-PORT',
      '-m set --match-set KUBE-CLUSTER-IP dst,dst -j ACCEPT',
      '-m set --match-set KUBE-LOAD-BALANCER dst,dst -j ACCEPT',
    ])
    expect(plain(rules.get('nat/KUBE-LOAD-BALANCER'))).toEqual([
      '-m set --match-set KUBE-LOAD-BALANCER-LOCAL dst,dst -j RETURN',
      '-j KUBE-MARK-MASQ',
    ])
    expect(plain(rules.get('nat/KUBE-NODE-PORT'))).toEqual([
      '-p tcp -m set --match-set KUBE-NODE-PORT-LOCAL-TCP dst -j RETURN',
      '-p tcp -m set --match-set KUBE-NODE-PORT-TCP dst -j KUBE-MARK-MASQ',
    ])
  })

  test('know node ports by their protocol', () => {
    const dns = {type: 'NodePort', ports: [{port: 53, protocol: 'UDP', nodePort: 30_053}]}
    const ofNodePorts = (spec: WireObject) => plain(rulesOf([webService({...dns, ...spec})]).get('nat/KUBE-NODE-PORT'))
    expect(ofNodePorts({})).toEqual(['-p udp -m set --match-set KUBE-NODE-PORT-UDP dst -j KUBE-MARK-MASQ'])
    expect(ofNodePorts({externalTrafficPolicy: 'Local'})).toEqual([
      '-p udp -m set --match-set KUBE-NODE-PORT-LOCAL-UDP dst -j RETURN',
      '-p udp -m set --match-set KUBE-NODE-PORT-UDP dst -j KUBE-MARK-MASQ',
    ])
  })

  test('tell by the configuration what is masqueraded to cluster IPs', () => {
    const ofClusterIP = (configuration: WireObject) =>
      plain(rulesOf([webService()], {configuration}).get('nat/KUBE-SERVICES'))?.find((rule) => rule.endsWith('KUBE-MARK-MASQ'))
    expect(ofClusterIP({iptables: {masqueradeAll: true}})).toBe('-m set --match-set KUBE-CLUSTER-IP dst,dst -j KUBE-MARK-MASQ')
    expect(ofClusterIP({clusterCIDR: ''})).toBe('-m set --match-set KUBE-CLUSTER-IP src,dst -j KUBE-MARK-MASQ')
    expect(ofClusterIP({detectLocalMode: 'InterfaceNamePrefix', detectLocal: {interfaceNamePrefix: 'azv'}})).toBe(
      '! -i azv+ -m set --match-set KUBE-CLUSTER-IP dst,dst -j KUBE-MARK-MASQ',
    )
  })

  test('drop what no source range allows, and what the node itself sends unless one allows that', () => {
    const closed = rulesOf([balancer({loadBalancerSourceRanges: ['198.51.100.0/24']})])
    expect(plain(closed.get('filter/KUBE-PROXY-FIREWALL'))).toEqual([
      '-m set --match-set KUBE-LOAD-BALANCER-FW dst,dst -j KUBE-SOURCE-RANGES-FIREWALL',
    ])
    expect(plain(closed.get('filter/KUBE-SOURCE-RANGES-FIREWALL'))).toEqual([
      '-m set --match-set KUBE-LOAD-BALANCER-SOURCE-CIDR dst,dst,src -j RETURN',
      '-j DROP',
    ])
    expect(closed.get('filter/KUBE-IPVS-OUT-FILTER')).toEqual([
      '-s 203.0.113.1/32 -m ipvs --vproto 6 --vaddr 203.0.113.1 --vport 80 -j DROP',
    ])
    const open = rulesOf([balancer({loadBalancerSourceRanges: ['192.168.77.10/32']})])
    expect(plain(open.get('filter/KUBE-SOURCE-RANGES-FIREWALL'))).toEqual([
      '-m set --match-set KUBE-LOAD-BALANCER-SOURCE-CIDR dst,dst,src -j RETURN',
      '-m set --match-set KUBE-LOAD-BALANCER-SOURCE-IP dst,dst,src -j RETURN',
      '-j DROP',
    ])
    expect(open.get('filter/KUBE-IPVS-OUT-FILTER')).toEqual([])
  })

  test('write comments as iptables-save does, with a backslash before quotation marks', () => {
    const sctp = webService({type: 'NodePort', ports: [{port: 80, protocol: 'SCTP', nodePort: 30_080}]})
    expect(rulesOf([sctp]).get('nat/KUBE-NODE-PORT')).toEqual([
      `-p sctp -m comment --comment "Kubernetes nodeport SCTP port for masquerade purpose with type \\'hash ip:port\\'" -m set --match-set KUBE-NODE-PORT-SCTP-HASH dst,dst -j KUBE-MARK-MASQ`,
    ])
  })

  test('are of their family', () => {
    const rules = rulesOf([], {family: 'IPv6'})
    expect(rules.get('nat/KUBE-SERVICES')?.[0]).toBe('-s ::1/128 -j RETURN')
    expect(rules.get('filter/KUBE-IPVS-FILTER')?.at(-1)).toMatch(/KUBE-6-IPVS-IPS dst -j REJECT --reject-with icmp6-port-unreachable$/)
  })
})
