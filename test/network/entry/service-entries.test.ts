import {describe, expect, test} from 'vitest'
import type {Entry} from '../../../src/network/entry/entry.ts'
import type {EntryFacts} from '../../../src/network/entry/entry-facts.ts'
import {entriesOfService} from '../../../src/network/entry/service-entries.ts'
import {clusterOf, service} from '../../manifest.ts'

const NOTHING: EntryFacts = {cloud: undefined, classes: new Map(), nodes: undefined}
const AZURE: EntryFacts = {...NOTHING, cloud: {name: 'azure', evidence: 'as was said'}}
const PUBLIC_NODES: EntryFacts = {...AZURE, nodes: {addresses: 'public', evidence: 'node a has the public address 203.0.113.4'}}
const PRIVATE_NODES: EntryFacts = {...AZURE, nodes: {addresses: 'private', evidence: 'all 3 nodes have private addresses'}}

function entriesOf(text: string, facts: EntryFacts = AZURE): readonly Entry[] {
  const cluster = clusterOf(text)
  return cluster.services.flatMap((one) => entriesOfService(cluster, one, facts))
}

/** `via address:port/protocol reach` */
function shown(entries: readonly Entry[]): readonly string[] {
  return entries.map(({via, address, port, protocol, front}) => `${via} ${address ?? '-'}:${port ?? '-'}/${protocol} ${front.reach}`)
}

/** A Service as a running cluster has it. */
function running(spec: Readonly<Record<string, unknown>>, ingress: readonly object[] = []): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', uid: 'a-uid'},
    spec: {selector: {app: 'web'}, ...spec},
    status: {loadBalancer: {ingress}},
  })
}

describe('the ways in that a Service makes', () => {
  test('a cluster IP, a headless Service and an ExternalName are none from outside', () => {
    expect(entriesOf(service('web'))).toEqual([])
    expect(entriesOf(service('web', {clusterIP: 'None'}))).toEqual([])
    expect(entriesOf(service('web', {type: 'ExternalName', externalName: 'db.example.com', externalIPs: ['10.1.1.1']}))).toEqual([])
  })

  test('a load balancer has each port, and a node port for each that the API server has yet to pick', () => {
    const ports = [
      {name: 'http', port: 80},
      {name: 'dns', port: 53, protocol: 'UDP'},
    ]
    expect(shown(entriesOf(service('web', {type: 'LoadBalancer', ports})))).toEqual([
      'LoadBalancer -:80/TCP internet',
      'LoadBalancer -:53/UDP internet',
      'NodePort -:-/TCP network',
      'NodePort -:-/UDP network',
    ])
  })

  test('source ranges guard the load balancer and not its node port', () => {
    const entries = entriesOf(
      service('web', {type: 'LoadBalancer', loadBalancerSourceRanges: ['203.0.113.0/24'], ports: [{port: 443, nodePort: 30443}]}),
    )
    expect(entries.map(({via, front}) => [via, front.reach, front.sources])).toEqual([
      ['LoadBalancer', 'internet', ['203.0.113.0/24']],
      ['NodePort', 'network', []],
    ])
  })

  test('a node port of an internal load balancer is on the internet where nodes are', () => {
    const text = JSON.stringify({
      ...JSON.parse(service('web', {type: 'LoadBalancer', ports: [{port: 443, nodePort: 30443}]})),
      metadata: {name: 'web', annotations: {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'}},
    })
    expect(shown(entriesOf(text, PUBLIC_NODES))).toEqual(['LoadBalancer -:443/TCP network', 'NodePort -:30443/TCP internet'])
  })

  test('no node ports are made where they are not wanted, unless one is stated', () => {
    const spec = {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false}
    expect(shown(entriesOf(service('web', spec)))).toEqual(['LoadBalancer -:80/TCP internet'])
    expect(shown(entriesOf(service('web', {...spec, ports: [{port: 80, nodePort: 30080}]})))).toEqual([
      'LoadBalancer -:80/TCP internet',
      'NodePort -:30080/TCP network',
    ])
    // A running Service has what it was given.
    expect(shown(entriesOf(running({type: 'LoadBalancer', ports: [{port: 80}]})))).toEqual(['LoadBalancer -:80/TCP internet'])
  })

  test('node ports are on the internet, the private network, or the private network with a question, by what nodes are', () => {
    const text = service('web', {type: 'NodePort', ports: [{port: 80, nodePort: 30080}]})
    const front = (facts: EntryFacts) => entriesOf(text, facts)[0]?.front
    expect(front(PUBLIC_NODES)?.reach).toBe('internet')
    expect(front(PRIVATE_NODES)).toMatchObject({reach: 'network', question: undefined})
    expect(front(NOTHING)?.reach).toBe('network')
    expect(front(NOTHING)?.question).toContain("nodes' addresses public?")
  })

  test('each address of a load balancer is judged by itself', () => {
    const ingress = [{ip: '10.0.0.5'}, {ip: '203.0.113.5'}, {ip: '2001:db8::5'}]
    const hetzner: EntryFacts = {...NOTHING, cloud: {name: 'hetzner', evidence: 'as was said'}}
    expect(shown(entriesOf(running({type: 'LoadBalancer', ports: [{port: 443}]}, ingress), hetzner))).toEqual([
      'LoadBalancer 10.0.0.5:443/TCP network',
      'LoadBalancer 203.0.113.5:443/TCP internet',
      'LoadBalancer 2001:db8::5:443/TCP internet',
    ])
  })

  test('an address that is asked for is the address, and the annotation tells who comes', () => {
    const text = JSON.stringify({
      ...JSON.parse(service('web', {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false})),
      metadata: {
        name: 'web',
        annotations: {
          'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
          'service.beta.kubernetes.io/azure-load-balancer-ipv4': '10.240.0.25',
        },
      },
    })
    expect(shown(entriesOf(text))).toEqual(['LoadBalancer 10.240.0.25:80/TCP network'])
  })

  test('external addresses are ways in on every type of Service, by what kind of address each is', () => {
    expect(shown(entriesOf(service('web', {externalIPs: ['203.0.113.80', '10.9.8.7']})))).toEqual([
      'ExternalIP 203.0.113.80:80/TCP internet',
      'ExternalIP 10.9.8.7:80/TCP network',
    ])
  })

  test('external addresses that the API server refuses are none', () => {
    const refused = ['127.0.0.1', '0.0.0.0', '169.254.1.1', '224.0.0.1', 'fe80::1', 'not-an-address']
    expect(entriesOf(service('web', {externalIPs: refused}))).toEqual([])
  })

  test('source ranges do not guard external addresses', () => {
    const entries = entriesOf(
      service('web', {type: 'LoadBalancer', externalIPs: ['203.0.113.80'], loadBalancerSourceRanges: ['10.0.0.0/8']}),
    )
    expect(entries.find(({via}) => via === 'ExternalIP')?.front).toMatchObject({reach: 'internet', sources: []})
  })

  test('the place is where a finding would point', () => {
    const spec = {type: 'LoadBalancer', externalIPs: ['10.9.8.7'], ports: [{port: 80, nodePort: 30080}]}
    expect(entriesOf(service('web', spec)).map(({place}) => place?.path)).toEqual([
      ['spec', 'type'],
      ['spec', 'ports', 0, 'nodePort'],
      ['spec', 'externalIPs', 0],
    ])
  })

  test.each([
    ['https', true],
    ['kubernetes.io/wss', true],
    ['http', false],
    ['kubernetes.io/h2c', false],
    ['example.com/own', null],
    [undefined, null],
  ])('appProtocol %s tells of TLS: %s', (appProtocol, tls) => {
    const [entry] = entriesOf(service('web', {type: 'NodePort', ports: [{port: 443, nodePort: 30443, appProtocol}]}))
    expect(entry?.tls).toBe(tls)
  })

  test('AWS ends TLS at the load balancer for the ports of its certificate, and not at the node port', () => {
    const prefix = 'service.beta.kubernetes.io/aws-load-balancer-ssl-'
    const ports = [
      {name: 'https', port: 443, nodePort: 30443},
      {name: 'http', port: 80, nodePort: 30080},
    ]
    const text = JSON.stringify({
      ...JSON.parse(service('web', {type: 'LoadBalancer', ports})),
      metadata: {name: 'web', annotations: {[`${prefix}cert`]: 'arn:aws:acm:…', [`${prefix}ports`]: 'https'}},
    })
    expect(entriesOf(text).map(({via, port, tls}) => [via, port, tls])).toEqual([
      ['LoadBalancer', 443, true],
      ['LoadBalancer', 80, null],
      ['NodePort', 30443, null],
      ['NodePort', 30080, null],
    ])
  })
})
