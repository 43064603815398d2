import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import type {EntryData, ExposedServiceData} from '../../../src/questions/exposure/exposure-data.ts'
import {ask} from '../trace/asking.ts'
import {askExposure, clusterWith} from './asking.ts'

const NAMESPACES = ['a', 'b', 'c'] as const
const APPS = ['x', 'y'] as const
const PUBLIC = ['8.8.8.8', '203.0.113.7', '203.0.113.200', '198.51.100.9']
const PRIVATE = ['10.1.1.1', '10.99.0.1', '172.20.1.1']

const selector = fc.constantFrom(
  {},
  {matchLabels: {app: 'x'}},
  {matchLabels: {app: 'y'}},
  {
    matchExpressions: [{key: 'app', operator: 'NotIn', values: ['x']}],
  },
)
const namespaceSelector = fc.constantFrom(
  {},
  {matchLabels: {'kubernetes.io/metadata.name': 'b'}},
  {matchLabels: {team: 't'}},
  {matchExpressions: [{key: 'team', operator: 'DoesNotExist'}]},
)
const block = fc.constantFrom(
  {cidr: '0.0.0.0/0'},
  {cidr: '0.0.0.0/0', except: ['10.0.0.0/8']},
  {cidr: '203.0.113.0/24', except: ['203.0.113.128/25']},
  {cidr: '10.0.0.0/8', except: ['10.99.0.0/16']},
  {cidr: '8.8.8.8/32'},
)
const peer = fc.oneof(
  {weight: 2, arbitrary: fc.record({podSelector: selector})},
  {weight: 2, arbitrary: fc.record({podSelector: selector, namespaceSelector})},
  {weight: 3, arbitrary: block.map((ipBlock) => ({ipBlock}))},
)
const rule = fc.record(
  {from: fc.array(peer, {maxLength: 2}), ports: fc.constantFrom([{port: 8080}], [{port: 'http'}], [{port: 9090}])},
  {requiredKeys: []},
)
const policy = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  podSelector: selector,
  policyTypes: fc.constant(['Ingress']),
  ingress: fc.array(rule, {maxLength: 2}),
})
const drawn = fc.record({
  policies: fc.array(policy, {maxLength: 4}),
  egress: fc.boolean(),
  external: fc.constantFrom('Cluster', 'Local'),
  sourceRanges: fc.constantFrom(undefined, ['203.0.113.0/24'], ['203.0.113.0/24', '10.0.0.0/8'], ['10.0.0.0/8']),
  teams: fc.subarray([...NAMESPACES]),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

function clusterFrom({policies, egress, external, sourceRanges, teams}: Drawn): Cluster {
  const nodes = ['node-a', 'node-b'].map((name, index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {name, uid: name},
    spec: {podCIDR: `10.244.${index}.0/24`, podCIDRs: [`10.244.${index}.0/24`]},
    status: {addresses: [{type: 'InternalIP', address: `192.168.1.${index + 1}`}]},
  }))
  const pods = NAMESPACES.flatMap((namespace, home) =>
    APPS.map((app, place) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: `${app}-${namespace}`, namespace, uid: `${app}-${namespace}`, labels: {app}},
      spec: {
        nodeName: `node-${place === 0 ? 'a' : 'b'}`,
        containers: [{name: 'app', image: 'app:1', ports: [{name: 'http', containerPort: 8080}]}],
      },
      status: {
        phase: 'Running',
        podIP: `10.244.${place}.${home + 10}`,
        podIPs: [{ip: `10.244.${place}.${home + 10}`}],
        conditions: [{type: 'Ready', status: 'True'}],
      },
    })),
  )
  const services = NAMESPACES.flatMap((namespace, home) =>
    APPS.map((app, place) => {
      const clusterIP = `172.30.0.${home * 10 + place + 1}`
      return {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {name: `s-${app}`, namespace},
        spec: {
          type: 'LoadBalancer',
          externalTrafficPolicy: external,
          loadBalancerSourceRanges: sourceRanges,
          clusterIP,
          clusterIPs: [clusterIP],
          ipFamilies: ['IPv4'],
          selector: {app},
          ports: [{name: 'http', port: 80, targetPort: 'http', protocol: 'TCP', nodePort: 30_000 + home * 10 + place}],
        },
        status: {loadBalancer: {ingress: [{ip: `198.18.${home}.${place + 1}`, ipMode: 'VIP'}]}},
      }
    }),
  )
  const restrictions = egress
    ? [
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: {name: 'out', namespace: 'a'},
          spec: {podSelector: {}, policyTypes: ['Egress']},
        },
      ]
    : []
  return clusterWith(
    ...NAMESPACES.map((name) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels: teams.includes(name) ? {team: 't'} : {}}})),
    ...nodes,
    ...pods,
    ...services,
    ...policies.map(({namespace, ...spec}, index) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: {name: `p${index}`, namespace},
      spec,
    })),
    ...restrictions,
  )
}

const passes = (verdict: string) => verdict === 'delivered' || verdict === 'partial'

/** Whether an entry says that this address comes in. */
function letsIn({reach, sources}: EntryData, address: string): boolean {
  const isNear = PRIVATE.includes(address)
  if (reach === 'none' || (reach === 'network' && !isNear)) return false
  return sources.length === 0 || sources.some((source) => isInSource(source, address))
}

/** `10.0.0.0/8 except 10.99.0.0/16`. */
function isInSource(source: string, address: string): boolean {
  const [range = '', except] = source.split(' except ')
  return isIn(address, range) && !except?.split(', ').some((one) => isIn(address, one))
}

/** IPv4 arithmetic by hand. */
function isIn(address: string, range: string): boolean {
  const [base = '', length = '0'] = range.split('/')
  const numberOf = (text: string) => text.split('.').reduce((value, octet) => value * 256 + Number(octet), 0)
  const size = 2 ** (32 - Number(length))
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size)
}

/** How often each outcome was compared, so that none is compared with nothing. */
type Tally = Map<string, number>

function compareOutside(cluster: Cluster, entry: EntryData, target: string, addresses: readonly string[], tally: Tally): void {
  const isDoubtful = entry.remarks.length > 0
  for (const address of addresses) {
    const {verdict} = ask(cluster, target, {from: address}).data
    const isToldIn = letsIn(entry, address)
    count(tally, `${entry.via} ${isToldIn ? 'in' : 'out'} ${verdict}`)
    const about = JSON.stringify({address, target, verdict, entry})
    if (!isToldIn) expect(passes(verdict), about).toBe(false)
    else if (!isDoubtful) expect(passes(verdict), about).toBe(true)
  }
}

function compareInside(cluster: Cluster, {namespace, name}: ExposedServiceData, entry: EntryData, hasEgress: boolean, tally: Tally): void {
  const app = name.slice(2)
  for (const pod of cluster.pods.all) {
    const isItself = pod.namespace === namespace && pod.labels['app'] === app
    const {verdict} = ask(cluster, `${name}.${namespace}.svc.cluster.local:80`, {
      from: `pod/${pod.target.name}`,
      namespace: pod.namespace,
    }).data
    const about = JSON.stringify({pod: pod.target, verdict, entry})
    const isNear = pod.namespace === namespace
    const isToldIn = entry.reach === 'cluster' || (entry.reach === 'namespace' && isNear)
    count(tally, `${entry.via} ${isToldIn ? 'in' : 'out'} ${verdict}`)
    if (isItself) continue
    if (!isToldIn) expect(passes(verdict), about).toBe(false)
    else if (entry.sources.length === 0 && entry.remarks.length === 0 && !(hasEgress && pod.namespace === 'a')) {
      expect(passes(verdict), about).toBe(true)
    }
  }
}

function compare(cluster: Cluster, exposed: ExposedServiceData, entry: EntryData, hasEgress: boolean, tally: Tally): void {
  // Nodes have private addresses here, so that nobody from the internet gets to them; with policy Local only the pod's own node answers.
  const home = exposed.name === 's-x' ? 'node-a' : 'node-b'
  if (entry.via === 'LoadBalancer') compareOutside(cluster, entry, `${entry.address}:80`, [...PUBLIC, ...PRIVATE], tally)
  if (entry.via === 'NodePort') compareOutside(cluster, entry, `${home}:${entry.port}`, PRIVATE, tally)
  if (entry.via === 'ClusterIP') compareInside(cluster, exposed, entry, hasEgress, tally)
}

function count(tally: Tally, key: string): void {
  tally.set(key, (tally.get(key) ?? 0) + 1)
}

describe('exposure and trace', () => {
  test('agree: whoever is told to come in is delivered, and nobody else is', () => {
    const tally: Tally = new Map()
    fc.assert(
      fc.property(drawn, (one) => {
        const cluster = clusterFrom(one)
        for (const exposed of askExposure(cluster).data.services)
          for (const entry of exposed.entries) compare(cluster, exposed, entry, one.egress, tally)
      }),
      {numRuns: 40, seed: 9},
    )
    for (const key of [
      'LoadBalancer in delivered',
      'LoadBalancer out dropped',
      'NodePort in delivered',
      'ClusterIP in delivered',
      'ClusterIP out dropped',
    ])
      expect(tally.get(key) ?? 0, `${key} ${JSON.stringify([...tally])}`).toBeGreaterThan(20)
  }, 120_000)
})
