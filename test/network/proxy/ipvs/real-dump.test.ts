import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {readProxyConfiguration} from '../../../../src/network/proxy/configuration.ts'
import {parseIptablesSave} from '../../../../src/network/proxy/iptables/dump.ts'
import {compareIpvs} from '../../../../src/network/proxy/ipvs/difference.ts'
import {parseIpvsDump} from '../../../../src/network/proxy/ipvs/dump.ts'
import {type IpvsOptions, programIpvs} from '../../../../src/network/proxy/ipvs/program.ts'
import {findShownAddresses} from '../../../../src/network/proxy/ipvs/shown-addresses.ts'
import {buildProxyModel} from '../../../../src/network/proxy/proxy-model.ts'
import {clusterOf} from '../../../manifest.ts'
import {ruleDifferences} from './programs.ts'

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')
const FAMILIES = ['IPv4', 'IPv6'] as const

/** What the real ipvs proxier of 1.37 programmed on node-b for examples/proxy/cluster.yaml, with the virtual servers that would be in the kernel. */
const TEXT = read('test/fixtures/proxy/node-b.ipvs')
const DUMP = parseIpvsDump(TEXT)

const modelOf = (node: string) => {
  const document = {mode: 'ipvs', clusterCIDR: '10.244.0.0/16,fd00:244::/32'}
  return buildProxyModel(clusterOf(read('examples/proxy/cluster.yaml')), node, readProxyConfiguration(document))
}
const programsOf = (node: string, options: IpvsOptions = {}) => FAMILIES.map((family) => programIpvs(modelOf(node), family, options))
const differencesOf = (node: string, options: IpvsOptions = {}) => compareIpvs(programsOf(node, options), DUMP)
const addresses = FAMILIES.flatMap((family) => findShownAddresses(modelOf('node-b').families[family], DUMP.servers ?? []))

test('what the real proxier programmed is what is expected of a node whose pods are on a bridge', () => {
  expect([DUMP.servers?.length, DUMP.sets?.length, parseIptablesSave(TEXT).length]).toEqual([19, 34, 4])
  expect(differencesOf('node-b', {attachment: 'bridge'})).toEqual([])
  expect(ruleDifferences(programsOf('node-b'), TEXT)).toEqual([])
})

test('without the bridge the node ports there are extra, unless the dump itself shows which addresses the node has', () => {
  expect(differencesOf('node-b').map(({kind, where}) => `${kind} ${where}`)).toEqual([
    'extra virtual server -t 10.244.1.1:30996',
    'extra virtual server -t 10.244.1.1:32348',
    'extra virtual server -t 10.244.1.1:32724',
    'extra virtual server -t [fd00:244:1::1]:30996',
  ])
  expect(addresses).toEqual(['10.244.1.1', '192.168.77.11', 'fd00:244:1::1', 'fd77::b'])
  expect(differencesOf('node-b', {otherAddresses: addresses})).toEqual([])
})

test('an address with few of the node ports is not shown to be the node’s own', () => {
  const of = (text: string) => findShownAddresses(modelOf('node-b').families.IPv4, parseIpvsDump(text).servers ?? [])
  const servers = [30_996, 32_348, 32_724].map((port) => `-A -t 192.168.77.99:${port} -s rr\n`)
  expect([0, 1, 2, 3].map((count) => of(servers.slice(0, count).join('')))).toEqual([[], [], ['192.168.77.99'], ['192.168.77.99']])
})

test('what another node has is told by kind and place', () => {
  const differences = differencesOf('node-a', {otherAddresses: addresses})
  expect(differences).toContainEqual({family: 'IPv4', kind: 'extra', where: 'set KUBE-LOOP-BACK', what: '10.244.1.2,tcp:8080,10.244.1.2'})
  // Policy Local, no endpoint on node-a, and no other way in.
  expect(differences).toContainEqual({family: 'IPv4', kind: 'extra', where: 'virtual server -t 10.0.189.79:80', what: '10.244.1.4:8443'})
  expect(differences).toContainEqual({family: 'IPv4', kind: 'missing', where: 'virtual server -t 192.168.77.10:30996', what: ''})
})
