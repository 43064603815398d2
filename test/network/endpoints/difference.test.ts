import {describe, expect, test} from 'vitest'
import {compareWithPods} from '../../../src/network/endpoints/difference.ts'
import {workload} from '../../manifest.ts'
import {appliedService, clusterWith, listed, node, pod, slice} from './objects.ts'

function differences(...objects: readonly string[]) {
  const cluster = clusterWith(...objects)
  return cluster.services.flatMap((service) => compareWithPods(cluster, service))
}

const web = appliedService()
const [first, second] = [pod('web-0', {ips: ['10.244.0.1']}), pod('web-1', {ips: ['10.244.0.2']})]
const both = [listed('web-0', '10.244.0.1'), listed('web-1', '10.244.0.2')]

describe('slices that say what the pods say', () => {
  test('differ in nothing, in one slice or in several', () => {
    expect(differences(web, first, second, slice(both))).toEqual([])
    expect(differences(web, first, second, slice(both.slice(0, 1)), slice(both.slice(1), {name: 'web-y'}))).toEqual([])
    // In the middle of a move from one slice to another, the slice that is right counts.
    expect(differences(web, first, second, slice(both), slice(both.slice(1), {name: 'web-y'}))).toEqual([])
    const late = [listed('web-1', '10.244.0.2', {ready: false, serving: false})]
    expect(differences(web, first, second, slice(both), slice(late, {name: 'web-y'}))).toEqual([])
    expect(differences(web, first, second, slice([...both.slice(0, 1), ...late]), slice(both.slice(1), {name: 'web-y'}))).toEqual([])
  })

  test('and unready, terminating or published ones', () => {
    const unready = pod('web-0', {ready: false})
    expect(differences(web, unready, slice([listed('web-0', undefined, {ready: false, serving: false})]))).toEqual([])
    const ending = pod('web-0', {metadata: {deletionTimestamp: '2026-11-01T00:00:00Z'}})
    expect(differences(web, ending, slice([listed('web-0', undefined, {ready: false, terminating: true})]))).toEqual([])
    const published = appliedService({publishNotReadyAddresses: true})
    expect(differences(published, unready, slice([listed('web-0', undefined, {serving: false})]))).toEqual([])
  })

  test('and pods that were not ready when they finished: the controller does not notice, and no traffic goes there', () => {
    const finished = pod('web-1', {ready: false, status: {phase: 'Failed'}})
    expect(
      differences(web, first, finished, slice([...both.slice(0, 1), listed('web-1', '10.244.0.2', {ready: false, serving: false})])),
    ).toEqual([])
    for (const conditions of [{}, {ready: false}, {serving: false}]) {
      const still = slice([...both.slice(0, 1), listed('web-1', '10.244.0.2', conditions)])
      expect(differences(web, first, finished, still)).toEqual([{kind: 'gone', name: 'web-1', reason: 'finished'}])
    }
  })

  test('and the ports in any order', () => {
    const [http, metrics] = [
      {name: 'http', port: 8080},
      {name: 'metrics', port: 9100},
    ]
    const two = appliedService({
      ports: [
        {name: 'http', port: 80, targetPort: 8080},
        {name: 'metrics', port: 90, targetPort: 9100},
      ],
    })
    expect(differences(two, first, slice(both.slice(0, 1), {ports: [metrics, http]}))).toEqual([])
  })

  test('and what a manifest of the same input would add: nobody has seen its pods', () => {
    expect(differences(web, first, workload('more', {labels: {app: 'web'}}), slice(both.slice(0, 1)))).toEqual([])
  })

  test('and those of a Service whose families nobody has stated', () => {
    const unsettled = appliedService({ipFamilies: undefined, clusterIP: undefined})
    expect(differences(unsettled, first, second, slice(both))).toEqual([])
  })

  test('zones, nodes and hostnames do not matter: traffic goes there all the same', () => {
    expect(differences(web, first, slice([{...both[0], zone: 'elsewhere', hostname: 'x', nodeName: 'y'}]))).toEqual([])
  })
})

describe('a difference', () => {
  test('is a pod that is missing', () => {
    expect(differences(web, first, second, slice(both.slice(0, 1)))).toEqual([{kind: 'missing', name: 'web-1'}])
    expect(differences(web, first, slice([], {ports: []}))).toEqual([{kind: 'missing', name: 'web-0'}])
  })

  test.each([
    ['not-there', []],
    ['finished', [pod('web-1', {status: {phase: 'Succeeded'}})]],
    ['no-address', [pod('web-1', {ips: []})]],
    ['not-selected', [pod('web-1', {metadata: {labels: {app: 'other'}}})]],
    ['no-node', [pod('web-1', {spec: {nodeName: undefined}}), node('node-a')]],
    ['other-family', [pod('web-1', {ips: ['fd00::2']})]],
  ])('is a pod that is listed still: %s', (reason, others) => {
    expect(differences(web, first, ...others, slice(both))).toEqual([{kind: 'gone', name: 'web-1', reason}])
  })

  test('is no pod whose node the input lacks: the slices list it or not', () => {
    const far = pod('web-1', {ips: ['10.244.0.2'], node: 'unread'})
    expect(differences(web, first, far, node('node-a'), slice(both))).toEqual([])
    expect(differences(web, first, far, node('node-a'), slice(both.slice(0, 1)))).toEqual([])
    // One that names no node is on none.
    const nowhere = pod('web-2', {ips: ['10.244.0.3'], spec: {nodeName: undefined}})
    expect(differences(web, first, far, nowhere, node('node-a'), slice([...both, listed('web-2', '10.244.0.3')]))).toEqual([
      {kind: 'gone', name: 'web-2', reason: 'no-node'},
    ])
    const sick = pod('web-1', {ips: ['10.244.0.2'], node: 'unread', ready: false})
    expect(differences(web, first, sick, node('node-a'), slice(both))).toMatchObject([{kind: 'state', name: 'web-1'}])
  })

  test('is no slice at all where those of other Services were read', () => {
    const other = JSON.parse(slice([], {name: 'other-x', owner: 'uid-of-other'}))
    other.metadata.labels['kubernetes.io/service-name'] = 'other'
    const beside = JSON.stringify(other)
    expect(differences(web, first, beside)).toEqual([{kind: 'unwritten'}])
    // Whatever the pods: the controller writes an empty one where there are none.
    expect(differences(web, beside)).toEqual([{kind: 'unwritten'}])
    expect(differences(appliedService({}, {uid: undefined}), first, beside)).toEqual([])
    expect(differences(appliedService({selector: undefined}), beside)).toEqual([])
    expect(differences(appliedService({type: 'ExternalName', externalName: 'a.example'}), beside)).toEqual([])
    // Those that somebody else wrote do not show that the controller's were read.
    const byHand = {...other.metadata.labels, 'endpointslice.kubernetes.io/managed-by': 'staff'}
    expect(differences(web, first, JSON.stringify({...other, metadata: {...other.metadata, labels: byHand}}))).toEqual([])
    expect(differences(web, first, JSON.stringify({...other, metadata: {...other.metadata, uid: undefined}}))).toEqual([])
    expect(differences(web, first, JSON.stringify({...other, metadata: {...other.metadata, namespace: 'far'}}))).toEqual([])
  })

  test('is a pod of which the input has nothing, though no traffic goes there', () => {
    const unready = listed('web-1', '10.244.0.2', {ready: false, serving: false})
    expect(differences(web, first, slice([...both.slice(0, 1), unready]))).toEqual([{kind: 'gone', name: 'web-1', reason: 'not-there'}])
  })

  test('of a pod is one, however many slices list it', () => {
    const elsewhere = [slice([listed('web-0', '10.244.0.7')]), slice([listed('web-0', '10.244.0.8')], {name: 'web-y'})]
    expect(differences(web, first, ...elsewhere)).toEqual([
      {kind: 'address', name: 'web-0', listed: ['10.244.0.7'], expected: ['10.244.0.1']},
    ])
  })

  test("is no address without a name that is the pod's own, or with the name of something else", () => {
    const {targetRef: _, ...unnamed} = both[0] ?? {}
    expect(differences(web, first, slice([unnamed]))).toEqual([])
    expect(differences(web, first, slice([{...unnamed, targetRef: {kind: 'Node', name: 'node-a'}}]))).toEqual([])
  })

  test('is another address, and an address of nobody', () => {
    expect(differences(web, first, slice([listed('web-0', '10.244.0.7')]))).toEqual([
      {kind: 'address', name: 'web-0', listed: ['10.244.0.7'], expected: ['10.244.0.1']},
    ])
    expect(differences(web, first, slice([...both.slice(0, 1), {addresses: ['10.9.9.9']}]))).toEqual([
      {kind: 'stranger', address: '10.9.9.9'},
    ])
    const strangers = [{addresses: ['10.9.9.9']}, {addresses: ['10.9.9.8'], targetRef: {kind: 'Node', name: 'node-a'}}]
    expect(differences(web, first, slice([...both.slice(0, 1), ...strangers]))).toEqual([
      {kind: 'stranger', address: '10.9.9.9'},
      {kind: 'stranger', address: '10.9.9.8'},
    ])
  })

  test('is another port, or one too many or too few', () => {
    const wrong = (...ports: readonly {name: string; port: number}[]) => differences(web, first, slice(both.slice(0, 1), {ports}))
    const expected = [{name: 'http', port: 8080, protocol: 'TCP', appProtocol: null}]
    expect(wrong({name: 'http', port: 9090})).toMatchObject([{kind: 'port', name: 'web-0', listed: [{port: 9090}], expected}])
    expect(wrong()).toMatchObject([{kind: 'port', listed: []}])
    expect(wrong({name: 'http', port: 8080}, {name: 'more', port: 1})).toHaveLength(1)
    expect(wrong({name: 'http', port: 8080})).toEqual([])
  })

  test('is another state', () => {
    expect(differences(web, pod('web-0', {ready: false}), slice([listed('web-0')]))).toEqual([
      {kind: 'state', name: 'web-0', listed: 'ready', expected: 'not ready'},
    ])
    const ending = pod('web-0', {metadata: {deletionTimestamp: '2026-11-01T00:00:00Z'}})
    expect(differences(web, ending, slice([listed('web-0')]))).toMatchObject([{listed: 'ready', expected: 'terminating'}])
    const deaf = pod('web-0', {ready: false, metadata: {deletionTimestamp: '2026-11-01T00:00:00Z'}})
    expect(differences(web, deaf, slice([listed('web-0', undefined, {ready: false, terminating: true})]))).toMatchObject([
      {listed: 'terminating', expected: 'terminating and not serving'},
    ])
  })

  test('is a family without any slice, once for all pods', () => {
    const dual = appliedService({ipFamilies: ['IPv4', 'IPv6']})
    const pods = [pod('web-0', {ips: ['10.244.0.1', 'fd00::1']}), pod('web-1', {ips: ['10.244.0.2', 'fd00::2']})]
    expect(differences(dual, ...pods, slice(both))).toEqual([{kind: 'family', family: 'IPv6'}])
    expect(differences(dual, ...pods, slice(both.slice(0, 1)))).toEqual([
      {kind: 'missing', name: 'web-1'},
      {kind: 'family', family: 'IPv6'},
    ])
    const six = [listed('web-0', 'fd00::1'), listed('web-1', 'fd00::2')]
    expect(differences(dual, ...pods, slice(both), slice(six, {name: 'web-6', addressType: 'IPv6'}))).toEqual([])
  })
})

describe('nothing is compared', () => {
  const stale = slice([listed('web-9')])

  test('without pods as they run', () => {
    expect(differences(web, stale)).toEqual([])
    expect(differences(web, pod('web-0', {metadata: {uid: undefined}}), stale)).toEqual([])
  })

  test('without slices, or with those of a Service that had the name before', () => {
    expect(differences(web, first)).toEqual([])
    expect(differences(web, first, slice([listed('web-9')], {owner: 'uid-of-another'}))).toEqual([{kind: 'unwritten'}])
  })

  test('for a Service that has a selector no longer', () => {
    expect(differences(appliedService({selector: undefined}), first, stale)).toEqual([])
  })

  test('for a Service that is only planned', () => {
    expect(differences(appliedService({}, {uid: undefined}), first, stale)).toEqual([])
  })
})
