import {describe, expect, test} from 'vitest'
import {containerPortsOf} from '../../src/cluster/container-port.ts'
import type {Pod} from '../../src/cluster/pod.ts'
import type {ServicePort} from '../../src/cluster/service.ts'
import {findTargetPort} from '../../src/network/target-port.ts'

/** The cases follow pkg/api/v1/pod/util_test.go TestFindPort of Kubernetes, and the rules that its comments state. */
function find(spec: unknown, targetPort: number | string, protocol = 'TCP') {
  const pod = {spec} as unknown as Pod
  const servicePort: ServicePort = {name: 'p', port: 80, protocol, targetPort, nodePort: null, appProtocol: null, index: 0}
  return findTargetPort(pod, servicePort)
}

const port = (name: string | undefined, containerPort: number, protocol?: string) => ({name, containerPort, protocol})
const container = (name: string, ...ports: unknown[]) => ({name, image: 'x', ports})

describe('a Service port on a pod', () => {
  test('a number is taken as it is, declared or not', () => {
    expect(find({containers: [container('a')]}, 8080)).toEqual({kind: 'found', port: 8080})
    expect(find({containers: [container('a', port('http', 8080))]}, 8080)).toEqual({kind: 'found', port: 8080})
  })

  test('a name is looked up by name and protocol', () => {
    const spec = {containers: [container('a', port('dns', 53, 'UDP'), port('dns', 5353, 'TCP'))]}
    expect(find(spec, 'dns', 'TCP')).toMatchObject({kind: 'found', port: 5353})
    expect(find(spec, 'dns', 'UDP')).toMatchObject({kind: 'found', port: 53})
  })

  test('a port without protocol is TCP', () => {
    expect(find({containers: [container('a', port('http', 80))]}, 'http', 'TCP')).toMatchObject({kind: 'found', port: 80})
    expect(find({containers: [container('a', port('http', 80))]}, 'http', 'UDP')).toMatchObject({
      kind: 'other-protocol',
      declared: {protocol: 'TCP'},
    })
  })

  test('of two containers with the name, the first wins', () => {
    expect(find({containers: [container('a', port('http', 8080)), container('b', port('http', 9090))]}, 'http')).toMatchObject({port: 8080})
  })

  test('a native sidecar counts, after the containers', () => {
    const sidecar = {...container('s', port('metrics', 9000), port('http', 1)), restartPolicy: 'Always'}
    const spec = {initContainers: [sidecar], containers: [container('a', port('http', 8080))]}
    expect(find(spec, 'metrics')).toEqual({kind: 'found', port: 9000})
    expect(find(spec, 'http')).toMatchObject({port: 8080})
  })

  test('an ordinary init container does not count', () => {
    const spec = {initContainers: [container('i', port('http', 1))], containers: [container('a')]}
    expect(find(spec, 'http')).toMatchObject({kind: 'no-such-name', names: []})
  })

  test('a missing name tells which names there are for this protocol', () => {
    const spec = {containers: [container('a', port('web', 1), port('web', 2), port('dns', 53, 'UDP'), port(undefined, 3))]}
    expect(find(spec, 'http')).toMatchObject({kind: 'no-such-name', names: ['web']})
  })

  test.each([undefined, null, 7, 'x', {containers: {a: 1}}, {containers: [null, 5, {ports: 'x'}, {ports: [null, {containerPort: 'x'}]}]}])(
    'a pod spec that is %j has no ports',
    (spec) => {
      expect(containerPortsOf(spec)).toEqual([])
    },
  )
})
