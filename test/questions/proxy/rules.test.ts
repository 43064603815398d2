import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
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
    for (const report of [rules(), rules({mode: 'nftables'}), rules({mode: 'userspace'})]) {
      validate(await documentOf(report))
      expect(validate.errors).toBeNull()
    }
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

  test('may not be ipvs yet', () => {
    const error =
      'ipvs mode is not modelled yet (and deprecated since Kubernetes 1.35) | iptables and nftables modes are: --proxy-mode iptables or --proxy-mode nftables'
    expect(mistake(() => rules({mode: 'ipvs'}))).toBe(error)
    expect(mistake(() => rules({}, withMap(`${map}mode: ipvs\n`)))).toBe(error)
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
