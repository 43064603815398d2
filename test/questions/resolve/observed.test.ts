import {describe, expect, test} from 'vitest'
import {resolve} from '../../../src/questions/resolve/resolve.ts'
import type {Finding} from '../../../src/report.ts'
import {clusterOf, together, workload} from '../../manifest.ts'
import {appliedService, listed, pod, slice} from '../../network/endpoints/objects.ts'

interface Answer {
  readonly verdict: string
  readonly reason: string | null
  readonly message: string | null
  readonly endpoints: readonly Readonly<Record<string, unknown>>[]
}

function ask(objects: readonly string[], target = 'web') {
  const report = resolve(clusterOf(together(...objects)), {targets: [target], namespace: undefined, selector: undefined})
  const [answer] = (report.data as {services: readonly Answer[]}).services
  if (!answer) throw new Error('no answer')
  const headline = report.headline?.map((span) => (typeof span === 'string' ? span : span.text)).join('')
  return {...answer, headline, findings: report.findings as readonly Finding[]}
}

const web = appliedService()
const two = [pod('web-0', {ips: ['10.244.0.1']}), pod('web-1', {ips: ['10.244.0.2']})]
const both = [listed('web-0', '10.244.0.1'), listed('web-1', '10.244.0.2')]
const unready = {ready: false, serving: false}

describe('where the input has the slices of the EndpointSlice controller', () => {
  test('the endpoints are theirs, with the workload of the pod', () => {
    const owned = pod('web-0', {
      ips: ['10.244.0.1'],
      metadata: {ownerReferences: [{kind: 'StatefulSet', name: 'web', controller: true}]},
    })
    const hinted = {...both[0], zone: 'zone-1', hostname: 'web-0', hints: {forZones: [{name: 'zone-1'}]}}
    expect(ask([web, owned, slice([hinted])])).toMatchObject({
      verdict: 'resolved',
      findings: [],
      endpoints: [
        {
          address: '10.244.0.1',
          port: 8080,
          portName: 'http',
          ready: true,
          target: {kind: 'Pod', namespace: 'default', name: 'web-0'},
          workload: {kind: 'StatefulSet', name: 'web'},
          replicas: 1,
          zone: 'zone-1',
          hostname: 'web-0',
          hints: {forZones: ['zone-1'], forNodes: []},
        },
      ],
    })
  })

  test('they are the answer without any pod', () => {
    expect(ask([web, slice(both)])).toMatchObject({verdict: 'resolved', headline: '✓ default/web reaches 2 pods'})
    const none = ask([web, slice([], {ports: []})])
    expect(none).toMatchObject({verdict: 'empty', reason: 'no-endpoints', message: 'its EndpointSlices list no endpoint'})
    const one = ask([web, slice([listed('web-0'), listed('web-1', '10.244.0.2', unready)])])
    expect(one).toMatchObject({verdict: 'partial', reason: 'no-endpoints', headline: expect.stringContaining('reaches 1 of 2 pods')})
    expect(ask([web, slice([listed('web-0', '10.244.0.1', unready)])]).verdict).toBe('empty')
  })

  test('they show pods that lack a port, though not why', () => {
    const ports = [
      {name: 'http', port: 80, targetPort: 8080},
      {name: 'metrics', port: 90, targetPort: 'metrics'},
    ]
    const all = [
      {name: 'http', port: 8080, protocol: 'TCP'},
      {name: 'metrics', port: 9100, protocol: 'TCP'},
    ]
    const some = [slice(both.slice(0, 1), {ports: all}), slice(both.slice(1), {name: 'web-y', ports: all.slice(0, 1)})]
    expect(ask([appliedService({ports}), ...some])).toMatchObject({
      verdict: 'partial',
      reason: 'slice-port',
      message: 'its EndpointSlices list pods without the port metrics',
    })
    expect(ask([appliedService({ports}), slice(both, {ports: all})]).verdict).toBe('resolved')
    expect(ask([appliedService({ports}), slice(both, {ports: []})])).toMatchObject({
      verdict: 'empty',
      reason: 'slice-port',
      message: 'its EndpointSlices list pods without the port http and metrics',
    })
  })

  test('they outweigh a template, which stands for pods that somebody else counts', () => {
    expect(ask([web, workload('web', {replicas: 5}), slice(both)])).toMatchObject({
      verdict: 'resolved',
      headline: '✓ default/web reaches 2 pods',
    })
    // A template that says nothing of a port that the running pods have.
    const named = appliedService({ports: [{name: 'http', port: 80, targetPort: 'web'}]})
    expect(ask([named, workload('web'), slice(both)]).verdict).toBe('resolved')
    expect(ask([named, workload('web'), slice(both, {ports: []})])).toMatchObject({verdict: 'empty', reason: 'target-port-name'})
  })

  test('a pod of both families is one pod', () => {
    const dual = appliedService({ipFamilies: ['IPv4', 'IPv6']})
    const six = slice([listed('web-0', 'fd00::1')], {name: 'web-6', addressType: 'IPv6'})
    expect(ask([dual, slice([listed('web-0')]), six])).toMatchObject({verdict: 'resolved', headline: '✓ default/web reaches 1 pod'})
  })

  test('the causes are still told from the pods', () => {
    const one = [pod('web-0', {ips: ['10.244.0.1']}), pod('web-1', {ips: ['10.244.0.2'], ready: false})]
    const agreed = slice([listed('web-0', '10.244.0.1'), listed('web-1', '10.244.0.2', unready)])
    expect(ask([web, ...one, agreed])).toMatchObject({verdict: 'partial', reason: 'not-ready'})
    const named = appliedService({ports: [{name: 'http', port: 80, targetPort: 'web'}]})
    expect(ask([named, ...two, slice(both, {ports: []})])).toMatchObject({verdict: 'empty', reason: 'target-port-name', endpoints: []})
    expect(ask([appliedService({selector: {app: 'web', tier: 'front'}}), ...two, slice([], {ports: []})])).toMatchObject({
      verdict: 'empty',
      reason: 'selector',
    })
  })

  test('those of another Service that had the name do not count', () => {
    expect(ask([web, ...two, slice([listed('old')], {owner: 'uid-of-another'})])).toMatchObject({verdict: 'resolved', endpoints: [{}, {}]})
  })

  test('a slice that somebody wrote beside them counts too', () => {
    const hand = JSON.parse(slice([{addresses: ['192.168.7.10']}], {name: 'hand'}))
    hand.metadata.labels['endpointslice.kubernetes.io/managed-by'] = 'staff'
    expect(ask([web, ...two, slice(both), JSON.stringify(hand)])).toMatchObject({
      verdict: 'resolved',
      endpoints: [{}, {}, {address: '192.168.7.10'}],
    })
  })
})

describe('slices and pods that differ', () => {
  test('are the cause where nothing else is', () => {
    const {verdict, reason, message, findings} = ask([web, ...two, slice(both.slice(0, 1))])
    expect({verdict, reason, message}).toEqual({
      verdict: 'partial',
      reason: 'endpoints-differ',
      message: 'its EndpointSlices lack pod/web-1',
    })
    expect(findings).toMatchObject([
      {
        rule: 'routing/endpoints-differ',
        severity: 'warning',
        message: 'does not reach everything: its EndpointSlices lack pod/web-1',
        fix: {
          command: 'kubectl -n default get endpointslices -l kubernetes.io/service-name=web -o yaml --show-managed-fields',
        },
      },
    ])
    expect(ask([web, ...two, slice([], {ports: []})])).toMatchObject({verdict: 'empty', reason: 'endpoints-differ'})
  })

  test('are one finding, by the kind that matters most', () => {
    const moved = slice([listed('web-0', '10.244.0.7'), listed('gone', '10.244.0.9')])
    const {findings} = ask([web, ...two, moved])
    expect(findings.map(({message}) => message)).toEqual([
      'does not reach everything: its EndpointSlices lack pod/web-1 (and 2 more differences)',
    ])
  })

  test('are told beside a cause in the pods', () => {
    const sick = [pod('web-0', {ips: ['10.244.0.1'], ready: false}), pod('web-1', {ips: ['10.244.0.2']})]
    const {reason, findings} = ask([
      web,
      ...sick,
      slice([listed('web-0', '10.244.0.1', unready), listed('web-1', '10.244.0.2'), listed('gone', '10.244.0.3')]),
    ])
    expect(reason).toBe('not-ready')
    expect(findings.map(({rule, message}) => [rule, message])).toEqual([
      ['routing/not-ready', 'does not reach everything: 1 of 2 pods is not ready'],
      [
        'routing/endpoints-differ',
        'its EndpointSlices and its pods differ: its EndpointSlices still list pod/gone, which is not in the input',
      ],
    ])
  })

  test('traffic goes by the slices: what they call ready gets it', () => {
    const sick = [pod('web-0', {ips: ['10.244.0.1'], ready: false}), pod('web-1', {ips: ['10.244.0.2'], ready: false})]
    expect(ask([web, ...sick, slice(both)])).toMatchObject({
      verdict: 'partial',
      reason: 'endpoints-differ',
      message: 'its EndpointSlices call pod/web-0 ready, it is not ready (and 1 more difference)',
    })
  })

  test.each([
    [slice([listed('web-0', '10.244.0.7'), both[1] ?? {}]), 'its EndpointSlices list pod/web-0 at 10.244.0.7, its address is 10.244.0.1'],
    [
      slice(both, {ports: [{name: 'http', port: 9090, protocol: 'TCP'}]}),
      'its EndpointSlices list pod/web-0 with http 9090, it should be http 8080 (and 1 more difference)',
    ],
    [slice([...both, {addresses: ['10.9.9.9']}]), 'its EndpointSlices list 10.9.9.9, which belongs to no pod'],
  ])('are told in a sentence', (written, message) => {
    expect(ask([web, ...two, written]).message).toBe(message)
  })

  test('of one port are those of that port', () => {
    const ports = [
      {name: 'http', port: 80, targetPort: 8080},
      {name: 'metrics', port: 90, targetPort: 9100},
    ]
    const written = slice(both, {
      ports: [
        {name: 'http', port: 8080, protocol: 'TCP'},
        {name: 'metrics', port: 1, protocol: 'TCP'},
      ],
    })
    expect(ask([appliedService({ports}), ...two, written], 'web:http')).toMatchObject({verdict: 'resolved', findings: []})
    expect(ask([appliedService({ports}), ...two, written], 'web:metrics')).toMatchObject({verdict: 'partial', reason: 'endpoints-differ'})
  })
})

test('a pod whose node is not in the cluster is not reached', () => {
  const nodes = JSON.stringify({apiVersion: 'v1', kind: 'Node', metadata: {name: 'node-a'}})
  const {verdict, message, endpoints} = ask([web, pod('web-0'), pod('web-1', {node: 'node-z'}), nodes])
  expect({verdict, message}).toEqual({
    verdict: 'partial',
    message: '1 pod of pod/web-1 on node node-z, which does not exist: slices leave it out',
  })
  expect(endpoints).toHaveLength(1)
})
