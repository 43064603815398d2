import {describe, expect, test} from 'vitest'
import {findBackends, selectPods, usableEndpoints, usableLocalEndpoints} from '../../../src/network/endpoints/backends.ts'
import type {Endpoint} from '../../../src/network/endpoints/endpoint.ts'
import {appliedService, clusterWith, listed, node, pod, slice} from './objects.ts'

function backendsOf(...objects: readonly string[]) {
  const cluster = clusterWith(...objects)
  const [service] = cluster.services
  if (!service) throw new Error('no Service')
  return {service, ...findBackends(cluster, service)}
}

const headless = (spec: object = {}) => appliedService({clusterIP: 'None', ...spec})

describe('the endpoints that follow from pods', () => {
  const shown = (...objects: readonly string[]) =>
    backendsOf(...objects).endpoints.map(({target, address, portName, port}) => `${target?.name}@${address} ${portName}:${port}`)

  test('stand one for each address and port, the primary family of the Service first', () => {
    const dual = pod('web-0', {ips: ['10.244.0.9', 'fd00::9']})
    const two = {
      ports: [
        {name: 'http', port: 80, targetPort: 8080},
        {name: 'metrics', port: 90, targetPort: 9100},
      ],
    }
    expect(shown(appliedService({ipFamilies: ['IPv6', 'IPv4'], ...two}), dual)).toEqual([
      'web-0@fd00::9 http:8080',
      'web-0@10.244.0.9 http:8080',
      'web-0@fd00::9 metrics:9100',
      'web-0@10.244.0.9 metrics:9100',
    ])
    expect(shown(appliedService({ipFamilies: ['IPv4', 'IPv6']}), dual)).toEqual(['web-0@10.244.0.9 http:8080', 'web-0@fd00::9 http:8080'])
  })

  test('of a headless Service have no port where the pod has none of its ports: DNS answers with them all the same', () => {
    const named = {ports: [{name: 'http', port: 80, targetPort: 'web'}]}
    expect(shown(headless({ports: undefined}), pod('web-0'))).toEqual(['web-0@10.244.0.9 null:null'])
    expect(shown(headless(named), pod('web-0'))).toEqual(['web-0@10.244.0.9 null:null'])
    expect(shown(headless(), pod('web-0'))).toEqual(['web-0@10.244.0.9 http:8080'])
    expect(shown(appliedService(named), pod('web-0'))).toEqual([])
  })

  test('are none of an ExternalName, whatever it selects', () => {
    expect(
      backendsOf(appliedService({type: 'ExternalName', externalName: 'a.example'}), pod('web-0'), slice([listed('web-0')])),
    ).toMatchObject({pods: [], listed: [], endpoints: [], slices: []})
  })
})

describe('a Service without selector', () => {
  const bare = appliedService({selector: undefined})

  test('selects no pods, and what its slices list is all there is', () => {
    const hand = slice([{addresses: ['192.168.7.10']}])
    const {service, ...backends} = backendsOf(bare, pod('web-0'), hand)
    expect(backends).toMatchObject({pods: [], listed: [], endpoints: [{address: '192.168.7.10'}], slices: [{}], observed: false})
    // They add to no others.
    expect(backends.foreign).toEqual([])
    expect(selectPods(clusterWith(bare, pod('web-0')), service)).toEqual([])
  })
})

describe('the pods that are listed', () => {
  const names = (...objects: readonly string[]) => backendsOf(appliedService(), ...objects).listed.map(({target}) => target.name)
  const far = pod('web-1', {ips: ['10.244.0.2'], node: 'unread'})

  test('are those that the controller lists, and those on a node that the input lacks where slices list them', () => {
    expect(names(pod('web-0'), far, node('node-a'))).toEqual(['web-0'])
    expect(names(pod('web-0'), far, node('node-a'), slice([listed('web-0'), listed('web-1')]))).toEqual(['web-0', 'web-1'])
  })

  test('are none that slices list without reason to', () => {
    const both = slice([listed('web-0'), listed('web-1')])
    expect(names(pod('web-0'), pod('web-1', {status: {phase: 'Succeeded'}}), both)).toEqual(['web-0'])
    expect(names(pod('web-0'), pod('web-1', {spec: {nodeName: undefined}}), node('node-a'), both)).toEqual(['web-0'])
    const other = {addresses: ['10.244.0.2'], targetRef: {kind: 'Node', name: 'web-1'}}
    expect(names(pod('web-0'), far, node('node-a'), slice([listed('web-0'), other]))).toEqual(['web-0'])
  })
})

describe('the endpoints that can be used', () => {
  const ending = {ready: false, serving: true, terminating: true}
  const unready = {ready: false, serving: false}
  /** The last part of the address of each. */
  const usable = (web: string, ...slices: readonly string[]) => {
    const {service, endpoints} = backendsOf(web, ...slices)
    return usableEndpoints(service, endpoints).map(({address, portName}) => `${portName} ${address?.split('.').at(-1)}`)
  }
  const of = (...conditions: readonly object[]) =>
    slice(conditions.map((condition, index) => listed(`web-${index}`, `10.244.0.${index}`, {...condition})))

  test('are those that are ready', () => {
    expect(usable(appliedService(), of({}, unready, ending))).toEqual(['http 0'])
    expect(usable(appliedService(), of({}, {}))).toEqual(['http 0', 'http 1'])
  })

  test('are those that serve while they terminate where none is ready', () => {
    expect(usable(appliedService(), of(unready, ending))).toEqual(['http 1'])
    expect(usable(appliedService(), of(unready, {...unready, terminating: true}, {...ending, terminating: false}))).toEqual([])
    // DNS does not fall back to them.
    expect(usable(headless(), of(unready, ending))).toEqual([])
  })

  test('are settled for each port by itself, by name and protocol', () => {
    const ports = [
      {name: 'http', port: 80, targetPort: 8080},
      {name: 'metrics', port: 90, targetPort: 9100},
    ]
    const web = slice([listed('web-0', '10.244.0.1')], {ports: ports.slice(0, 1)})
    const both = slice([listed('web-1', '10.244.0.2', ending)], {name: 'web-y', ports})
    expect(usable(appliedService({ports}), web, both)).toEqual(['http 1', 'metrics 2'])
    const dns = (protocol: string) => [{name: 'dns', port: 53, protocol}]
    const [udp, tcp] = [
      slice([listed('web-0', '10.244.0.1')], {ports: dns('UDP')}),
      slice([listed('web-1', '10.244.0.2', ending)], {name: 'web-y', ports: dns('TCP')}),
    ]
    expect(usable(appliedService(), udp, tcp)).toEqual(['dns 1', 'dns 2'])
  })
})

describe('the endpoints of traffic that stays on its node', () => {
  const usable = (...endpoints: readonly Partial<Endpoint>[]) =>
    usableLocalEndpoints(endpoints.map((one) => ({...PLAIN, ...one}))).map(({address}) => address)
  const ready = {ready: true, serving: true, terminating: false}
  const leaving = {ready: false, serving: true, terminating: true}

  test('are those that are ready, and that may be', () => {
    expect(
      usable({address: 'a', ...ready}, {address: 'b', ready: null}, {address: 'c', ready: false, serving: false, terminating: false}),
    ).toEqual(['a', 'b'])
  })

  test('are those that still serve while they end, on each node that has none that is ready', () => {
    const other = {nodeName: 'node-b'}
    expect(usable({address: 'a', ...ready}, {address: 'b', ...leaving}, {address: 'c', ...leaving, ...other})).toEqual(['a', 'c'])
    expect(usable({address: 'a', ...leaving}, {address: 'b', ...leaving})).toEqual(['a', 'b'])
  })

  test('are told apart by port', () => {
    expect(
      usable(
        {address: 'a', ...ready},
        {address: 'b', ...leaving, portName: 'metrics'},
        {address: 'c', ...leaving, protocol: 'UDP'},
        {address: 'd', ...leaving},
      ),
    ).toEqual(['a', 'b', 'c'])
  })

  test('are none that do not serve, that do not end, or of which nobody knows the node', () => {
    expect(usable({address: 'a', ...leaving, serving: false})).toEqual([])
    expect(usable({address: 'a', ...leaving, serving: null})).toEqual([])
    expect(usable({address: 'a', ...leaving, terminating: false})).toEqual([])
    expect(usable({address: 'a', ...leaving, nodeName: null})).toEqual([])
  })
})

const PLAIN: Endpoint = {
  address: null,
  port: 8080,
  portName: 'http',
  protocol: 'TCP',
  ready: null,
  serving: null,
  terminating: null,
  target: null,
  workload: null,
  replicas: 1,
  nodeName: 'node-a',
  zone: null,
  hostname: null,
  hints: null,
}
