import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {at, LEAVING, type ModelOptions, modelOf, portOf, UNREADY, webService, webSlice, webWorkload} from './objects.ts'

const texts = (slices: readonly WireObject[], options: ModelOptions = {}) =>
  portOf([webService(), ...slices], options).endpoints.map(({text}) => text)

describe('the endpoints of a Service port', () => {
  test('come from all slices of the Service, sorted as text', () => {
    expect(
      texts([
        webSlice([at('10.244.0.9'), at('10.244.0.10')]),
        webSlice([at('10.244.0.2')], {metadata: {name: 'by-hand', namespace: 'shop', labels: {'kubernetes.io/service-name': 'web'}}}),
      ]),
    ).toEqual(['10.244.0.10:8080', '10.244.0.2:8080', '10.244.0.9:8080'])
  })

  test('are those of ports with its name and protocol', () => {
    const ports = [
      {name: 'http', port: 80, protocol: 'TCP'},
      {name: 'http-udp', port: 80, protocol: 'UDP'},
    ]
    const slice = webSlice([at('10.244.0.1')], {
      ports: [
        {name: 'http', port: 8080, protocol: 'TCP'},
        {name: 'http-udp', port: 5353, protocol: 'TCP'},
      ],
    })
    const found = modelOf([webService({ports}), slice]).families.IPv4.ports.map(({endpoints}) => endpoints.map(({text}) => text))
    expect(found).toEqual([['10.244.0.1:8080'], []])
  })

  test('are one for each address that comes first, on ports that have a number', () => {
    expect(texts([webSlice([{addresses: ['10.244.0.1', '10.244.0.2']}, {addresses: []}])])).toEqual(['10.244.0.1:8080'])
    expect(texts([webSlice([at('10.244.0.1')], {ports: [{name: '', protocol: 'TCP'}]})])).toEqual([])
  })

  test('are not those of other families, of names, or of slices that are called headless', () => {
    expect(texts([webSlice([at('fd00::1')], {addressType: 'IPv6'})])).toEqual([])
    expect(texts([webSlice([at('db.example.com')], {addressType: 'FQDN'})])).toEqual([])
    expect(texts([webSlice([at('10.244.0.1')], {}, {'service.kubernetes.io/headless': ''})])).toEqual([])
  })

  test('have brackets around an IPv6 address', () => {
    const service = webService({clusterIPs: ['fd00:10::1'], ipFamilies: ['IPv6']})
    const {IPv6} = modelOf([service, webSlice([at('FD00:244::000a')], {addressType: 'IPv6'})]).families
    expect(IPv6.ports[0]?.endpoints.map(({text}) => text)).toEqual(['[fd00:244::a]:8080'])
  })
})

test('an endpoint that names no node is on none, be it one without a name', () => {
  expect(portOf([webService(), webSlice([at('10.244.0.1', {nodeName: ''})])], {node: ''}).endpoints).toMatchObject([{isLocal: false}])
})

test('slices that the controller wrote for another Service of the name add nothing, but those that somebody wrote by hand', () => {
  const slice = (name: string, address: string, uid?: string) => {
    const managed = {'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io'}
    const labels = {'kubernetes.io/service-name': 'web', ...(uid !== undefined && managed)}
    const ownerReferences = uid === undefined ? [] : [{apiVersion: 'v1', kind: 'Service', name: 'web', uid, controller: true}]
    return webSlice([at(address)], {metadata: {name, namespace: 'shop', labels, ownerReferences}})
  }
  const slices = [
    slice('own', '10.244.0.1', 'uid-of-web'),
    slice('old', '10.244.0.2', 'uid-of-the-old-web'),
    slice('by-hand', '10.244.0.3'),
  ]
  const port = portOf([webService({selector: {app: 'web'}}), ...slices])
  expect(port.endpoints.map(({text}) => text)).toEqual(['10.244.0.1:8080', '10.244.0.3:8080'])
})

test('an Endpoints object beside the slices of the controller adds nothing', () => {
  const managed = {'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io'}
  const slice = webSlice([at('10.244.0.1')], {}, managed)
  const endpoints = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {name: 'web', namespace: 'shop'},
    subsets: [{addresses: [{ip: '10.244.0.7'}], ports: [{port: 8080}]}],
  }
  const port = portOf([webService({selector: {app: 'web'}}), slice, endpoints])
  expect(port.endpoints.map(({text}) => text)).toEqual(['10.244.0.1:8080'])
})

describe('an address that a slice lists twice', () => {
  const leavingHere = at('10.244.0.1', {nodeName: 'node-a', conditions: LEAVING})
  const readyThere = at('10.244.0.1', {nodeName: 'node-b'})
  const seen = (endpoints: readonly WireObject[], version: '1.35' | '1.36' | '1.37') =>
    portOf([webService(), webSlice(endpoints)], {version}).endpoints.map(({isReady, isLocal}) => ({isReady, isLocal}))

  test('is the endpoint that does not terminate, since 1.36', () => {
    for (const version of ['1.36', '1.37'] as const) {
      expect(seen([leavingHere, readyThere], version)).toEqual([{isReady: true, isLocal: false}])
      expect(seen([readyThere, leavingHere], version)).toEqual([{isReady: true, isLocal: false}])
    }
  })

  test('is the endpoint of this node in 1.35', () => {
    expect(seen([leavingHere, readyThere], '1.35')).toEqual([{isReady: false, isLocal: true}])
    expect(seen([readyThere, leavingHere], '1.35')).toEqual([{isReady: false, isLocal: true}])
  })
})

describe('an address that several slices list', () => {
  const named = (name: string, endpoints: readonly WireObject[]) =>
    webSlice(endpoints, {metadata: {name, namespace: 'shop', labels: {'kubernetes.io/service-name': 'web'}}})
  const uncertain = (...slices: readonly WireObject[]) => portOf([webService(), ...slices]).uncertainties

  test('is left to chance where they say different things of it', () => {
    expect(uncertain(named('one', [at('10.244.0.1')]), named('other', [at('10.244.0.1', {conditions: UNREADY})]))).toEqual(['duplicates'])
    const gone = {...LEAVING, serving: false}
    expect(
      uncertain(named('one', [at('10.244.0.1', {conditions: LEAVING})]), named('other', [at('10.244.0.1', {conditions: gone})])),
    ).toEqual(['duplicates'])
  })

  test('is clear where they say the same, where only one does not terminate, and within one slice', () => {
    expect(uncertain(named('one', [at('10.244.0.1')]), named('other', [at('10.244.0.1')]))).toEqual([])
    expect(uncertain(named('one', [at('10.244.0.1')]), named('other', [at('10.244.0.1', {conditions: LEAVING})]))).toEqual([])
    expect(uncertain(named('one', [at('10.244.0.1'), at('10.244.0.1', {conditions: UNREADY})]))).toEqual([])
  })
})

describe('without slices', () => {
  const service = webService({selector: {app: 'web'}})
  const pod = (name: string, rest: WireObject = {}): WireObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name, namespace: 'shop', uid: name, labels: {app: 'web'}},
    spec: {nodeName: 'node-a', containers: [{name: 'main', image: 'web:1'}]},
    status: {phase: 'Running', podIPs: [{ip: '10.244.0.7'}, {ip: 'fd00::7'}], conditions: [{type: 'Ready', status: 'True'}], ...rest},
  })

  test('the endpoints are those that the pods lead one to expect', () => {
    const port = portOf([service, pod('web-0')])
    expect(port.endpoints).toMatchObject([{text: '10.244.0.7:80', isLocal: true, isReady: true}])
    expect(port.uncertainties).toEqual([])
  })

  test('of another Service of its name, the pods count: those slices were written for the selector that the other had', () => {
    const metadata = (uid: string) => ({
      name: 'web-abcde',
      namespace: 'shop',
      labels: {'kubernetes.io/service-name': 'web', 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io'},
      ownerReferences: [{apiVersion: 'v1', kind: 'Service', name: 'web', uid}],
    })
    const listed = (uid: string) =>
      portOf([service, pod('web-0'), webSlice([at('10.244.0.99')], {metadata: metadata(uid)})]).endpoints.map(({text}) => text)
    expect(listed('uid-of-web')).toEqual(['10.244.0.99:8080'])
    expect(listed('uid-of-the-one-before')).toEqual(['10.244.0.7:80'])
  })

  test('what a template does not say is uncertain', () => {
    const local = webService({selector: {app: 'web'}, internalTrafficPolicy: 'Local'})
    const port = portOf([local, webWorkload('Deployment', 3)])
    const healthy = {isReady: true, isServing: true, isTerminating: false}
    expect(port.endpoints).toMatchObject([{address: null, text: '<web>:80', isLocal: false, ...healthy, listed: {replicas: 3}}])
    expect(port.uncertainties).toEqual(['readiness', 'placement'])
  })
})
