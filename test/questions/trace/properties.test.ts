import fc from 'fast-check'
import {expect, test} from 'vitest'
import {readProxyConfiguration} from '../../../src/network/proxy/configuration.ts'
import type {Client} from '../../../src/network/proxy/packet/client.ts'
import {type Decision, decide} from '../../../src/network/proxy/packet/decision.ts'
import type {PacketMode} from '../../../src/network/proxy/packet/mode-behaviour.ts'
import {viewProxies} from '../../../src/network/proxy/packet/proxy-view.ts'
import {clusterOf, together} from '../../manifest.ts'
import {ask} from './asking.ts'

const NODES = ['node-a', 'node-b', 'node-c'] as const
const CLUSTER_CIDR = '10.244.0.0/16'

const nodes = NODES.map((name, index) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {name, uid: `uid-of-${name}`, labels: {'topology.kubernetes.io/zone': index === 2 ? 'zone-b' : 'zone-a'}},
    spec: {podCIDRs: [`10.244.${index}.0/24`]},
    status: {addresses: [{type: 'InternalIP', address: `192.168.77.${10 + index}`}]},
  }),
)
const range = JSON.stringify({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: {name: 'k'},
  spec: {cidrs: ['10.0.0.0/16']},
})
const client = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name: 'client', namespace: 'shop', uid: 'uid-of-client'},
  spec: {nodeName: 'node-a', containers: [{name: 'app', image: 'app:1'}]},
  status: {phase: 'Running', podIP: '10.244.0.31', podIPs: [{ip: '10.244.0.31'}], conditions: [{type: 'Ready', status: 'True'}]},
})

const policy = fc.constantFrom('Cluster', 'Local')
const endpoint = fc.record({
  node: fc.nat({max: 2}),
  state: fc.constantFrom(
    {ready: true, serving: true, terminating: false},
    {ready: false, serving: false, terminating: false},
    {ready: false, serving: true, terminating: true},
  ),
  hinted: fc.boolean(),
})
const services = fc.array(
  fc.record({
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
    internal: policy,
    external: policy,
    ranges: fc.constantFrom<readonly string[]>([], ['198.51.100.0/24'], ['10.244.0.0/16']),
    affinity: fc.boolean(),
    endpoints: fc.array(endpoint, {maxLength: 4}),
  }),
  {minLength: 1, maxLength: 3},
)

type Drawn = typeof services extends fc.Arbitrary<infer T> ? T : never

/** The Service number i is 10.0.0.i, 203.0.113.i and node port 3000i, on port 80; without selector, so that nothing explains what slices say. */
function manifests(drawn: Drawn): string {
  const objects = drawn.flatMap(({type, internal, external, ranges, affinity, endpoints}, index) => [
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: `s${index}`, namespace: 'shop', uid: `uid-of-${index}`},
      spec: {
        type,
        clusterIP: `10.0.0.${index + 1}`,
        clusterIPs: [`10.0.0.${index + 1}`],
        ipFamilies: ['IPv4'],
        internalTrafficPolicy: internal,
        ...(type !== 'ClusterIP' && {externalTrafficPolicy: external}),
        ...(type === 'LoadBalancer' && {loadBalancerSourceRanges: ranges, healthCheckNodePort: 32_000 + index}),
        sessionAffinity: affinity ? 'ClientIP' : 'None',
        ports: [{port: 80, protocol: 'TCP', targetPort: 8080, ...(type !== 'ClusterIP' && {nodePort: 30_000 + index})}],
      },
      status: type === 'LoadBalancer' ? {loadBalancer: {ingress: [{ip: `203.0.113.${index + 1}`}]}} : {},
    }),
    JSON.stringify({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {name: `s${index}-x`, namespace: 'shop', labels: {'kubernetes.io/service-name': `s${index}`}},
      addressType: 'IPv4',
      ports: [{name: '', port: 8080, protocol: 'TCP'}],
      endpoints: endpoints.map(({node, state, hinted}, place) => ({
        addresses: [`10.244.${node}.${10 * (index + 1) + place}`],
        nodeName: NODES[node],
        conditions: state,
        ...(hinted && {hints: {forZones: [{name: node === 2 ? 'zone-b' : 'zone-a'}]}}),
      })),
    }),
  ])
  return together(...nodes, range, client, ...objects)
}

const OUTSIDE = '198.51.100.7'
const callers: readonly (readonly [from: string, client: Client])[] = [
  ['pod/client', {kind: 'pod', node: 'node-a', addresses: ['10.244.0.31']}],
  ['node/node-b', {kind: 'node', node: 'node-b'}],
  [OUTSIDE, {kind: 'outside', address: OUTSIDE}],
]
const destination = fc.oneof(
  fc.record({address: fc.constantFrom('10.0.0.1', '10.0.0.2', '203.0.113.1', '203.0.113.2'), port: fc.constantFrom(80, 81)}),
  fc.record({address: fc.constantFrom('192.168.77.10', '192.168.77.11'), port: fc.constantFrom(30_000, 30_001, 32_000, 22)}),
)

/** What the interpreter's outcome is called. */
function verdictOf({fate, hops}: Decision): string {
  switch (fate.kind) {
    case 'endpoints': {
      const lost = fate.outcome.arrivals.filter(({answer}) => answer !== 'returns').length
      return lost === 0 ? 'delivered' : lost === fate.outcome.arrivals.length ? 'dropped' : 'partial'
    }
    case 'nowhere':
      return 'dropped'
    case 'leaves':
      return hops.at(-1)?.interpretation.kind === 'unknown-port' ? 'dropped' : 'unknown'
    case 'pod':
    case 'health-check':
      return 'delivered'
    case 'node':
    case 'balancer':
      return 'unknown'
    default:
      return fate.kind
  }
}

test.each(['iptables', 'nftables', 'ipvs', 'userspace'] as const satisfies readonly PacketMode[])(
  'the verdict is what the interpreter makes of the packet, asked about the whole cluster: %s',
  (mode) => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(services, fc.constantFrom(...callers), destination, fc.constantFrom(...NODES), (drawn, [from, source], to, entryNode) => {
        const cluster = clusterOf(manifests(drawn))
        const isThere =
          to.address.startsWith('192.168.') ||
          to.address.startsWith('10.0.') ||
          drawn[Number(to.address.split('.')[3]) - 1]?.type === 'LoadBalancer'
        fc.pre(isThere)
        const configuration = readProxyConfiguration({mode: mode === 'userspace' ? 'iptables' : mode, clusterCIDR: CLUSTER_CIDR})
        const view = viewProxies(cluster, configuration, {mode})
        const expected = decide(view, {from: source, to, protocol: 'TCP', entryNode})
        const isOutside = source.kind === 'outside' && !to.address.startsWith('192.168.')
        const {data} = ask(cluster, `${to.address}:${to.port}`, {
          from,
          mode,
          clusterCidr: CLUSTER_CIDR,
          ...(isOutside && {node: entryNode}),
        })
        expect(data.verdict).toBe(verdictOf(expected))
        const arrivals = expected.fate.kind === 'endpoints' ? expected.fate.outcome.arrivals : []
        expect(
          data.backends.map(({address, port, probability, source}) => [address, port, probability, source.kind, source.address]),
        ).toEqual(
          arrivals.map(({endpoint, probability, source}) => [endpoint.address, endpoint.port, probability, source.kind, source.address]),
        )
        seen.add(data.verdict)
      }),
      {numRuns: 250, seed: 6},
    )
    // The packets were of all sorts.
    for (const verdict of ['delivered', 'dropped', 'rejected', 'unknown'])
      if (mode === 'iptables' || verdict !== 'dropped') expect(seen).toContain(verdict)
  },
)
