import {describe, expect, test} from 'vitest'
import type {Read} from '../../../src/cluster/read.ts'
import {openLiveCluster, type Progress} from '../../../src/sources/live/live-cluster.ts'
import {apiGroups, type Handler, json, list, startApiServer, status} from './api-server.ts'
import {connection, fastPace, userErrorOf} from './connections.ts'

const server = await startApiServer()
const url = `http://127.0.0.1:${server.port}`

async function readAll(reads: readonly Read[], onProgress?: (progress: Progress) => void) {
  const cluster = await openLiveCluster(connection(url), {pace: fastPace(), onProgress})
  try {
    return await cluster.readAll(reads)
  } finally {
    cluster.close()
  }
}

async function read(one: Read) {
  const [result] = await readAll([one])
  return result
}

function namesOf(result: Awaited<ReturnType<typeof read>>): readonly unknown[] {
  return result?.kind === 'read' ? result.objects.map((object) => (object['metadata'] as {name: unknown}).name) : [result?.reason]
}

describe('where a read finds its kind', () => {
  test.each<[string, Read]>([
    ['/api/v1/services?limit=500', {kind: 'Service'}],
    [
      '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb%2Ctier%21%3Dcache&limit=500',
      {kind: 'Pod', namespace: 'shop', labels: 'app=web,tier!=cache'},
    ],
    ['/api/v1/pods?fieldSelector=spec.nodeName%3Da&limit=500', {kind: 'Pod', fields: 'spec.nodeName=a'}],
    ['/apis/apps/v1/namespaces/shop/deployments?limit=500', {kind: 'Deployment', namespace: 'shop'}],
    ['/api/v1/nodes?limit=500', {kind: 'Node', namespace: 'shop'}],
    ['/apis/discovery.k8s.io/v1/endpointslices?limit=500', {kind: 'EndpointSlice'}],
  ])('%s', async (path, one) => {
    server.answer(list([]))
    await read(one)
    expect(server.requests).toEqual([`GET ${path}`])
  })

  test('one object is got by its name', async () => {
    server.answer(json({kind: 'Service', apiVersion: 'v1', metadata: {name: 'web'}}))
    expect(namesOf(await read({kind: 'Service', namespace: 'shop', name: 'web'}))).toEqual(['web'])
    expect(server.requests).toEqual(['GET /api/v1/namespaces/shop/services/web'])
  })
})

describe('what objects look like', () => {
  test('items get the apiVersion and kind that a list leaves out, first, and lose managedFields', async () => {
    server.answer(json({items: [{metadata: {name: 'web', managedFields: [{manager: 'x'}]}, spec: {replicas: 1}}]}))
    const result = await read({kind: 'Deployment'})
    const expected = '[{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":1}}]'
    expect(JSON.stringify(result?.kind === 'read' && result.objects)).toBe(expected)
  })

  test('items get the kind by which their own group calls them', async () => {
    server.answer(apiGroups('crd.antrea.io/v1beta1'), list(['deny']))
    expect(await read({kind: 'AntreaNetworkPolicy', namespace: 'shop'})).toMatchObject({
      objects: [{apiVersion: 'crd.antrea.io/v1beta1', kind: 'NetworkPolicy'}],
    })
    expect(server.requests).toEqual(['GET /apis', 'GET /apis/crd.antrea.io/v1beta1/namespaces/shop/networkpolicies?limit=500'])
  })

  test('metadata alone is asked for as such and named after the kind, whether the server knows that form or gives whole objects', async () => {
    const accepted: unknown[] = []
    server.answer((request, response) => {
      accepted.push(request.headers.accept)
      const items = [
        {kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: {name: 'a', labels: {x: 'y'}}},
        {metadata: {name: 'b'}, spec: {}},
      ]
      json({kind: 'PartialObjectMetadataList', items})(request, response)
    })
    const result = await read({kind: 'Pod', metadataOnly: true})
    expect(result).toMatchObject({
      objects: [
        {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'a', labels: {x: 'y'}}},
        {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'b'}},
      ],
    })
    expect(result?.kind === 'read' && Object.keys(result.objects[1] ?? {})).toEqual(['apiVersion', 'kind', 'metadata'])
    expect(accepted).toEqual(['application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json'])
  })
})

describe('pages', () => {
  test('all of them are read, in order, with one progress line each', async () => {
    const progress: Progress[] = []
    server.answer(list(['a', 'b'], {continue: 'one'}), list(['c'], {continue: 'two'}), list(['d']))
    const [result] = await readAll([{kind: 'Pod'}], (one) => progress.push(one))
    expect(namesOf(result)).toEqual(['a', 'b', 'c', 'd'])
    expect(server.requests.map((line) => line.replace(/.*limit=500/, ''))).toEqual(['', '&continue=one', '&continue=two'])
    expect(progress.map(({kind, pages, objects}) => [kind, pages, objects])).toEqual([
      ['pods', 1, 2],
      ['pods', 2, 3],
      ['pods', 3, 4],
    ])
  })

  test('a token that expired goes on with the one that the server offers instead', async () => {
    const expired = status(410, 'The provided continue parameter is too old', {reason: 'Expired', metadata: {continue: 'inconsistent'}})
    server.answer(list(['a'], {continue: 'old'}), expired, list(['b']))
    expect(namesOf(await read({kind: 'Pod'}))).toEqual(['a', 'b'])
    expect(server.requests[2]).toContain('&continue=inconsistent')
  })

  test('a token that expired begins the list again where no other is offered', async () => {
    server.answer(list(['a'], {continue: 'old'}), status(410, 'too old', {reason: 'Expired'}), list(['a', 'b']))
    expect(namesOf(await read({kind: 'Pod'}))).toEqual(['a', 'b'])
    expect(server.requests[2]).toBe('GET /api/v1/pods?limit=500')
  })

  test('a list whose token always expires is given up', async () => {
    const round = [list(['a'], {continue: 'old'}), status(410, 'too old', {reason: 'Expired'})]
    server.answer(...round, ...round, ...round, ...round)
    expect(await read({kind: 'Pod'})).toEqual({kind: 'unread', read: {kind: 'Pod'}, reason: 'failed', message: 'too old'})
    expect(server.requests).toHaveLength(6)
  })
})

describe('what cannot be read', () => {
  test('an object that does not exist is a read of nothing', async () => {
    server.answer(status(404, 'services "web" not found', {reason: 'NotFound', details: {name: 'web', kind: 'services'}}))
    expect(await read({kind: 'Service', namespace: 'shop', name: 'web'})).toMatchObject({kind: 'read', objects: []})
  })

  test('a kind that is not served is not an object that does not exist', async () => {
    const absent: Handler = (_, response) => response.writeHead(404, {'content-type': 'text/plain'}).end('404 page not found\n')
    server.answer(apiGroups('multicluster.x-k8s.io/v1alpha1'), absent)
    const one = {kind: 'ServiceImport', namespace: 'shop', name: 'web'} as const
    expect(await read(one)).toEqual({kind: 'unread', read: one, reason: 'not-served', message: '404 page not found'})
  })

  test('a list of a kind that is not served says so', async () => {
    server.answer(
      apiGroups('multicluster.x-k8s.io/v1alpha1'),
      status(404, 'the server could not find the requested resource', {reason: 'NotFound', details: {}}),
    )
    expect(await read({kind: 'ServiceImport'})).toMatchObject({reason: 'not-served'})
  })

  test('ServiceCIDRs of an older cluster are read in the version that it serves', async () => {
    server.answer(status(404, 'the server could not find the requested resource'), list(['kubernetes']))
    const result = await read({kind: 'ServiceCIDR'})
    expect(server.requests).toEqual(['v1', 'v1beta1'].map((version) => `GET /apis/networking.k8s.io/${version}/servicecidrs?limit=500`))
    expect(result).toMatchObject({kind: 'read', objects: [{apiVersion: 'networking.k8s.io/v1beta1', kind: 'ServiceCIDR'}]})
  })

  test('a 403 is forbidden, with the words of the server, and asked once', async () => {
    server.answer(status(403, 'pods is forbidden: User "eve" cannot list resource "pods"'))
    expect(await read({kind: 'Pod'})).toMatchObject({
      reason: 'forbidden',
      message: 'pods is forbidden: User "eve" cannot list resource "pods"',
    })
    expect(server.requests).toHaveLength(1)
  })

  test('a selector that the server does not take has failed, at once', async () => {
    server.answer(status(400, 'unable to parse requirement'))
    expect(await read({kind: 'Pod', labels: '=='})).toMatchObject({reason: 'failed', message: 'unable to parse requirement'})
    expect(server.requests).toHaveLength(1)
  })

  test('words that are no Status are passed on where they are few', async () => {
    server.answer((_, response) => response.writeHead(400).end('Client sent an HTTP request to an HTTPS server.\n'))
    expect(await read({kind: 'Pod'})).toMatchObject({reason: 'failed', message: 'Client sent an HTTP request to an HTTPS server.'})
    server.answer((_, response) => response.writeHead(400).end('<html>Bad Request</html>'))
    expect(await read({kind: 'Pod'})).toMatchObject({reason: 'failed', message: 'the server answered with 400'})
  })

  test('a server that stays ill has failed after four tries', async () => {
    server.answer(status(500, 'etcdserver: request timed out'))
    expect(await read({kind: 'Pod'})).toMatchObject({reason: 'failed', message: 'etcdserver: request timed out'})
    expect(server.requests).toHaveLength(4)
  })

  test('a list that breaks off half-way has failed as a whole', async () => {
    server.answer(list(['a'], {continue: 'next'}), status(500, 'no'))
    expect(await read({kind: 'Pod'})).toEqual({kind: 'unread', read: {kind: 'Pod'}, reason: 'failed', message: 'no'})
  })

  test('a login page is no API server', async () => {
    server.answer((_, response) => response.writeHead(200, {'content-type': 'text/html'}).end('<html>'))
    const {message, hint} = await userErrorOf(() => read({kind: 'Pod'}))
    expect(message).toBe(`${url} (context test) answers with something other than JSON`)
    expect(hint).toContain('login page')
  })
})

describe('kinds that few clusters have', () => {
  const CILIUM: Read = {kind: 'CiliumNetworkPolicy', namespace: 'shop'}
  const PATH = 'GET /apis/cilium.io/v2/namespaces/shop/ciliumnetworkpolicies?limit=500'
  const forbidden = status(403, 'ciliumnetworkpolicies.cilium.io is forbidden')
  const resources = (...names: readonly string[]) =>
    json({kind: 'APIResourceList', groupVersion: 'cilium.io/v2', resources: names.map((name) => ({name}))})

  test('are not asked for where the server does not have their API, all of them together for one request', async () => {
    server.answer(apiGroups('apps/v1', 'cilium.io/v2alpha1', 'policy.networking.k8s.io/v1alpha1'))
    const reads: readonly Read[] = [CILIUM, {kind: 'EgressFirewall'}, {kind: 'ClusterNetworkPolicy'}, {kind: 'HostEndpoint', name: 'a'}]
    const results = await readAll(reads)
    expect(results.map((result) => result.kind === 'unread' && result.reason)).toEqual(reads.map(() => 'not-served'))
    expect(results[0]).toMatchObject({message: 'the server has no API cilium.io/v2'})
    expect(server.requests).toEqual(['GET /apis'])
  })

  test('are asked for where it has', async () => {
    server.answer(apiGroups('cilium.io/v2'), list(['l7']))
    expect(namesOf(await read(CILIUM))).toEqual(['l7'])
    expect(server.requests).toEqual(['GET /apis', PATH])
  })

  test('are asked for in the older version, or in the other group, where that is the one that there is', async () => {
    server.answer(apiGroups('policy.networking.k8s.io/v1alpha2', 'policy.networking.k8s.io/v1alpha1'), list(['late']))
    expect(await read({kind: 'ClusterNetworkPolicy'})).toMatchObject({
      objects: [{apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy'}],
    })
    expect(server.requests).toHaveLength(2)
    server.answer(apiGroups('crd.projectcalico.org/v1'), list(['deny']))
    expect(await read({kind: 'CalicoNetworkPolicy', namespace: 'shop'})).toMatchObject({
      objects: [{apiVersion: 'crd.projectcalico.org/v1', kind: 'NetworkPolicy'}],
    })
    expect(server.requests).toEqual(['GET /apis', 'GET /apis/crd.projectcalico.org/v1/namespaces/shop/networkpolicies?limit=500'])
  })

  test('are asked for in the group that people write where there are both: each policy is there once', async () => {
    server.answer(apiGroups('crd.projectcalico.org/v1', 'projectcalico.org/v3'), list(['deny']))
    expect(await read({kind: 'GlobalNetworkPolicy'})).toMatchObject({objects: [{apiVersion: 'projectcalico.org/v3'}]})
    expect(server.requests).toEqual(['GET /apis', 'GET /apis/projectcalico.org/v3/globalnetworkpolicies?limit=500'])
  })

  test.each<[string, Handler]>([
    ['may not be told', status(403, 'forbidden: User "eve" cannot get path "/apis"')],
    ['has nothing there', status(404, 'not found')],
    ['is asked through something that answers all by itself', json({message: 'hello'})],
    ['is asked through something that shows a page', (_, response) => response.writeHead(200).end('<html>')],
  ])('are each asked for where the server %s', async (_, apis) => {
    server.answer(apis, list(['l7']))
    expect((await readAll([CILIUM, {kind: 'EgressFirewall', namespace: 'shop'}])).flatMap(namesOf)).toEqual(['l7', 'l7'])
    const own = [PATH, 'GET /apis/k8s.ovn.org/v1/namespaces/shop/egressfirewalls?limit=500']
    expect(server.requests.toSorted()).toEqual(['GET /apis', ...own].toSorted())
  })

  test('are forbidden only where the API has them', async () => {
    server.answer(apiGroups('cilium.io/v2'), forbidden, resources('ciliumnodes'))
    expect(await read(CILIUM)).toMatchObject({reason: 'not-served'})
    expect(server.requests).toEqual(['GET /apis', PATH, 'GET /apis/cilium.io/v2'])
    server.answer(apiGroups('cilium.io/v2'), forbidden, resources('ciliumnetworkpolicies', 'ciliumnetworkpolicies/status'))
    expect(await read(CILIUM)).toMatchObject({reason: 'forbidden', message: 'ciliumnetworkpolicies.cilium.io is forbidden'})
    server.answer(status(403, 'no'), forbidden, status(404, 'the server could not find the requested resource'))
    expect(await read(CILIUM)).toMatchObject({reason: 'not-served'})
    // Whoever may not see the APIs is told nothing.
    server.answer(status(403, 'no'), forbidden, status(403, 'no'))
    expect(await read(CILIUM)).toMatchObject({reason: 'forbidden'})
  })

  test('and are forbidden are asked about once for each API, whatever number of namespaces', async () => {
    server.answer((request, response) => {
      const answer = request.url === '/apis' ? apiGroups('cilium.io/v2') : request.url === '/apis/cilium.io/v2' ? resources() : forbidden
      answer(request, response)
    })
    await readAll(['a', 'b', 'c'].map((namespace) => ({...CILIUM, namespace})))
    expect(server.requests.filter((line) => !line.includes('namespaces'))).toEqual(['GET /apis', 'GET /apis/cilium.io/v2'])
  })

  test('cost no request where nobody asks for one', async () => {
    server.answer(list([]))
    await readAll([{kind: 'Service'}, {kind: 'NetworkPolicy'}, {kind: 'ServiceCIDR'}])
    expect(server.requests).not.toContain('GET /apis')
  })
})

describe('many reads', () => {
  test('results are in the order of the reads, whichever ends first, and at most six are under way', async () => {
    let underWay = 0
    let most = 0
    server.answer((request, response) => {
      const number = Number(/ns-(\d+)/.exec(request.url ?? '')?.[1])
      most = Math.max(most, ++underWay)
      setTimeout(
        () => {
          underWay--
          list([`pod-${number}`])(request, response)
        },
        (20 - number) * 2,
      )
    })
    const reads = Array.from({length: 20}, (_, number): Read => ({kind: 'Pod', namespace: `ns-${number}`}))
    const results = await readAll(reads)
    expect(results.flatMap(namesOf)).toEqual(reads.map((_, number) => `pod-${number}`))
    expect(most).toBe(6)
  })

  test('one that is forbidden does not hide the others', async () => {
    server.answer((request, response) => (request.url?.includes('/pods') ? status(403, 'no') : list(['a']))(request, response))
    const results = await readAll([{kind: 'Service'}, {kind: 'Pod'}, {kind: 'Node'}])
    expect(results.map(({kind}) => kind)).toEqual(['read', 'unread', 'read'])
  })
})
