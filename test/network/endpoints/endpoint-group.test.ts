import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {findBackends} from '../../../src/network/endpoints/backends.ts'
import {expectEndpoints} from '../../../src/network/endpoints/endpoint-group.ts'
import {service, workload} from '../../manifest.ts'
import {appliedService, clusterWith, node, type PodShape, pod, slice} from './objects.ts'

/** The groups behind the first Service: `IPv4 http=8080: web-0@10.244.0.9`. */
function groupsOf(...objects: readonly string[]): readonly string[] {
  const cluster = clusterWith(...objects)
  const [service] = cluster.services
  if (!service) throw new Error('no Service')
  return expectEndpoints(cluster, service)
    .map(({addressType, ports, endpoints}) => {
      const words = ports.map(({name, port, protocol}) => `${name}=${port}${protocol === 'TCP' ? '' : protocol}`).sort()
      const who = endpoints.map(({target, addresses}) => `${target?.name}@${addresses?.join('+') ?? '?'}`)
      return `${addressType} ${words.join(' ')}: ${who.join(' ')}`.replace(' :', ':')
    })
    .sort()
}

/** The only endpoint of the only group. */
function endpointOf(...objects: readonly string[]) {
  const cluster = clusterWith(...objects)
  const [service] = cluster.services
  const groups = service ? expectEndpoints(cluster, service) : []
  expect(groups.flatMap(({endpoints}) => endpoints)).toHaveLength(1)
  return groups[0]?.endpoints[0]
}

const named = (name: string, containerPort: number, protocol = 'TCP') => ({name, containerPort, protocol})
const withPorts = (...ports: readonly object[]): PodShape => ({spec: {containers: [{name: 'app', image: 'app:1', ports}]}})

describe('the address types', () => {
  const dual = pod('web-0', {ips: ['10.244.0.9', 'fd00:10::9']})

  test("are the Service's families, and a pod is in the group of each that it has an address of", () => {
    const six = pod('web-1', {ips: ['fd00:10::1']})
    expect(groupsOf(appliedService(), dual, six)).toEqual(['IPv4 http=8080: web-0@10.244.0.9'])
    expect(groupsOf(appliedService({ipFamilies: ['IPv6', 'IPv4']}), dual, six)).toEqual([
      'IPv4 http=8080: web-0@10.244.0.9',
      'IPv6 http=8080: web-0@fd00:10::9 web-1@fd00:10::1',
    ])
  })

  test('are those of the cluster IPs where no family is stated', () => {
    expect(groupsOf(appliedService({ipFamilies: undefined, clusterIP: 'fd00:96::1'}), dual)).toEqual(['IPv6 http=8080: web-0@fd00:10::9'])
    const both = {ipFamilies: undefined, clusterIPs: ['10.0.0.10', 'fd00:96::1']}
    expect(groupsOf(appliedService(both), dual)).toHaveLength(2)
  })

  test('are left to the cluster by a manifest: the primary address of a pod shows them', () => {
    expect(groupsOf(service('web'), dual, pod('web-1', {ips: ['fd00:10::1', '10.244.0.8']}))).toEqual([
      'IPv4 null=80: web-0@10.244.0.9',
      'IPv6 null=80: web-1@fd00:10::1',
    ])
    expect(groupsOf(service('web'), workload('web'))).toEqual(['null null=80: web@?'])
  })

  test('are both for a manifest that requires it', () => {
    expect(groupsOf(service('web', {ipFamilyPolicy: 'RequireDualStack'}), workload('web'))).toEqual([
      'IPv4 null=80: web@?',
      'IPv6 null=80: web@?',
    ])
    expect(groupsOf(service('web', {ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6']}), dual)).toHaveLength(2)
    // The API server would have added it: where it has not, the field was changed after it had settled the families.
    expect(groupsOf(appliedService({ipFamilyPolicy: 'RequireDualStack'}), dual)).toHaveLength(1)
  })

  test('hold addresses in the one spelling of Go', () => {
    expect(groupsOf(appliedService({ipFamilies: ['IPv6', 'IPv4']}), pod('web-0', {ips: ['FD00:10:0:0::9', '010.244.000.009']}))).toEqual([
      'IPv4 http=8080: web-0@10.244.0.9',
      'IPv6 http=8080: web-0@fd00:10::9',
    ])
  })
})

describe('the sets of ports', () => {
  test('differ where a name has another number on another pod', () => {
    const byName = appliedService({ports: [{name: 'http', port: 80, targetPort: 'web'}]})
    const pods = [
      pod('web-0', withPorts(named('web', 8080))),
      pod('web-1', withPorts(named('web', 9090))),
      pod('web-2', withPorts(named('web', 8080))),
    ]
    expect(groupsOf(byName, ...pods)).toEqual(['IPv4 http=8080: web-0@10.244.0.9 web-2@10.244.0.9', 'IPv4 http=9090: web-1@10.244.0.9'])
  })

  test('are smaller, or empty, for pods that lack ports', () => {
    const two = appliedService({
      ports: [
        {name: 'http', port: 80, targetPort: 'web'},
        {name: 'metrics', port: 90, targetPort: 'metrics'},
      ],
    })
    const pods = [
      pod('web-0', withPorts(named('web', 8080), named('metrics', 9100))),
      pod('web-1', withPorts(named('web', 8080))),
      pod('web-2'),
    ]
    expect(groupsOf(two, ...pods)).toEqual([
      'IPv4 http=8080 metrics=9100: web-0@10.244.0.9',
      'IPv4 http=8080: web-1@10.244.0.9',
      'IPv4: web-2@10.244.0.9',
    ])
  })

  test('keep one number under several names, and one name for each protocol', () => {
    const ports = [
      {name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns'},
      {name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 'dns'},
      {name: 'a', port: 1, targetPort: 8080},
      {name: 'b', port: 2, targetPort: 8080},
    ]
    expect(groupsOf(appliedService({ports}), pod('web-0', withPorts(named('dns', 5353, 'UDP'), named('dns', 5354))))).toEqual([
      'IPv4 a=8080 b=8080 dns-tcp=5354 dns=5353UDP: web-0@10.244.0.9',
    ])
  })

  test('count native sidecars after all containers, and no other init container', () => {
    const byName = appliedService({ports: [{name: 'http', port: 80, targetPort: 'web'}]})
    const init = (restartPolicy?: string) => ({name: 'i', image: 'i:1', restartPolicy, ports: [named('web', 7000)]})
    const containers = [{name: 'app', image: 'app:1', ports: [named('web', 8080)]}]
    const bare = [{name: 'app', image: 'app:1'}]
    expect(groupsOf(byName, pod('web-0', {spec: {initContainers: [init('Always')], containers}}))).toEqual([
      'IPv4 http=8080: web-0@10.244.0.9',
    ])
    expect(groupsOf(byName, pod('web-0', {spec: {initContainers: [init('Always')], containers: bare}}))).toEqual([
      'IPv4 http=7000: web-0@10.244.0.9',
    ])
    expect(groupsOf(byName, pod('web-0', {spec: {initContainers: [init()], containers: bare}}))).toEqual(['IPv4: web-0@10.244.0.9'])
  })

  test('bear appProtocol', () => {
    const cluster = clusterWith(appliedService({ports: [{port: 80, targetPort: 8080, appProtocol: 'kubernetes.io/h2c'}]}), pod('web-0'))
    const [service] = cluster.services
    expect(service && expectEndpoints(cluster, service)[0]?.ports).toEqual([
      {name: null, port: 8080, protocol: 'TCP', appProtocol: 'kubernetes.io/h2c'},
    ])
  })

  test('of a headless Service without ports are one empty set', () => {
    expect(
      groupsOf(appliedService({clusterIP: 'None', ports: undefined}), pod('web-0', withPorts(named('web', 8080))), pod('web-1')),
    ).toEqual(['IPv4: web-0@10.244.0.9 web-1@10.244.0.9'])
  })
})

describe('the conditions', () => {
  const conditionsOf = (shape: PodShape, spec = {}) => {
    const endpoint = endpointOf(appliedService(spec), pod('web-0', shape))
    return [endpoint?.ready, endpoint?.serving, endpoint?.terminating]
  }
  const deleted = {metadata: {deletionTimestamp: '2026-11-01T00:00:00Z'}}

  test('of a ready, an unready and a terminating pod', () => {
    expect(conditionsOf({})).toEqual([true, true, false])
    expect(conditionsOf({ready: false})).toEqual([false, false, false])
    expect(conditionsOf(deleted)).toEqual([false, true, true])
    expect(conditionsOf({...deleted, ready: false})).toEqual([false, false, true])
  })

  test('are ready whatever the pod is, where unready addresses are published', () => {
    const published = {publishNotReadyAddresses: true}
    expect(conditionsOf({ready: false}, published)).toEqual([true, false, false])
    expect(conditionsOf({...deleted, ready: false}, published)).toEqual([true, false, true])
  })

  test('are unready without a Ready condition, or with an unknown one; other conditions do not count', () => {
    expect(conditionsOf({status: {conditions: undefined}})).toEqual([false, false, false])
    expect(conditionsOf({status: {conditions: [{type: 'Ready', status: 'Unknown'}]}})).toEqual([false, false, false])
    expect(
      conditionsOf({
        status: {
          conditions: [
            {type: 'ContainersReady', status: 'True'},
            {type: 'example.com/gate', status: 'True'},
          ],
        },
      }),
    ).toEqual([false, false, false])
  })

  test('of a template are not known, but for what the Service decides', () => {
    const unseen = endpointOf(service('web'), workload('web'))
    expect(unseen).toMatchObject({ready: null, serving: null, terminating: null, addresses: null, nodeName: null, zone: null})
    expect(endpointOf(service('web', {publishNotReadyAddresses: true}), workload('web'))).toMatchObject({ready: true, serving: null})
  })
})

describe('which pods are listed', () => {
  const names = (...objects: readonly string[]) =>
    groupsOf(appliedService(), ...objects)
      .join()
      .replace('IPv4 http=8080: ', '')

  test('a pod that has an address and has not finished, in whatever phase', () => {
    for (const phase of ['Pending', 'Running', 'Unknown']) expect(names(pod('web-0', {status: {phase}}))).toBe('web-0@10.244.0.9')
    for (const phase of ['Succeeded', 'Failed']) expect(names(pod('web-0', {status: {phase}}))).toBe('')
    expect(names(pod('web-0', {ips: []}))).toBe('')
  })

  test('by podIP alone, or podIPs alone; where both disagree podIP counts', () => {
    expect(names(pod('web-0', {status: {podIPs: undefined}}))).toBe('web-0@10.244.0.9')
    expect(names(pod('web-0', {status: {podIP: undefined}}))).toBe('web-0@10.244.0.9')
    expect(names(pod('web-0', {status: {podIP: '10.244.0.7'}}))).toBe('web-0@10.244.0.7')
  })

  test('only on a node that exists, where the input has nodes', () => {
    const pods = [pod('web-0'), pod('web-1', {node: 'gone'})]
    expect(names(...pods)).toBe('web-0@10.244.0.9 web-1@10.244.0.9')
    expect(names(...pods, node('node-a'))).toBe('web-0@10.244.0.9')
    const published = appliedService({publishNotReadyAddresses: true})
    expect(groupsOf(published, ...pods, node('node-a'))).toEqual(['IPv4 http=8080: web-0@10.244.0.9 web-1@10.244.0.9'])
    // A manifest has no node yet; the scheduler will find it one.
    expect(groupsOf(service('web'), workload('web'), node('node-a'))).toEqual(['null null=80: web@?'])
  })

  test('of no ExternalName, though it has a selector', () => {
    expect(groupsOf(appliedService({type: 'ExternalName', externalName: 'a.example', clusterIP: undefined}), pod('web-0'))).toEqual([])
  })
})

describe('what else a slice says of a pod', () => {
  test('its zone is that of its node, and an empty label is none', () => {
    expect(endpointOf(appliedService(), pod('web-0'), node('node-a', 'zone-1'))).toMatchObject({nodeName: 'node-a', zone: 'zone-1'})
    expect(endpointOf(appliedService(), pod('web-0'), node('node-a'))).toMatchObject({nodeName: 'node-a', zone: null})
    const empty = node('node-a', undefined, {labels: {'topology.kubernetes.io/zone': ''}})
    expect(endpointOf(appliedService(), pod('web-0'), empty)?.zone).toBeNull()
  })

  test("its hostname, where its subdomain is the Service's name", () => {
    const hostnameOf = (spec: object) =>
      endpointOf(appliedService(), pod('web-0', {spec: {containers: [{name: 'a', image: 'a:1'}], ...spec}}))?.hostname
    expect(hostnameOf({hostname: 'first', subdomain: 'web'})).toBe('first')
    expect(hostnameOf({hostname: 'first', subdomain: 'other'})).toBeNull()
    expect(hostnameOf({hostname: 'first'})).toBeNull()
    expect(hostnameOf({subdomain: 'web'})).toBeNull()
  })

  test("a StatefulSet's pods have their names as hostnames in the domain of their Service", () => {
    const set = JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: {name: 'db'},
      spec: {
        serviceName: 'web',
        replicas: 2,
        selector: {matchLabels: {app: 'web'}},
        template: {metadata: {labels: {app: 'web'}}, spec: {containers: [{name: 'db', image: 'db:1'}]}},
      },
    })
    const cluster = clusterWith(service('web', {clusterIP: 'None'}), set)
    const [only] = cluster.services
    expect(only && findBackends(cluster, only).endpoints.map(({hostname}) => hostname)).toEqual(['db-0', 'db-1'])
  })
})

test('a Service without selector is answered with what is mirrored from its Endpoints', () => {
  const endpoints = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {name: 'web'},
    subsets: [
      {addresses: [{ip: '192.168.7.10', targetRef: {kind: 'Pod', name: 'outside'}}, {ip: 'fd07::10'}], ports: [{name: 'http', port: 80}]},
    ],
  })
  expect(groupsOf(appliedService({selector: undefined}), endpoints)).toEqual([
    'IPv4 http=80: outside@192.168.7.10',
    'IPv6 http=80: undefined@fd07::10',
  ])
  // Nothing makes the slices that somebody wrote, and those that were mirrored are made of the Endpoints.
  for (const manager of ['staff', 'endpointslicemirroring-controller.k8s.io']) {
    const written = JSON.parse(slice([{addresses: ['192.168.7.11']}]))
    written.metadata.labels['endpointslice.kubernetes.io/managed-by'] = manager
    expect(groupsOf(appliedService({selector: undefined}), JSON.stringify(written))).toEqual([])
  }
  expect(groupsOf(appliedService(), endpoints)).toEqual([])
})

/** Any running pods: what the groups and the flat list of endpoints have in common must hold for all of them. */
const anyPod = fc.record({
  ips: fc.constantFrom([], ['10.1.0.1'], ['fd00::1'], ['10.1.0.1', 'fd00::1'], ['fd00::1', '10.1.0.1']),
  ready: fc.boolean(),
  node: fc.constantFrom('node-a', 'node-b', 'gone'),
  ports: fc.subarray([named('web', 8080), named('metrics', 9100), named('dns', 53, 'UDP')]),
  phase: fc.constantFrom('Running', 'Pending', 'Succeeded'),
})
const anyService = fc.record({
  ipFamilies: fc.constantFrom(['IPv4'], ['IPv6'], ['IPv4', 'IPv6'], ['IPv6', 'IPv4']),
  publishNotReadyAddresses: fc.boolean(),
  ports: fc.subarray(
    [
      {name: 'web', port: 80, targetPort: 'web'},
      {name: 'metrics', port: 90, targetPort: 'metrics'},
      {name: 'plain', port: 100, targetPort: 7000},
    ],
    {minLength: 1},
  ),
})

test('groups partition the endpoints, and say the same as the flat list', () => {
  fc.assert(
    fc.property(anyService, fc.array(anyPod, {maxLength: 8}), (spec, pods) => {
      const texts = pods.map(({ports, phase, ...shape}, index) => pod(`web-${index}`, {...shape, ...withPorts(...ports), status: {phase}}))
      const cluster = clusterWith(appliedService(spec), node('node-a', 'z1'), node('node-b', 'z2'), ...texts)
      const [only] = cluster.services
      if (!only) throw new Error('no Service')
      const groups = expectEndpoints(cluster, only)
      const keys = groups.flatMap(({addressType, endpoints}) => endpoints.map(({target}) => `${addressType} ${target?.name}`))
      expect(new Set(keys).size).toBe(keys.length)
      const flat = groups.flatMap(({ports, endpoints}) =>
        endpoints.flatMap(({addresses, target, ready}) =>
          ports.flatMap(({name, port}) => (addresses ?? []).map((address) => `${target?.name} ${address} ${name} ${port} ${ready}`)),
        ),
      )
      const backends = findBackends(cluster, only)
      expect(
        backends.endpoints
          .map(({target, address, portName, port, ready}) => `${target?.name} ${address} ${portName} ${port} ${ready}`)
          .sort(),
      ).toEqual(flat.sort())
    }),
  )
})
