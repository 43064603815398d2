import {describe, expect, test} from 'vitest'
import {resolve} from '../../../src/questions/resolve/resolve.ts'
import type {Finding} from '../../../src/report.ts'
import {clusterOf, together, workload} from '../../manifest.ts'
import {appliedService, listed, pod, slice} from '../../network/endpoints/objects.ts'
import {textOf} from '../answer.ts'

interface Answer {
  readonly verdict: string
  readonly reason: string | null
  readonly message: string | null
  readonly advice: string | null
  readonly endpoints: readonly Readonly<Record<string, unknown>>[]
}

function ask(objects: readonly string[], target = 'web') {
  const report = resolve(clusterOf(together(...objects)), {targets: [target], namespace: undefined, selector: undefined})
  const [answer] = (report.data as {services: readonly Answer[]}).services
  if (!answer) throw new Error('no answer')
  return {...answer, headline: textOf(report.headline), findings: report.findings as readonly Finding[]}
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
      ['routing/endpoints-differ', 'its EndpointSlices list pod/gone, which is not in the input: it is gone, or the input lacks pods'],
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

/** A slice of `web` that somebody else wrote. */
function byHand(addresses: readonly string[], shape: object = {}): string {
  const hand = JSON.parse(slice([{addresses}], {name: 'hand'}))
  hand.metadata.labels['endpointslice.kubernetes.io/managed-by'] = 'staff'
  return JSON.stringify({...hand, ...shape})
}

describe('a pod on a node that the input lacks', () => {
  const nodes = JSON.stringify({apiVersion: 'v1', kind: 'Node', metadata: {name: 'node-a'}})
  const far = pod('web-1', {ips: ['10.244.0.2'], node: 'node-z'})
  const near = pod('web-0', {ips: ['10.244.0.1']})

  test("is reached or not: it can't be told, for not all nodes may have been read", () => {
    expect(ask([web, near, far, nodes])).toMatchObject({
      verdict: 'unknown',
      reason: 'no-node',
      message: 'the input has no Node node-z: if it exists no longer, pod/web-1 is not reached',
      advice: 'ask with all nodes, or the slices: kubectl get endpointslices -n default -o yaml',
      endpoints: [{}],
    })
    expect(ask([web, far, nodes]).verdict).toBe('unknown')
  })

  test('is certain where it makes no difference', () => {
    const sick = pod('web-0', {ips: ['10.244.0.1'], ready: false})
    const other = pod('web-2', {ips: ['10.244.0.3']})
    expect(ask([web, sick, other, far, nodes])).toMatchObject({verdict: 'partial', reason: 'not-ready'})
    const sickFar = pod('web-1', {node: 'node-z', ready: false})
    expect(ask([web, sickFar, nodes])).toMatchObject({verdict: 'empty', reason: 'not-ready'})
  })

  test('is what the slices say where they were read', () => {
    expect(ask([web, near, far, nodes, slice(both)])).toMatchObject({verdict: 'resolved', findings: [], endpoints: [{}, {}]})
    expect(ask([web, near, far, nodes, slice(both.slice(0, 1))])).toMatchObject({verdict: 'partial', reason: 'no-node'})
  })
})

describe('endpoints beyond the pods of the selector', () => {
  const [one = '', other = ''] = two

  test('take nothing away from what it reaches, and are told', () => {
    const unselected = pod('web-1', {ips: ['10.244.0.2'], metadata: {labels: {app: 'other'}}})
    expect(ask([web, one, unselected, slice(both)])).toMatchObject({
      verdict: 'resolved',
      reason: null,
      headline: '✓ default/web reaches 1 pod and 1 other address',
      findings: [
        {rule: 'routing/endpoints-differ', message: 'its EndpointSlices still list pod/web-1, which the selector does not select'},
      ],
    })
    expect(ask([web, ...two, slice([...both, {addresses: ['10.9.9.9']}])])).toMatchObject({
      verdict: 'resolved',
      findings: [{message: 'its EndpointSlices list 10.9.9.9, which belongs to no pod'}],
    })
    // Not even where they are not ready.
    expect(ask([web, one, unselected, slice([both[0] ?? {}, listed('web-1', '10.244.0.2', unready)])]).verdict).toBe('resolved')
  })

  test('may be pods that the input lacks: the slices say whether they are reached', () => {
    expect(ask([web, one, slice(both)])).toMatchObject({
      verdict: 'resolved',
      headline: '✓ default/web reaches 2 pods',
      findings: [{message: 'its EndpointSlices list pod/web-1, which is not in the input: it is gone, or the input lacks pods'}],
    })
    expect(ask([web, one, slice([both[0] ?? {}, listed('web-1', '10.244.0.2', unready)])]).verdict).toBe('partial')
  })

  test('are no answer where the selector selects nothing', () => {
    const typo = appliedService({selector: {app: 'Web'}})
    expect(ask([typo, ...two, slice(both)])).toMatchObject({
      verdict: 'empty',
      reason: 'selector',
      findings: [{rule: 'routing/selector'}, {rule: 'routing/endpoints-differ'}],
      endpoints: [{}, {}],
    })
    expect(ask([web, pod('x', {metadata: {labels: {app: 'x'}}}), slice([listed('gone')])]).verdict).toBe('empty')
    const done = pod('web-0', {status: {phase: 'Succeeded'}})
    expect(ask([web, done, slice([listed('web-0')])])).toMatchObject({verdict: 'empty', reason: 'finished'})
  })

  test('of somebody else do not say what the selector reaches', () => {
    const alone = ask([web, byHand(['192.168.7.10'])])
    expect(alone).toMatchObject({verdict: 'unknown', reason: 'unseen-pods', endpoints: [{address: '192.168.7.10'}]})
    const typo = appliedService({selector: {app: 'Web'}})
    expect(ask([typo, ...two, byHand(['192.168.7.10'])])).toMatchObject({
      verdict: 'partial',
      reason: 'selector',
      headline: '✗ default/web reaches only 1 other address: its selector and the labels of pod/web-0 differ by case',
    })
    expect(ask([web, one, slice(both.slice(0, 1)), byHand(['192.168.7.10'])]).headline).toBe(
      '✓ default/web reaches 1 pod and 1 other address',
    )
  })

  test('are none where their address is that of a selected pod', () => {
    expect(ask([web, one, slice([{addresses: ['10.244.0.1']}])])).toMatchObject({
      verdict: 'resolved',
      headline: '✓ default/web reaches 1 pod',
      findings: [],
      endpoints: [{target: {name: 'web-0'}}],
    })
    expect(ask([web, one, slice(both.slice(0, 1)), byHand(['10.244.0.1'])]).headline).toBe('✓ default/web reaches 1 pod')
  })

  test('are one while a pod moves between slices, ready where either says so', () => {
    const late = slice([listed('web-0', '10.244.0.1', unready)])
    const right = slice(both, {name: 'web-y'})
    expect(ask([web, one, other, late, right])).toMatchObject({
      verdict: 'resolved',
      findings: [],
      endpoints: [
        {target: {name: 'web-0'}, ready: true},
        {target: {name: 'web-1'}, ready: true},
      ],
    })
  })

  test('say the same whatever the order of their slices: a hostname that one of them states counts', () => {
    const plain = slice([listed('web-0')])
    const named = slice([{...listed('web-0'), hostname: 'web-0'}], {name: 'web-y'})
    const renamed = slice([{...listed('web-0'), hostname: 'web-1'}], {name: 'web-z'})
    for (const slices of [
      [plain, named, renamed],
      [renamed, named, plain],
      [named, plain, renamed],
    ]) {
      expect(ask([web, one, ...slices]).endpoints).toMatchObject([{target: {name: 'web-0'}, hostname: 'web-0'}])
    }
  })
})

test('a Ready pod that the slices call unready is a difference, no matter for its probes', () => {
  const {verdict, reason, message, findings} = ask([web, ...two, slice([both[0] ?? {}, listed('web-1', '10.244.0.2', unready)])])
  expect({verdict, reason, message}).toEqual({
    verdict: 'partial',
    reason: 'endpoints-differ',
    message: 'its EndpointSlices call pod/web-1 not ready, it is ready',
  })
  expect(findings).toHaveLength(1)
  expect(ask([web, two[0] ?? '', slice([listed('web-0', '10.244.0.1', unready)])])).toMatchObject({
    verdict: 'empty',
    reason: 'endpoints-differ',
  })
})

test('no slice where other Services have some is told, and the pods are the answer', () => {
  const other = JSON.parse(slice([], {name: 'other-x', owner: 'uid-of-other'}))
  other.metadata.labels['kubernetes.io/service-name'] = 'other'
  expect(ask([web, ...two, JSON.stringify(other)])).toMatchObject({
    verdict: 'resolved',
    findings: [{rule: 'routing/endpoints-differ', message: 'it has no EndpointSlice, though others in its namespace have'}],
  })
})

describe('a Service that is only a manifest', () => {
  const planned = appliedService({selector: {app: 'new'}}, {uid: undefined})

  test('does not have the slices that were written for the running one', () => {
    expect(ask([planned, workload('new'), slice(both)])).toMatchObject({
      verdict: 'resolved',
      endpoints: [{target: {kind: 'Deployment', name: 'new'}}],
    })
    expect(ask([planned, slice(both)])).toMatchObject({verdict: 'unknown', endpoints: []})
  })

  test('has those that name no owner', () => {
    const unowned = JSON.parse(slice(both))
    unowned.metadata.ownerReferences = undefined
    expect(ask([planned, JSON.stringify(unowned)])).toMatchObject({verdict: 'resolved', endpoints: [{}, {}]})
  })
})

describe('a running Service without selector', () => {
  const bare = appliedService({selector: undefined})
  const endpoints = (name: string) => JSON.stringify({apiVersion: 'v1', kind: 'Endpoints', metadata: {name, uid: `uid-of-${name}`}})

  test("can't be told without any slices of its namespace", () => {
    expect(ask([bare])).toMatchObject({
      verdict: 'unknown',
      message: 'it has no selector, and the input has no EndpointSlice in its namespace',
      advice: 'ask with endpointslices too: kubectl get svc,endpointslices,endpoints -n default -o yaml',
    })
  })

  test('reaches nothing where others of its namespace were read', () => {
    expect(ask([bare, endpoints('other')])).toMatchObject({verdict: 'empty', reason: 'no-endpoints'})
    expect(ask([bare, endpoints('web')]).verdict).toBe('empty')
  })

  test('with names in its slice says so', () => {
    expect(ask([bare, byHand(['db.example.com'], {addressType: 'FQDN'})])).toMatchObject({
      verdict: 'empty',
      message: expect.stringContaining('holds names (addressType FQDN), which kube-proxy does not use'),
    })
  })
})

test('who asks about a running Service is sent to the cluster, not to manifests', () => {
  const named = appliedService({}, {namespace: 'shop'})
  const {advice} = ask([named])
  expect(advice).toBe('ask with its pods too: kubectl get pods,endpointslices -n shop -o yaml')
})
