import {describe, expect, test} from 'vitest'
import {createClusterDns} from '../../../src/network/dns/cluster-dns.ts'
import {mayBeDashedAddress} from '../../../src/network/dns/endpoint-host.ts'
import {DEFAULT_DNS_SETTINGS} from '../../../src/network/dns/settings.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {ask} from './asking.ts'
import {podAt, runningService, shop, slice} from './shop.ts'

const NAMED = {...DEFAULT_DNS_SETTINGS, endpointPodNames: true}
const serverOf = (objects: readonly string[], settings = DEFAULT_DNS_SETTINGS) =>
  createClusterDns(clusterOf(together(...objects)), settings)
/** A slice as the EndpointSlice controller writes it. */
const written = (name: string, of: string, fields: Readonly<Record<string, unknown>>) => {
  const object = JSON.parse(slice(name, of, fields))
  object.metadata.labels['endpointslice.kubernetes.io/managed-by'] = 'endpointslice-controller.k8s.io'
  return JSON.stringify(object)
}
const at = (address: string) => ({addresses: [address], conditions: {ready: true}})
const web = runningService('web', {selector: {app: 'web'}, clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1']})

describe('pods without any port of a Service', () => {
  test('are known by address where the controller’s slices list them, once', () => {
    const server = () =>
      serverOf([
        web,
        written('web-1', 'web', {endpoints: [at('10.1.0.1')]}),
        written('web-2', 'web', {endpoints: [at('10.1.0.2')], ports: []}),
        slice('web-3', 'web', {endpoints: [at('10.1.0.3')], ports: []}),
        // Not ready any more, but its slice is what counts.
        podAt('web-x', {app: 'web', addresses: ['10.1.0.2'], ready: false}),
      ])
    expect(ask('10-1-0-1.web.shop.svc', 'SRV', server())).toEqual(['SRV 0 100 8080 10-1-0-1.web.shop.svc.cluster.local'])
    for (const label of ['10-1-0-2', '10-1-0-3']) {
      expect(ask(`${label}.web.shop.svc`, 'A', server())).toEqual([`A ${label.replaceAll('-', '.')}`])
      expect(ask(`${label}.web.shop.svc`, 'SRV', server())).toBe('NODATA')
    }
    expect(ask('10-1-0-4.web.shop.svc', 'A', server())).toBe('NXDOMAIN')
  })

  test('count once among the weights of a headless Service', () => {
    const ports = [{name: 'http', containerPort: 8080}]
    const server = serverOf([
      runningService('web', {
        selector: {app: 'web'},
        clusterIP: 'None',
        clusterIPs: ['None'],
        ports: [{name: 'http', port: 80, targetPort: 'http'}],
      }),
      podAt('web-1', {app: 'web', addresses: ['10.1.0.1'], spec: {containers: [{name: 'app', image: 'app:1', ports}]}}),
      podAt('web-2', {app: 'web', addresses: ['10.1.0.2']}),
    ])
    expect(ask('web.shop.svc', 'SRV', server)).toEqual(['SRV 0 50 8080 10-1-0-1.web.shop.svc.cluster.local'])
  })

  test('may have any address where nobody has seen them run', () => {
    const server = serverOf([
      service('api', {ports: [{name: 'http', port: 80, targetPort: 'http'}]}, 'shop'),
      workload('api', {namespace: 'shop'}),
    ])
    expect(ask('10-1-0-1.api.shop.svc', 'A', server)).toBe('unknown: addresses-not-stated')
    expect(ask('api-1.api.shop.svc', 'A', server)).toBe('NXDOMAIN')
  })
})

test('an address that an Endpoints object lists with and without ports counts twice among the weights, and no more', () => {
  // For the controller that mirrors them two addresses are one only where they have one target.
  const target = {kind: 'Pod', namespace: 'shop', name: 'x', uid: 'uid-of-x'}
  const endpoints = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {name: 'out', namespace: 'shop'},
    subsets: [{addresses: [{ip: '192.0.2.1', targetRef: target}], ports: [{name: 'http', port: 80}]}, {addresses: [{ip: '192.0.2.1'}]}],
  }
  const server = serverOf([runningService('out', {clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1']}), JSON.stringify(endpoints)])
  expect(ask('192-0-2-1.out.shop.svc', 'SRV', server)).toEqual(['SRV 0 50 80 192-0-2-1.out.shop.svc.cluster.local'])
})

describe('endpoints that go by the names of their pods', () => {
  test('do so for names of up to 63 characters, which a label can hold', () => {
    const [longest, longer] = ['a'.repeat(63), 'b'.repeat(64)]
    const headless = runningService('web', {selector: {app: 'web'}, clusterIP: 'None', clusterIPs: ['None'], ports: [{port: 80}]})
    const pods = [podAt(longest, {app: 'web', addresses: ['10.1.0.1']}), podAt(longer, {app: 'web', addresses: ['10.1.0.2']})]
    expect(ask('web.shop.svc', 'SRV', serverOf([headless, ...pods], NAMED))).toEqual([
      `SRV 0 50 80 ${longest}.web.shop.svc.cluster.local`,
      'SRV 0 50 80 10-1-0-2.web.shop.svc.cluster.local',
    ])
  })

  test('do so only where there is a pod', () => {
    expect(ask('outside.shop.svc', 'SRV', createClusterDns(shop(), NAMED))).toEqual([
      'SRV 0 50 8080 one.outside.shop.svc.cluster.local',
      'SRV 0 50 8080 192-0-2-3.outside.shop.svc.cluster.local',
    ])
    const headless = service('api', {clusterIP: 'None', ports: [{name: 'http', port: 80}]}, 'shop')
    const unseen = serverOf([headless, workload('api', {namespace: 'shop'})], NAMED)
    expect(ask('api.shop.svc', 'SRV', unseen)).toEqual(['SRV 0 100 80 null'])
    expect(ask('api-7d4b9-x.api.shop.svc', 'A', unseen)).toBe('unknown: addresses-not-stated')
  })

  test('do so whatever was asked of the same cluster before', () => {
    const cluster = shop()
    const [usual, named] = [createClusterDns(cluster), createClusterDns(cluster, NAMED)]
    const byName = 'web-1.web-pods.shop.svc'
    expect(ask('10-244-0-11.web-pods.shop.svc', 'A', usual)).toEqual(['A 10.244.0.11'])
    expect(ask(byName, 'A', named)).toEqual(['A 10.244.0.11'])
    expect(ask(byName, 'A', createClusterDns(cluster))).toBe('NXDOMAIN')
  })
})

describe('a label that may be an address with dashes', () => {
  test.each(['10-244-0-1', '255-255-255-255', 'fd00-244--12', '--1', 'fd00-1-2', '1-2-3-4-5-6-7-8'])('%s', (label) =>
    expect(mayBeDashedAddress(label)).toBe(true),
  )

  test.each(['web', 'db-0', 'web-1-2', '1-2-x', 'x-1-2-3', '1-2-3-4-5-6-7-8-9', '10244'])('is not %s', (label) =>
    expect(mayBeDashedAddress(label)).toBe(false),
  )
})
