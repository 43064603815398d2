import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../../src/cluster/object.ts'
import {compareIpvs} from '../../../../src/network/proxy/ipvs/difference.ts'
import {parseIpvsDump} from '../../../../src/network/proxy/ipvs/dump.ts'
import type {IpvsProgram} from '../../../../src/network/proxy/ipvs/program.ts'
import {ipSetsText, rulesText, virtualServersText} from '../../../../src/network/proxy/ipvs/save-text.ts'
import {at, webService, webSlice} from '../objects.ts'
import {programOf, ruleDifferences} from './programs.ts'

const ENDPOINTS = webSlice([at('10.244.0.1', {nodeName: 'node-a'}), at('10.244.1.1', {nodeName: 'node-b'})])
const web = (spec: WireObject = {}) =>
  webService(
    {
      type: 'LoadBalancer',
      sessionAffinity: 'ClientIP',
      loadBalancerSourceRanges: ['10.0.0.0/8'],
      ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}],
      ...spec,
    },
    {status: {loadBalancer: {ingress: [{ip: '203.0.113.1'}]}}},
  )
const PROGRAM = programOf([web(), ENDPOINTS])
const textOf = (program: IpvsProgram) => virtualServersText(program) + ipSetsText(program) + rulesText(program)

/** What differs once a dump that says what is expected has been changed. */
function differencesAfter(change: (text: string) => string, program: IpvsProgram = PROGRAM) {
  const text = textOf(program)
  const changed = change(text)
  expect(changed).not.toBe(text)
  return compareIpvs([program], parseIpvsDump(changed)).map(({family, ...rest}) => rest)
}

test('a dump that says the same differs in nothing', () => {
  expect(compareIpvs([PROGRAM], parseIpvsDump(textOf(PROGRAM)))).toEqual([])
  expect(ruleDifferences([PROGRAM], textOf(PROGRAM))).toEqual([])
})

test('what was not dumped is not missing', () => {
  expect(compareIpvs([PROGRAM], {servers: undefined, sets: undefined})).toEqual([])
})

describe('of virtual servers', () => {
  const cluster = 'virtual server -t 10.0.0.1:80'

  test('those are told that are missing or extra', () => {
    expect(differencesAfter((text) => text.replaceAll(/^-[Aa] -t 203\.0\.113\.1:80 .*\n/gm, ''))).toEqual([
      {kind: 'missing', where: 'virtual server -t 203.0.113.1:80', what: ''},
    ])
    expect(differencesAfter((text) => `-A -u 10.0.0.9:53 -s rr\n${text}`)).toEqual([
      {kind: 'extra', where: 'virtual server -u 10.0.0.9:53', what: ''},
    ])
  })

  test('those in excluded ranges are somebody else’s', () => {
    const program = programOf([web(), ENDPOINTS], {configuration: {ipvs: {excludeCIDRs: ['10.0.0.8/29']}}})
    const twoMore = (text: string) => `-A -t 10.0.0.9:53 -s rr\n-A -t 10.0.0.16:53 -s rr\n${text}`
    expect(differencesAfter(twoMore, program).map(({where}) => where)).toEqual(['virtual server -t 10.0.0.16:53'])
  })

  test('the scheduler and affinity are told', () => {
    expect(differencesAfter((text) => text.replace('-A -t 10.0.0.1:80 -s rr -p 10800', '-A -t 10.0.0.1:80 -s lc'))).toEqual([
      {kind: 'altered', where: cluster, what: '-s rr -p 10800', instead: '-s lc'},
    ])
  })

  test('real servers are told, but for those whose connections end', () => {
    expect(differencesAfter((text) => text.replace('-a -t 10.0.0.1:80 -r 10.244.0.1:8080 -m -w 1\n', ''))).toEqual([
      {kind: 'missing', where: cluster, what: '10.244.0.1:8080'},
    ])
    const plus = (line: string) => (text: string) => text.replace(/^(-A -t 10\.0\.0\.1:80 .*\n)/m, `$1${line}\n`)
    expect(differencesAfter(plus('-a -t 10.0.0.1:80 -r 10.244.9.9:8080 -m -w 1'))).toEqual([
      {kind: 'extra', where: cluster, what: '10.244.9.9:8080'},
    ])
    expect(differencesAfter(plus('-a -t 10.0.0.1:80 -r 10.244.9.9:8080 -m -w 0'))).toEqual([])
    expect(
      differencesAfter((text) => text.replace('10.0.0.1:80 -r 10.244.0.1:8080 -m -w 1', '10.0.0.1:80 -r 10.244.0.1:8080 -m -w 0')),
    ).toEqual([{kind: 'altered', where: cluster, what: '10.244.0.1:8080 -m -w 1', instead: '10.244.0.1:8080 -m -w 0'}])
  })

  test('the order is none', () => {
    expect(
      differencesAfter((text) =>
        text.replace(/^(-a -t 10\.0\.0\.1:80 -r 10\.244\.0\.1.*\n)(-a -t 10\.0\.0\.1:80 -r 10\.244\.1\.1.*\n)/m, '$2$1'),
      ),
    ).toEqual([])
  })

  test('one that two Services claim is as either of them has it, and no third way', () => {
    const external = {externalIPs: ['198.51.100.1']}
    const api = {
      ...webService({...external, clusterIP: '10.0.0.2', clusterIPs: ['10.0.0.2']}),
      metadata: {name: 'api', namespace: 'shop', uid: 'uid-of-api'},
    }
    const program = programOf([webService(external), api, ENDPOINTS])
    const empty = '-A -t 198.51.100.1:80 -s rr\n'
    expect(textOf(program)).toContain(`${empty}-A -t 10.0.0.1:80`)
    const real = (address: string) => `-a -t 198.51.100.1:80 -r ${address}:8080 -m -w 1\n`
    const filledWith = (...addresses: readonly string[]) =>
      differencesAfter((text) => text.replace(empty, empty + addresses.map(real).join('')), program)
    expect(filledWith('10.244.0.1', '10.244.1.1')).toEqual([])
    expect(filledWith('10.244.0.1')).toEqual([{kind: 'extra', where: 'virtual server -t 198.51.100.1:80', what: '10.244.0.1:8080'}])
  })
})

describe('of sets', () => {
  test('sets, types and entries are told', () => {
    expect(differencesAfter((text) => text.replace(/^create KUBE-IPVS-IPS .*\n(add KUBE-IPVS-IPS .*\n)*/m, ''))).toEqual([
      {kind: 'missing', where: 'set KUBE-IPVS-IPS', what: ''},
    ])
    expect(differencesAfter((text) => text.replace('KUBE-IPVS-IPS hash:ip ', 'KUBE-IPVS-IPS hash:net '))).toEqual([
      {kind: 'altered', where: 'set KUBE-IPVS-IPS', what: 'hash:ip', instead: 'hash:net'},
    ])
    expect(differencesAfter((text) => text.replace('add KUBE-CLUSTER-IP 10.0.0.1,tcp:80', 'add KUBE-CLUSTER-IP 10.0.0.1,udp:80'))).toEqual([
      {kind: 'missing', where: 'set KUBE-CLUSTER-IP', what: '10.0.0.1,tcp:80'},
      {kind: 'extra', where: 'set KUBE-CLUSTER-IP', what: '10.0.0.1,udp:80'},
    ])
  })

  test('those of other programs, of the other family and of the kernel’s making do not count', () => {
    expect(
      differencesAfter((text) =>
        text
          .replace('hashsize 1024', 'hashsize 4096')
          .replace(
            /^create /m,
            'create other hash:ip family inet\nadd other 10.9.9.9\ncreate MY-KUBE-SET hash:ip family inet\ncreate KUBE-6-CLUSTER-IP hash:ip,port family inet6\ncreate ',
          ),
      ),
    ).toEqual([])
    expect(differencesAfter((text) => text.replace(/^create /m, 'create KUBE-NODE-PORT-SCTP bitmap:port range 0-65535\ncreate '))).toEqual([
      {kind: 'extra', where: 'set KUBE-NODE-PORT-SCTP', what: ''},
    ])
  })

  test('in IPv6 have names of their own', () => {
    const program = programOf([], {family: 'IPv6'})
    const twoMore = 'create KUBE-6-NODE-PORT-SCTP bitmap:port range 0-65535\ncreate KUBE-NODE-PORT-SCTP bitmap:port range 0-65535\ncreate '
    expect(differencesAfter((text) => text.replace(/^create /m, twoMore), program)).toEqual([
      {kind: 'extra', where: 'set KUBE-6-NODE-PORT-SCTP', what: ''},
    ])
  })
})

describe('of rules', () => {
  const differencesAfter = (change: (text: string) => string, program: IpvsProgram = PROGRAM) => {
    const text = textOf(program)
    const changed = change(text)
    expect(changed).not.toBe(text)
    return ruleDifferences([program], changed).map(({family, ...rest}) => rest)
  }

  test('chains and rules are told', () => {
    const rule = '-m set --match-set KUBE-CLUSTER-IP dst,dst -j ACCEPT'
    expect(differencesAfter((text) => text.replace(`-A KUBE-SERVICES ${rule}\n`, ''))).toEqual([
      {kind: 'missing-rule', table: 'nat', chain: 'KUBE-SERVICES', rule},
    ])
    expect(differencesAfter((text) => text.replaceAll(/^(:|-A )KUBE-MARK-MASQ .*\n/gm, ''))).toEqual([
      {kind: 'missing-chain', table: 'nat', chain: 'KUBE-MARK-MASQ', rule: '-j MARK --set-xmark 0x4000/0x4000'},
    ])
  })

  test('in the kernel’s own chains stand among those of other programs', () => {
    const jump = '-A INPUT -m comment --comment "kube-proxy firewall rules" -j KUBE-PROXY-FIREWALL\n'
    expect(differencesAfter((text) => text.replace(jump, `-A INPUT -i lo -j ACCEPT\n${jump}-A INPUT -j other\n`))).toEqual([])
  })

  test('so is their order, wherever it decides', () => {
    const accept = '-m set --match-set KUBE-CLUSTER-IP dst,dst -j ACCEPT'
    const first = '-A KUBE-SERVICES -s 127.0.0.0/8 -j RETURN\n'
    expect(
      differencesAfter((text) => text.replace(`-A KUBE-SERVICES ${accept}\n`, '').replace(first, `-A KUBE-SERVICES ${accept}\n${first}`)),
    ).toEqual([{kind: 'order', table: 'nat', chain: 'KUBE-SERVICES', rule: '-s 127.0.0.0/8 -j RETURN'}])
    const twoPorts = [80, 81].map((port) => ({name: `p${port}`, port, protocol: 'TCP'}))
    const program = programOf([web({ports: twoPorts})])
    expect(
      differencesAfter((text) => text.replace(/^(-A KUBE-IPVS-OUT-FILTER .*\n)(-A KUBE-IPVS-OUT-FILTER .*\n)/m, '$2$1'), program),
    ).toEqual([])
  })
})
