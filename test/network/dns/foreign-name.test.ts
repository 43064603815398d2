import {describe, expect, test} from 'vitest'
import {createClusterDns} from '../../../src/network/dns/cluster-dns.ts'
import {clusterOf, service, together} from '../../manifest.ts'
import {ask} from './asking.ts'

const serverOf = (...objects: readonly object[]) =>
  createClusterDns(clusterOf(together(service('web', {}, 'shop'), ...objects.map((object) => JSON.stringify(object)))))
const forwarded = {status: 'unknown', why: {kind: 'forwarded'}}

describe('a ServiceEntry of Istio', () => {
  const entry = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: {name: 'partners', namespace: 'shop'},
    spec: {hosts: [7, 'API.Partner.Example.', '*.wild.example', 'db.mesh']},
  }
  const meshed = {status: 'unknown', why: {kind: 'mesh', product: 'Istio', object: 'ServiceEntry shop/partners'}}

  test.each(['api.partner.example', 'a.wild.example', 'a.b.wild.example', 'db.mesh'])('answers for %s', (name) =>
    expect(serverOf(entry).answer(name, 'A')).toEqual(meshed),
  )

  test.each(['x.api.partner.example', 'partner.example', 'wild.example', 'notwild.example', '7'])('not for %s', (name) =>
    expect(serverOf(entry).answer(name, 'A')).toEqual(forwarded),
  )

  test.each([
    {...entry, apiVersion: 'other.example/v1'},
    {...entry, kind: 'VirtualService'},
    {...entry, spec: {}},
  ])('is what nothing else is: %j', (other) => expect(serverOf(other).answer('api.partner.example', 'A')).toEqual(forwarded))
})

test('a ServiceEntry for a name that the cluster answers itself changes nothing', () => {
  const hosts = ['web.shop.svc.cluster.local', 'api.shop.svc.cluster.local']
  const entry = {apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: {name: 'own', namespace: 'shop'}, spec: {hosts}}
  expect(ask('web.shop.svc', 'A', serverOf(entry))).toEqual(['A null'])
  expect(ask('web.shop.svc', 'SRV', serverOf(entry))).toEqual(['SRV 0 100 80 web.shop.svc.cluster.local'])
  expect(ask('api.shop.svc', 'A', serverOf(entry))).toBe('unknown: mesh')
})

describe('a domain of a mesh or a registry', () => {
  test.each([
    ['web.shop.mesh', 'Kuma'],
    ['web.service.consul', 'Consul'],
    ['web.shop.svc.slice.local', 'KubeSlice'],
  ])('is named where it is usual: %s', (name, product) =>
    expect(serverOf().answer(name, 'A')).toEqual({status: 'unknown', why: {kind: 'mesh', product, object: undefined}}),
  )

  test('is not what only looks like it', () => expect(serverOf().answer('www.notamesh', 'A')).toEqual(forwarded))
})

describe('a name of multi-cluster Services', () => {
  const imported = (spec: object, name = 'web') => ({
    apiVersion: 'multicluster.x-k8s.io/v1alpha1',
    kind: 'ServiceImport',
    metadata: {name, namespace: 'shop'},
    spec: {type: 'ClusterSetIP', ips: ['10.42.0.1'], ...spec},
  })
  const http = {name: 'HTTP', port: 80}
  const metrics = {name: 'metrics', port: 9153, protocol: 'TCP'}
  const plain = {port: 53, protocol: 'UDP'}
  const server = (spec: object = {}) => serverOf(imported({ports: [http, metrics, plain], ...spec}))
  const WEB = 'web.shop.svc.clusterset.local'
  const unknown = (known: boolean) => ({status: 'unknown', why: {kind: 'multi-cluster', imported: known}})

  test('has one target for each port of its import, by either word', () => {
    const srv = (port: number, weight: number) => `SRV 0 ${weight} ${port} ${WEB}`
    expect(ask(`${WEB}.`, 'SRV', server())).toEqual([srv(80, 33), srv(9153, 33), srv(53, 33)])
    expect(ask(`_http._tcp.${WEB}.`, 'SRV', server())).toEqual([srv(80, 100)])
    expect(ask(`_._udp.${WEB}.`, 'SRV', server())).toEqual([srv(53, 100)])
    // Without a protocol a port is TCP.
    expect(ask(`_._tcp.${WEB}.`, 'SRV', server())).toEqual([srv(80, 50), srv(9153, 50)])
    expect(ask(`_metrics._.${WEB}.`, 'SRV', server())).toEqual([srv(9153, 100)])
  })

  test.each([
    ['_http._udp', 'UDP port http'],
    ['_dns._', 'port dns'],
    ['_._sctp', 'SCTP port'],
  ])('%s names none of its ports, which are listed', (words, port) => {
    expect(server().answer(`${words}.${WEB}`, 'SRV')).toEqual({
      status: 'NXDOMAIN',
      why: {kind: 'no-import-port', name: 'shop/web', port, has: ['http/TCP', 'metrics/TCP', '53/UDP']},
    })
  })

  test('has every address of its import, of the family that is asked for', () => {
    const dual = server({ips: ['10.42.0.1', 9, 'fd00:42::1']})
    expect(dual.answer(WEB, 'A')).toEqual({
      status: 'NOERROR',
      records: [
        {
          type: 'A',
          name: WEB,
          ttl: 30,
          address: '10.42.0.1',
          object: {kind: 'ServiceImport', namespace: 'shop', name: 'web'},
          replicas: 1,
        },
      ],
      forwarded: false,
    })
    expect(ask(`${WEB}.`, 'AAAA', dual)).toEqual(['AAAA fd00:42::1'])
    expect(server().answer(WEB, 'AAAA')).toEqual({status: 'NODATA', why: {kind: 'other-types', service: undefined}})
  })

  test.each([
    ['a headless import', WEB, {type: 'Headless'}],
    ['an import without address yet', WEB, {ips: []}],
    ['a port of one', `_http._tcp.${WEB}`, {ips: undefined}],
    ['an import without ports', WEB, {ports: []}],
    ['an endpoint', `a.${WEB}`, {}],
  ])('is other clusters’ knowledge for %s', (_, name, spec) => expect(server(spec).answer(name, 'A')).toEqual(unknown(true)))

  test('has no such port, whether it has an address yet or not', () => {
    expect(server({ips: []}).answer(`_no._tcp.${WEB}`, 'SRV')).toMatchObject({status: 'NXDOMAIN', why: {kind: 'no-import-port'}})
  })

  test.each([
    ['of another Service', 'api.shop.svc.clusterset.local', imported({ports: [http]})],
    ['of another namespace', 'web.prod.svc.clusterset.local', imported({ports: [http]})],
    ['of an object of another group', WEB, {...imported({ports: [http]}), apiVersion: 'other.example/v1'}],
    ['of an object of another kind', WEB, {...imported({ports: [http]}), kind: 'ServiceExport'}],
    ['of a namespace', 'shop.svc.clusterset.local', imported({ports: [http]}, 'shop')],
    ['of nothing', 'clusterset.local', imported({ports: [http]})],
  ])('%s is not in the input', (_, name, object) => expect(serverOf(object).answer(name, 'A')).toEqual(unknown(false)))
})
