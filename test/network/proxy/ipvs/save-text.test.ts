import {expect, test} from 'vitest'
import type {WireObject} from '../../../../src/cluster/object.ts'
import {ipSetsText, rulesText, virtualServersText} from '../../../../src/network/proxy/ipvs/save-text.ts'
import {at, webService, webSlice} from '../objects.ts'
import {type ProgramOptions, programOf} from './programs.ts'

const linesOf = (text: string) => text.trimEnd().split('\n')

test('virtual servers are printed with their real servers, as ipvsadm-save does', () => {
  const lines = (scheduler: string, spec: WireObject = {}) => {
    const configuration = {ipvs: {scheduler}}
    return linesOf(virtualServersText(programOf([webService(spec), webSlice([at('10.244.0.1')])], {configuration})))
  }
  const real = '-a -t 10.0.0.1:80 -r 10.244.0.1:8080 -m -w 1'
  expect(lines('lc')).toEqual(['-A -t 10.0.0.1:80 -s lc', real])
  expect(lines('mh', {sessionAffinity: 'ClientIP'})).toEqual(['-A -t 10.0.0.1:80 -s mh -p 10800 -b mh-port', real])
})

test('sets are printed with what kube-proxy asks of the kernel, by type and family', () => {
  const linesAbout = (name: string, objects: readonly WireObject[], options?: ProgramOptions) =>
    linesOf(ipSetsText(programOf(objects, options))).filter((line) => line.split(' ')[1] === name)
  const nodePort = webService({type: 'NodePort', ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}]})
  expect(linesAbout('KUBE-CLUSTER-IP', [nodePort])).toEqual([
    'create KUBE-CLUSTER-IP hash:ip,port family inet hashsize 1024 maxelem 65536',
    'add KUBE-CLUSTER-IP 10.0.0.1,tcp:80',
  ])
  expect(linesAbout('KUBE-NODE-PORT-TCP', [nodePort])).toEqual([
    'create KUBE-NODE-PORT-TCP bitmap:port range 0-65535',
    'add KUBE-NODE-PORT-TCP 30080',
  ])
  expect(linesAbout('KUBE-6-CLUSTER-IP', [], {family: 'IPv6'})).toEqual([
    'create KUBE-6-CLUSTER-IP hash:ip,port family inet6 hashsize 1024 maxelem 65536',
  ])
})

test('tables begin with their chains, of which only the kernel’s own have a policy', () => {
  const heads = (options?: ProgramOptions) => linesOf(rulesText(programOf([], options))).filter((line) => /^[#*:]/.test(line))
  expect(heads()).toEqual([
    '# As iptables-save prints it',
    '*filter',
    ...['INPUT', 'FORWARD', 'OUTPUT'].map((chain) => `:${chain} ACCEPT [0:0]`),
    ...['FORWARD', 'IPVS-FILTER', 'IPVS-OUT-FILTER', 'NODE-PORT', 'PROXY-FIREWALL', 'SOURCE-RANGES-FIREWALL'].map(
      (chain) => `:KUBE-${chain} - [0:0]`,
    ),
    '*nat',
    ...['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'].map((chain) => `:${chain} ACCEPT [0:0]`),
    ...['LOAD-BALANCER', 'MARK-MASQ', 'NODE-PORT', 'POSTROUTING', 'SERVICES'].map((chain) => `:KUBE-${chain} - [0:0]`),
  ])
  expect(heads({family: 'IPv6'})[0]).toBe('# As ip6tables-save prints it')
})
