import {describe, expect, test} from 'vitest'
import {findBackends} from '../../../src/network/endpoints/backends.ts'
import {workload} from '../../manifest.ts'
import {appliedService, clusterWith, listed, pod, type SliceShape, slice} from './objects.ts'

/** What stands behind the only Service: `web-0@10.244.0.9:8080/TCP (StatefulSet web)`. */
function endpointsOf(...objects: readonly string[]): readonly string[] {
  const cluster = clusterWith(...objects)
  return cluster.services.flatMap((service) =>
    findBackends(cluster, service).endpoints.map(({target, address, port, protocol, workload}) => {
      const owner = workload ? ` (${workload.kind} ${workload.name})` : ''
      return `${target?.name ?? ''}@${address}:${port}/${protocol}${owner}`
    }),
  )
}

/** A slice of `web` of another writer, with one address. */
function writtenBy(manager: string | undefined, address: string, shape: SliceShape = {}): string {
  const written = JSON.parse(slice([{addresses: [address]}], {name: `web-${address}`, ...shape}))
  written.metadata.labels['endpointslice.kubernetes.io/managed-by'] = manager
  return JSON.stringify(written)
}

const MIRRORING = 'endpointslicemirroring-controller.k8s.io'
const endpoints = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: {name: 'web'},
  subsets: [{addresses: [{ip: '192.168.7.10'}], ports: [{name: 'http', port: 80}]}],
})

describe('a Service without selector', () => {
  const bare = appliedService({selector: undefined})

  test('has the endpoints of all slices, whoever wrote them', () => {
    const all = [writtenBy('staff', '192.168.7.1'), writtenBy(undefined, '192.168.7.2'), slice([{addresses: ['192.168.7.3']}])]
    expect(endpointsOf(bare, ...all)).toEqual(['@192.168.7.1:8080/TCP', '@192.168.7.2:8080/TCP', '@192.168.7.3:8080/TCP'])
  })

  test('has those of its Endpoints beside them, but not twice where they are mirrored', () => {
    const byHand = writtenBy('staff', '192.168.7.1')
    expect(endpointsOf(bare, endpoints, byHand)).toEqual(['@192.168.7.10:80/TCP', '@192.168.7.1:8080/TCP'])
    const mirror = writtenBy(MIRRORING, '192.168.7.10', {ports: [{name: 'http', port: 80}]})
    expect(endpointsOf(bare, endpoints, byHand, mirror)).toEqual(['@192.168.7.1:8080/TCP', '@192.168.7.10:80/TCP'])
  })

  test('has none of names', () => {
    expect(endpointsOf(bare, writtenBy('staff', 'db.example.com', {addressType: 'FQDN'}))).toEqual([])
  })
})

describe('a Service with selector', () => {
  const web = appliedService()

  test('has slices of somebody else beside those of the controller, and no Endpoints, mirrored or not', () => {
    const objects = [slice([listed('web-0')]), writtenBy('staff', '192.168.7.1'), endpoints, writtenBy(MIRRORING, '192.168.7.10')]
    expect(endpointsOf(web, ...objects)).toEqual(['web-0@10.244.0.9:8080/TCP', '@192.168.7.1:8080/TCP'])
  })

  test('has no names', () => {
    expect(endpointsOf(web, slice([{addresses: ['db.example.com']}], {addressType: 'FQDN'}))).toEqual([])
  })

  test('has endpoints without port only where it is headless: DNS answers with them, kube-proxy has nowhere to send', () => {
    const portless = slice([listed('web-0')], {ports: []})
    expect(endpointsOf(web, portless)).toEqual([])
    expect(endpointsOf(appliedService({clusterIP: 'None'}), portless)).toEqual(['web-0@10.244.0.9:null/null'])
  })

  test('has the workload of the pods that the input has', () => {
    const owned = pod('web-0', {metadata: {ownerReferences: [{kind: 'StatefulSet', name: 'web', controller: true}]}})
    const addresses = [listed('web-0'), listed('web-1'), {addresses: ['10.9.9.9']}]
    const of = {kind: 'Node', name: 'web-0'}
    expect(endpointsOf(web, owned, slice([...addresses, {addresses: ['10.9.9.8'], targetRef: of}]))).toEqual([
      'web-0@10.244.0.9:8080/TCP (StatefulSet web)',
      'web-1@10.244.0.9:8080/TCP',
      '@10.9.9.9:8080/TCP',
      'web-0@10.9.9.8:8080/TCP',
    ])
  })

  test('has no workload for a pod that is only called as one is', () => {
    expect(endpointsOf(web, workload('web'), slice([listed('web')]))).toEqual(['web@10.244.0.9:8080/TCP'])
  })

  test('has one pod however many addresses and slices it is in', () => {
    const cluster = clusterWith(web, slice([listed('web-0')]), slice([listed('web-0', 'fd00::1')], {name: 'web-6', addressType: 'IPv6'}))
    const targets = cluster.services.flatMap((service) => findBackends(cluster, service).endpoints.map(({target}) => target))
    expect(targets).toHaveLength(2)
    expect(new Set(targets).size).toBe(1)
  })
})
