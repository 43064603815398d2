import {expect, test} from 'vitest'
import {isNodeInDoubt, reasonUnlisted} from '../../../src/network/endpoints/listing.ts'
import {workload} from '../../manifest.ts'
import {appliedService, clusterWith, node, pod} from './objects.ts'

/** Why the only pod is in no slice, and whether that depends on nodes that the input may lack. */
function ask(web: string, ...objects: readonly string[]) {
  const cluster = clusterWith(web, ...objects)
  const [[service], [only, ...more]] = [cluster.services, cluster.pods.all]
  if (!service || !only || more.length > 0) throw new Error('the input must have one Service and one pod')
  return [reasonUnlisted(cluster, service, only), isNodeInDoubt(cluster, service, only)]
}

/** A Deployment of a running cluster that has created no pods. */
function stuck(): string {
  const object = JSON.parse(workload('web', {replicas: 3}))
  return JSON.stringify({...object, metadata: {...object.metadata, uid: 'uid-of-workload'}, status: {}})
}

const unnoded = {spec: {nodeName: undefined}}

test.each<[string, readonly string[], string | undefined]>([
  ['a pod that runs', [pod('web-0')], undefined],
  ['a pod that runs on a node of the input', [pod('web-0'), node('node-a')], undefined],
  ['a pod that terminates', [pod('web-0', {metadata: {deletionTimestamp: '2026-11-01T00:00:00Z'}})], undefined],
  ['a pod that nobody has seen', [pod('web-0', {status: {phase: undefined}}), node('node-b')], undefined],
  ['a workload of a manifest', [workload('web'), node('node-a')], undefined],
  ['a workload of a manifest with no replicas', [workload('web', {replicas: 0})], 'scaled-to-zero'],
  ['a workload that has created no pods', [stuck()], 'not-created'],
  ['a pod that has succeeded', [pod('web-0', {status: {phase: 'Succeeded'}})], 'finished'],
  ['a pod that has failed', [pod('web-0', {status: {phase: 'Failed'}, ips: []})], 'finished'],
  ['a pod without address', [pod('web-0', {ips: []})], 'no-address'],
  ['a pod that names no node', [pod('web-0', unnoded), node('node-a')], 'no-node'],
  ['a pod that names no node, where the input has none', [pod('web-0', unnoded)], undefined],
])('the reason not to list %s', (_, objects, reason) => {
  expect(ask(appliedService(), ...objects)).toEqual([reason, false])
})

test('a pod on a node that the input lacks is listed where the node exists, or the Service publishes what is not ready', () => {
  const far = [pod('web-0', {node: 'node-b'}), node('node-a')]
  expect(ask(appliedService(), ...far)).toEqual(['no-node', true])
  expect(ask(appliedService({publishNotReadyAddresses: true}), ...far)).toEqual([undefined, false])
})
