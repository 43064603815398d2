import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {isCustom, type Read, type ReadableKindName, type ReadResult, resourceName} from '../../../src/cluster/read.ts'
import {inputNotes} from '../../../src/input-report.ts'
import {exposureNeeds} from '../../../src/questions/exposure/needs.ts'
import {WAY_IN_KINDS} from '../../../src/questions/reads/way-in-reads.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import {playCluster} from '../reads/played-cluster.ts'
import {app, BASE, build, object, pod, service} from '../reads/small-cluster.ts'
import {WAY_IN_CLUSTERS} from '../reads/way-in-clusters.ts'
import {askExposure} from './asking.ts'

const AZURE = object('v1', 'Node', undefined, 'node-a', {
  spec: {providerID: 'azure:///vm', podCIDR: '10.244.0.0/24', podCIDRs: ['10.244.0.0/24']},
  status: {addresses: [{type: 'InternalIP', address: '192.168.77.10'}]},
})
const ONLY_NEIGHBOURS = object('networking.k8s.io/v1', 'NetworkPolicy', 'shop', 'db', {
  spec: {podSelector: {matchLabels: {app: 'db'}}, policyTypes: ['Ingress'], ingress: [{from: [{podSelector: {}}]}]},
})
const OPS_ONLY = object('networking.k8s.io/v1', 'NetworkPolicy', 'shop', 'api', {
  spec: {
    podSelector: {matchLabels: {app: 'api'}},
    policyTypes: ['Ingress'],
    ingress: [{from: [{namespaceSelector: {matchLabels: {team: 'ops'}}}]}],
  },
})
const OF_NOBODY = object('networking.k8s.io/v1', 'NetworkPolicy', 'other', 'nobody', {spec: {podSelector: {}, policyTypes: ['Ingress']}})

const SHOP: readonly WireObject[] = [
  ...BASE.filter(({kind}) => kind !== 'Node'),
  AZURE,
  ...app('shop', 'web', 20),
  ...app('shop', 'db', 21),
  ...app('shop', 'api', 22),
  service('shop', 'edge', '10.0.0.30', {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, selector: {app: 'web'}}),
  ONLY_NEIGHBOURS,
  OPS_ONLY,
]

async function read(objects: readonly WireObject[], forbidden: readonly ReadableKindName[] = []) {
  const {cluster, input} = await gather(playCluster(objects, forbidden), exposureNeeds({words: [], namespace: undefined}), build)
  return {cluster, input}
}

async function reachesOf(objects: readonly WireObject[], forbidden: readonly ReadableKindName[] = [], words = '') {
  const {cluster} = await read(objects, forbidden)
  const {services} = askExposure(cluster, words).data
  return Object.fromEntries(services.filter(({namespace}) => namespace === 'shop').map(({name, reach}) => [name, reach]))
}

const WHOLE = {web: 'cluster', db: 'namespace', api: 'cluster', edge: 'internet'}

describe('what could not be read is no reason to call a Service safe', () => {
  test('where all was read, every reach is told', async () => {
    expect(await reachesOf(SHOP)).toEqual(WHOLE)
  })

  // Each by what it may hide: a way in leaves alone what is open to the internet anyway.
  test.each<[ReadableKindName, Readonly<Record<string, string>>]>([
    ['Ingress', {web: 'unknown', db: 'unknown', api: 'unknown', edge: 'internet'}],
    ['NetworkPolicy', {web: 'unknown', db: 'unknown', api: 'unknown', edge: 'unknown'}],
    ['AdminNetworkPolicy', {web: 'unknown', db: 'unknown', api: 'unknown', edge: 'unknown'}],
    ['Pod', {web: 'unknown', db: 'unknown', api: 'unknown', edge: 'unknown'}],
    // They decide whom a policy means, where there is one.
    ['Namespace', {...WHOLE, db: 'unknown', api: 'unknown'}],
    // No cloud makes anything public that is not there.
    ['Node', {...WHOLE, edge: 'unknown'}],
    ['IngressClass', WHOLE],
    ['GatewayClass', WHOLE],
    ['Deployment', WHOLE],
  ])('%s', async (kind, expected) => {
    expect(await reachesOf(SHOP, [kind])).toEqual(expected)
    const {cluster, input} = await read(SHOP, [kind])
    expect(inputNotes(input, cluster).join('\n')).toMatch(new RegExp(`missing RBAC rule: (list|get) on ${resourceName(kind)} `))
  })

  test('the row of a Service says what was not read, asked of all or of one port', async () => {
    const {cluster} = await read(SHOP, ['Ingress'])
    for (const words of ['', 'svc/web:80']) {
      const web = askExposure(cluster, words, {namespace: 'shop'}).data.services.find(({name}) => name === 'web')
      expect(web?.entries.map(({via, reach, question}) => ({via, reach, question}))).toEqual([
        {via: 'Ingress', reach: 'unknown', question: 'does an Ingress lead to it? ingresses.networking.k8s.io could not be read'},
        {via: 'ClusterIP', reach: 'cluster', question: null},
      ])
    }
  })

  test('nodes that nobody sees may have public addresses, unless somebody says that they have not', async () => {
    const ports = [{port: 80, targetPort: 8080, nodePort: 30_080}]
    const {cluster} = await read(
      [...SHOP, service('shop', 'door', '10.0.0.31', {type: 'NodePort', selector: {app: 'web'}, ports})],
      ['Node'],
    )
    const reachOf = (said: object) => askExposure(cluster, '', {said}).data.services.find(({name}) => name === 'door')?.reach
    expect(reachOf({})).toBe('unknown')
    expect(reachOf({nodes: {addresses: 'private', evidence: 'said by --nodes'}})).toBe('network')
  })

  test('pods that nobody sees hide no policy where there is none, and may have ports of their nodes', async () => {
    const open = SHOP.filter(({kind}) => kind !== 'NetworkPolicy')
    const {cluster} = await read(open, ['Pod'])
    const web = askExposure(cluster).data.services.find(({name}) => name === 'web')
    expect(web?.entries.map(({via, reach}) => `${via} ${reach}`)).toEqual(['HostPort unknown', 'ClusterIP cluster'])
  })

  test('policies of another namespace that were read say nothing against the answer', async () => {
    expect(await reachesOf([...SHOP, OF_NOBODY])).toEqual(WHOLE)
  })

  test('a Gateway may be there only where a route may, and the other way round', async () => {
    const routes = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const
    expect(await reachesOf(SHOP, routes)).toEqual(WHOLE)
    expect(await reachesOf(SHOP, ['Gateway'])).toEqual(WHOLE)
    expect(await reachesOf(SHOP, [...routes, 'Gateway'])).toEqual({web: 'unknown', db: 'unknown', api: 'unknown', edge: 'internet'})
  })

  test('what a cluster does not serve is not there', async () => {
    const {input} = await read(SHOP)
    const unread = [{read: {kind: 'Ingress'}, reason: 'not-served', message: ''} as const]
    const cluster = build({...input, coverage: {done: [], has: () => true, unread}})
    expect(askExposure(cluster).data.services.find(({name}) => name === 'web')?.reach).toBe('cluster')
  })

  test('pods past every Service are doubted by the policies of their namespace too', async () => {
    const open = pod(
      'shop',
      'agent',
      '10.244.0.60',
      {app: 'agent'},
      {containers: [{name: 'a', image: 'a', ports: [{containerPort: 9100, hostPort: 9100}]}]},
    )
    const {cluster} = await read([...SHOP, open], ['NetworkPolicy'])
    expect(askExposure(cluster).data.workloads.map(({reach}) => reach)).toEqual(['unknown'])
  })
})

describe('who may read one namespace alone', () => {
  /** As RBAC answers who has a Role there: lists of it, and nothing else. Of kinds that Kubernetes does not bring the cluster has those. */
  async function readIn(namespace: string, served: readonly ReadableKindName[] = []) {
    const played = playCluster(SHOP)
    const answerTo = (answer: ReadResult): ReadResult => {
      const {read} = answer
      if (isCustom(read) && !served.includes(read.kind)) return {kind: 'unread', read, reason: 'not-served', message: ''}
      return read.namespace === namespace ? answer : {kind: 'unread', read, reason: 'forbidden', message: 'forbidden'}
    }
    const readAll = async (reads: readonly Read[]) => (await played.readAll(reads)).map(answerTo)
    const {cluster, input} = await gather({readAll}, exposureNeeds({words: [], namespace}), build)
    const {services} = askExposure(cluster, '', {namespace}).data
    return {services, notes: inputNotes(input, cluster), told: Object.fromEntries(services.map(({name, reach}) => [name, reach]))}
  }

  test('is told how open its Services are as far as that shows, and what was not read beside', async () => {
    const {told, notes} = await readIn('shop')
    // Whom policies mean by labels of namespaces, and which cloud it is, nobody can tell him.
    expect(told).toEqual({web: 'cluster', db: 'unknown', api: 'unknown', edge: 'unknown'})
    expect(notes).toContain('not allowed to read nodes; missing RBAC rule: list on nodes (cluster-wide)')
  })

  test('and of no Service where policies of the whole cluster may narrow it', async () => {
    const {told, services} = await readIn('shop', ['AdminNetworkPolicy'])
    expect(told).toEqual({web: 'unknown', db: 'unknown', api: 'unknown', edge: 'unknown'})
    const web = services.find(({name}) => name === 'web')
    expect(web?.entries.map(({question}) => question)).toEqual([
      'do policies narrow it? adminnetworkpolicies.policy.networking.k8s.io could not be read',
    ])
  })

  test('asks for no namespace where none was named', async () => {
    const played = playCluster(SHOP, ['Service', 'Ingress'])
    await gather(played, exposureNeeds({words: [], namespace: undefined}), build)
    expect(played.asked.filter(({kind, namespace}) => namespace !== undefined && kind !== 'ConfigMap')).toEqual([])
  })
})

/** From the nearest to the farthest, and unknown, which is none of them. */
const ORDER = ['none', 'namespace', 'cluster', 'network', 'internet']

describe('without a kind that leads in, or says how far, no Service is called nearer than it is', () => {
  test.each(WAY_IN_CLUSTERS.map((one, index) => [`${one.kind} (${index})`, one.objects] as const))('%s', async (_, objects) => {
    const whole = await reachesOf(objects)
    for (const kind of WAY_IN_KINDS) {
      for (const [name, reach] of Object.entries(await reachesOf(objects, [kind]))) {
        if (reach !== 'unknown')
          expect(ORDER.indexOf(reach), `${name} without ${kind}`).toBeGreaterThanOrEqual(ORDER.indexOf(whole[name] ?? ''))
      }
    }
  })
})
