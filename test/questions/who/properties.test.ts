import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import type {Service} from '../../../src/cluster/service.ts'
import {judgeArrival} from '../../../src/network/policy/arrival.ts'
import {endPortOf, partyOfNode, partyOfPod} from '../../../src/network/policy/parties.ts'
import type {Party} from '../../../src/network/policy/party.ts'
import {policiesAsEnforced} from '../../../src/questions/policy-dataplane.ts'
import type {Access} from '../../../src/questions/who/access.ts'
import {completeRows} from '../../../src/questions/who/audience.ts'
import type {ClientClass} from '../../../src/questions/who/clients.ts'
import {answerFamily, type FamilyAnswers, type PortAnswer} from '../../../src/questions/who/service-answer.ts'
import {clusterOf} from '../../manifest.ts'

const NAMESPACES = ['a', 'b', 'c'] as const
const labels = fc.record({app: fc.constantFrom('x', 'y', 'z'), tier: fc.constantFrom('1', '2')}, {requiredKeys: ['app']})
const requirement = fc.record({
  key: fc.constantFrom('app', 'tier', 'pod-template-hash'),
  operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
})
const selector = fc.oneof(
  {weight: 3, arbitrary: fc.record({matchLabels: fc.record({app: fc.constantFrom('x', 'y', 'z')})})},
  {weight: 1, arbitrary: fc.constant({})},
  {
    weight: 2,
    arbitrary: requirement.map(({key, operator}) => ({
      matchExpressions: [{key, operator, ...(operator.endsWith('In') && {values: ['x', '1']})}],
    })),
  },
)
const namespaceSelector = fc.constantFrom(
  {},
  {matchLabels: {'kubernetes.io/metadata.name': 'b'}},
  {matchLabels: {team: 't'}},
  {matchExpressions: [{key: 'team', operator: 'DoesNotExist'}]},
)
const block = fc.constantFrom(
  {cidr: '10.244.1.0/24'},
  {cidr: '10.0.0.0/8', except: ['10.244.2.0/24']},
  {cidr: '10.96.0.0/16'},
  {cidr: '0.0.0.0/0'},
  {cidr: '203.0.113.0/24', except: ['203.0.113.128/25']},
)
const peer = fc.oneof(
  {weight: 3, arbitrary: fc.record({podSelector: selector})},
  {weight: 2, arbitrary: fc.record({podSelector: selector, namespaceSelector})},
  {weight: 1, arbitrary: fc.record({namespaceSelector})},
  {weight: 2, arbitrary: block.map((ipBlock) => ({ipBlock}))},
)
const port = fc.constantFrom({port: 80}, {port: 'http'}, {port: 8000, endPort: 8100}, {protocol: 'UDP'}, {port: 9090})
const rule = (side: 'from' | 'to') =>
  fc.record({[side]: fc.array(peer, {maxLength: 2}), ports: fc.array(port, {maxLength: 2})}, {requiredKeys: []})
const policy = fc.record({
  namespace: fc.constantFrom(...NAMESPACES, undefined),
  podSelector: selector,
  ingress: fc.array(rule('from'), {maxLength: 2}),
  egress: fc.array(rule('to'), {maxLength: 2}),
  policyTypes: fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
})
const podsPeer = fc.record({pods: fc.record({namespaceSelector, podSelector: selector})})
const sameLabelsPeer = fc.constant({namespaces: {notSameLabels: ['team']}})
const adminPeers = {
  from: fc.oneof<fc.Arbitrary<unknown>[]>(podsPeer, sameLabelsPeer),
  to: fc.oneof<fc.Arbitrary<unknown>[]>(
    podsPeer,
    fc.constantFrom({nodes: {}}, {networks: ['10.244.1.0/24']}, {networks: ['172.20.0.0/16']}),
  ),
}
const adminRule = (side: 'from' | 'to') =>
  fc.record({
    action: fc.constantFrom('Allow', 'Deny', 'Pass'),
    [side]: fc.array(adminPeers[side], {minLength: 1, maxLength: 2}),
  })
const adminPolicy = fc.record({
  subject: podsPeer,
  ingress: fc.array(adminRule('from'), {maxLength: 2}),
  egress: fc.array(adminRule('to'), {maxLength: 2}),
})
/** Another API, which is named and not judged. */
const foreignPolicy = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  endpointSelector: fc.constantFrom({}, {matchLabels: {app: 'x'}}),
  direction: fc.constantFrom('ingress', 'egress'),
})
const pod = fc.record({
  namespace: fc.constantFrom(...NAMESPACES, undefined),
  labels,
  kind: fc.constantFrom('Pod', 'Pod', 'Pod', 'Deployment', 'Database'),
  subnet: fc.nat({max: 2}),
  hostNetwork: fc.constantFrom(false, false, false, true),
})
const drawnCluster = fc.record({
  pods: fc.array(pod, {minLength: 2, maxLength: 7}),
  policies: fc.array(policy, {maxLength: 4}),
  admin: fc.array(adminPolicy, {maxLength: 1}),
  foreign: fc.array(foreignPolicy, {maxLength: 1}),
  teams: fc.subarray([...NAMESPACES]),
  external: fc.constantFrom('Cluster', 'Local'),
})
type Drawn = typeof drawnCluster extends fc.Arbitrary<infer T> ? T : never

const spec = (hostNetwork: boolean) => ({
  ...(hostNetwork && {hostNetwork}),
  containers: [
    {
      name: 'app',
      image: 'app:1',
      ports: [
        {name: 'http', containerPort: 8080},
        {name: 'metrics', containerPort: 9090},
      ],
    },
  ],
})

function clusterFrom({pods, policies, admin, foreign, teams, external}: Drawn): Cluster {
  const objects: unknown[] = [
    ...['node-a', 'node-b'].map((name, index) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {name},
      status: {addresses: [{type: 'InternalIP', address: `192.168.0.${index + 1}`}]},
    })),
    ...teams.map((name) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name, ...(name !== 'a' && {labels: {team: 't'}})}})),
    ...pods.map(({namespace, labels: own, kind, subnet, hostNetwork}, index) => {
      const metadata = {name: `p${index}`, namespace, labels: own}
      if (kind === 'Pod')
        return {
          apiVersion: 'v1',
          kind,
          metadata: {...metadata, uid: `u${index}`},
          spec: {...spec(hostNetwork), nodeName: index % 2 === 0 ? 'node-a' : 'node-b'},
          status: {
            phase: 'Running',
            podIP: `10.244.${subnet}.${index + 1}`,
            podIPs: [{ip: `10.244.${subnet}.${index + 1}`}],
            conditions: [{type: 'Ready', status: 'True'}],
          },
        }
      return {
        apiVersion: kind === 'Database' ? 'example.com/v1' : 'apps/v1',
        kind,
        metadata,
        spec: {replicas: 2, selector: {matchLabels: own}, template: {metadata: {labels: own}, spec: spec(hostNetwork)}},
      }
    }),
    ...policies.map(({namespace, ...rest}, index) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: {name: `n${index}`, namespace},
      spec: rest,
    })),
    ...admin.map((rest, index) => ({
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind: 'AdminNetworkPolicy',
      metadata: {name: `admin${index}`},
      spec: {priority: index + 1, ...rest},
    })),
    ...foreign.map(({namespace, endpointSelector, direction}, index) => ({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: {name: `c${index}`, namespace},
      spec: {endpointSelector, [direction]: [{}]},
    })),
    ...[...NAMESPACES, undefined].flatMap((namespace) =>
      ['x', 'y'].map((app) => ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {name: `s-${app}`, namespace},
        spec: {
          type: 'LoadBalancer',
          externalTrafficPolicy: external,
          clusterIP: app === 'x' ? '10.96.0.1' : '172.20.0.5',
          ipFamilies: ['IPv4'],
          selector: {app},
          ports: [
            {name: 'http', port: 80, targetPort: 'http', nodePort: 30_080},
            {name: 'metrics', port: 9090, nodePort: 30_090},
          ],
        },
      })),
    ),
  ]
  return clusterOf(objects.map((object) => JSON.stringify(object)).join('\n---\n'))
}

function joined(verdicts: readonly (boolean | null)[]): Access {
  if (verdicts.includes(true) && verdicts.includes(false)) return 'partial'
  if (verdicts.includes(null)) return 'unknown'
  return verdicts.includes(false) ? 'denied' : 'allowed'
}

/** On another node than whoever is at the other end, and nobody in particular. */
function elsewhere(party: Party, node: string): Party {
  if (party.kind === 'node') return {...party, name: party.name ?? node}
  return party.kind === 'pod' ? {...party, node, self: undefined} : party
}

/** Everything that is asked of one port of a Service. */
interface AskedPort {
  readonly cluster: Cluster
  readonly family: FamilyAnswers
  readonly service: Service
  readonly answer: PortAnswer
  readonly external: string
}

/** Whose address may arrive: the client's own, that of the endpoint's own node, or that of any of the others. */
function seenOf(cluster: Cluster, client: Party, external: string): readonly Party[] {
  if (external === 'Local') return [client]
  const own = {kind: 'node', name: 'there', labels: undefined, addresses: undefined} as const
  return [own, ...[...cluster.nodes.keys()].map((name) => partyOfNode(cluster, name, 'IPv4'))]
}

/** What judgeArrival says of a client at every endpoint; unknown where it hangs on whose address arrives. */
function judgeEach({cluster, service, answer}: AskedPort, client: Party, ...seen: readonly Party[]): Access {
  const called = service.clusterIPs.map((address) => ({address, port: answer.port?.port ?? 0}))
  return joined(
    answer.endpoints.map((endpoint) => {
      const own = cluster.pods.all.find(({target}) => target === endpoint.target)
      if (!own) throw new Error('an endpoint without its pod')
      const destination = elsewhere(partyOfPod(cluster, own, 'IPv4'), 'there')
      const port = endPortOf(own, endpoint.port, 'TCP')
      const set = policiesAsEnforced(cluster)
      const by = (one: Party) => judgeArrival(set, {client, seen: one, isRewrittenBefore: false, destination, port, called}).allowed
      const [first = null, ...others] = seen.map(by)
      return others.every((one) => one === first) ? first : null
    }),
  )
}

/** What the answer says of the one class that has a client. */
function told({family: {clients, heldUp}, answer: {audience}}: AskedPort, has: (client: ClientClass) => boolean): readonly Access[] {
  if (!audience) throw new Error('no endpoint')
  return completeRows(audience, clients, heldUp).flatMap(({access, classes}) => classes.filter(has).map(() => access))
}

/** What the answer says of the one part of the outside that has an address. */
function toldOutside({answer: {outside}}: AskedPort, address: string): readonly Access[] {
  const covering = outside?.filter(({range, except}) => isIn(address, range.text) && !except.some(({text}) => isIn(address, text)))
  return covering?.map(({value}) => value.access) ?? []
}

/** Asks about every pod, every node and some addresses; the verdicts of pods come back. */
function comparePairs(asked: AskedPort): readonly Access[] {
  const {cluster, external} = asked
  for (const name of cluster.nodes.keys()) {
    const node = elsewhere(partyOfNode(cluster, name, 'IPv4'), 'here')
    expect(told(asked, ({nodes}) => nodes.includes(name))).toEqual([judgeEach(asked, node, node)])
  }
  for (const address of ['10.1.1.1', '10.244.2.9', '203.0.113.7', '203.0.113.200', '8.8.8.8', '0.0.0.0', '255.255.255.255']) {
    const client: Party = {kind: 'outside', address}
    expect(toldOutside(asked, address), address).toEqual([judgeEach(asked, client, ...seenOf(cluster, client, external))])
  }
  return cluster.pods.all.map((pod) => {
    const client = elsewhere(partyOfPod(cluster, pod, 'IPv4'), 'here')
    const expected = judgeEach(asked, client, client)
    expect(told(asked, ({groups}) => groups.some(({pods}) => pods.includes(pod)))).toEqual([expected])
    return expected
  })
}

describe('the classes of clients and endpoints', () => {
  test('come to the verdict of every single pair, which judgeArrival gives', () => {
    const seen: Access[] = []
    fc.assert(
      fc.property(drawnCluster, (drawn) => {
        const cluster = clusterFrom(drawn)
        const family = answerFamily(cluster, 'IPv4')
        for (const service of cluster.services) {
          const ports = family.answer(service).ports.filter(({audience}) => audience)
          seen.push(...ports.flatMap((answer) => comparePairs({cluster, family, service, answer, external: drawn.external})))
        }
      }),
      {numRuns: 250, seed: 8},
    )
    expect(seen.length).toBeGreaterThan(3000)
    for (const access of ['allowed', 'partial', 'denied', 'unknown'] as const)
      expect(seen.filter((one) => one === access).length, access).toBeGreaterThan(20)
  })
})

/** IPv4 arithmetic by hand. */
function isIn(address: string, range: string): boolean {
  const [base = '', length = '0'] = range.split('/')
  const numberOf = (text: string) => text.split('.').reduce((value, octet) => value * 256 + Number(octet), 0)
  const size = 2 ** (32 - Number(length))
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size)
}
