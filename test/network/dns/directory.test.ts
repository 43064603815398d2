import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import {API_SERVER, asSeenFrom, createDirectory, withApiServer} from '../../../src/network/dns/directory.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {namespaceNamed, podAt, runningService, slice} from './shop.ts'

const namespace = (fields: object) => JSON.stringify({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'made'}, ...fields})

describe('a namespace is known', () => {
  test.each([
    ['by itself', 'made', namespaceNamed('made')],
    ['by a Service', 'made', service('web', {}, 'made')],
    ['by a pod', 'made', podAt('web-1', {app: 'web', addresses: ['10.1.0.1'], namespace: 'made'})],
    ['by a workload', 'made', workload('web', {namespace: 'made'})],
    ['by a slice', 'shop', slice('web-1', 'web', {endpoints: []})],
    ['by any other object', 'made', JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x', namespace: 'made'}})],
    ['because every cluster has it', 'default', namespaceNamed('x')],
    ['because every cluster has it', 'kube-system', namespaceNamed('x')],
    ['because every cluster has it', 'kube-public', namespaceNamed('x')],
    ['because every cluster has it', 'kube-node-lease', namespaceNamed('x')],
  ])('%s: %s', (_, name, text) => expect(createDirectory(clusterOf(text)).hasNamespace(name)).toBe(true))

  test.each([
    ['another kind', namespace({kind: 'ConfigMap'})],
    ['another group', namespace({apiVersion: 'other.example/v1'})],
  ])('but not by the name of an object of %s', (_, text) => expect(createDirectory(clusterOf(text)).hasNamespace('made')).toBe(false))

  test.each([
    [namespaceNamed('made'), true],
    [together(namespace({}), namespaceNamed('shop')), true],
    // Only a manifest: others may be there.
    [namespace({}), false],
    [service('web', {}, 'made'), false],
    [namespace({kind: 'ConfigMap', metadata: {name: 'x', uid: 'x'}}), false],
    [namespace({apiVersion: 'other.example/v1', metadata: {name: 'x', uid: 'x'}}), false],
  ])('to be all that there are where one runs: %s', (text, expected) =>
    expect(createDirectory(clusterOf(text)).listsNamespaces).toBe(expected),
  )
})

describe('of several definitions of a Service', () => {
  const at = (clusterIP: string, uid?: string) => {
    const object = JSON.parse(service('web', {clusterIP}, 'shop'))
    return JSON.stringify({...object, metadata: {...object.metadata, uid}})
  }
  const addresses = (files: Readonly<Record<string, string>>) => {
    const directory = createDirectory(clusterOf(files))
    return {
      all: directory.definitions('shop', 'web').flatMap(({clusterIPs}) => clusterIPs),
      one: directory.service('shop', 'web')?.clusterIPs[0],
    }
  }

  test('those of each file count, by the names of the files', () => {
    const [a, b, c] = [at('10.0.0.1'), at('10.0.0.2'), at('10.0.0.3')]
    const expected = {all: ['10.0.0.1', '10.0.0.2', '10.0.0.3'], one: '10.0.0.3'}
    expect(addresses({'a.yaml': a, 'b.yaml': b, 'c.yaml': c})).toEqual(expected)
    expect(addresses({'c.yaml': c, 'a.yaml': a, 'b.yaml': b})).toEqual(expected)
    expect(addresses({'b.yaml': b, 'c.yaml': c, 'a.yaml': a})).toEqual(expected)
  })

  test('the last in a file counts', () => {
    expect(addresses({'a.yaml': together(at('10.0.0.1'), at('10.0.0.2'))})).toEqual({all: ['10.0.0.2'], one: '10.0.0.2'})
  })

  test('the last counts where nobody says from which file they are', () => {
    const objects = [at('10.0.0.1', 'uid'), at('10.0.0.2', 'uid')].map((text) => ({object: JSON.parse(text), origin: undefined}))
    const directory = createDirectory(buildCluster({objects, leftOut: []}, undefined))
    expect(directory.definitions('shop', 'web').map(({clusterIPs}) => clusterIPs)).toEqual([['10.0.0.2']])
  })

  test('what runs counts, where it is there', () => {
    expect(addresses({'a.yaml': at('10.0.0.1', 'uid-of-web'), 'b.yaml': at('10.0.0.2')})).toEqual({all: ['10.0.0.1'], one: '10.0.0.1'})
  })

  test('all are among the Services that count, beside the API server’s', () => {
    const {services} = createDirectory(clusterOf({'a.yaml': at('10.0.0.1'), 'b.yaml': at('10.0.0.2')}))
    expect(services.map(({name, clusterIPs}) => [name, ...clusterIPs])).toEqual([['web', '10.0.0.1'], ['web', '10.0.0.2'], ['kubernetes']])
  })

  test('none is there under another name', () => {
    const directory = createDirectory(clusterOf(at('10.0.0.1')))
    expect(directory.service('shop', 'api')).toBeUndefined()
    expect(directory.definitions('shop', 'api')).toEqual([])
    expect(directory.definitions('prod', 'web')).toEqual([])
  })

  test('the nearest is seen from a Service or a pod, and a Service sees itself', () => {
    const cluster = clusterOf({
      'dev/web.yaml': together(at('10.0.0.1'), service('api', {clusterIP: '10.0.0.4'}, 'shop')),
      'prod/web.yaml': at('10.0.0.2'),
      'prod/app.yaml': workload('app', {namespace: 'shop'}),
    })
    const seen = (viewer: Parameters<typeof asSeenFrom>[1] | undefined) =>
      viewer && asSeenFrom(cluster, viewer).services.map(({name, clusterIPs}) => `${name} ${clusterIPs}`)
    const [dev, , prod] = cluster.services
    expect(seen(cluster.pods.all[0])).toEqual(['api 10.0.0.4', 'web 10.0.0.2'])
    expect(seen(dev)).toEqual(['web 10.0.0.1', 'api 10.0.0.4'])
    expect(seen(prod)).toEqual(['api 10.0.0.4', 'web 10.0.0.2'])
  })

  test('none is lost where a Service is seen that is defined twice in a file', () => {
    const cluster = clusterOf({'a.yaml': together(at('10.0.0.1'), at('10.0.0.2')), 'b.yaml': service('api', {}, 'shop')})
    const [first] = cluster.services
    expect(first && asSeenFrom(cluster, first).services.map(({name, clusterIPs}) => `${name} ${clusterIPs}`)).toEqual([
      'web 10.0.0.1',
      'api ',
    ])
  })
})

describe('the API server’s Service', () => {
  test('is added to what does not have it', () => {
    const others = clusterOf(together(service('kubernetes', {}, 'shop'), service('web', {}, 'default')))
    expect(withApiServer(others).services).toEqual([...others.services, API_SERVER])
    const stated = clusterOf(together(service('web', {}, 'shop'), runningService('kubernetes', {clusterIP: '10.0.0.1'}, 'default')))
    expect(withApiServer(stated)).toBe(stated)
  })

  test('is a port 443 by the name of https, in namespace default', () => {
    expect(API_SERVER).toMatchObject({
      kind: 'Service',
      group: '',
      namespace: 'default',
      namespaceStated: true,
      name: 'kubernetes',
      ports: [{name: 'https', port: 443}],
    })
  })
})
