import {describe, expect, test} from 'vitest'
import type {EntryFacts} from '../../../src/network/entry/entry-facts.ts'
import {entriesOfPods} from '../../../src/network/entry/pod-entries.ts'
import {clusterOf, runningPod, service, together, workload} from '../../manifest.ts'

const NOTHING: EntryFacts = {cloud: undefined, classes: new Map(), nodes: undefined}
const PUBLIC_NODES: EntryFacts = {...NOTHING, nodes: {addresses: 'public', evidence: 'node a has the public address 203.0.113.4'}}

interface Port {
  readonly containerPort: number
  readonly name?: string
  readonly hostPort?: number
  readonly hostIP?: string
  readonly protocol?: string
}

/** A DaemonSet with one container. */
function daemons(ports: readonly Port[], spec: Readonly<Record<string, unknown>> = {}): string {
  const made = JSON.parse(workload('agent', {kind: 'DaemonSet'}))
  Object.assign(made.spec.template.spec, spec)
  made.spec.template.spec.containers[0].ports = ports
  return JSON.stringify(made)
}

function shown(text: string, facts: EntryFacts = NOTHING): readonly string[] {
  return entriesOfPods(clusterOf(text), facts).map(
    ({via, address, port, protocol, front, service}) =>
      `${via} ${address ?? '-'}:${port}/${protocol} ${front.reach} ${service?.name ?? '-'}`,
  )
}

describe('the ways in past every Service', () => {
  test('a port of the node leads to the pod, by what kind of addresses nodes have', () => {
    const text = daemons([{containerPort: 9100, hostPort: 19100}])
    expect(shown(text)).toEqual(['HostPort -:19100/TCP network -'])
    expect(shown(text, PUBLIC_NODES)).toEqual(['HostPort -:19100/TCP internet -'])
  })

  test('a port that no node opens is none', () => {
    expect(shown(daemons([{containerPort: 9100}, {containerPort: 9101, hostPort: 0}]))).toEqual([])
  })

  test('a host port answers on its one address only, and to nobody else on the own address of the machine', () => {
    const ports = [
      {containerPort: 1, hostPort: 1001, hostIP: '127.0.0.1'},
      {containerPort: 2, hostPort: 1002, hostIP: '10.0.0.4'},
      {containerPort: 3, hostPort: 1003, hostIP: '203.0.113.4'},
      {containerPort: 4, hostPort: 1004, hostIP: '0.0.0.0'},
      {containerPort: 5, hostPort: 1005, hostIP: '::1'},
    ]
    expect(shown(daemons(ports), PUBLIC_NODES)).toEqual([
      'HostPort 127.0.0.1:1001/TCP none -',
      'HostPort 10.0.0.4:1002/TCP network -',
      'HostPort 203.0.113.4:1003/TCP internet -',
      'HostPort -:1004/TCP internet -',
      'HostPort ::1:1005/TCP none -',
    ])
  })

  test("on the node's network every declared port is the node's", () => {
    const text = daemons([{containerPort: 9100}, {containerPort: 53, protocol: 'UDP', hostPort: 53}], {hostNetwork: true})
    expect(shown(text)).toEqual(['HostNetwork -:9100/TCP network -', 'HostNetwork -:53/UDP network -'])
  })

  test('a Service in front of such pods is named, and what it sends to is open though no container declares it', () => {
    const text = together(
      daemons([{containerPort: 80, name: 'http'}], {hostNetwork: true}),
      service('agent', {
        ports: [
          {name: 'a', port: 8080, targetPort: 'http'},
          {name: 'b', port: 10254},
          {name: 'c', port: 80, protocol: 'UDP'},
        ],
      }),
    )
    expect(shown(text)).toEqual([
      'HostNetwork -:80/TCP network agent',
      'HostNetwork -:10254/TCP network agent',
      'HostNetwork -:80/UDP network agent',
    ])
  })

  test('a host port behind a Service names the Service whose port leads to the same port of the pod', () => {
    const text = together(
      daemons([
        {containerPort: 8080, hostPort: 80},
        {containerPort: 9090, hostPort: 90},
      ]),
      service('agent', {ports: [{port: 80, targetPort: 8080}]}),
      service('other', {selector: {app: 'other'}, ports: [{port: 80, targetPort: 8080}]}),
    )
    expect(shown(text)).toEqual(['HostPort -:80/TCP network agent', 'HostPort -:90/TCP network -'])
  })

  test('the pods of a workload make one entry for a port', () => {
    const pod = (name: string) => {
      const made = JSON.parse(
        runningPod(name, {app: 'agent'}, {}, {ownerReferences: [{kind: 'DaemonSet', name: 'agent', controller: true}]}),
      )
      made.spec.containers[0].ports[0].hostPort = 80
      return JSON.stringify(made)
    }
    const entries = entriesOfPods(clusterOf(together(pod('agent-1'), pod('agent-2'))), NOTHING)
    expect(entries.map(({port, pods}) => [port, pods.map(({target}) => target.name)])).toEqual([[80, ['agent-1', 'agent-2']]])
  })

  test('pods that are not there open nothing: finished ones, and a workload of no replicas', () => {
    const scaled = JSON.parse(workload('agent', {replicas: 0, ports: [{containerPort: 1}]}))
    scaled.spec.template.spec.hostNetwork = true
    const finished = JSON.parse(runningPod('job-1', {app: 'job'}, {phase: 'Succeeded'}))
    finished.spec.hostNetwork = true
    expect(shown(together(JSON.stringify(scaled), JSON.stringify(finished)))).toEqual([])
  })

  test('the place is the line of the port', () => {
    const [entry] = entriesOfPods(clusterOf(daemons([{containerPort: 1, hostPort: 2}])), NOTHING)
    expect(entry?.place?.path).toEqual(['spec', 'template', 'spec', 'containers', 0, 'ports', 0, 'hostPort'])
  })
})
