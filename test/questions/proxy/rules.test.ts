import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {type DumpedTable, parseIptablesSave} from '../../../src/network/proxy/iptables/dump.ts'
import {type IpvsDump, parseIpvsDump} from '../../../src/network/proxy/ipvs/dump.ts'
import {RENDERERS} from '../../../src/renderers/index.ts'
import {parseProxyConfiguration} from '../../../src/sources/proxy-configuration.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {mistake} from '../answer.ts'
import {exampleCluster, IPTABLES, NFT, rules, without} from './example.ts'

const LOOKS = {color: false, unicode: true, headers: true}
const config = (text: string) =>
  parseProxyConfiguration(`apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n${text}`, 'proxy.yaml')

/** The tables that kube-proxy programs, without what differs from one dump to the next. */
const essence = (text: string) =>
  text
    .replace(/^\*mangle\n[\s\S]*?^COMMIT\n/gm, '')
    .split('\n')
    .filter((line) => !line.startsWith('#') && !line.includes('KUBE-PROXY-CANARY'))
    .join('\n')
const blocks = (text: string) => [...text.matchAll(/^\t\w+ \S+ \{\n.*?^\t\}/gms)].map(([block]) => block).sort()

describe('the rules', () => {
  test('are, line by line, what a real kube-proxy programmed in iptables mode', () => {
    expect(essence(rules().text ?? '')).toBe(essence(IPTABLES))
  })

  test('are, chain by chain, what it programmed in nftables mode', () => {
    expect(blocks(NFT).length).toBeGreaterThan(60)
    expect(blocks(rules({mode: 'nftables'}).text ?? '')).toEqual(blocks(NFT))
  })

  test('stand on the terminal as they are, with notes as remarks before them', async () => {
    const report = {...rules({}, exampleCluster(without('Node'))), findings: []}
    const table = (await RENDERERS.table())(report, LOOKS)
    expect(table).toBe(`# the input has no nodes: node-b is taken for one without zone, whose addresses are not known\n${report.text}`)
    expect((await RENDERERS.wide())(report, LOOKS)).toBe(table)
    expect((await RENDERERS.table())(report, {...LOOKS, headers: false})).toBe(report.text)
    expect((await RENDERERS.markdown())(report)).toContain(`\`\`\`\n${report.text}\`\`\``)
  })

  test('are data by family, with the chains of each Service', () => {
    const {data} = rules()
    expect(data).toMatchObject({node: 'node-b', mode: 'iptables', version: '1.37'})
    expect(data.families.map(({family, program}) => `${family} ${program}`)).toEqual(['IPv4 iptables-save', 'IPv6 ip6tables-save'])
    // As the real dump names them.
    expect(data.services.find(({name, family}) => name === 'near' && family === 'IPv4')?.chains).toEqual([
      'KUBE-SVL-52B5P3MC7366RWHF',
      'KUBE-SEP-EKL4BEAQMVQZWWKI',
      'KUBE-SEP-PSTZKV52XXQUTOIB',
    ])
    expect(data.services.find(({name}) => name === 'nobody')?.chains).toEqual([])
  })

  test('are those of the Services in scope', () => {
    const {data, text = ''} = rules({namespace: 'default'})
    expect(new Set(data.services.map(({name}) => name))).toEqual(new Set(['kubernetes']))
    expect(text).not.toContain('shop/')
  })

  test('have the form that their schema describes', async () => {
    const validate = validatorOf('proxy-rules')
    for (const report of [rules(), rules({mode: 'nftables'}), rules({mode: 'ipvs'}), rules({mode: 'userspace'})]) {
      validate(await documentOf(report))
      expect(validate.errors).toBeNull()
    }
  })
})

describe('the rules of ipvs mode', () => {
  /** What the real proxier of 1.37 programmed on node-b, with the virtual servers that would be in the kernel. */
  const TEXT = readFileSync(new URL('../../fixtures/proxy/node-b.ipvs', import.meta.url), 'utf8')
  const REAL = parseIpvsDump(TEXT)
  const report = rules({mode: 'ipvs'})
  const predicted = parseIpvsDump(report.text ?? '')

  test('are, part by part, what the real proxier programmed', () => {
    const setsOf = ({sets = []}: IpvsDump) =>
      Object.fromEntries(sets.map(({name, type, entries}) => [name, [type, ...[...entries].sort()]]))
    const chainsOf = (tables: readonly DumpedTable[]) =>
      Object.fromEntries(tables.map(({family, name, chains}) => [`${family} ${name}`, Object.fromEntries(chains)]))
    expect(REAL.sets?.length).toBe(34)
    expect(setsOf(predicted)).toEqual(setsOf(REAL))
    const tables = parseIptablesSave(TEXT)
    expect(tables.length).toBe(4)
    expect(chainsOf(parseIptablesSave(report.text ?? ''))).toEqual(chainsOf(tables))
  })

  test('lack the node ports of addresses that the Node does not state, and say so', () => {
    const ofBridge = /^-t (?:10\.244\.1\.1|\[fd00:244:1::1\]):/
    const byName = ({servers = []}: IpvsDump) => Object.fromEntries(servers.map((server) => [server.service, server]))
    const stated = REAL.servers?.filter(({service}) => !ofBridge.test(service))
    expect(stated?.length).toBe(15)
    expect(byName(predicted)).toEqual(byName({...REAL, servers: stated}))
    expect(report.notes.find((note) => note.startsWith('node ports'))).toContain('a bridge of its pods')
  })

  test('are data by family and program, with the virtual servers of each Service', () => {
    expect(report.data.families.map(({family, program}) => `${family} ${program}`)).toEqual([
      'IPv4 ipvsadm-save -n',
      'IPv6 ipvsadm-save -n',
      'IPv4 ipset save',
      'IPv6 ipset save',
      'IPv4 iptables-save',
      'IPv6 ip6tables-save',
    ])
    const edge = report.data.services.find(({name}) => name === 'edge')
    expect(edge).toMatchObject({
      chains: [],
      virtualServers: ['-t 10.0.86.60:443', '-t 203.0.113.21:443', '-t 192.168.77.11:32348'],
    })
    expect(rules().data.services[0]).not.toHaveProperty('virtualServers')
  })

  test('name a planned Service where all of its ports have the same, and the port where each has its own', () => {
    const ports = ['http', 'admin'].map((name, index) => ({name, port: 80 + index}))
    const spec = {type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports}
    const {text = ''} = rules({mode: 'ipvs', node: 'n'}, clusterOf(service('web', spec, 'shop')))
    const entries = (set: string) => [...text.matchAll(new RegExp(`^add ${set} (.*)$`, 'gm'))].map(([, entry]) => entry)
    expect(entries('KUBE-IPVS-IPS')).toEqual(['<shop/web>'])
    expect(entries('KUBE-CLUSTER-IP')).toEqual(['<shop/web>,tcp:80', '<shop/web>,tcp:81'])
    expect(entries('KUBE-HEALTH-CHECK-NODE-PORT')).toEqual(['<shop/web>'])
    expect(entries('KUBE-NODE-PORT-TCP')).toEqual(['<shop/web:http>', '<shop/web:admin>'])
  })

  test('leave to chance which Service has an address that two claim, and say so', () => {
    const both = exampleCluster((object) => {
      const spec = object['spec'] as WireObject
      const isMeant = object['kind'] === 'Service' && ['web', 'near'].includes((object['metadata'] as {name: string}).name)
      return isMeant ? {...object, spec: {...spec, externalIPs: ['198.51.100.9']}} : object
    })
    expect(rules({mode: 'ipvs'}, both).notes).toContain(
      'shop/near and shop/web:http claim -t 198.51.100.9:80: which of them has it is chance at every sync',
    )
  })
})

describe('the mode', () => {
  const withMap = (text: string) =>
    exampleCluster((object) => (object['kind'] === 'ConfigMap' ? {...object, data: {'config.conf': text}} : object))
  const map = 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n'

  test('is that of the flag, of the configuration, of the input, in this order', () => {
    const cluster = withMap(`${map}mode: nftables\n`)
    expect(rules({}, cluster).data.mode).toBe('nftables')
    expect(rules({document: config('mode: iptables\n')}, cluster).data.mode).toBe('iptables')
    expect(rules({document: config('mode: iptables\n'), mode: 'nftables'}, cluster).data.mode).toBe('nftables')
  })

  test('is iptables where nothing states one, and a note says so', () => {
    const report = rules({}, exampleCluster(without('ConfigMap')))
    expect(report.data.mode).toBe('iptables')
    expect(report.notes[0]).toBe('mode iptables is assumed: neither the input nor --proxy-mode states one')
    expect(rules().notes).toEqual([])
  })

  test('ipvs is deprecated, and a note says so', () => {
    const deprecated = 'ipvs mode is deprecated since Kubernetes 1.35; nftables is what comes after it'
    expect(rules({mode: 'ipvs'}).notes).toContain(deprecated)
    expect(rules({}, withMap(`${map}mode: ipvs\n`)).notes).toContain(deprecated)
    expect(rules({mode: 'iptables'}).notes).not.toContain(deprecated)
  })

  test('userspace has no rules to print', () => {
    const report = rules({mode: 'userspace'})
    expect(report.text).toBeUndefined()
    expect(report.data.families).toEqual([])
    expect(JSON.stringify(report.headline)).toContain('removed in Kubernetes 1.26')
  })

  test('is also read from the arguments of its pods, as the range of pods is', () => {
    const pod: WireObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'kube-proxy-x', namespace: 'kube-system'},
      spec: {
        containers: [
          {
            name: 'kube-proxy',
            image: 'example.com/kube-proxy:v1.36.2-hotfix',
            command: ['kube-proxy', '--proxy-mode', 'nftables', '--cluster-cidr=10.9.0.0/16'],
          },
        ],
      },
    }
    const {data, text} = rules(
      {},
      exampleCluster((object) => (object['kind'] === 'ConfigMap' ? pod : object)),
    )
    expect(data).toMatchObject({mode: 'nftables', version: '1.36'})
    expect(text).toContain('ip saddr != 10.9.0.0/16')
  })
})

describe('the configuration', () => {
  test('changes the rules', () => {
    expect(rules({clusterCidr: '10.9.0.0/16'}).text).toContain('! -s 10.9.0.0/16')
    const {text = ''} = rules({
      document: config('clusterCIDR: 10.244.0.0/16\niptables: {masqueradeAll: true, masqueradeBit: 5}\nconntrack: {tcpBeLiberal: true}\n'),
    })
    expect(text).toContain('-A KUBE-MARK-MASQ -j MARK --set-xmark 0x20/0x20')
    expect(text).not.toContain('--ctstate INVALID')
    expect(text).not.toContain('! -s 10.244.0.0/16')
  })

  test('of a node is that of its name', () => {
    expect(rules({node: undefined, document: config('hostnameOverride: node-a\n')}).data.node).toBe('node-a')
  })

  test.each([
    ['mode: iptabels\n', 'proxy.yaml: mode is "iptabels", and should be iptables, nftables, ipvs or userspace (did you mean iptables?)'],
    [
      'clusterCIDR: 10.244.0.0\n',
      'proxy.yaml: clusterCIDR is "10.244.0.0", and should be a range, or one of each family: 10.244.0.0/16,fd00:244::/32',
    ],
    ['clusterCIDR: 10.244.0.0/16,10.245.0.0/16\n', 'proxy.yaml: clusterCIDR is "10.244.0.0/16,10.245.0.0/16", and should be a range'],
    ['iptables: {masqueradeBit: 40}\n', 'proxy.yaml: iptables.masqueradeBit is 40, and should be the number of a bit, 0 to 31'],
    ['iptables: {masqueradeAll: "yes"}\n', 'proxy.yaml: iptables.masqueradeAll is "yes", and should be true or false'],
    ['iptables: [1]\n', 'proxy.yaml: iptables is [1], and should be a mapping'],
    [
      'nodePortAddresses: [primary, 10.0.0.1]\n',
      'proxy.yaml: nodePortAddresses is ["primary","10.0.0.1"], and should be a list of ranges or primary, localhost, all',
    ],
    ['bindAddress: here\n', 'proxy.yaml: bindAddress is "here", and should be an address'],
    ['detectLocalMode: BridgeInterface\n', 'proxy.yaml: detectLocalMode BridgeInterface needs detectLocal.bridgeInterface'],
    ['detectLocalMode: Bridge\n', 'proxy.yaml: detectLocalMode is "Bridge", and should be'],
  ])('that kube-proxy would refuse is a mistake: %j', (text, expected) =>
    expect(mistake(() => rules({document: config(text)}))).toContain(expected),
  )

  test('of --cluster-cidr too', () => {
    expect(mistake(() => rules({clusterCidr: '10.244'}))).toBe(
      '--cluster-cidr 10.244 is no range | write a range, or one of each family: 10.244.0.0/16,fd00:244::/32',
    )
  })
})

describe('the node', () => {
  test('must be one of the input', () => {
    expect(mistake(() => rules({node: 'node-bb'}))).toBe('no Node named node-bb in the input | did you mean node-b?')
    expect(mistake(() => rules({node: 'worker-17'}))).toBe('no Node named worker-17 in the input | it has node-a, node-b and node-c')
  })

  test('must be named where there are several', () => {
    expect(mistake(() => rules({node: undefined}))).toBe('no node is named | name one: --node node-a, node-b and node-c')
    expect(mistake(() => rules({node: undefined}, exampleCluster(without('Node'))))).toBe('no node is named | name the node: --node NAME')
  })
})

describe('what a manifest does not state', () => {
  const planned = clusterOf(
    together(service('web', {type: 'NodePort', ports: [{port: 80}]}, 'shop'), workload('web', {replicas: 2, namespace: 'shop'})),
  )

  test('stands in rules as a name, and a note says whose', () => {
    const report = rules({node: 'n'}, planned)
    // The chain of an endpoint hashes its address, which nobody knows.
    expect(report.text).toContain('-A KUBE-SEP-web -p tcp -m comment --comment "shop/web" -m tcp -j DNAT --to-destination <web>:80')
    expect(report.text).toContain('-d <shop/web> -p tcp')
    expect(report.notes).toContain('names in <…> stand for what the input does not state: the addresses of its pods (1 Service: shop/web)')
    expect(report.data.services[0]?.openings).toEqual(['cluster-ip', 'node-port', 'endpoint-addresses', 'readiness'])
  })
})
